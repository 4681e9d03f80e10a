// What lives in WebAssembly memory, for how long, and that nothing else does.
import { expect, test } from "vitest";
import { autoregressive, rowsOf, uniform } from "../../reference/problems.js";
import { elasticNet, Fit, lasso, Matrix, MultiFit, memoryUsage, path, ridge } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 50, p: 8, density: 0.5, seed: 3 });
const X = rowsOf(columns);
const wide = rowsOf(autoregressive({ n: 10, p: 30, seed: 4 }).columns);
const fit = lasso(X, y, { lambda: 0.1 });
const several = ridge(X, X, { lambda: 0.1 });
const matrix = Matrix.from(X);
const bounds = { lower: 0, upper: 1 };

const calls: [what: string, call: () => unknown][] = [
  ["memoryUsage()", () => memoryUsage()],
  ["lasso", () => lasso(X, y, { lambda: 0.1 })],
  ["lasso at λ = 0", () => lasso(X, y, { lambda: 0 })],
  ["lasso with p > n", () => lasso(wide, y.slice(0, 10), { lambda: 0.01 })],
  ["lasso with unpenalised columns", () => lasso(X, y, { lambda: 0.1, penaltyFactors: [0, 0, 1, 1, 1, 1, 1, Infinity] })],
  ["lasso with bounds", () => lasso(X, y, { lambda: 0.1, ...bounds })],
  ["lasso from a warm start", () => lasso(X, y, { lambda: 0.1, warmStart: fit })],
  ["lasso on a Matrix", () => lasso(matrix, y, { lambda: 0.1 })],
  ["elasticNet", () => elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5, standardize: true })],
  ["ridge", () => ridge(X, y, { lambda: 0.1 })],
  ["ridge with p > n", () => ridge(wide, y.slice(0, 10), { lambda: 0.1 })],
  ["ridge with unpenalised columns", () => ridge(wide, y.slice(0, 10), { lambda: 0.1, penaltyFactors: wide[0].map((_, j) => j % 10) })],
  ["ridge of columns that depend on each other", () => ridge(wide, y.slice(0, 10), { lambda: 0 })],
  ["ridge with bounds", () => ridge(X, y, { lambda: 0.1, ...bounds })],
  ["ridge of several targets", () => ridge(X, matrix, { lambda: 0.1 })],
  ["ridge of several targets with bounds", () => ridge(X, X, { lambda: 0.1, ...bounds })],
  ["path", () => path(X, y, { count: 10 })],
  ["path of a ridge", () => path(X, y, { count: 10, l1Ratio: 0, weights: y.map(Math.abs) })],
  ["Path.at and Path.fit", () => [path(X, y, { lambdas: [1, 0.1] }).at(0.5), path(X, y, { lambdas: [1] }).fit(0)]],
  ["predict", () => fit.predict(X)],
  ["predict on a Matrix", () => fit.predict(matrix)],
  ["predict of several targets", () => several.predict(X)],
  ["score", () => [fit.score(X, y), several.score(X, X)]],
  ["JSON", () => [Fit.fromJSON(JSON.stringify(fit)), MultiFit.fromJSON(JSON.stringify(several))]],
  ["a Matrix made and disposed of", () => Matrix.from(matrix).dispose()],
];

test.each(calls)("%s leaves nothing behind", (_, call) => {
  const before = memoryUsage();
  call();
  const after = memoryUsage();
  expect(after.used).toBe(before.used);
  expect(after.matrices).toBe(before.matrices);
});

const errors: [what: string, call: () => unknown][] = [
  ["a bad y", () => lasso(X, [1], { lambda: 0.1 })],
  ["numbers too large to be squared", () => path([[1e200], [1], [2]], [1, 2, 3])],
  ["another number of columns", () => fit.predict(wide)],
  ["an exception from a matrix object that is being checked", () => fit.predict({ rows: 50, columns: 8, get: () => expect.fail("get") })],
  ["an exception from a matrix object that is being copied by a fit", () => ridge(failing(50 * 8 - 1), y, { lambda: 1 })],
  ["an exception from a matrix object that is being copied by predict", () => fit.predict(failing(50 * 8))],
  ["an exception from a matrix object that is being copied by Matrix.from", () => Matrix.from(failing(50 * 8))],
];

/** an ml-matrix whose get() fails after so many calls */
function failing(after: number) {
  let reads = 0;
  const get = (i: number, j: number) => (reads++ < after ? X[i][j] : expect.fail("get"));
  return { rows: 50, columns: 8, get };
}

test.each(errors)("%s leaves nothing behind", (_, call) => {
  const before = memoryUsage();
  expect(call).toThrow();
  const after = memoryUsage();
  expect(after.used).toBe(before.used);
  expect(after.matrices).toBe(before.matrices);
});

test("ten thousand fits use the memory of the first hundred", () => {
  const { used } = memoryUsage();
  let bytes = 0;
  for (let k = 0; k < 10_000; k++) {
    if (k % 2) lasso(X, y, { lambda: 0.1 });
    else ridge(X, y, { lambda: 0.1 });
    if (k === 100) bytes = memoryUsage().bytes;
  }
  expect(memoryUsage().used).toBe(used);
  expect(memoryUsage().bytes).toBe(bytes);
});

test("a Matrix uses its entries, rounded up to 64 bytes, until it is disposed of", () => {
  for (const [rows, width] of [
    [1, 1],
    [8, 1],
    [3, 3],
    [50, 8],
    [101, 7],
  ]) {
    const before = memoryUsage();
    const made = new Matrix(rows, width);
    const during = memoryUsage();
    expect(during.used - before.used).toBe(64 * Math.ceil((8 * rows * width) / 64));
    expect(during.matrices - before.matrices).toBe(1);
    expect(during.peak).toBeGreaterThanOrEqual(during.used);
    expect(made.disposed).toBe(false);
    made.dispose();
    made.dispose();
    expect(made.disposed).toBe(true);
    expect(memoryUsage().used).toBe(before.used);
    expect(memoryUsage().matrices).toBe(before.matrices);
  }
});

test("using disposes of a Matrix at the end of its block, also when the block throws", () => {
  const before = memoryUsage();
  {
    using made = Matrix.from(X);
    expect(memoryUsage().matrices - before.matrices).toBe(1);
    expect(made.rows).toBe(50);
  }
  expect(memoryUsage().matrices).toBe(before.matrices);
  expect(() => {
    using made = Matrix.from(X);
    lasso(made, [1], { lambda: 1 });
  }).toThrow(RangeError);
  expect(memoryUsage().matrices).toBe(before.matrices);
  expect(memoryUsage().used).toBe(before.used);
});

test("a Matrix is zero at first, even where something else was before", () => {
  const written = new Matrix(40, 3);
  for (let j = 0; j < 3; j++) written.column(j).fill(NaN);
  written.dispose();
  using fresh = new Matrix(40, 3);
  for (let j = 0; j < 3; j++) expect(fresh.column(j)).toEqual(new Float64Array(40));
});

test("a Matrix is fitted without being copied", () => {
  const large = autoregressive({ n: 4000, p: 100, seed: 7 });
  using table = new Matrix(4000, 100);
  large.columns.forEach((column, j) => {
    table.column(j).set(column);
  });
  const size = 8 * 4000 * 100;
  const { used, peak } = memoryUsage();
  expect(peak).toBe(used);
  const first = lasso(table, large.y, { lambda: 0.1 });
  for (let k = 0; k < 3; k++) expect(lasso(table, large.y, { lambda: 0.1 })).toEqual(first);
  elasticNet(table, large.y, { lambda: 0.1, l1Ratio: 0.5, standardize: true });
  ridge(table, large.y, { lambda: 0.1 });
  path(table, large.y, { count: 5 });
  first.predict(table);
  expect(memoryUsage().peak - used).toBeLessThan(size / 2);
  expect(memoryUsage().used).toBe(used);
  lasso(rowsOf(large.columns), large.y, { lambda: 0.1 });
  expect(memoryUsage().peak - used, "a table that is not in WebAssembly is copied").toBeGreaterThan(size);
});

test("column() is a live view: writing through it changes the matrix", () => {
  using table = Matrix.from(X);
  const column = table.column(3);
  expect(Array.from(column)).toEqual(Array.from(columns[3]));
  column[7] = 99;
  expect(table.column(3)[7]).toBe(99);
  const changed = X.map((row) => [...row]);
  changed[7][3] = 99;
  expect(lasso(table, y, { lambda: 0.1 })).toEqual(lasso(changed, y, { lambda: 0.1 }));
  table.column(0).fill(5);
  expect(lasso(table, y, { lambda: 0 }).coefficients[0], "a column that became constant").toBe(0);
});

test("matrices keep their numbers while memory grows, and fits on them their answers", () => {
  const before = memoryUsage();
  using first = Matrix.from(X);
  const expected = { lasso: lasso(first, y, { lambda: 0.05 }), ridge: ridge(first, y, { lambda: 0.05 }) };
  const random = uniform(1);
  const made: { matrix: Matrix; value: number }[] = [];
  for (let grown = 0; grown < 3; ) {
    const { bytes } = memoryUsage();
    const value = random();
    const more = Matrix.from(Array.from({ length: 300 }, () => [value, -value]));
    made.push({ matrix: more, value });
    if (memoryUsage().bytes > bytes) grown++;
  }
  for (const { matrix: more, value } of made) {
    expect(more.column(0)).toEqual(new Float64Array(300).fill(value));
    expect(more.column(1)).toEqual(new Float64Array(300).fill(-value));
  }
  columns.forEach((column, j) => {
    expect(first.column(j)).toEqual(column);
  });
  expect(lasso(first, y, { lambda: 0.05 })).toEqual(expected.lasso);
  expect(ridge(first, y, { lambda: 0.05 })).toEqual(expected.ridge);
  expect(memoryUsage().matrices - before.matrices).toBe(made.length + 1);
  // in an order that leaves holes between the living
  for (const parity of [0, 1]) for (const { matrix: more } of made.filter((_, k) => k % 2 === parity)) more.dispose();
  expect(memoryUsage().matrices - before.matrices).toBe(1);
  const { bytes } = memoryUsage();
  for (let k = 0; k < made.length; k++) new Matrix(300, 2).dispose();
  expect(memoryUsage().bytes).toBe(bytes);
});
