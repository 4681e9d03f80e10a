// What surrounds the arithmetic: choices, repeats, several l1Ratios, progress, signal, refusals.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { crossValidate, type FitProgress, Matrix, memoryUsage, path } from "../../src/index.js";
import { difference, quietly } from "../helpers/judging.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const tall = autoregressive({ n: 120, p: 6, density: 0.5, seed: 21 });
const wide = autoregressive({ n: 24, p: 50, density: 0.1, seed: 22 });
const [X, y] = [rowsOf(tall.columns), tall.y];
const shapes: [string, number[][], Float64Array][] = [
  ["tall", X, y],
  ["wide", rowsOf(wide.columns), wide.y],
];

test("several l1Ratios: each has the curve that it has alone, and the smallest mean is chosen", () => {
  const options = { folds: 4, seed: 9, count: 8, minRatio: 0.01, measure: "mae" as const };
  const l1Ratios = [0.9, 0, 0.4];
  const cv = crossValidate(X, y, { ...options, l1Ratio: l1Ratios });
  const alone = l1Ratios.map((l1Ratio) => crossValidate(X, y, { ...options, l1Ratio }));
  alone.forEach((one, place) => {
    const { l1Ratio, lambdas, means, standardErrors } = cv.curves[place];
    expect(l1Ratio).toBe(l1Ratios[place]);
    expect([lambdas, means, standardErrors]).toEqual([one.lambdas, one.means, one.standardErrors]);
  });
  const least = Math.min(...alone.map(({ min }) => min.mean));
  expect(cv.min.mean).toBe(least);
  expect(cv.l1Ratio).toBe(l1Ratios[cv.min.curve]);
  expect(cv.lambda).toBe(cv.curves[cv.min.curve].lambdas[cv.min.k]);
  expect(cv.fit).toEqual(alone[cv.min.curve].fit);
  expect(cv.predictions).toEqual(alone[cv.min.curve].predictions);
  expect(cv.oneSe).toEqual({ ...alone[cv.min.curve].oneSe, curve: cv.min.curve });
  expect(cv.fitAt(2, 1)).toEqual(alone[1].fitAt(2));
});

test("choice: oneSe is the simpler of two, and everything is of it", () => {
  const [a, b] = (["min", "oneSe"] as const).map((choice) => crossValidate(X, y, { choice, folds: 6 }));
  expect([b.min, b.oneSe]).toEqual([a.min, a.oneSe]);
  expect(b.lambda).toBeGreaterThan(a.lambda);
  expect([a.lambda, b.lambda]).toEqual([a.min.lambda, a.oneSe.lambda]);
  expect(b.fit).toEqual(a.fitAt(a.oneSe.k));
  expect(b.predictions).not.toEqual(a.predictions);
  expect(b.oneSe.mean).toBeLessThanOrEqual(a.min.mean + a.min.standardError);
  expect(a.means[a.oneSe.k - 1]).toBeGreaterThan(a.min.mean + a.min.standardError);
});

test("repeats: what each division gives alone, its mean, and a standard error that repeating does not make smaller", () => {
  const lambdas = [1, 0.1, 0.01];
  const cv = crossValidate(X, y, { lambdas, folds: 5, repeats: 3, seed: 2 });
  expect(cv.repeats.length).toBe(3);
  const alone = cv.repeats.map(({ foldIds }) => crossValidate(X, y, { lambdas, foldIds }));
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  lambdas.forEach((_, k) => {
    expect(cv.means[k]).toBeCloseTo(mean(alone.map((one) => one.means[k])), 12);
    expect(cv.standardErrors[k]).toBeCloseTo(Math.sqrt(mean(alone.map((one) => one.standardErrors[k] ** 2))), 12);
  });
  expect(cv.foldIds).toEqual(cv.repeats[0].foldIds);
  cv.predictions.forEach((value, i) => {
    expect(value).toBeCloseTo(mean(cv.repeats.map(({ predictions }) => predictions[i])), 12);
  });
  // folds as reported: the weighted mean of their errors is the mean
  cv.repeats.forEach(({ errors, weights }, r) => {
    expect([...weights]).toEqual([24, 24, 24, 24, 24]);
    lambdas.forEach((_, k) => {
      expect(mean(errors[0].map((fold) => fold[k]))).toBeCloseTo(alone[r].means[k], 12);
    });
  });
});

test("λ's in any order are returned in it; of equal means the largest λ is chosen", () => {
  const foldIds = y.map((_, i) => i % 4) as unknown as number[];
  const a = crossValidate(X, y, { foldIds, lambdas: [0.01, 1, 0.1] });
  const b = crossValidate(X, y, { foldIds, lambdas: [1, 0.1, 0.01] });
  expect([...a.means]).toEqual([b.means[2], b.means[0], b.means[1]]);
  const nothing = crossValidate(X, y, { foldIds, lambdas: [100, 300, 200] });
  expect([nothing.min.k, nothing.oneSe.k, nothing.fit.nonzero]).toEqual([1, 1, 0]);
});

test("rows whose y is constant: no error and no choice but the largest λ", () => {
  const cv = crossValidate(X, new Float64Array(120).fill(3), { count: 4, folds: 3 });
  expect([...cv.means, ...cv.standardErrors]).toEqual(new Array(8).fill(0));
  expect(cv.min.k).toBe(0);
  expect([...new Set(cv.predictions)]).toEqual([3]);
});

describe.each(shapes)("on a %s problem", (_, rows, target) => {
  const options = { folds: 3, count: 6, l1Ratio: [1, 0.5] };

  test("progress counts folds and λ's, and changes nothing; nor does where X comes from", () => {
    const seen: FitProgress[] = [];
    const plain = crossValidate(rows, target, options);
    const watched = crossValidate(rows, target, {
      ...options,
      signal: new AbortController().signal,
      onProgress: (one) => seen.push(one),
    });
    using matrix = Matrix.from(rows);
    const fromMatrix = crossValidate(matrix, target, options);
    // two paths of all rows, and two for each fold
    const total = 2 * 6 * 4;
    expect(seen).toEqual(Array.from({ length: total }, (_, k) => ({ stage: "crossValidation", done: k + 1, total })));
    for (const other of [watched, fromMatrix]) {
      expect(other.means).toEqual(plain.means);
      expect(other.fit).toEqual(plain.fit);
      expect(other.predictions).toEqual(plain.predictions);
    }
  });

  test("a signal stops it in a fold, a watcher that throws too, and a Matrix that goes is missed", () => {
    const before = memoryUsage();
    const controller = new AbortController();
    let calls = 0;
    const stop = () => {
      if (++calls === 20) controller.abort(new Error("enough"));
    };
    expect(() => crossValidate(rows, target, { ...options, signal: controller.signal, onProgress: stop })).toThrow("enough");
    expect(calls).toBe(20);
    const fail = ({ done }: FitProgress) => {
      if (done === 15) throw new Error("no more");
    };
    expect(() => crossValidate(rows, target, { ...options, onProgress: fail })).toThrow("no more");
    const matrix = Matrix.from(rows);
    const drop = ({ done }: FitProgress) => {
      if (done === 15) matrix.dispose();
    };
    expect(() => crossValidate(matrix, target, { ...options, onProgress: drop })).toThrow("disposed");
    expect(memoryUsage().used).toBe(before.used);
  });

  test("every call gives its memory back", () => {
    const before = memoryUsage();
    crossValidate(rows, target, options);
    expect(memoryUsage().used).toBe(before.used);
  });
});

test("names of columns reach the fit", () => {
  const record = Object.fromEntries(tall.columns.map((column, j) => [`x${j}`, column]));
  const cv = crossValidate(record, y, { count: 4, folds: 3 });
  expect(cv.fit.featureNames).toEqual(["x0", "x1", "x2", "x3", "x4", "x5"]);
});

test("maxIterations that are too few are a result", () => {
  const { result } = quietly(() => crossValidate(X, y, { maxIterations: 1, tol: 1e-14, lower: -1, lambdas: [1e-3], folds: 3 }));
  expect(result.means.every(Number.isFinite)).toBe(true);
  expect(difference(result.lambdas, path(X, y, { lambdas: [1e-3] }).lambdas)).toBe(0);
});

describe("crossValidate refuses", () => {
  const measures = '"mse", "mae", "deviance"';
  test.each<[string, Anything, Anything, string]>([
    ["another measure", { measure: "rmse" }, TypeError, `crossValidate: measure is "rmse" (a string), expected ${measures}`],
    [
      "a measure from a prototype",
      { measure: "toString" },
      TypeError,
      `crossValidate: measure is "toString" (a string), expected ${measures}`,
    ],
    ["another choice", { choice: "max" }, TypeError, 'crossValidate: choice is "max" (a string), expected "min" or "oneSe"'],
    ["no l1Ratio in a list", { l1Ratio: [] }, RangeError, "crossValidate: l1Ratio has 0 entries, expected at least one"],
    [
      "a hole in the list",
      { l1Ratio: [1, undefined] },
      TypeError,
      "crossValidate: l1Ratio is null, expected a number from 0 (ridge) to 1 (lasso)",
    ],
    [
      "a bad one in the list",
      { l1Ratio: [1, 2] },
      RangeError,
      "crossValidate: l1Ratio is 2, expected a number from 0 (ridge) to 1 (lasso)",
    ],
    ["too many folds", { folds: 5 }, RangeError, "crossValidate: folds is 5, expected a whole number from 2 to 4"],
    ["negative λ", { lambdas: [-1] }, RangeError, "crossValidate: lambdas[0] is -1, expected a finite number ≥ 0"],
    [
      "all weight in one fold",
      { foldIds: [1, 1, 2, 3], weights: [1, 2, 0, 0] },
      RangeError,
      "crossValidate: fold 1 has all rows of positive weight, expected some in at least 2 folds",
    ],
  ])("%s", (_, options, kind, message) => refuses(() => crossValidate(X4, y4, options), kind, message));

  test("stopWhen, which would leave holes in a curve", () =>
    expect(() => crossValidate(X4, y4, { stopWhen: {} } as Anything)).toThrow("crossValidate: stopWhen is not an option"));

  test("a curve or λ that is not there", () => {
    const cv = crossValidate(X, y, { count: 3, folds: 3 });
    refuses(() => cv.fitAt(3), RangeError, "Path.fit: k is 3, expected a whole number from 0 to 2");
    refuses(() => cv.fitAt(0, 1), RangeError, "CrossValidation.fitAt: curve is 1, expected a whole number from 0 to 0");
  });
});
