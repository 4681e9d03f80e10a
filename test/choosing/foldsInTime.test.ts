// Folds that grow in time: every fold is judged by fits to the rows before it, and to no later ones.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { crossValidate, logistic, path } from "../../src/index.js";
import { difference } from "../helpers/judging.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const { columns, y } = autoregressive({ n: 60, p: 5, density: 0.6, seed: 8 });
const X = rowsOf(columns);
const folds = { initial: 30, horizon: 8, step: 10 };
const starts = [30, 40, 50];

test("squared error: means and predictions by brute force", () => {
  const cv = crossValidate(X, y, { folds, count: 6, minRatio: 0.05, tol: 1e-12 });
  const errors = starts.map((from) => {
    const fits = path(X.slice(0, from), y.slice(0, from), { lambdas: cv.lambdas, tol: 1e-12 });
    const held = X.slice(from, from + 8);
    return Array.from(cv.lambdas, (_, k) => {
      const predicted = fits.fit(k).predict(held);
      return predicted.reduce((sum, value, i) => sum + (value - y[from + i]) ** 2, 0) / 8;
    });
  });
  const means = Array.from(cv.lambdas, (_, k) => errors.reduce((sum, each) => sum + each[k], 0) / 3);
  expect(difference(cv.means, means)).toBeLessThan(1e-9);
  const fit = path(X.slice(0, 40), y.slice(0, 40), { lambdas: cv.lambdas, tol: 1e-12 }).fit(cv.min.k);
  expect(cv.predictions[43]).toBeCloseTo(fit.predict(X.slice(43, 44))[0], 8);
  // rows 0 … 29, 38, 39, 48, 49, 58 and 59 are never held out
  for (const row of [0, 29, 38, 49, 59]) expect(cv.predictions[row]).toBeNaN();
  expect(cv.predictions[30]).not.toBeNaN();
});

test("folds that overlap: means by brute force, predictions of the last fit before a row", () => {
  const cv = crossValidate(X, y, { folds: { initial: 30, horizon: 8, step: 3 }, lambdas: [0.3, 0.1], tol: 1e-12 });
  const from = [30, 33, 36, 39, 42, 45, 48, 51];
  const fits = from.map((at) => path(X.slice(0, at), y.slice(0, at), { lambdas: cv.lambdas, tol: 1e-12 }));
  const errors = fits.map((fit, k) => {
    const held = Array.from({ length: 8 }, (_, i) => from[k] + i);
    return [0, 1].map((l) => {
      const predicted = fit.fit(l).predict(held.map((i) => X[i]));
      return held.reduce((sum, i, at) => sum + (predicted[at] - y[i]) ** 2, 0) / 8;
    });
  });
  const means = [0, 1].map((l) => errors.reduce((sum, each) => sum + each[l], 0) / from.length);
  expect(difference(cv.means, means)).toBeLessThan(1e-9);
  expect(cv.repeats[0].weights).toEqual(new Float64Array(8).fill(8));
  for (const [row, fold] of [
    [30, 0],
    [33, 1],
    [41, 3],
    [58, 7],
  ]) {
    expect(cv.predictions[row]).toBeCloseTo(fits[fold].fit(cv.min.k).predict([X[row]])[0], 8);
    expect(cv.foldIds[row]).toBe(fold);
  }
  expect(cv.predictions[59]).toBeNaN();
});

test("what comes after a fold changes nothing before it", () => {
  const later = X.map((row, i) => (i < 58 ? row : row.map((x) => 100 + x)));
  const options = { folds, lambdas: [0.3, 0.1] };
  expect(crossValidate(later, y, options).means).toEqual(crossValidate(X, y, options).means);
});

describe("other losses", () => {
  test("logistic", () => {
    const labels = Array.from(y, (value, i) => (value + Math.sin(i) > 0 ? "up" : "down"));
    const cv = crossValidate(X, labels, { loss: "logistic", folds: { initial: 30, horizon: 10 }, lambdas: [0.05], tol: 1e-12 });
    const fit = logistic(X.slice(0, 30), labels.slice(0, 30), { lambda: 0.05, tol: 1e-12 });
    expect(cv.predictions[33]).toBeCloseTo(fit.predictProbability(X.slice(33, 34))[0], 7);
    expect(cv.repeats[0].weights).toHaveLength(3);
  });

  test("several classes and survival", () => {
    const labels = Array.from(y, (value) => (value > 1 ? "c" : value > -1 ? "b" : "a"));
    const cv = crossValidate(X, labels, { loss: "multinomial", folds, count: 3 });
    expect(cv.predictions[31]).toHaveLength(3);
    expect(cv.predictions[0][0]).toBeNaN();
    const time = Array.from(y, (value) => 1 + Math.abs(value));
    const survival = { time, event: time.map((_, i) => i % 3 !== 0) };
    expect(crossValidate(X, survival, { loss: "cox", folds, count: 3 }).means.every(Number.isFinite)).toBe(true);
  });
});

test.each<[Anything, new (message: string) => Error, string]>([
  [{ initial: 55, horizon: 8 }, RangeError, "crossValidate: folds holds out rows 55 to 62, but X has 60 rows"],
  [{ initial: 30, horizon: 8, step: 0 }, RangeError, "crossValidate: folds.step is 0, expected a whole number from 1 to 2147483647"],
  [{ initial: 30 }, TypeError, "crossValidate: folds.horizon is undefined, expected a whole number from 1 to 2147483647"],
  [{ initial: 30, horizon: 5, size: 3 }, TypeError, "crossValidate: folds.size is not an option, expected { initial, horizon, step? }"],
])("refused %#", (given, kind, message) => {
  refuses(() => crossValidate(X, y, { folds: given }), kind, message);
});
