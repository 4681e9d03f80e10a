// Columns of a Matrix as input, and what onProgress may do to the memory: whoever calls back in does not see it move.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { lasso, Matrix, memoryUsage, path, ridge, type TableInput } from "../../src/index.js";
import { fillUp } from "../helpers/fillUp.js";

const { columns, y } = autoregressive({ n: 50, p: 8, density: 0.5, seed: 3 });
const X = rowsOf(columns);
const pair = X.map((row) => row.slice(0, 2));
const model = ridge(pair, y, { lambda: 0.1 });

const inputs: [form: string, read: (a: Float64Array, b: Float64Array) => unknown][] = [
  ["a record of them", (a, b) => ridge({ a, b }, y, { lambda: 0.1 }).coefficients],
  ["{ data, shape }", (data) => ridge({ data, shape: [50, 1] }, y, { lambda: 0.1 }).coefficients],
  ["a tensor", (a) => lasso({ shape: [50, 1], dataSync: () => a }, y, { lambda: 0.1 }).coefficients],
  ["what a Matrix is made from, as columns", (a, b) => copyOf({ a, b })],
  ["what a Matrix is made from, as rows", (a, b) => copyOf([a, b])],
  ["what a Matrix is made from, as data", (data) => copyOf({ data, shape: [50, 1] })],
  ["what is predicted", (a, b) => model.predict({ a, b })],
  ["y and weights", (a, b) => lasso(X, a, { lambda: 0.1, weights: b.map(Math.abs) }).coefficients],
];

function copyOf(table: TableInput): Float64Array {
  using copy = Matrix.from(table);
  return copy.column(0).slice();
}

test.each(inputs)("columns of a Matrix can be the input of a call that grows memory: %s", (_, read) => {
  const expected = Array.from(read(columns[0], columns[1]) as Float64Array);
  using source = Matrix.from(X);
  const { bytes } = memoryUsage();
  const giveBack = fillUp();
  try {
    expect(Array.from(read(source.column(0), source.column(1)) as Float64Array)).toEqual(expected);
  } finally {
    giveBack();
  }
  expect(memoryUsage().bytes, "memory grew meanwhile").toBeGreaterThan(bytes);
});

test("a Matrix that is disposed of in onProgress ends the work that reads it", () => {
  const before = memoryUsage();
  const table = Matrix.from(X);
  expect(() => path(table, y, { onProgress: () => table.dispose() })).toThrow(
    new TypeError("path: X is a Matrix that was disposed of, make it again with Matrix.from"),
  );
  expect(memoryUsage().used).toBe(before.used);
});

test("other work inside onProgress, growing memory too, changes no answer", () => {
  using table = Matrix.from(X);
  const alone = path(table, y, { count: 20 });
  const { bytes } = memoryUsage();
  const kept: Matrix[] = [];
  const disturbed = path(table, y, {
    count: 20,
    onProgress() {
      ridge(X, y, { lambda: 1 });
      kept.push(new Matrix(1000, 100));
    },
  });
  expect(memoryUsage().bytes).toBeGreaterThan(bytes);
  expect(disturbed).toEqual(alone);
  for (let k = 0; k < 20; k++) expect(disturbed.coefficients(k)).toEqual(alone.coefficients(k));
  for (const more of kept) more.dispose();
});
