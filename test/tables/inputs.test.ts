// The same numbers in every form give the same coefficients, bit for bit.
import { expect, test } from "vitest";
import { autoregressive, rowsOf, uniform } from "../../reference/problems.js";
import { Fit, lasso, Matrix, MultiFit, path, ridge, type TableInput, type VectorInput } from "../../src/index.js";

const n = 70;
const p = 5;
const made = autoregressive({ n, p, rho: 0.3, density: 1, seed: 5 });
/** 2⁻⁶ units: what a Float32Array and an Int32Array (times 64) hold exactly */
const columns = made.columns.map((column) => Array.from(column, (x) => Math.round(64 * x) / 64));
const X = rowsOf(columns);
const y = Array.from(made.y, (value) => Math.round(64 * value));
const names = ["a", "b", "c", "d", "e"];

const rowMajor = X.flat();
const columnMajor = columns.flat();
const recordOf = (keys: string[], each: (column: number[]) => ArrayLike<number> = (column) => column) =>
  Object.fromEntries(keys.map((key, j) => [key, each(columns[j])]));

/** what ml-matrix has: rows, columns, get, and the rows under a name of its own */
class MlMatrix {
  readonly rows = n;
  readonly columns = p;
  readonly data = X.map((row) => Float64Array.from(row));
  get(i: number, j: number): number {
    return this.data[i][j];
  }
}

/** X in the middle of larger data: every third entry of every second row, from the 7th on */
function inside(): number[] {
  const random = uniform(8);
  const data = Array.from({ length: 7 + n * 2 * 3 * p }, random);
  X.forEach((row, i) => {
    row.forEach((x, j) => {
      data[7 + i * 6 * p + 3 * j] = x;
    });
  });
  return data;
}

const forms: Record<string, () => TableInput> = {
  "number[][]": () => X.map((row) => [...row]),
  "rows of Float64Array": () => X.map((row) => Float64Array.from(row)),
  "rows of Float32Array": () => X.map((row) => Float32Array.from(row)),
  "rows of both": () => X.map((row, i) => (i % 2 ? Float32Array.from(row) : [...row])),
  "a Matrix": () => Matrix.from(X),
  "a Matrix that was filled through column()": () => {
    const matrix = new Matrix(n, p);
    columns.forEach((column, j) => {
      matrix.column(j).set(column);
    });
    return matrix;
  },
  "scijs: data, shape, stride, offset": () => ({ data: Float64Array.from(rowMajor), shape: [n, p], stride: [p, 1], offset: 0 }),
  "scijs: a transposed view": () => ({ data: Float64Array.from(columnMajor), shape: [n, p], stride: [1, n], offset: 0 }),
  "scijs: both strides negative": () => ({ data: rowMajor.toReversed(), shape: [n, p], stride: [-p, -1], offset: n * p - 1 }),
  "scijs: a transposed view from below": () => ({
    data: columns.flatMap((column) => column.toReversed()),
    shape: [n, p],
    stride: [-1, n],
    offset: n - 1,
  }),
  "scijs: a slice with steps": () => ({ data: inside(), shape: [n, p], stride: [6 * p, 3], offset: 7, order: [1, 0] }) as never,
  "stdlib: column-major with strides": () => ({
    data: Float64Array.from(columnMajor),
    shape: [n, p],
    strides: [1, n],
    offset: 0,
    order: "column-major",
  }),
  "stdlib: column-major without strides": () => ({ data: columnMajor, shape: [n, p], offset: 0, order: "column-major" }),
  "stdlib: row-major": () => ({ data: rowMajor, shape: [n, p], offset: 0, order: "row-major" }),
  "numpy-ts: data, shape, strides": () => ({ data: Float32Array.from(rowMajor), shape: [n, p], strides: [p, 1] }),
  'order "F"': () => ({ data: columnMajor, shape: [n, p], order: "F" }),
  "data and shape": () => ({ data: [...rowMajor], shape: [n, p] }),
  "a shape in an Int32Array, data longer than it": () => ({ data: [...rowMajor, NaN], shape: Int32Array.of(n, p) }),
  "ml-matrix": () => new MlMatrix(),
  "a tensor": () => ({ shape: [n, p], dataSync: () => Float32Array.from(rowMajor) }),
  "a record of columns": () => recordOf(names, (column) => [...column]),
  "a record of typed arrays": () => recordOf(names, Float32Array.from.bind(Float32Array)),
  "a record with columns called data, shape, rows, columns and get": () => recordOf(["data", "shape", "rows", "columns", "get"]),
  "a record with columns called data and length": () => recordOf(["data", "length", "strides", "offset", "dataSync"]),
};

/** what can be compared of a form */
const snapshot = (form: unknown) =>
  JSON.stringify(form instanceof Matrix ? Array.from({ length: form.columns }, (_, j) => form.column(j)) : form, (_, value) =>
    ArrayBuffer.isView(value) ? [value.constructor.name, ...(value as Float64Array)] : value,
  );

const lambda = 20;
const expected = {
  lasso: lasso(X, y, { lambda }),
  ridge: ridge(X, y, { lambda }),
  path: path(X, y, { count: 20 }),
  prediction: lasso(X, y, { lambda }).predict(X),
};

test("the problem is a real one: the lasso chooses, and every row is predicted", () => {
  expect(expected.lasso.nonzero).toBeGreaterThan(1);
  expect(expected.lasso.nonzero).toBeLessThan(p);
  expect(new Set(expected.prediction).size).toBe(n);
});

test.each(Object.entries(forms))("X as %s gives the same fit and predictions, and is left as it was", (_, make) => {
  const form = make();
  const before = snapshot(form);
  const fit = lasso(form, y, { lambda });
  expect(fit.coefficients).toEqual(expected.lasso.coefficients);
  expect(fit.intercept).toBe(expected.lasso.intercept);
  expect(fit.certificate).toEqual(expected.lasso.certificate);
  expect(ridge(form, y, { lambda }).coefficients).toEqual(expected.ridge.coefficients);
  expect(path(form, y, { count: 20 }).coefficients(19)).toEqual(expected.path.coefficients(19));
  expect(fit.predict(form)).toEqual(expected.prediction);
  expect(expected.lasso.predict(form)).toEqual(expected.prediction);
  expect(fit.score(form, y)).toBe(expected.lasso.score(X, y));
  using copy = Matrix.from(form);
  expect(columns.map((__, j) => Array.from(copy.column(j)))).toEqual(columns);
  expect(snapshot(form)).toBe(before);
  if (form instanceof Matrix) form.dispose();
});

const spread = y.flatMap((value) => [NaN, value, NaN]);
const vectors: Record<string, () => VectorInput> = {
  "number[]": () => [...y],
  "a Float64Array": () => Float64Array.from(y),
  "a Float32Array": () => Float32Array.from(y),
  "an Int32Array": () => Int32Array.from(y),
  "data and shape": () => ({ data: [...y], shape: [n] }),
  "scijs: every third entry": () => ({ data: Float64Array.from(spread), shape: [n], stride: [3], offset: 1 }),
  "scijs: from behind": () => ({ data: y.toReversed(), shape: [n], stride: [-1], offset: n - 1 }),
  "stdlib: strides and order": () => ({ data: [...y], shape: [n], strides: [1], offset: 0, order: "column-major" }),
  "a tensor": () => ({ shape: [n], dataSync: () => Int32Array.from(y) }),
  "a column of a Matrix": () => Matrix.from({ y }).column(0),
};

test.each(Object.entries(vectors))("y as %s gives the same fit, and is left as it was", (_, make) => {
  const form = make();
  const before = snapshot(form);
  expect(lasso(X, form, { lambda }).coefficients).toEqual(expected.lasso.coefficients);
  expect(ridge(X, form, { lambda })).toEqual(expected.ridge);
  expect(path(X, form, { count: 20 }).coefficients(19)).toEqual(expected.path.coefficients(19));
  expect(expected.lasso.score(X, form)).toBe(expected.lasso.score(X, y));
  expect(snapshot(form)).toBe(before);
});

test("options take typed arrays like plain ones", () => {
  const weights = y.map((value) => 1 + (value & 3));
  const factors = [1, 0, 2, 1, Infinity];
  const lower = [-1, -Infinity, -2, 0, 0];
  const plain = lasso(X, y, { lambda, weights, penaltyFactors: factors, lower, upper: 5 });
  const typed = lasso(X, y, {
    lambda,
    weights: Uint8Array.from(weights),
    penaltyFactors: Float32Array.from(factors),
    lower: Float64Array.from(lower),
    upper: Int16Array.from([5, 5, 5, 5, 5]),
  });
  expect(typed).toEqual(plain);
});

const two = y.map((value, i) => [value, (i % 7) - value]);
const targets: Record<string, () => TableInput> = {
  rows: () => two,
  "rows of typed arrays": () => two.map((row) => Int32Array.from(row)),
  "a Matrix": () => Matrix.from(two),
  "data and shape": () => ({ data: two.flat(), shape: [n, 2] }),
  "column-major": () => ({ data: [...y, ...two.map((row) => row[1])], shape: [n, 2], order: "column-major" }),
  "a tensor": () => ({ shape: [n, 2], dataSync: () => Float32Array.from(two.flat()) }),
  "a record": () => ({ first: y, second: two.map((row) => row[1]) }),
};

test.each(Object.entries(targets))("ridge's Y as %s is fitted target by target", (form, make) => {
  const Y = make();
  const before = snapshot(Y);
  const fit = ridge(X, Y as TableInput, { lambda });
  expect(fit).toBeInstanceOf(MultiFit);
  two[0].forEach((_, k) => {
    const alone = ridge(
      X,
      two.map((row) => row[k]),
      { lambda },
    );
    expect(fit.coefficients[k]).toEqual(alone.coefficients);
    expect(fit.intercept[k]).toBe(alone.intercept);
  });
  expect(fit.targetNames).toEqual(form === "a record" ? ["first", "second"] : undefined);
  expect(fit.score(X, Y)).toBe(ridge(X, two, { lambda }).score(X, two));
  expect(snapshot(Y)).toBe(before);
  if (Y instanceof Matrix) Y.dispose();
});

test("one column of targets is still a MultiFit, one array of numbers is a Fit", () => {
  const column = ridge(X, { only: y } as TableInput, { lambda });
  expect(column).toBeInstanceOf(MultiFit);
  expect(column.coefficients).toEqual([expected.ridge.coefficients]);
  expect(ridge(X, y, { lambda })).toBeInstanceOf(Fit);
});

test("half a million entries are read in every form", () => {
  const [rows, width] = [5000, 100];
  const random = uniform(9);
  const data = Float64Array.from({ length: rows * width }, random);
  const table = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * width, (i + 1) * width)));
  const target = table.map((row) => row[3] - row[5]);
  const fit = lasso(table, target, { lambda: 0.01 });
  expect(fit.nonzero).toBe(2);
  const record = Object.fromEntries(Array.from({ length: width }, (_, j) => [`x${j}`, table.map((row) => row[j])]));
  const shape = [rows, width];
  const large: TableInput[] = [
    { data, shape },
    { shape, dataSync: () => data },
    { rows, columns: width, get: (i, j) => table[i][j] },
    record,
  ];
  for (const form of large) expect(lasso(form, target, { lambda: 0.01 }).coefficients).toEqual(fit.coefficients);
});
