// A table stands in memory once, however it came: the peak of a call is X and what the call works with.
import { expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { lasso, Matrix, memoryUsage, path, ridge } from "../../src/index.js";

const [n, p] = [4000, 100];
const next = normal(5);
const rows = Array.from({ length: n }, () => Array.from({ length: p }, () => next()));
const y = rows.map((row) => row[0] - row[1] + next());
const calls = [
  (X: Matrix | readonly ArrayLike<number>[]) => lasso(X, y, { lambda: 0.1 }),
  (X: Matrix | readonly ArrayLike<number>[]) => ridge(X, y, { lambda: 0.1 }),
  (X: Matrix | readonly ArrayLike<number>[]) => path(X, y),
];

test("rows and typed rows take no more memory than a Matrix written column by column", () => {
  const X = new Matrix(n, p);
  for (let j = 0; j < p; j++) X.column(j).set(rows.map((row) => row[j]));
  for (const call of calls) call(X);
  X.dispose();
  const { peak } = memoryUsage();
  expect(peak).toBeGreaterThan(8 * n * p);
  for (const call of calls) {
    call(rows);
    call(rows.map((row) => Float64Array.from(row)));
  }
  expect(memoryUsage().peak).toBeLessThanOrEqual(1.1 * peak);
});
