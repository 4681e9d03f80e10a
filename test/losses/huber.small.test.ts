// δ far below the residuals: nearly the absolute error, whose curvature is 0 in nearly every row. Every λ is proven all the same.
import { expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { path } from "../../src/index.js";

const { columns, y } = autoregressive({ n: 200, p: 20, density: 0.5, seed: 31 });
const X = rowsOf(columns);

test.each([0.1, 1e-2, 1e-3, 1e-4])("δ = %s", (delta) => {
  const along = path(X, y, { loss: "huber", delta, tol: 1e-8, count: 30, standardize: true });
  expect(along.relativeGaps.every((gap) => gap <= 1e-8)).toBe(true);
  // of absolute errors: ρ(r) ≤ δ|r| ≤ ρ(r) + δ²/2, so objectives in units of δ come together as δ falls
  const last = along.fit(along.lambdas.length - 1);
  const residuals = last.predict(X).map((value, i) => Math.abs(value - y[i]));
  const penalty = last.coefficients.reduce((sum, b, j) => sum + Math.abs(b) * deviation(columns[j]), 0) * last.lambda;
  const absolute = residuals.reduce((sum, r) => sum + r, 0) / y.length;
  const { objective } = last.certificate;
  expect(objective).toBeLessThanOrEqual(delta * absolute + penalty + 1e-12);
  expect(objective).toBeGreaterThanOrEqual(delta * absolute - (delta * delta) / 2 + penalty - 1e-12);
});

function deviation(column: ArrayLike<number>): number {
  const values = Array.from(column);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}
