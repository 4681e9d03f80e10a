// Unpenalised columns that are numerically dependent: smooth bases. No fit is worse than none, none claims what it has not reached.
import { describe, expect, test } from "vitest";
import { normal, rowsOf, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { type Fit, lasso, path, ridge } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const kinds: [string, (i: number, j: number, n: number, p: number, width: number) => number][] = [
  ["bumps", (i, j, n, p, width) => Math.exp(-((i - (j * n) / p) ** 2) / width)],
  ["1/(i + j + 1)", (i, j) => 1 / (i + j + 1)],
  ["cosines", (i, j, n) => Math.cos((i * (j + 1)) / n / 3)],
];

const squares = (X: number[][], y: readonly number[], fit: Fit) =>
  y.reduce((sum, yi, i) => sum + (yi - X[i].reduce((eta, x, j) => eta + x * fit.coefficients[j], fit.intercept)) ** 2, 0) / (2 * y.length);

const residuals = (X: number[][], y: readonly number[], fit: Fit) =>
  y.map((yi, i) => yi - X[i].reduce((eta, x, j) => eta + x * fit.coefficients[j], fit.intercept));

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

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
        expect(objective).toBeLessThanOrEqual(nothing);
        // large coefficients that cancel: each prediction is off by rounding of the largest, and below that it is proven
        const rounding = 64 * Number.EPSILON * Math.max(1, ...fit.coefficients.map(Math.abs)) * Math.sqrt(nothing);
        const blur = rounding + gap;
        expect(converged || rounding > 1e-7 * nothing).toBe(true);
        expect(Math.abs(objective - claimed)).toBeLessThanOrEqual(blur);
        const [fitted] = [path(X, y, { penaltyFactors, lambdas: [lambda] }).fit(0).certificate];
        expect(Math.abs(fitted.objective - claimed)).toBeLessThanOrEqual(gap + fitted.gap + blur);
      }
    }
  });

  test("λ = 0 beside one bounded column: the closed form, proven, by fit and path", () => {
    let proven = 0;
    for (const [k, { X, y, nothing }] of problems.entries()) {
      const draw = normal(100 + k);
      // what the smooth columns leave of the other one, and of y
      const z = y.map(() => draw());
      const { result: left } = quietly(() => [y, z].map((each) => residuals(X, each, ridge(X, each, { lambda: 0 }))));
      const [My, Mz] = left;
      const slope = mean(My.map((value, i) => value * Mz[i])) / mean(Mz.map((value) => value * value));
      const side = k % 2 ? -1 : 1;
      const best = 0.5 * mean(My.map((value, i) => (value - (side * slope > 0 ? slope : 0) * Mz[i]) ** 2));
      const table = X.map((row, i) => [...row, z[i]]);
      const bound = (value: number) => [...X[0].map(() => value * Infinity), 0];
      const options = side > 0 ? { lower: bound(-1) } : { upper: bound(1) };
      const { result: fit } = quietly(() => lasso(table, y, { lambda: 0, ...options }));
      const { result: fits } = quietly(() => path(table, y, { lambdas: [0.1, 0], ...options }));
      for (const { certificate, coefficients } of [fit, fits.fit(1)]) {
        // each prediction is off by rounding of the largest coefficient, here and in the closed form; below that it is proven
        const blur = 256 * Number.EPSILON * Math.max(1, ...coefficients.map(Math.abs)) * Math.sqrt(nothing);
        expect(certificate.converged || blur > 1e-7 * nothing).toBe(true);
        expect(Math.abs(certificate.objective - best)).toBeLessThanOrEqual(1e-7 * nothing + blur);
        proven += Number(certificate.converged);
      }
    }
    expect(proven).toBeGreaterThan(problems.length / 4);
  });

  test("λ = 0, a third of them bounded: true and no worse than none", () => {
    for (const { X, y, p, nothing } of problems.filter(({ p }) => p < 24)) {
      const lower = Array.from({ length: p }, (_, j) => (j % 3 === 0 ? 0 : -Infinity));
      const { result } = quietly(() => [lasso(X, y, { lambda: 0, lower }), path(X, y, { lambdas: [0.01, 0], lower }).fit(1)]);
      for (const fit of result) {
        expect(fit.certificate.objective).toBeLessThanOrEqual(nothing * (1 + 1e-12));
        const asked = { X, y, loss: "squared" as const, lambda: 0, l1Ratio: 1, fitIntercept: true, standardize: false, lower };
        expect(rule(asked, { ...fit, ...fit.certificate })?.refuted).toBe(false);
      }
    }
  });

  test("a λ that is all but 0: no worse than none", () => {
    for (const { X, y, nothing } of problems) {
      const { result } = quietly(() => [lasso(X, y, { lambda: 1e-12 }), path(X, y, { lambdas: [0.01, 1e-12] }).fit(1)]);
      for (const { certificate } of result) expect(certificate.objective).toBeLessThanOrEqual(nothing * (1 + 1e-12));
    }
  });
});

test("columns without a penalty that bounds hold and that nearly depend on each other: gaps are measured by what they leave", () => {
  for (let seed = 0; seed < 20; seed++) {
    const [draw, random] = [normal(seed), uniform(seed)];
    const [n, p, distance] = [15 + Math.floor(40 * random()), 60, 10 ** (-5 - 4 * random())];
    const base = Array.from({ length: 4 }, () => Float64Array.from({ length: n }, draw));
    const columns = Array.from({ length: p }, (_, j) => base[j % 4].map((x) => x + distance * draw()));
    const y = Array.from({ length: n }, (_, i) => base[0][i] + base[1][i] - base[2][i] + 0.5 * draw());
    const penaltyFactors = columns.map((_, j) => (j < 9 ? 0 : 1));
    const { result } = quietly(() => path(rowsOf(columns), y, { penaltyFactors, lower: 0, count: 20, l1Ratio: 0.9 }));
    expect(Array.from(result.converged), `seed ${seed}`).toEqual(new Array(20).fill(true));
    // what those columns leave is no more than y has, so that no relative gap is below this
    const nothing = y.reduce((sum, value) => sum + (value - mean(y)) ** 2, 0) / (2 * n);
    expect(
      result.gaps.every((gap, k) => result.relativeGaps[k] >= gap / nothing / (1 + 1e-12)),
      `seed ${seed}`,
    ).toBe(true);
  }
});
