// What endurance runs (npm run soak) have found.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { adaptiveLasso, gradientDescent, lasso, ridgeInference } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 20, p: 4, density: 1, seed: 5 });
const X = rowsOf(columns);

test("adaptiveLasso refuses a bad X in its own name, also where its first fit finds it", () => {
  const bad = X.map((row, i) => (i === 3 ? row.map((x, j) => (j === 2 ? Number.NaN : x)) : row));
  expect(() => adaptiveLasso(bad, y, { lambda: 0.1 })).toThrow("adaptiveLasso: X has NaN at row 3, column 2, expected a finite number");
});

test("adaptiveLasso weighs by ridgeCv's fit, bounds apart", () => {
  const first = adaptiveLasso(X, y, { lambda: 0.05, lower: 0, tol: 1e-12 });
  expect(first.coefficients.every((b) => b >= 0)).toBe(true);
  expect(first.certificate.converged).toBe(true);
});

test("ridgeInference refuses variances that are rounding: more columns than rows, all 1e5 from 0, and hardly a penalty", () => {
  const far = X.slice(0, 2).map((row) => row.map((x) => 1e5 + x));
  const says = "ridgeInference: the columns depend on each other too nearly for a variance";
  expect(() => ridgeInference(far, y.slice(0, 2), { lambda: 1e-3, fitIntercept: false })).toThrow(says);
  const near = ridgeInference(far, y.slice(0, 2), { lambda: 1e5, fitIntercept: false });
  expect(near.standardErrors.every((error) => error > 0)).toBe(true);
});

test("gradientDescent brings a start from outside the bounds inside", () => {
  const free = lasso(X, y, { lambda: 0 });
  expect(Math.max(...free.coefficients.map(Math.abs))).toBeGreaterThan(0.02);
  for (const method of ["fista", "gd"] as const) {
    const fit = gradientDescent(X, y, { lambda: 0.1, l1Ratio: 0.1, lower: -0.01, upper: 0.02, warmStart: free, method });
    expect(fit.coefficients.every((b) => b >= -0.01 && b <= 0.02)).toBe(true);
  }
});
