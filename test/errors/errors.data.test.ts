// Bad y, and numbers that are only found to be bad when they are looked at in WebAssembly memory.
import { expect, test } from "vitest";
import { lasso, Matrix, ridge } from "../../src/index.js";
import { type Anything, functions, type Kind, refuses, X, y } from "../helpers/refuses.js";

const model = lasso(X, y, { lambda: 0.1 });
const tensor = (shape: number[], data: unknown[]) => ({ shape, dataSync: () => data });
const FINITE = "expected a finite number";

const entries: [what: string, y: unknown, kind: Kind, message: string][] = [
  ["NaN", [1, 2, NaN, 4], RangeError, `y has NaN at row 2, ${FINITE}`],
  ["Infinity", [Infinity, 2, 3, 4], RangeError, `y has Infinity at row 0, ${FINITE}`],
  ["-Infinity", new Float32Array([1, 2, 3, -Infinity]), RangeError, `y has -Infinity at row 3, ${FINITE}`],
  ["undefined as an entry", [1, undefined, 3, 4], TypeError, `y has undefined at row 1, ${FINITE}`],
  ["null as an entry", [1, 2, 3, null], TypeError, `y has null at row 3, ${FINITE}`],
  ["a text as an entry", [1, "2", 3, 4], TypeError, `y has "2" (a string) at row 1, ${FINITE}`],
  ["bigints", new BigInt64Array(4), TypeError, `y has 0n (a bigint) at row 0, ${FINITE}`],
  ["a boolean as an entry", [1, false, 3, 4], TypeError, `y has false (a boolean) at row 1, ${FINITE}`],
  ["NaN in a tensor", tensor([4], [1, 2, 3, NaN]), RangeError, `y has NaN at row 3, ${FINITE}`],
  [
    "strides that reach outside",
    { data: [1, 2], shape: [4] },
    RangeError,
    "y has shape 4 but its data has 2 entries, the strides reach outside",
  ],
];

test.each(entries)("a y that has %s is refused", (_, bad, kind, message) => {
  for (const [name, call] of Object.entries(functions)) refuses(() => call(X, bad), kind, `${name}: ${message}`);
  refuses(() => model.score(X, bad as Anything), kind, `score: ${message}`);
});

test("a y of another length than X is refused", () => {
  for (const [bad, length] of [
    [[1, 2, 3], 3],
    [new Float64Array(5), 5],
    [[], 0],
    [{ data: [1, 2, 3, 4], shape: [2], stride: [2] }, 2],
    [tensor([3], [1, 2, 3]), 3],
  ])
    for (const [name, call] of Object.entries(functions))
      refuses(() => call(X, bad), RangeError, `${name}: y has ${length} entries but X has 4 rows`);
  const hundred = Array.from({ length: 100 }, (_, i) => [i, i * i]);
  const message = "lasso: y has 99 entries but X has 100 rows";
  refuses(() => lasso(hundred, new Array(99).fill(1), { lambda: 0.1 }), RangeError, message);
});

test("ridge's table of targets with another number of rows is refused", () => {
  for (const Y of [X.slice(1), { a: [1, 2, 3] }, { data: [1, 2, 3], shape: [3, 1] }])
    refuses(() => ridge(X, Y as Anything, { lambda: 0.1 }), RangeError, "ridge: y has 3 entries but X has 4 rows");
});

test("score refuses a y of another length than X before anything is allocated", () => {
  refuses(() => model.score(X, [1, 2, 3]), RangeError, "score: y has 3 entries but X has 4 rows");
  const several = ridge(X, X, { lambda: 0.1 });
  refuses(() => several.score(X, X.slice(1)), RangeError, "score: y has 3 entries but X has 4 rows");
});

const matrix = Matrix.from(X);
const noVector: [what: string, y: unknown, message: string][] = [
  ["undefined", undefined, "y is undefined, expected an array of numbers"],
  ["null", null, "y is null, expected an array of numbers"],
  ["a number", 5, "y is 5, expected an array of numbers"],
  ["a text", "1234", 'y is "1234" (a string), expected an array of numbers'],
  ["an object", {}, "y is an object, expected an array of numbers"],
  ["a Matrix", matrix, "y is a Matrix, expected an array of numbers"],
  ["rows", y.map((value) => [value]), "y has 2 dimensions, expected an array of numbers; y.flat() makes one of a column"],
  [
    "{ data, shape } of two dimensions",
    { data: y, shape: [4, 1] },
    "y has 2 dimensions, expected an array of numbers; a column of them has shape [4]",
  ],
  ["a tensor of two dimensions", tensor([4, 1], y), "y has 2 dimensions, expected an array of numbers; a column of them has shape [4]"],
];

test.each(noVector)("where one target is wanted, a y that is %s is refused", (_, bad, message) => {
  const several = ["ridge", "lasso", "elasticNet", "path"];
  for (const [name, call] of Object.entries(functions))
    if (!several.includes(name)) refuses(() => call(X, bad), TypeError, `${name}: ${message}`);
  refuses(() => model.score(X, bad as Anything), TypeError, `score: ${message}`);
});

test("numbers that cannot be squared are refused with a remedy, in X and in y", () => {
  const large = X.map(([a, b], i) => [a, i === 2 ? 1e200 : b]);
  const remedy = "is too large to be squared, expected entries below 1e150; rescale it";
  for (const [name, call] of Object.entries(functions)) {
    for (const table of [large, Matrix.from(large)]) {
      refuses(() => call(table, y), RangeError, `${name}: column 1 of X ${remedy}`, "late");
      if (table instanceof Matrix) table.dispose();
    }
    refuses(() => call(X, [1, 2, -1e200, 4]), RangeError, `${name}: y ${remedy}`, "late");
  }
});

test("numbers whose squares vanish are refused too: their column is not constant", () => {
  const small = X.map(([a, b]) => [a, b * 1e-200]);
  const remedy = "is too small to be squared, expected entries above 1e-150; rescale it";
  for (const [name, call] of Object.entries(functions)) {
    refuses(() => call(small, y), RangeError, `${name}: column 1 of X ${remedy}`, "late");
    refuses(() => call(X, [1e-200, 2e-200, -1e-200, 0]), RangeError, `${name}: y ${remedy}`, "late");
    const constant = X.map(([a]) => [a, 1e-200]);
    refuses(() => call(constant, y, { fitIntercept: false }), RangeError, `${name}: column 1 of X ${remedy}`, "late");
    // neither zero nor a constant beside an intercept is ever squared
    call(
      X.map(([a]) => [a, 0]),
      y,
      { fitIntercept: false },
    );
    call(constant, y);
  }
});

test("a Matrix that was written with NaN through column() is refused, naming row and column", () => {
  const written = Matrix.from({ a: [1, 3, 4, 7], b: [2, 5, 1, 8] });
  for (const bad of [NaN, Infinity, -Infinity]) {
    written.column(1)[2] = bad;
    const message = `X has ${bad} at row 2, column 1 (b), ${FINITE}`;
    for (const [name, call] of Object.entries(functions)) refuses(() => call(written, y), RangeError, `${name}: ${message}`, "late");
  }
  written.dispose();
});

const readers: [where: string, name: string, read: (matrix: Matrix) => unknown][] = [
  ["by predict", "predict: X", (matrix) => ridge(X, y, { lambda: 0.1 }).predict(matrix)],
  ["by Matrix.from", "Matrix.from: X", (matrix) => Matrix.from(matrix)],
  ["as ridge's y", "ridge: y", (matrix) => ridge(X, matrix, { lambda: 0.1 })],
  ["as the y of a score", "score: y", (matrix) => ridge(X, X, { lambda: 0.1 }).score(X, matrix)],
];

test.each(readers)("a Matrix that was written with NaN is refused %s", (_, name, read) => {
  const written = Matrix.from(X);
  written.column(1)[2] = NaN;
  refuses(() => read(written), RangeError, `${name} has NaN at row 2, column 1, ${FINITE}`, "late");
  written.dispose();
});

test("an abort reason that is no error comes through as it is", () => {
  const signal = AbortSignal.abort("enough");
  for (const [name, call] of Object.entries(functions)) {
    let thrown: unknown;
    try {
      call(X, y, { signal });
    } catch (reason) {
      thrown = reason;
    }
    expect(thrown, name).toBe("enough");
  }
});
