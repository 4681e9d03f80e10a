// Degrees of freedom against Stein's divergence Σ ∂ŷᵢ/∂yᵢ, criteria against their formulas written out.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import {
  crossValidate,
  fromGram,
  GramAccumulator,
  InformationCriteria,
  type InformationCriteriaOptions,
  informationCriteria,
  memoryUsage,
  path,
  ridgePath,
} from "../../src/index.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const { columns, y: target, n, p } = autoregressive({ n: 40, p: 7, density: 0.6, snr: 1.5, seed: 12 });
const X = rowsOf(columns);
const y = Array.from(target);
const weights = y.map((_, i) => (i % 9 === 4 ? 0 : 0.5 + (i % 3)));

/** ŷ is piecewise linear in y: a step that crosses no knot gives its slope exactly */
function divergence(lambda: number, options: Anything): number {
  const predict = (values: number[]) =>
    path(X, values, { ...options, lambdas: [lambda], tol: 1e-14 })
      .fit(0)
      .predict(X);
  const step = 1e-5;
  const base = predict(y);
  const slopes = y.map((_, i) => (predict(y.map((value, k) => value + (k === i ? step : 0)))[i] - base[i]) / step);
  return slopes.reduce((a, b) => a + b, 0);
}

const variants: [string, InformationCriteriaOptions & { l1Ratio?: number }][] = [
  ["lasso", {}],
  ["elastic net", { l1Ratio: 0.5 }],
  ["ridge", { l1Ratio: 0 }],
  ["elastic net, no intercept", { l1Ratio: 0.3, fitIntercept: false }],
  ["elastic net, standardized", { l1Ratio: 0.3, standardize: true }],
  ["elastic net, weights", { l1Ratio: 0.6, weights }],
  ["elastic net, factors", { l1Ratio: 0.5, penaltyFactors: [1, 0, 2, 0.5, Infinity, 1, 1] }],
];

test.each(variants)("degrees of freedom are Stein's: %s", (_, options) => {
  const lambdas = [0.3, 0.07, 0.01];
  const fits = path(X, y, { ...options, lambdas, tol: 1e-12 });
  const { l1Ratio, ...rest } = options;
  const { degreesOfFreedom } = informationCriteria(fits, X, y, rest);
  const intercept = options.fitIntercept === false ? 0 : 1;
  lambdas.forEach((lambda, k) => {
    // a difference quotient of predictions near 1 by 1e-5, n of them
    expect(Math.abs(degreesOfFreedom[k] + intercept - divergence(lambda, options)), `λ = ${lambda}`).toBeLessThan(1e-6);
  });
  if (l1Ratio === undefined) expect([...degreesOfFreedom]).toEqual([...fits.nonzero]);
});

describe("criteria", () => {
  const fits = path(X, y, { count: 30 });
  const rss = Array.from(fits.lambdas, (_, k) =>
    fits
      .fit(k)
      .predict(X)
      .reduce((sum, value, i) => sum + (y[i] - value) ** 2, 0),
  );

  test("with σ² from the residuals: −2 log L at its maximum", () => {
    const found = informationCriteria(fits, X, y);
    expect(found).toBeInstanceOf(InformationCriteria);
    // Σ log of the normal density, written out
    const deviance = (k: number) => {
      const variance = rss[k] / n;
      const residuals = fits
        .fit(k)
        .predict(X)
        .map((value, i) => y[i] - value);
      return -2 * residuals.reduce((sum, r) => sum + Math.log(Math.exp((-r * r) / variance / 2) / Math.sqrt(2 * Math.PI * variance)), 0);
    };
    const binomial = [1, 7, 21, 35, 35, 21, 7, 1];
    const expected = rss.map((_, k) => ({ d: deviance(k), m: fits.nonzero[k] }));
    expect(
      difference(
        found.deviances,
        expected.map(({ d }) => d),
      ),
    ).toBeLessThan(1e-12);
    expect(
      difference(
        found.aic,
        expected.map(({ d, m }) => d + 2 * m),
      ),
    ).toBeLessThan(1e-12);
    expect(
      difference(
        found.bic,
        expected.map(({ d, m }) => d + Math.log(n) * m),
      ),
    ).toBeLessThan(1e-12);
    expect(
      difference(
        found.ebic,
        expected.map(({ d, m }) => d + Math.log(n) * m + Math.log(binomial[m])),
      ),
    ).toBeLessThan(1e-12);
    for (const key of ["aic", "bic", "ebic"] as const) expect(found[key][found.best[key]]).toBe(Math.min(...found[key]));
    expect(fits.nonzero[found.best.bic]).toBeLessThanOrEqual(fits.nonzero[found.best.aic]);
    expect(found.lambdas).toEqual(fits.lambdas);
  });

  test("with a known σ²: RSS/σ²", () => {
    const noiseVariance = 0.7;
    const found = informationCriteria(fits, X, y, { noiseVariance, gamma: 0 });
    const aic = rss.map((value, k) => n * Math.log(2 * Math.PI * noiseVariance) + value / noiseVariance + 2 * fits.nonzero[k]);
    expect(difference(found.aic, aic)).toBeLessThan(1e-12);
    expect(found.ebic).toEqual(found.bic);
    const twice = informationCriteria(fits, X, y, { noiseVariance, gamma: 1 });
    const once = informationCriteria(fits, X, y, { noiseVariance });
    once.ebic.forEach((value, k) => {
      expect(value - found.bic[k]).toBeCloseTo((twice.ebic[k] - found.bic[k]) / 2, 10);
    });
  });

  test("rows of weight 0 count for nothing, and the size of weights neither", () => {
    const kept = <T>(values: ArrayLike<T>) => Array.from(values).filter((_, i) => weights[i] > 0);
    const [lambdas, l1Ratio] = [[0.2, 0.02], 0.5];
    const all = informationCriteria(path(X, y, { weights, lambdas, l1Ratio }), X, y, { weights });
    const scaled = kept(weights).map((s) => 3 * s);
    const some = informationCriteria(path(kept(X), kept(y), { weights: scaled, lambdas, l1Ratio }), kept(X), kept(y), { weights: scaled });
    expect(difference(all.ebic, some.ebic)).toBeLessThan(1e-9);
  });
});

test("ridge: Σ dᵢ/(dᵢ + λ) falls from p to 0", () => {
  const fits = ridgePath(X, y, { lambdas: [1e-9, 0.1, 1, 1e9] });
  const { degreesOfFreedom, best } = informationCriteria(fits, X, y);
  expect(degreesOfFreedom[0]).toBeCloseTo(p, 6);
  expect(degreesOfFreedom[3]).toBeCloseTo(0, 6);
  expect(degreesOfFreedom[1]).toBeGreaterThan(degreesOfFreedom[2]);
  expect(best.aic).toBeLessThan(3);
});

test("columns twice at λ that tells them apart, and none left", () => {
  const twins = X.map((row) => [...row, row[0]]);
  const fits = path(twins, y, { l1Ratio: 0.2, lambdas: [0.05, 1e3] });
  const { degreesOfFreedom } = informationCriteria(fits, twins, y);
  expect(degreesOfFreedom[1]).toBe(0);
  expect(degreesOfFreedom[0]).toBeLessThan(p);
});

test("free columns that depend on each other count fully, and never for more", () => {
  for (let seed = 0; seed < 200; seed++) {
    const { columns: some, y: few } = autoregressive({ n: 8, p: 12, density: 1, seed });
    const rows = rowsOf(some);
    const options = { penaltyFactors: some.map((_, j) => (j % 3 ? 0 : 1)), fitIntercept: true };
    // narrow bounds keep every free coefficient at work
    const fits = path(rows, few, { ...options, lambdas: [10 ** -(seed % 7)], l1Ratio: 0.2, lower: -0.01, upper: 0.02 });
    const { degreesOfFreedom } = informationCriteria(fits, rows, few, options);
    const free = fits.coefficients(0).filter((b, j) => j % 3 && b !== 0).length;
    expect(degreesOfFreedom[0]).toBeGreaterThan(free - 1e-6);
    expect(degreesOfFreedom[0]).toBeLessThan(fits.nonzero[0] + 1e-6);
  }
});

describe("a path alone", () => {
  test.each<[string, Anything]>([
    ["tall", {}],
    ["weights with zeros", { weights }],
    ["standardized, factors", { standardize: true, penaltyFactors: [1, 0, 2, 0.5, Infinity, 1, 1] }],
    ["no intercept", { fitIntercept: false }],
    ["bounds", { lower: -0.1 }],
  ])("says what it says with its rows: %s", (_, options) => {
    const fits = path(X, y, { ...options, count: 20, tol: 1e-12 });
    const { lower: _lower, ...rest } = options;
    for (const own of [{}, { noiseVariance: 0.4, gamma: 1 }]) {
      const [alone, full] = [informationCriteria(fits, own), informationCriteria(fits, X, y, { ...rest, ...own })];
      expect(alone.degreesOfFreedom).toEqual(full.degreesOfFreedom);
      // losses are right to the gap, 1e-12 of the null model's
      for (const key of ["deviances", "aic", "bic", "ebic"] as const) expect(difference(alone[key], full[key])).toBeLessThan(1e-9);
      expect(alone.best).toEqual(full.best);
    }
  });

  test("condensed, and from statistics: the rows are counted, not the virtual ones", () => {
    const many = autoregressive({ n: 600, p: 5, seed: 4 });
    const rows = rowsOf(many.columns);
    const fits = path(rows, many.y, { count: 12 });
    const full = informationCriteria(fits, rows, many.y);
    const gram = fromGram(new GramAccumulator(5).add(rows, many.y)).path({ lambdas: fits.lambdas });
    const cv = crossValidate(rows, many.y, { lambdas: fits.lambdas });
    // tol 1e-7 of the null model's loss, times n, beside deviances near n
    for (const one of [fits, gram, cv.curves[0].path]) expect(difference(informationCriteria(one).bic, full.bic)).toBeLessThan(1e-5);
  });

  test("logistic: −2 Σ log of the probabilities", () => {
    const labels = y.map((value, i) => value + Math.sin(5 * i) > 0);
    const fits = path(X, labels, { loss: "logistic", count: 10, tol: 1e-12 });
    const found = informationCriteria(fits);
    const deviance = (k: number) => {
      const chances = fits.fit(k).predictProbability(X);
      return -2 * chances.reduce((sum, chance, i) => sum + Math.log(labels[i] ? chance : 1 - chance), 0);
    };
    expect(
      difference(
        found.deviances,
        Array.from(fits.lambdas, (_, k) => deviance(k)),
      ),
    ).toBeLessThan(1e-9);
    expect(
      difference(
        found.aic,
        Array.from(fits.nonzero, (m, k) => deviance(k) + 2 * m),
      ),
    ).toBeLessThan(1e-9);
  });
});

describe("informationCriteria refuses, and gives memory back", () => {
  const fits = path(X4, y4, { count: 3 });
  const mixed = path(X4, y4, { count: 3, l1Ratio: 0.5 });
  const ofClasses = path(X4, [0, 1, 1, 0], { count: 3, loss: "logistic" });
  const ofCounts = path(X4, y4, { count: 3, loss: "poisson" });
  const name = "informationCriteria";
  test.each<[string, () => unknown, Anything, string]>([
    ["no path", () => informationCriteria({} as Anything, X4, y4), TypeError, `${name}: path is an object, expected a Path`],
    [
      "other columns",
      () => informationCriteria(fits, [[1], [2]], [1, 2]),
      RangeError,
      `${name}: X has 1 columns but the path has 2 coefficients`,
    ],
    [
      "a variance of 0",
      () => informationCriteria(fits, X4, y4, { noiseVariance: 0 }),
      RangeError,
      `${name}: noiseVariance is 0, expected a finite number above 0`,
    ],
    [
      "ρ below 1 without rows",
      () => informationCriteria(mixed),
      TypeError,
      `${name}: path has l1Ratio 0.5, whose degrees of freedom are a trace over its rows, expected X, y and the path's options too`,
    ],
    [
      "options of the rows without rows",
      () => informationCriteria(fits, { fitIntercept: false } as Anything),
      TypeError,
      `${name}: fitIntercept is given without y, expected noiseVariance and gamma alone, or X, y and options`,
    ],
    [
      "X without y",
      () => informationCriteria(fits, X4 as Anything),
      TypeError,
      `${name}: X is given without y, expected noiseVariance and gamma alone, or X, y and options`,
    ],
    [
      "σ² of classes",
      () => informationCriteria(ofClasses, { noiseVariance: 1 }),
      TypeError,
      `${name}: noiseVariance is given, but path has loss "logistic", expected it for squared error only`,
    ],
    [
      "counts",
      () => informationCriteria(ofCounts as Anything),
      TypeError,
      `${name}: path has loss "poisson", expected one of squared error or logistic`,
    ],
    ["γ of 2", () => informationCriteria(fits, X4, y4, { gamma: 2 }), RangeError, `${name}: gamma is 2, expected a number from 0 to 1`],
  ])("%s", (_, call, kind, message) => refuses(call, kind, message));

  test("memory", () => {
    const before = memoryUsage().used;
    informationCriteria(path(X, y, { l1Ratio: 0.5, count: 5 }), X, y);
    expect(memoryUsage().used).toBe(before);
  });
});

test("a signal stops informationCriteria, with the rows or without; progress counts λ's", () => {
  const fits = path(X, y, { count: 5 });
  const reason = new Error("enough");
  const before = memoryUsage();
  const signal = AbortSignal.abort(reason);
  for (const call of [() => informationCriteria(fits, X, y, { signal }), () => informationCriteria(fits, { signal })])
    expect(call).toThrow(reason);
  const controller = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ stage, done, total }: Anything) => {
    expect([stage, total]).toEqual(["informationCriteria", 5]);
    seen.push(done);
    if (done === 2) controller.abort(reason);
  };
  expect(() => informationCriteria(fits, X, y, { signal: controller.signal, onProgress })).toThrow(reason);
  expect(seen).toEqual([1, 2]);
  expect(() => informationCriteria(fits, { signal: 7 as Anything })).toThrow("informationCriteria: signal is 7, expected an AbortSignal");
  expect(memoryUsage()).toMatchObject({ used: before.used, matrices: before.matrices });
});
