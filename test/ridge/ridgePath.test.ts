// ridgePath against ridge at every λ. Both refine on X itself: what is left is rounding times the condition of the problem, 1e-10 is asked.
import { describe, expect, test, vi } from "vitest";
import { type CommonOptions, Matrix, memoryUsage, ridge, ridgePath } from "../../src/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import wide from "../fixtures/wide.json" with { type: "json" };
import { columnsOf, difference, verdictOn } from "../helpers/judging.js";
import { roomy, samples } from "../helpers/models.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const DIGITS = 1e-10;
const sets = { diabetes, wide } as unknown as Record<string, { X: number[][]; y: number[] }>;
const someWeights = (n: number) => Array.from({ length: n }, (_, i) => (i % 7 === 3 ? 0 : 0.3 + (i % 5)));
const someFactors = (p: number) => Array.from({ length: p }, (_, j) => (j % 4 === 1 ? Infinity : 0.2 + (j % 3)));

const variants = (n: number, p: number): [string, CommonOptions][] => [
  ["plain", {}],
  ["no intercept", { fitIntercept: false }],
  ["standardize", { standardize: true }],
  ["weights", { weights: someWeights(n) }],
  ["factors", { penaltyFactors: someFactors(p) }],
  ["all of it", { weights: someWeights(n), penaltyFactors: someFactors(p), standardize: true }],
  ["all of it without an intercept", { weights: someWeights(n), penaltyFactors: someFactors(p), standardize: true, fitIntercept: false }],
];

function expectAsRidge(X: number[][], y: ArrayLike<number>, options: CommonOptions, lambdas: number[], digits = DIGITS): void {
  const path = ridgePath(X, y, { ...options, lambdas });
  expect([...path.lambdas]).toEqual(lambdas);
  expect(path.l1Ratio).toBe(0);
  lambdas.forEach((lambda, k) => {
    const fit = path.fit(k);
    const alone = ridge(X, y, { ...options, lambda });
    const what = `λ = ${lambda}`;
    expect(difference(fit.coefficients, alone.coefficients), what).toBeLessThan(digits);
    expect(Math.abs(fit.intercept - alone.intercept), what).toBeLessThanOrEqual(digits * Math.max(1, Math.abs(alone.intercept)));
    expect(Math.abs(fit.certificate.objective / alone.certificate.objective - 1), what).toBeLessThan(1e-12);
    expect(fit.certificate.converged, what).toBe(true);
    expect(fit.certificate.relativeGap, what).toBeLessThan(1e-20);
  });
}

describe.each(Object.entries(sets))("on %s", (_, { X, y }) => {
  test.each(variants(X.length, X[0].length))("ridgePath is ridge at every λ: %s", (_, options) => {
    expectAsRidge(X, y, options, [1e-3, 1000, 10, 0.1, 1, 1e-2]);
  });

  test("the default grid has 100 λ from the largest eigenvalue down to 1e-6 of it, all proven", () => {
    const path = ridgePath(X, y);
    expect(path.lambdas.length).toBe(100);
    expect(path.lambdas[99] / path.lambdas[0]).toBeCloseTo(1e-6, 15);
    expect(path.converged.every(Boolean)).toBe(true);
    // at λ = Λmax the strongest direction is halved: Λmax/(Λmax + λ); trace bounds of the eigenvalue
    const columns = columnsOf(X);
    const variances = columns.map((x) => {
      const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
      return x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
    });
    const trace = variances.reduce((sum, v) => sum + v, 0);
    expect(path.lambdas[0]).toBeLessThan(trace);
    expect(path.lambdas[0]).toBeGreaterThanOrEqual(Math.max(...variances));
  });

  test("the judge agrees with the certificates", () => {
    const path = ridgePath(X, y, { lambdas: [10, 0.1] });
    for (const k of [0, 1]) {
      const verdict = verdictOn(columnsOf(X), y, {}, path.fit(k));
      expect(verdict.relativeGap).toBeLessThan(1e-12);
      expect(Math.abs(path.objectives[k] / verdict.objective - 1)).toBeLessThan(1e-12);
    }
  });
});

test.each(samples.map((one) => [one.name, one] as const))("ridgePath is ridge on %s", (_, { X, y, n, p }) => {
  expectAsRidge(X, y, {}, [1, 1e-2, 1e-4]);
  expectAsRidge(X, y, { fitIntercept: false, standardize: true }, [1, 1e-2]);
  if (n > 10) expectAsRidge(X, y, variants(n, p)[5][1], [1, 1e-2]);
});

describe("λ = 0", () => {
  test("is least squares where the columns are independent", () => {
    const { X, y } = sets.diabetes;
    expectAsRidge(X, y, {}, [0]);
    expectAsRidge(X, y, { weights: someWeights(X.length), standardize: true }, [0]);
  });

  test("is the shortest of all interpolating solutions where p > n, and the limit of small λ", () => {
    const { X, y } = sets.wide;
    expectAsRidge(X, y, { fitIntercept: false }, [1e-9], 1e-7);
    const path = ridgePath(X, y, { lambdas: [0, 1e-12] });
    expect(difference(path.coefficients(0), path.coefficients(1))).toBeLessThan(1e-9);
    expect(difference(path.fit(0).predict(X), y)).toBeLessThan(1e-10);
    expect(path.converged).toEqual([true, true]);
  });

  test.each(variants(sets.wide.X.length, sets.wide.X[0].length))("is ridge's shortest solution where p > n: %s", (_, options) => {
    const { X, y } = sets.wide;
    const path = ridgePath(X, y, { ...options, lambdas: [0] });
    expect(path.coefficients(0)).toEqual(ridge(X, y, { ...options, lambda: 0 }).coefficients);
  });

  test("splits a coefficient between equal columns evenly, with rows to spare and without", () => {
    for (const rows of [40, 4]) {
      const X = samples[0].X.slice(0, rows).map((row) => [...row.slice(0, 3), row[0]]);
      const path = ridgePath(X, samples[0].y.slice(0, rows), { lambdas: [0] });
      const beta = path.coefficients(0);
      expect(Math.abs(beta[0] - beta[3])).toBeLessThan(1e-10 * Math.abs(beta[0]));
      expect(path.converged[0]).toBe(true);
      const single = ridge(
        X.map((row) => [row[0] * Math.SQRT2, row[1], row[2]]),
        samples[0].y.slice(0, rows),
        { lambda: 0 },
      );
      expect(Math.abs(beta[0] - single.coefficients[0] / Math.SQRT2)).toBeLessThan(1e-9 * Math.abs(beta[0]));
    }
  });

  test("is ridge's own answer where the spectrum has lost the digits: a polynomial of degree 10", () => {
    const X = Array.from({ length: 82 }, (_, i) => Array.from({ length: 10 }, (_, j) => (-8.8 + 0.07 * i) ** (j + 1)));
    const y = X.map(([x], i) => Math.sin(x) + 0.01 * (i % 3));
    const path = ridgePath(X, y, { lambdas: [1e3, 0] });
    const best = ridge(X, y, { lambda: 0 });
    expect(path.coefficients(1)).toEqual(best.coefficients);
    expect(path.fit(1).certificate).toEqual(best.certificate);
  });
});

test("refinement gives back what the condition of XᵀX took: columns that differ by 1e-5", () => {
  const X = samples[0].X.map(([a, b, c]) => [a, a + 1e-5 * b, c]);
  const { y } = samples[0];
  const lambdas = [0, 1e-11, 1e-10];
  const path = ridgePath(X, y, { lambdas });
  lambdas.forEach((lambda, k) => {
    // κ(X) is some 1e5: ε·κ, and a factor for the sums, is what any method may lose
    expect(difference(path.coefficients(k), ridge(X, y, { lambda }).coefficients)).toBeLessThan(1e-9);
    // ε²·κ(XᵀX): the rounding of a gradient
    expect(path.relativeGaps[k]).toBeLessThan(1e-20);
  });
});

test("columns that cannot have a coefficient and a constant y", () => {
  const { y } = roomy[0];
  const flat = y.length;
  const X = Array.from({ length: flat }, () => [3, 7]);
  const path = ridgePath(X, y, { lambdas: [1, 0] });
  expect([...path.coefficients(0), ...path.coefficients(1)]).toEqual([0, 0, 0, 0]);
  expect(path.intercepts[0]).toBeCloseTo(y.reduce((a, b) => a + b) / flat, 12);
  expect([...ridgePath(X, y).lambdas.slice(0, 1)]).toEqual([1]);
  const still = ridgePath(roomy[0].X, new Float64Array(flat).fill(2), { lambdas: [1] });
  expect([...still.coefficients(0)]).toEqual(new Array(roomy[0].p).fill(0));
  expect(still.converged).toEqual([true]);
});

test("at(λ) between two λ, names, progress, signal, a Matrix", () => {
  const { X, y } = roomy[0];
  using matrix = Matrix.from(X);
  const stages: unknown[] = [];
  const names = X[0].map((_, j) => `x${j}`);
  const path = ridgePath(matrix, y, { lambdas: [1, 0.9], featureNames: names, onProgress: (progress) => stages.push(progress) });
  expect(stages).toEqual([
    { stage: "path", done: 1, total: 2 },
    { stage: "path", done: 2, total: 2 },
  ]);
  expect(path.featureNames).toEqual(names);
  const between = path.at(0.95);
  const exact = ridge(X, y, { lambda: 0.95 });
  expect(between.certificate.gap).toBeGreaterThanOrEqual(between.certificate.objective - exact.certificate.objective);
  const controller = new AbortController();
  const before = memoryUsage().used;
  const abort = () =>
    ridgePath(X, y, { lambdas: [1, 0.9], signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) });
  expect(abort).toThrow("enough");
  expect(memoryUsage().used).toBe(before);
});

describe("ridgePath refuses", () => {
  const call = (options: Anything) => () => ridgePath(X4, y4, options);
  const instead = "use path(X, y, { l1Ratio: 0 }) instead";
  test.each<[string, Anything, Anything, string]>([
    ["bounds", { lower: 0 }, TypeError, `ridgePath: lower or upper is given, expected no bounds; ${instead}`],
    [
      "a factor of 0",
      { penaltyFactors: [1, 0] },
      RangeError,
      `ridgePath: penaltyFactors has 0 at index 1, expected numbers above 0 or Infinity; ${instead}`,
    ],
    ["a negative λ", { lambdas: [1, -1] }, RangeError, "ridgePath: lambdas[1] is -1, expected a finite number ≥ 0"],
    ["no λ", { lambdas: [] }, TypeError, "ridgePath: lambdas is an array of 0, expected an array of numbers with at least one entry"],
    ["one λ", { lambdas: 3 }, TypeError, "ridgePath: lambdas is 3, expected an array of numbers with at least one entry"],
  ])("%s", (_, options, kind, message) => refuses(call(options), kind, message));

  test("factors so far apart that the scaled columns leave the range of numbers", () => {
    const message = `ridgePath: the eigenvalues of X did not settle, expected columns and penaltyFactors of less different sizes; ${instead}`;
    refuses(call({ penaltyFactors: [1e-320, 1] }), RangeError, message, "late");
  });

  test("an unknown option, by name", () => {
    expect(call({ lambda: 1 })).toThrow(/^ridgePath: lambda is not an option, expected one of lambdas, /);
  });
});

test("every call gives its memory back and warns of nothing", () => {
  const warn = vi.spyOn(console, "warn");
  const before = memoryUsage().used;
  for (const { X, y } of samples) ridgePath(X, y, { lambdas: [1, 0.1, 0] });
  expect(memoryUsage().used).toBe(before);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
