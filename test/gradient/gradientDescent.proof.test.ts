// The gap of a gradient fit is a bound where no dual point is at hand too: columns without a penalty, λ = 0, powers.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { type GradientFit, gradientDescent, path, ridge } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const random = normal(191);
const n = 30;
const designs: Record<string, number[][]> = {
  independent: Array.from({ length: n }, () => Array.from({ length: 5 }, random)),
  "1/(i + j)": Array.from({ length: n }, (_, i) => Array.from({ length: 8 }, (_, j) => 1 / (i + j + 1))),
  bumps: Array.from({ length: n }, (_, i) => Array.from({ length: 12 }, (_, j) => Math.exp(-((i / n - j / 12) ** 2) * 20))),
  "near duplicates": Array.from({ length: n }, () => {
    const first = random();
    return [first, ...Array.from({ length: 3 }, () => first + 1e-4 * random())];
  }),
};
const yOf = (X: number[][]) => X.map((row) => row.reduce((sum, x, j) => sum + x * Math.sin(j + 1), 0) + 0.5 * random());

describe.each(Object.entries(designs))("%s", (_, X) => {
  const y = yOf(X);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const null0 = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (2 * n);
  const classes = y.map((value, i) => (i === 0 ? 1 : i === 1 ? 0 : Number(value > 0)));
  const p = X[0].length;
  const someFree = { lambda: 0.01, penaltyFactors: Array.from({ length: p }, (_, j) => j % 2) };

  /** the gap covers what the fit is above the optimum, and `converged` is said only where that is below tol */
  function expectTrue(fit: GradientFit, optimum: number, scale: number, tol: number): void {
    const excess = fit.certificate.objective - optimum;
    expect(fit.certificate.gap).toBeGreaterThanOrEqual(excess);
    if (fit.certificate.converged) expect(excess).toBeLessThanOrEqual(tol * scale);
    if (excess > tol * scale) expect(fit.certificate.converged).toBe(false);
  }

  test.each(["fista", "lbfgs", "gd", "sgd"] as const)("%s, squared loss: λ = 0 and columns without a penalty", (method) => {
    const steps = method === "sgd" ? { epochs: 20 } : { maxIterations: 500, tol: 1e-6 };
    for (const given of [{ lambda: 0 }, someFree]) {
      const { result } = quietly(() => gradientDescent(X, y, { ...given, l1Ratio: 0, method, ...steps }));
      // ridge's objective is above the optimum by its own gap at most
      const { objective, gap } = ridge(X, y, given).certificate;
      expect(gap).toBeLessThan(1e-12 * null0);
      expectTrue(result, objective - gap, null0, 1e-6);
    }
  });

  test.each(["fista", "lbfgs"] as const)("%s, logistic loss", (method) => {
    for (const given of [{ lambda: 0.001, penaltyFactors: someFree.penaltyFactors }, someFree]) {
      const options = { loss: "logistic", l1Ratio: 0, ...given } as const;
      const { result } = quietly(() => gradientDescent(X, classes, { ...options, method, tol: 1e-6, maxIterations: 500 }));
      const { lambda, ...rest } = options;
      const { objective, gap } = quietly(() => path(X, classes, { ...rest, lambdas: [lambda], tol: 1e-10 })).result.fit(0).certificate;
      expectTrue(result, objective, Math.LN2, 1e-6 + gap / Math.LN2);
    }
  });

  test("powers of coefficients have a conjugate, and with it a gap", () => {
    for (const penaltyPower of [1.5, 3]) {
      const options = { lambda: 0.05, penaltyPower, tol: 1e-10 };
      const best = quietly(() => gradientDescent(X, y, { ...options, method: "lbfgs", maxIterations: 3000 })).result;
      for (const maxIterations of [1, 5, 20]) {
        const { result } = quietly(() => gradientDescent(X, y, { ...options, method: "fista", maxIterations }));
        expectTrue(result, best.certificate.objective - best.certificate.gap, null0, 1e-10);
        expect(result.certificate.gap).toBeGreaterThanOrEqual(result.certificate.objective - best.certificate.objective);
      }
    }
  });
});

test("where nothing but a residual is near 0, more steps are taken, or the fit says that it is not converged", () => {
  // the optimum lies along a direction of curvature 1e-8, in which the residual falls to 1e-7 of its first value long before the objective does
  const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.sin(i) + 1e-4 * Math.cos(3 * i)]);
  const y = X.map(([a, b]) => 1e4 * (b - a) + a);
  const { result } = quietly(() => gradientDescent(X, y, { method: "fista", lambda: 0, maxIterations: 300 }));
  // a perfect model exists
  expect(result.certificate.gap).toBeGreaterThanOrEqual(result.certificate.objective * (1 - 1e-9));
  expect(result.certificate.converged).toBe(false);
  expect(gradientDescent(X, y, { method: "lbfgs", lambda: 0, l1Ratio: 0 }).certificate.converged).toBe(true);
});
