// Cross-validation against glmnet, and against brute force: every fold by `path` on its rows, errors and means from their definitions.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { type CrossValidateOptions, CrossValidation, crossValidate, type Path, path } from "../../src/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };
import glmnet from "../fixtures/glmnet_diabetes.json" with { type: "json" };
import { difference } from "../helpers/judging.js";
import { samples } from "../helpers/models.js";
import type { Anything } from "../helpers/refuses.js";

// Two proven fits at gap 1e-12 may differ by 1e-6 of ‖y‖ in their predictions; but Newton ends on the solution of a face, so that what is
// left is rounding, and no errors differ by more than what is asked of them.
const TOL = 1e-12;
const CLOSE = 1e-9;

const tall = autoregressive({ n: 160, p: 9, density: 0.5, seed: 11 });
const problems = [
  { name: "tall 160×9", X: rowsOf(tall.columns), y: tall.y },
  ...samples.filter(({ name }) => /tall|wide|square/.test(name)),
].map(({ name, X, y }) => ({ name, X, y: Array.from(y) }));

const someWeights = (n: number) => Array.from({ length: n }, (_, i) => (i % 7 === 3 ? 0 : 0.3 + (i % 5)));
const at = <T>(values: ArrayLike<T>, rows: readonly number[]) => rows.map((i) => values[i]);

interface Naive {
  means: number[];
  standardErrors: number[];
  /** [λ][row] */
  predictions: number[][];
}

/** every fold's own path at these λ's, and Σ over its rows */
function bruteForce(X: number[][], y: number[], ids: ArrayLike<number>, lambdas: ArrayLike<number>, options: CrossValidateOptions): Naive {
  const { measure = "mse", weights, l1Ratio, ...common } = options as Anything;
  const s: number[] = weights ?? new Array(X.length).fill(1);
  const numbers = [...new Set(Array.from(ids))];
  const rows = X.map((_, i) => i);
  const predictions = Array.from(lambdas, () => new Array<number>(X.length));
  for (const id of numbers) {
    const inside = rows.filter((i) => ids[i] !== id);
    const outside = rows.filter((i) => ids[i] === id);
    const fits = path(at(X, inside), at(y, inside), { ...common, weights: weights && at(s, inside), l1Ratio, lambdas });
    for (let k = 0; k < lambdas.length; k++) {
      const values = fits.fit(k).predict(at(X, outside));
      outside.forEach((i, place) => {
        predictions[k][i] = values[place];
      });
    }
  }
  const error = (i: number, prediction: number) => (measure === "mae" ? Math.abs(y[i] - prediction) : (y[i] - prediction) ** 2);
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
  const summaries = predictions.map((each) => {
    const folds = numbers.map((id) => {
      const inside = rows.filter((i) => ids[i] === id);
      const weight = sum(at(s, inside));
      return { weight, mean: weight > 0 ? sum(inside.map((i) => s[i] * error(i, each[i]))) / weight : 0 };
    });
    const total = sum(folds.map(({ weight }) => weight));
    const mean = sum(folds.map((fold) => fold.weight * fold.mean)) / total;
    const variance = sum(folds.map((fold) => fold.weight * (fold.mean - mean) ** 2)) / total;
    return { mean, se: Math.sqrt(variance / (folds.filter(({ weight }) => weight > 0).length - 1)) };
  });
  return { means: summaries.map(({ mean }) => mean), standardErrors: summaries.map(({ se }) => se), predictions };
}

test("glmnet's cv.glmnet on diabetes: curve, standard errors, both choices", () => {
  const reference = glmnet.cases.find((one) => "foldId" in one) as Anything;
  const { foldId, lambda: lambdas, cvMean, cvStandardError, lambdaMin, lambda1se } = reference;
  const cv = crossValidate(diabetes.X, diabetes.y, { folds: foldId, lambdas, standardize: true, tol: TOL });
  expect(cv).toBeInstanceOf(CrossValidation);
  // glmnet stops at a thresh of 1e-22 of the deviance: √1e-22 in a coefficient, and a standard error is a difference of means
  expect(difference(cv.means, cvMean)).toBeLessThan(1e-9);
  expect(difference(cv.standardErrors, cvStandardError)).toBeLessThan(1e-9);
  expect(cv.min.lambda).toBe(lambdaMin);
  expect(cv.oneSe.lambda).toBe(lambda1se);
  expect([...cv.foldIds]).toEqual(foldId);
});

const variants: [string, (n: number, p: number) => CrossValidateOptions][] = [
  ["plain", () => ({})],
  ["mae", () => ({ measure: "mae" })],
  ["deviance", () => ({ measure: "deviance", l1Ratio: 0.4 })],
  ["ridge", () => ({ l1Ratio: 0 })],
  ["weights with zeros", (n) => ({ weights: someWeights(n) })],
  ["no intercept, weights, mae", (n) => ({ fitIntercept: false, weights: someWeights(n), measure: "mae" })],
  ["no intercept", () => ({ fitIntercept: false })],
  ["standardize", () => ({ standardize: true, l1Ratio: 0.7 })],
  ["standardize without an intercept", () => ({ standardize: true, fitIntercept: false })],
  ["factors and bounds", (_, p) => ({ penaltyFactors: Array.from({ length: p }, (_, j) => [1, 2, 0.5, Infinity][j % 4]), lower: 0 })],
  ["ridge with bounds", () => ({ l1Ratio: 0, upper: 0.2 })],
];

describe.each(problems.map((one) => [one.name, one] as const))("on %s", (_, { X, y }) => {
  const [n, p] = [X.length, X[0].length];

  test.each(variants)("means, errors and predictions are those of a path for each fold: %s", (_, options) => {
    const common = { ...options(n, p), tol: TOL };
    const cv = crossValidate(X, y, { ...common, count: 12, minRatio: 0.02, folds: 5, seed: 4 }) as CrossValidation;
    expect(new Set(cv.foldIds)).toEqual(new Set([0, 1, 2, 3, 4]));
    // the λ's of all rows
    const { measure: _measure, ...ofPath } = common;
    const all: Path = path(X, y, { ...ofPath, count: 12, minRatio: 0.02 } as Anything);
    expect(difference(cv.lambdas, all.lambdas)).toBeLessThan(1e-12);
    expect(difference(cv.fit.coefficients, all.coefficients(cv.min.k))).toBeLessThan(1e-6);
    const naive = bruteForce(X, y, cv.foldIds, cv.lambdas, common);
    expect(difference(cv.means, naive.means)).toBeLessThan(CLOSE);
    expect(difference(cv.standardErrors, naive.standardErrors)).toBeLessThan(CLOSE);
    expect(difference(cv.predictions, naive.predictions[cv.min.k])).toBeLessThan(CLOSE);
    expect(cv.min.k).toBe(naive.means.indexOf(Math.min(...naive.means)));
    const limit = naive.means[cv.min.k] + naive.standardErrors[cv.min.k];
    expect(cv.oneSe.k).toBe(naive.means.findIndex((mean) => mean <= limit));
  });

  test("rows in another order with the same folds change nothing", () => {
    const ids = X.map((_, i) => (i * 7) % 4);
    const order = X.map((_, i) => (i * 13 + 5) % n).sort((a, b) => ((a * 31) % 17) - ((b * 31) % 17) || b - a);
    const complete = [...new Set([...order, ...X.keys()])];
    const options = { standardize: true, tol: TOL, count: 10, minRatio: 0.05 };
    const weights = someWeights(n);
    const a = crossValidate(X, y, { ...options, weights, foldIds: ids });
    const b = crossValidate(at(X, complete), at(y, complete), { ...options, weights: at(weights, complete), foldIds: at(ids, complete) });
    expect(difference(b.means, a.means)).toBeLessThan(CLOSE);
    expect(difference(b.standardErrors, a.standardErrors)).toBeLessThan(CLOSE);
    expect(difference(b.predictions, at(a.predictions, complete))).toBeLessThan(CLOSE);
    expect([b.min.k, b.oneSe.k]).toEqual([a.min.k, a.oneSe.k]);
  });
});

test("each row alone is leave-one-out", () => {
  const { X, y } = problems[1];
  const cv = crossValidate(X, y, { folds: X.length, count: 5, minRatio: 0.1, tol: TOL });
  const naive = bruteForce(
    X,
    y,
    X.map((_, i) => i),
    cv.lambdas,
    { tol: TOL },
  );
  expect(difference(cv.means, naive.means)).toBeLessThan(CLOSE);
  expect(difference(cv.standardErrors, naive.standardErrors)).toBeLessThan(CLOSE);
});
