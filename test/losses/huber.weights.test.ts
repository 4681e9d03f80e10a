// Huber's δ as it is chosen by default: by the weighted median absolute deviation, in which rows of weight 0 have no say.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { crossValidate, path } from "../../src/index.js";
import { weightedMedian } from "../../src/losses/weightedMedian.js";

const random = normal(3);
const vector = (n: number) => Array.from({ length: n }, random);
const median = (values: number[]) => values.slice().sort((a, b) => a - b)[(values.length - 1) >> 1];

describe("the weighted median", () => {
  test("of whole weights is the median of rows that stand there as often", () => {
    for (let k = 0; k < 500; k++) {
      const n = 1 + (k % 12);
      const values = vector(n).map((x) => (k % 3 ? x : Math.round(x)));
      const weights: number[] = values.map((_, i) => (i * 7 + k) % 4);
      if (!weights.some((s) => s > 0)) weights[0] = 1;
      const repeated = values.flatMap((x, i) => new Array(weights[i]).fill(x));
      expect(weightedMedian(Float64Array.from(values), weights)).toBe(median(repeated));
      // the scale of the weights does not matter, even where half of them is met exactly
      for (const scale of [0.1, 1 / 3, 1e-300, 1e300])
        expect(
          weightedMedian(
            Float64Array.from(values),
            weights.map((s) => s * scale),
          ),
        ).toBe(median(repeated));
    }
  });

  test("without weights is the middle one, or the lower of two", () => {
    expect(weightedMedian(Float64Array.of(5, 1, 3))).toBe(3);
    expect(weightedMedian(Float64Array.of(4, 1, 3, 2))).toBe(2);
    expect(weightedMedian(Float64Array.of(1e308, -1e308, 7), [0, 0, 2])).toBe(7);
  });
});

describe.each([
  ["rows of weight 0 far away", 1e6],
  ["rows of weight 0 nearby", 1],
])("%s change nothing", (_, size) => {
  const { columns, y: target } = autoregressive({ n: 40, p: 5, density: 0.6, seed: 8 });
  const X = rowsOf(columns);
  const y = Array.from(target);
  const more = Array.from({ length: 25 }, () => vector(5));
  const rows = [...X, ...more];
  const values = [...y, ...vector(25).map((x) => size * (3 + x))];
  const weights = [...y.map(() => 1), ...more.map(() => 0)] as number[];

  test("path", () => {
    const [with0, without] = [path(rows, values, { loss: "huber", weights, count: 10 }), path(X, y, { loss: "huber", count: 10 })];
    expect(with0.lambdas[0] / without.lambdas[0]).toBeCloseTo(1, 12);
    for (let k = 0; k < 10; k++)
      with0.coefficients(k).forEach((b, j) => {
        // both are within the gap of one optimum: 1e-7 of the null model, strongly convex by the columns' variance
        expect(Math.abs(b - without.coefficients(k)[j])).toBeLessThan(1e-3);
      });
    expect(with0.devianceExplained[9]).toBeCloseTo(without.devianceExplained[9], 6);
  });

  test("crossValidate", () => {
    const folds = Array.from(rows, (_, i) => i % 4);
    const options = { loss: "huber" as const, count: 8 };
    const found = crossValidate(rows, values, { ...options, weights, foldIds: folds });
    const expected = crossValidate(X, y, { ...options, foldIds: folds.slice(0, 40) });
    expect(found.lambdas[0] / expected.lambdas[0]).toBeCloseTo(1, 12);
    found.means.forEach((mean, k) => {
      expect(mean / expected.means[k]).toBeCloseTo(1, 5);
    });
  });
});

test("whole weights are rows that stand there as often", () => {
  const { columns, y } = autoregressive({ n: 30, p: 4, density: 0.6, seed: 9 });
  const X = rowsOf(columns);
  const times = X.map((_, i) => i % 4);
  const repeat = <T>(values: ArrayLike<T>) => Array.from(values).flatMap((value, i) => new Array<T>(times[i]).fill(value));
  const [weighted, repeated] = [
    path(X, y, { loss: "huber", weights: times, count: 5 }),
    path(repeat(X), repeat(y), { loss: "huber", count: 5 }),
  ];
  expect(weighted.lambdas[0] / repeated.lambdas[0]).toBeCloseTo(1, 12);
});

test("the default number of λ's per decade asks for rows of positive weight", () => {
  const { columns, y } = autoregressive({ n: 12, p: 15, density: 0.6, seed: 10 });
  const X = rowsOf(columns);
  const rows = [...X, ...X];
  const values = [...y, ...y];
  const weights = values.map((_, i) => Number(i < 12));
  for (const loss of ["squared", "huber"] as const) {
    const [found, expected] = [path(rows, values, { loss, weights, count: 4 }), path(X, y, { loss, count: 4 })];
    expect(found.lambdas[3] / expected.lambdas[3]).toBeCloseTo(1, 12);
  }
});
