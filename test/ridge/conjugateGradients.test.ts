// Ridge of a sparse table with more than a thousand rows and columns, which no factor is made of, against the dense table's answer.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { judge } from "../../reference/objective.js";
import { normal, uniform } from "../../reference/problems.js";
import { type FitOptions, memoryUsage, ridge, SparseMatrix } from "../../src/index.js";

const [n, p] = [1300, 1100];
const [draw, random] = [normal(21), uniform(22)];
const rows = Array.from({ length: n }, () => {
  const row = new Float64Array(p);
  // one dense column, one of ones, the others with about four entries in a thousand
  for (let j = 2; j < p; j++) if (random() < 0.004) row[j] = draw();
  row[0] = 2 + draw();
  row[1] = random() < 0.3 ? 1 : 0;
  return row;
});
const columns = Array.from({ length: p }, (_, j) => Float64Array.from(rows, (row) => row[j]));
const y = rows.map((row) => 0.5 * row[0] - row[1] + row[2] - 2 * row[3] + 0.3 * draw());
const weights = y.map((_, i) => (i % 5 === 0 ? 0 : 0.5 + (i % 3)));
const penaltyFactors = columns.map((_, j) => (j < 2 ? 0 : j === 5 ? Infinity : 1 + (j % 2)));

let X: SparseMatrix;
beforeAll(() => {
  X = SparseMatrix.fromColumns(columns);
});
afterAll(() => {
  X.dispose();
  expect(memoryUsage()).toMatchObject({ used: 0, matrices: 0 });
});

describe.each<[string, FitOptions]>([
  ["an intercept", { lambda: 0.01 }],
  ["no intercept, a small λ", { lambda: 1e-4, fitIntercept: false }],
  ["standardised, weights", { lambda: 0.1, standardize: true, weights }],
  ["columns without a penalty and without a say", { lambda: 0.03, penaltyFactors }],
])("%s", (_, options) => {
  test("the coefficients of the dense table, to nine digits, and a proof", () => {
    const sparse = ridge(X, y, options);
    expect(sparse.conditioning).toBeUndefined();
    const dense = ridge(rows, y, options);
    const largest = dense.coefficients.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
    sparse.coefficients.forEach((b, j) => {
      expect(Math.abs(b - dense.coefficients[j])).toBeLessThanOrEqual(1e-9 * largest);
    });
    expect(Math.abs(sparse.intercept - dense.intercept)).toBeLessThanOrEqual(1e-8);
    const { objective, gap, relativeGap, converged } = sparse.certificate;
    expect([converged, relativeGap <= 1e-15]).toEqual([true, true]);
    const verdict = judge({ columns, y, l1Ratio: 0, ...options }, sparse);
    expect(Math.abs(verdict.objective - objective)).toBeLessThanOrEqual(1e-13 * objective);
    // what the dense answer is better by, but for the rounding of two objectives
    expect(objective - dense.certificate.objective).toBeLessThanOrEqual(gap + 1e-13 * objective);
  });
});

test("few steps: not converged, and a gap that covers what is missing", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const best = ridge(rows, y, { lambda: 1e-3 }).certificate.objective;
  for (const maxIterations of [1, 3, 7, 15]) {
    const { certificate } = ridge(X, y, { lambda: 1e-3, maxIterations, tol: 1e-12 });
    expect(certificate.iterations).toBeLessThanOrEqual(maxIterations);
    expect(certificate.converged).toBe(certificate.relativeGap <= 1e-12);
    expect(certificate.gap).toBeGreaterThanOrEqual(certificate.objective - best);
    if (maxIterations < 5) expect(certificate.converged).toBe(false);
  }
  warn.mockRestore();
});

test("targets side by side, progress, a signal", () => {
  const other = y.map((value, i) => value * value + i / n);
  const both = ridge(
    X,
    y.map((value, i) => [value, other[i]]),
    { lambda: 0.02 },
  );
  [y, other].forEach((target, k) => {
    const alone = ridge(X, target, { lambda: 0.02 });
    expect(Array.from(both.coefficients[k])).toEqual(Array.from(alone.coefficients));
  });
  expect(() => ridge(X, y, { lambda: 0.02, signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
});
