// Tables that came as text and that somebody has changed: refused in plain words, or a table that works.
import { describe, test } from "vitest";
import { lasso, Matrix, path, ridge, SparseMatrix } from "../../src/index.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";

const names = ["a", "b", "c"];
// rows 0 1 0 | 2 0 0 | 0 0 -3.5 | 1 1 1
const csr = { data: [1, 2, -3.5, 1, 1, 1], indices: [1, 0, 2, 0, 1, 2], indptr: [0, 1, 2, 3, 6], shape: [4, 3], format: "csr" };
const csc = { data: [2, 1, 1, 1, -3.5, 1], indices: [1, 3, 0, 3, 2, 3], indptr: [0, 2, 4, 6], shape: [4, 3], format: "csc" };
const mathjs = { isSparseMatrix: true, _values: csc.data, _index: csc.indices, _ptr: csc.indptr, _size: [4, 3] };
const triplets = { rows: [0, 1, 2, 3, 3, 3], columns: [1, 0, 2, 0, 1, 2], values: csr.data, shape: [4, 3] };
const rows = { rows: [{ 1: 1 }, { 0: 2 }, { 2: -3.5 }, { 0: 1, 1: 1, 2: 1 }], columns: 3 };
const factors = { columns: [[1, 2, 3, 4], { codes: [0, 1, -1, 1], levels: 2 }] };
const strided = { data: [0, 1, 0, 2, 0, 0, 0, 0, -3.5, 1, 1, 1], shape: [4, 3], strides: [3, 1], offset: 0 };

// biome-ignore lint/suspicious/noExplicitAny: a text may hold anything
type Anything = any;

/** y for a table of any number of rows that a vector may have */
const target = (n: number) => Array.from({ length: Math.min(n, 1000) }, (_, i) => (i * i) % 5);

const uses = [
  (X: SparseMatrix | Matrix) => (X.rows > 1000 || X.columns > 1000 ? 0 : lasso(X, target(X.rows), { lambda: 0.1 }).coefficients),
  (X: SparseMatrix | Matrix) => (X.columns > 1000 ? 0 : lasso(X, target(X.rows), { lambda: 0.1, standardize: true }).predict(X)),
  (X: SparseMatrix | Matrix) => (X.columns > 1000 ? 0 : ridge(X, target(X.rows), { lambda: 0.1 }).certificate.objective),
  (X: SparseMatrix | Matrix) => (X.columns > 1000 ? 0 : path(X, target(X.rows), { count: 3 }).objectives),
];
const ofTable = (value: object, read: (value: Anything) => SparseMatrix | Matrix): AnyReadable => ({
  value,
  read,
  parsedOnly: true,
  uses,
  dispose: (X: SparseMatrix | Matrix) => X.dispose(),
});

const kinds: Record<string, AnyReadable> = {
  "SparseMatrix.from, csr": ofTable({ X: csr, names }, ({ X, names }) => SparseMatrix.from(X, names)),
  "SparseMatrix.from, csc": ofTable({ X: csc, names }, ({ X, names }) => SparseMatrix.from(X, names)),
  "SparseMatrix.from, mathjs": ofTable(mathjs, (X) => SparseMatrix.from(X)),
  "SparseMatrix.fromEntries": ofTable({ X: triplets, names }, ({ X, names }) => SparseMatrix.fromEntries(X, names)),
  "SparseMatrix.fromRows": ofTable(rows, ({ rows, columns }) => SparseMatrix.fromRows(rows, columns)),
  "SparseMatrix.fromColumns": ofTable(factors, ({ columns }) => SparseMatrix.fromColumns(columns)),
  "Matrix.from, strided": ofTable(strided, (X) => Matrix.from(X)),
  "Matrix.from, rows": ofTable(
    [
      [1, 2],
      [3, 4],
      [5, 6.5],
    ],
    (X) => Matrix.from(X),
  ),
  "Matrix.from, columns": ofTable({ a: [1, 2, 3], b: [4, 5, 6.5] }, (X) => Matrix.from(X)),
};

describe("tables of changed texts", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
});
