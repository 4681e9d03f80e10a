// Bad tables: one message each, the same from every function that takes a table.
import { expect, test } from "vitest";
import { describe } from "../../src/check.js";
import { Fit, lasso, Matrix, ridge } from "../../src/index.js";
import { type Anything, functions, type Kind, refuses, X, y } from "../helpers/refuses.js";

const model = lasso(X, y, { lambda: 0.1 });
const several = ridge(X, X, { lambda: 0.1 });

/** everything that reads a table: its name in messages, the argument's name, the call */
const readers: [name: string, what: string, read: (table: Anything) => unknown][] = [
  ...Object.entries(functions).map(([name, call]): (typeof readers)[number] => [name, "X", (X) => call(X, y)]),
  ["ridge", "y", (Y) => ridge(X, Y, { lambda: 0.1 })],
  ["Matrix.from", "X", (X) => Matrix.from(X)],
  ["predict", "X", (X) => model.predict(X)],
  ["predict", "X", (X) => several.predict(X)],
  ["score", "y", (Y) => several.score(X, Y)],
];

const TABLE = "expected an array of rows, a Matrix, { data, shape }, a matrix or tensor object, or a record of columns";
const EMPTY = "expected at least one row and one column";
const FINITE = "expected a finite number";
const matrixLike = (rows: number, columns: number, entry: unknown = 1) => ({ rows, columns, get: () => entry });
const tensor = (shape: unknown[], data: unknown[]) => ({ shape, dataSync: () => data });
const disposed = Matrix.from(X);
disposed.dispose();

const tables: [what: string, X: unknown, kind: Kind, message: string][] = [
  ["undefined", undefined, TypeError, `X is undefined, ${TABLE}`],
  ["null", null, TypeError, `X is null, ${TABLE}`],
  ["a boolean", true, TypeError, `X is true (a boolean), ${TABLE}`],
  ["a bigint", 3n, TypeError, `X is 3n (a bigint), ${TABLE}`],
  ["a function", () => X, TypeError, `X is a function, ${TABLE}`],
  ["a Date", new Date(), TypeError, `X is a Date, ${TABLE}`],
  ["a Map", new Map(), TypeError, `X is a Map, ${TABLE}`],
  ["a DataView", new DataView(new ArrayBuffer(8)), TypeError, `X is a DataView, ${TABLE}`],
  ["an empty object", {}, TypeError, `X is an object, ${TABLE}`],
  ["a column that is a text", { a: [1], b: "1" }, TypeError, `X is an object, ${TABLE}`],
  ["a disposed Matrix", disposed, TypeError, "X is a Matrix that was disposed of, make it again with Matrix.from"],

  ["rows without columns", [[], []], RangeError, `X is 2×0, ${EMPTY}`],
  ["columns without rows", { a: [], b: [] }, RangeError, `X is 0×2, ${EMPTY}`],
  ["a shape without rows", { data: [], shape: [0, 3] }, RangeError, `X is 0×3, ${EMPTY}`],
  ["a tensor without columns", tensor([3, 0], []), RangeError, `X is 3×0, ${EMPTY}`],
  ["a matrix-like without rows", matrixLike(0, 2), RangeError, `X is 0×2, ${EMPTY}`],

  ["ragged rows", [[1, 2], [3]], RangeError, "row 1 of X has 1 entries but row 0 has 2"],
  ["ragged columns", { a: [1, 2], b: [1] }, RangeError, "column b of X has 1 entries but column a has 2"],
  ["a row that is null", [[1, 2], null], TypeError, "X has null for row 1, expected an array of numbers"],
  ["a row that is a text", [[1, 2], "34"], TypeError, 'X has "34" (a string) for row 1, expected an array of numbers'],

  [
    "NaN",
    [
      [1, 2],
      [NaN, 4],
    ],
    RangeError,
    `X has NaN at row 1, column 0, ${FINITE}`,
  ],
  [
    "Infinity",
    [
      [1, 2],
      [3, Infinity],
    ],
    RangeError,
    `X has Infinity at row 1, column 1, ${FINITE}`,
  ],
  ["-Infinity", [[-Infinity, 2]], RangeError, `X has -Infinity at row 0, column 0, ${FINITE}`],
  ["undefined as an entry", [[1, undefined]], TypeError, `X has undefined at row 0, column 1, ${FINITE}`],
  ["a hole", [new Array(2)], TypeError, `X has undefined at row 0, column 0, ${FINITE}`],
  ["null as an entry", [[1, null]], TypeError, `X has null at row 0, column 1, ${FINITE}`],
  ["a text as an entry", [[1, "2"]], TypeError, `X has "2" (a string) at row 0, column 1, ${FINITE}`],
  ["a long text", [["x".repeat(99)]], TypeError, `X has "${"x".repeat(37)}…" (a string) at row 0, column 0, ${FINITE}`],
  ["a bigint as an entry", [[1, 2n]], TypeError, `X has 2n (a bigint) at row 0, column 1, ${FINITE}`],
  ["a BigInt64Array", [new BigInt64Array(2)], TypeError, `X has 0n (a bigint) at row 0, column 0, ${FINITE}`],
  ["a boolean as an entry", [[1, true]], TypeError, `X has true (a boolean) at row 0, column 1, ${FINITE}`],
  ["an array as an entry", [[1, [2]]], TypeError, `X has an array of 1 at row 0, column 1, ${FINITE}`],
  ["NaN in a record", { a: [1, 2], b: [3, NaN] }, RangeError, `X has NaN at row 1, column 1 (b), ${FINITE}`],
  ["NaN in { data, shape }", { data: [1, 2, 3, NaN], shape: [2, 2] }, RangeError, `X has NaN at row 1, column 1, ${FINITE}`],
  ["a text in a matrix-like", matrixLike(2, 2, "1"), TypeError, `X has "1" (a string) at row 0, column 0, ${FINITE}`],
  ["null in a tensor", tensor([1, 2], [1, null]), TypeError, `X has null at row 0, column 1, ${FINITE}`],
];

test.each(tables)("a table that is or has %s is refused", (_, table, kind, message) => {
  for (const [name, what, read] of readers) refuses(() => read(table), kind, `${name}: ${message.replace(/\bX\b/g, what)}`);
});

test("a table without rows is refused", () => {
  for (const [name, what, read] of readers)
    if (`${name} ${what}` !== "ridge y") refuses(() => read([]), RangeError, `${name}: ${what} is 0×0, ${EMPTY}`);
});

const outside = (shape: string, entries: number) => `X has shape ${shape} but its data has ${entries} entries, the strides reach outside`;
const data = [1, 2, 3, 4];
const shape = [2, 2];
const shapes: [what: string, X: unknown, kind: Kind, message: string][] = [
  ["too little data", { data, shape: [2, 3] }, RangeError, outside("2×3", 4)],
  ["too little data in a tensor", tensor([2, 3], [1, 2]), RangeError, outside("2×3", 2)],
  ["strides that are too long", { data, shape, strides: [3, 1] }, RangeError, outside("2×2", 4)],
  ["strides that go below 0", { data, shape, stride: [-2, 1] }, RangeError, outside("2×2", 4)],
  ["an offset that is too large", { data, shape, offset: 1 }, RangeError, outside("2×2", 4)],
  ["an offset below 0", { data, shape, offset: -1 }, RangeError, outside("2×2", 4)],
  ["no dimensions", { data, shape: [] }, RangeError, "X has 0 dimensions, expected rows and columns"],
  ["3 dimensions", { data: new Float64Array(8), shape: [2, 2, 2] }, RangeError, "X has 3 dimensions, expected rows and columns"],
  ["3 dimensions and an offset", { data, shape: [1, 2, 2], offset: 0 }, RangeError, "X has 3 dimensions, expected rows and columns"],
  ["3 dimensions in a tensor", tensor([1, 2, 1], [1, 2]), RangeError, "X has 3 dimensions, expected rows and columns"],
  ["a fraction of a row", { data, shape: [1.5, 2] }, RangeError, "X has shape 1.5×2, expected whole numbers"],
  ["-1 rows", { data, shape: [-1, 2] }, RangeError, "X has shape -1×2, expected whole numbers"],
  ["NaN rows", { data, shape: [NaN, 2] }, RangeError, "X has shape NaN×2, expected whole numbers"],
  ["texts for numbers", { data, shape: ["2", "2"] }, RangeError, "X has shape 2×2, expected whole numbers"],
  [
    "an order that nobody knows",
    { data, shape, order: "fortran" },
    TypeError,
    'X has order "fortran" (a string), expected "row-major", "C", "column-major" or "F"',
  ],
  ["fewer strides than dimensions", { data, shape, strides: [2] }, RangeError, "X has 1 strides but 2 dimensions"],
  ["more strides than dimensions", { data, shape, stride: [2, 1, 1] }, RangeError, "X has 3 strides but 2 dimensions"],
  ["strides of NaN", { data, shape, strides: [NaN, 1] }, RangeError, "X has strides NaN, 1, expected whole numbers"],
  ["a fraction as a stride", { data, shape, strides: [1.5, 1] }, RangeError, "X has strides 1.5, 1, expected whole numbers"],
  ["a fraction as an offset", { data: [1, 2, 3, 4, 5], shape, offset: 0.5 }, RangeError, "X has offset 0.5, expected a whole number"],
  ["a text as an offset", { data: [0, ...data], shape, offset: "1" }, RangeError, 'X has offset "1" (a string), expected a whole number'],
  ["NaN rows in a matrix-like", matrixLike(NaN, 2), RangeError, "X has shape NaN×2, expected whole numbers"],
  ["-1 rows in a matrix-like", matrixLike(-1, 2), RangeError, "X has shape -1×2, expected whole numbers"],
  ["a fraction of a column in a matrix-like", matrixLike(2, 1.5), RangeError, "X has shape 2×1.5, expected whole numbers"],
];

test.each(shapes)("a shape with %s is refused", (_, table, kind, message) => {
  for (const [name, what, read] of readers) if (what === "X") refuses(() => read(table), kind, `${name}: ${message}`);
});

test("a flat array is refused with a hint how to give it a shape", () => {
  const hint = "give a flat array its shape: { data: X, shape: [rows, columns] }";
  for (const flat of [[1, 2, 3, 4], new Float64Array([1, 2]), new Int8Array([1])])
    for (const [name, what, read] of readers)
      if (what === "X") refuses(() => read(flat), TypeError, `${name}: X has 1 for row 0, expected an array of numbers; ${hint}`);
});

test("score refuses a bad X in its own name", () => {
  for (const [, table, kind, message] of tables) {
    refuses(() => model.score(table as Anything, y), kind, `score: ${message}`);
    refuses(() => several.score(table as Anything, X), kind, `score: ${message}`);
  }
});

test("a model that knows its names refuses what is no table like any other", () => {
  const named = Fit.fromJSON({ ...model.toJSON(), featureNames: ["a", "b"] });
  // a record that has the names is told which column is wrong (errors.objects.test.ts)
  for (const [what, table, kind, message] of tables)
    if (what !== "a column that is a text") refuses(() => named.predict(table as Anything), kind, `predict: ${message}`);
});

test("values are described by what they are", () => {
  const said: [value: unknown, text: string][] = [
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "NaN"],
    ["1", '"1" (a string)'],
    [true, "true (a boolean)"],
    [1n, "1n (a bigint)"],
    [[1, 2], "an array of 2"],
    [() => 1, "a function"],
    [Symbol("s"), "a Symbol"],
    [new Date(), "a Date"],
    [new Int8Array(1), "an Int8Array"],
    [{}, "an object"],
    [Object.create(null), "an object"],
  ];
  for (const [value, text] of said) expect(describe(value)).toBe(text);
});
