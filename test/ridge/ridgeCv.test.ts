// Exact leave-one-out against n refits of `ridge`: the refit without row i has its λ multiplied by Σs/(Σs − sᵢ), which keeps nλ.
import { describe, expect, test } from "vitest";
import { type CommonOptions, memoryUsage, RidgeCv, ridge, ridgeCv } from "../../src/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import wide from "../fixtures/wide.json" with { type: "json" };
import { difference } from "../helpers/judging.js";
import { samples } from "../helpers/models.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const CLOSE = 1e-9;
const someWeights = (n: number, zeros: boolean) => Array.from({ length: n }, (_, i) => (zeros && i % 7 === 3 ? 0 : 0.3 + (i % 5)));
const someFactors = (p: number) => Array.from({ length: p }, (_, j) => (j % 4 === 1 ? Infinity : 0.2 + (j % 3)));
const without = <T>(values: ArrayLike<T>, i: number) => Array.from(values).filter((_, k) => k !== i);

/** Σ sᵢ(yᵢ − prediction without row i)²/Σs */
function bruteForce(X: number[][], y: ArrayLike<number>, options: CommonOptions, lambda: number): number {
  const s = Array.from(options.weights ?? new Array(X.length).fill(1));
  const total = s.reduce((a, b) => a + b, 0);
  let sum = 0;
  X.forEach((row, i) => {
    if (s[i] === 0) return;
    const weights = without(s, i);
    const fit = ridge(without(X, i), without(y, i), { ...options, weights, lambda: (lambda * total) / (total - s[i]) });
    sum += (s[i] * (y[i] - fit.predict([row])[0]) ** 2) / total;
  });
  return sum;
}

/** n‖r‖²/(n − df)² from predictions alone: df = Σ ∂ŷᵢ/∂yᵢ, which is a difference because ŷ is linear in y */
function naiveGcv(X: number[][], y: ArrayLike<number>, options: CommonOptions, lambda: number): { score: number; df: number } {
  const s = Array.from(options.weights ?? new Array(X.length).fill(1));
  const n = s.filter((si) => si > 0).length;
  const total = s.reduce((a, b) => a + b, 0);
  const predict = (target: ArrayLike<number>) => ridge(X, target, { ...options, lambda }).predict(X);
  const rss = predict(y).reduce((sum, value, i) => sum + (s[i] / total) * (y[i] - value) ** 2, 0);
  const df = X.reduce((sum, _, i) => (s[i] === 0 ? sum : sum + predict(X.map((_, k) => Number(k === i)))[i]), 0);
  return { score: rss / (1 - df / n) ** 2, df };
}

const near = (actual: number, expected: number, what: string, close = CLOSE) =>
  expect(Math.abs(actual / expected - 1), `${what}: ${actual}, expected ${expected}`).toBeLessThan(close);

const variants = (n: number, p: number): [string, CommonOptions][] => [
  ["plain", {}],
  ["no intercept", { fitIntercept: false }],
  ["weights", { weights: someWeights(n, false) }],
  ["weights with zeros", { weights: someWeights(n, true) }],
  ["weights with zeros, no intercept", { weights: someWeights(n, true), fitIntercept: false }],
  ["factors", { penaltyFactors: someFactors(p) }],
  ["factors and weights", { penaltyFactors: someFactors(p), weights: someWeights(n, true) }],
];

const problems = [
  ...samples.filter(({ n, p }) => n > 10 && p > 1).map(({ name, X, y }) => ({ name, X, y: Array.from(y) })),
  // p = n − 2, n − 1 and n: where one matrix takes over from the other
  ...[8, 9, 10].map((p) => ({
    name: `10×${p}`,
    X: samples[0].X.slice(0, 10).map((row, i) => [...row, samples[0].X[i + 20][1], samples[0].X[i + 30][2]].slice(0, p)),
    y: Array.from(samples[0].y.slice(0, 10)),
  })),
];

describe.each(problems.map((one) => [one.name, one] as const))("on %s", (_, { X, y }) => {
  const [n, p] = [X.length, X[0].length];
  const lambdas = [1e-3, 1, 0.05];

  test.each(variants(n, p))("leave-one-out errors are those of n refits: %s", (_, options) => {
    const { errors } = ridgeCv(X, y, { ...options, lambdas });
    lambdas.forEach((lambda, k) => {
      near(errors[k], bruteForce(X, y, options, lambda), `λ = ${lambda}`);
    });
  });

  test.each(variants(n, p))("GCV and degrees of freedom are those of the definition: %s", (_, options) => {
    const { errors, degreesOfFreedom } = ridgeCv(X, y, { ...options, lambdas, method: "gcv" });
    lambdas.forEach((lambda, k) => {
      const { score, df } = naiveGcv(X, y, options, lambda);
      near(errors[k], score, `λ = ${lambda}`, 1e-8);
      near(degreesOfFreedom[k] + (options.fitIntercept === false ? 0 : 1), df, `λ = ${lambda}`);
    });
  });

  test("rows of weight 0 count for nothing, standardised or not", () => {
    const weights = someWeights(n, true);
    const kept = (values: Anything) => Array.from(values).filter((_, i) => weights[i] > 0) as Anything;
    for (const standardize of [false, true]) {
      for (const method of ["loo", "gcv"] as const) {
        const all = ridgeCv(X, y, { weights, standardize, lambdas, method });
        const some = ridgeCv(kept(X), kept(y), { weights: kept(weights), standardize, lambdas, method });
        lambdas.forEach((_, k) => {
          near(all.errors[k], some.errors[k], method);
          near(all.degreesOfFreedom[k], some.degreesOfFreedom[k], method);
        });
      }
    }
  });
});

test("scikit-learn's RidgeCV on diabetes: curve and choice, α = nλ", () => {
  const { X, y, cases } = diabetes as Anything;
  const { alphas, meanSquaredLooError, best } = cases.find(({ model }: { model: string }) => model === "ridgeLoo");
  const lambdas = alphas.map((alpha: number) => alpha / X.length);
  const cv = ridgeCv(X, y, { lambdas });
  meanSquaredLooError.forEach((error: number, k: number) => {
    near(cv.errors[k], error, `α = ${alphas[k]}`, 1e-10);
  });
  expect(alphas[cv.best]).toBe(best);
  expect(cv.lambda).toBe(lambdas[cv.best]);
  expect(cv).toBeInstanceOf(RidgeCv);
  expect(cv.method).toBe("loo");
  expect(cv.fit.coefficients).toEqual(ridge(X, y, { lambda: cv.lambda }).coefficients);
});

test("wide.json: a few refits, and the default grid has an inner minimum or an end of it", () => {
  const { X, y } = wide as Anything;
  const lambdas = [0.1, 2];
  const { errors } = ridgeCv(X, y, { lambdas });
  lambdas.forEach((lambda, k) => {
    near(errors[k], bruteForce(X, y, {}, lambda), `λ = ${lambda}`);
  });
  const cv = ridgeCv(X, y);
  expect(cv.lambdas.length).toBe(100);
  expect(cv.errors[cv.best]).toBe(Math.min(...cv.errors));
  // λ falls, freedom grows
  cv.degreesOfFreedom.forEach((df, k) => {
    if (k > 0) expect(df).toBeGreaterThan(cv.degreesOfFreedom[k - 1]);
  });
});

test("λ = 0 with rows to spare is least squares; where p ≥ n it is the limit of small λ", () => {
  const { X, y } = problems[0];
  near(ridgeCv(X, y, { lambdas: [0] }).errors[0], bruteForce(X, y, {}, 0), "tall");
  const short = problems[1];
  for (const method of ["loo", "gcv"] as const) {
    const { errors } = ridgeCv(short.X, short.y, { lambdas: [0, 1e-11], method });
    near(errors[0], errors[1], method, 1e-6);
  }
});

test("a row that alone decides about a coefficient has no error at λ = 0, and one at λ > 0", () => {
  const X = problems[0].X.map((row, i) => [row[0], row[1], Number(i === 5)]);
  const { y } = problems[0];
  const cv = ridgeCv(X, y, { lambdas: [0, 1e-2] });
  expect(cv.errors[0]).toBe(Infinity);
  near(cv.errors[1], bruteForce(X, y, {}, 1e-2), "λ = 0.01");
  expect(cv.best).toBe(1);
  refuses(
    () => ridgeCv(X, y, { lambdas: [0] }),
    RangeError,
    "ridgeCv: no λ has a finite error, expected rows that can be left out; raise lambdas or give more rows",
    "late",
  );
});

test("of equal errors the largest λ is chosen: columns without a coefficient", () => {
  const cv = ridgeCv([[1], [1], [1]], [1, 2, 4], { lambdas: [1, 3, 2] });
  expect(cv.best).toBe(1);
  expect([...cv.degreesOfFreedom]).toEqual([0, 0, 0]);
  // ȳ without row i: errors (yᵢ − ȳ)·3/2
  near(cv.errors[0], (9 / 4) * ((4 / 3) ** 2 + (1 / 3) ** 2 + (5 / 3) ** 2) * (1 / 3), "means only");
});

test("standardize is factors of the variances", () => {
  const { X, y } = problems[0];
  const variances = X[0].map((_, j) => {
    const mean = X.reduce((sum, row) => sum + row[j], 0) / X.length;
    return X.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / X.length;
  });
  const a = ridgeCv(X, y, { standardize: true, lambdas: [0.1] });
  const b = ridgeCv(X, y, { penaltyFactors: variances, lambdas: [0.1] });
  near(a.errors[0], b.errors[0], "errors");
  expect(difference(a.fit.coefficients, b.fit.coefficients)).toBeLessThan(1e-10);
});

describe("ridgeCv refuses", () => {
  const call = (options: Anything) => () => ridgeCv(X4, y4, options);
  const instead = "use path(X, y, { l1Ratio: 0 }) instead";
  test.each<[string, Anything, Anything, string]>([
    ["bounds", { upper: [1, 2] }, TypeError, `ridgeCv: lower or upper is given, expected no bounds; ${instead}`],
    [
      "a factor of 0",
      { penaltyFactors: [0, 1] },
      RangeError,
      `ridgeCv: penaltyFactors has 0 at index 0, expected numbers above 0 or Infinity; ${instead}`,
    ],
    ["another method", { method: "kfold" }, TypeError, 'ridgeCv: method is "kfold" (a string), expected "loo" or "gcv"'],
    ["NaN among the λ", { lambdas: [NaN] }, RangeError, "ridgeCv: lambdas[0] is NaN, expected a finite number ≥ 0"],
  ])("%s", (_, options, kind, message) => refuses(call(options), kind, message));
});

test("every call gives its memory back", () => {
  const before = memoryUsage().used;
  for (const { X, y } of problems) ridgeCv(X, y, { lambdas: [1, 0.1] });
  expect(() => ridgeCv([[1]], [1], { lambdas: [1] })).toThrow("no λ has a finite error");
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  expect(() => ridgeCv(problems[0].X, problems[0].y, { signal: controller.signal })).toThrow("enough");
  expect(memoryUsage().used).toBe(before);
});
