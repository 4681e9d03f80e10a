// What a path takes beside X, and that nothing of it is left. The first test must be the first: `peak` never falls.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { Matrix, memoryUsage, path } from "../../src/index.js";

/**
 * The rounded columns, 2 bytes an entry of whole vectors of eight; some 100 numbers a column and 60 a row (vectors of the path and of the
 * descent that stands by, their structs); G and L, a packed triangle each, of at most 4n columns before descent takes over.
 */
const allowed = (n: number, p: number) => 2 * 8 * Math.ceil(n / 8) * (p + 3) + 8 * (100 * p + 60 * n) + 8 * (4 * n) ** 2 + 1e5;

test("a wide path takes the rounded columns, O(n + p) and O(|W|²), not O(p²)", () => {
  const n = 40;
  const taken = [500, 1000, 4000, 8000].map((p) => {
    const { columns, y } = autoregressive({ n, p, density: 0.002, seed: 81 });
    using X = new Matrix(n, p);
    columns.forEach((column, j) => {
      X.column(j).set(column);
    });
    const { used } = memoryUsage();
    const answers = path(X, y, { count: 30 });
    expect(answers.converged).not.toContain(false);
    expect(memoryUsage().used).toBe(used);
    return { p, bytes: memoryUsage().peak - used };
  });
  for (const { p, bytes } of taken) {
    // a triangle of all products would be 4p² bytes
    expect(bytes, `p = ${p}`).toBeLessThan(allowed(n, p));
    if (p >= 4000) expect(allowed(n, p)).toBeLessThan(4 * p * p * 0.2);
    expect(bytes).toBeGreaterThan(2 * n * p);
  }
  // twice the columns, not four times the bytes
  expect(taken[3].bytes / taken[2].bytes).toBeLessThan(2.1);
});

const { columns, y } = autoregressive({ n: 30, p: 80, density: 0.1, seed: 82 });
const X = rowsOf(columns);
const tall = rowsOf(autoregressive({ n: 300, p: 20, seed: 83 }).columns);
const target = tall.map((row) => row[0] - row[3] + row[5] ** 2);

test("nothing is left of paths that use every way there is", () => {
  const { used, matrices } = memoryUsage();
  path(X, y);
  path(X, y, { lambdas: [1, 0, 0.1], tol: 1e-12 });
  path(X, y, { l1Ratio: 0.5, lower: -0.1, upper: 0.2, stopWhen: { maxNonzero: 3 } });
  path(tall, target, { count: 20 });
  path(tall, target, { tol: 1e-15, count: 20, penaltyFactors: tall[0].map((_, j) => j % 4) });
  path(tall, target, { l1Ratio: 0 });
  path(X, y, { warmStart: path(X, y, { count: 3 }) });
  expect(memoryUsage().used).toBe(used);
  expect(memoryUsage().matrices).toBe(matrices);
});
