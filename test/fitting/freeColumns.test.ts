// Unpenalised columns that are numerically dependent: smooth bases. No fit is worse than none, none claims what it has not reached.
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { type Fit, lasso, path, ridge } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const kinds: [string, (i: number, j: number, n: number, p: number, width: number) => number][] = [
  ["bumps", (i, j, n, p, width) => Math.exp(-((i - (j * n) / p) ** 2) / width)],
  ["1/(i + j + 1)", (i, j) => 1 / (i + j + 1)],
  ["cosines", (i, j, n) => Math.cos((i * (j + 1)) / n / 3)],
];

const squares = (X: number[][], y: readonly number[], fit: Fit) =>
  y.reduce((sum, yi, i) => sum + (yi - X[i].reduce((eta, x, j) => eta + x * fit.coefficients[j], fit.intercept)) ** 2, 0) / (2 * y.length);

describe.each(kinds)("%s", (_, at) => {
  const random = uniform(11);
  const problems = Array.from({ length: 12 }, (_, k) => {
    const [n, p, width] = [15 + Math.floor(40 * random()), 10 + Math.floor(40 * random()), 8 + 60 * random()];
    const draw = normal(k + 1);
    const X = Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => at(i, j, n, p, width)));
    const y = X.map((_, i) => Math.sin(i / 5) + 0.3 * draw());
    const mean = y.reduce((a, b) => a + b) / n;
    return { X, y, p, nothing: y.reduce((sum, yi) => sum + (yi - mean) ** 2, 0) / (2 * n) };
  });

  test("λ = 0: the coefficients of ridge, no worse than none", () => {
    for (const { X, y, nothing } of problems) {
      const { result: fit } = quietly(() => lasso(X, y, { lambda: 0 }));
      const { result: least } = quietly(() => ridge(X, y, { lambda: 0 }));
      expect(fit.coefficients).toEqual(least.coefficients);
      expect(squares(X, y, fit)).toBeLessThanOrEqual(nothing);
      expect(Number.isFinite(fit.certificate.relativeGap)).toBe(true);
    }
  });

  test("all free but one: no worse than none, proven, and λmax leaves the penalised one at 0", () => {
    for (const { X, y, p, nothing } of problems) {
      const one = p >> 1;
      const penaltyFactors = Array.from({ length: p }, (_, j) => Number(j === one));
      const { result: fits } = quietly(() => path(X, y, { penaltyFactors, count: 5, minRatio: 1e-3 }));
      expect(fits.coefficients(0)[one]).toBe(0);
      for (const lambda of [1e-2, 1e-5]) {
        const { result: fit } = quietly(() => lasso(X, y, { lambda, penaltyFactors }));
        const objective = squares(X, y, fit) + lambda * Math.abs(fit.coefficients[one]);
        const { objective: claimed, gap, converged } = fit.certificate;
        expect(converged).toBe(true);
        expect(objective).toBeLessThanOrEqual(nothing);
        // large coefficients that cancel: each prediction is off by rounding of the largest
        const blur = 64 * Number.EPSILON * Math.max(1, ...fit.coefficients.map(Math.abs)) * Math.sqrt(nothing) + gap;
        expect(Math.abs(objective - claimed)).toBeLessThanOrEqual(blur);
        const [fitted] = [path(X, y, { penaltyFactors, lambdas: [lambda] }).fit(0).certificate];
        expect(Math.abs(fitted.objective - claimed)).toBeLessThanOrEqual(gap + fitted.gap + blur);
      }
    }
  });
});
