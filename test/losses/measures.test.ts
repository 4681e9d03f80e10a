// Measures of predictions, against their definitions written out.
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { accuracy, auc } from "../../src/losses/classMeasures.js";
import { judgeOf } from "../../src/losses/measures.js";
import { expectClose } from "../helpers/closeTo.js";

const y = Float64Array.of(1, 2, 4);
const predictions = Float64Array.of(1, 0, 5);

test.each([
  ["mse", undefined, (0 + 4 + 1) / 3],
  ["deviance", undefined, (0 + 4 + 1) / 3],
  ["mae", undefined, (0 + 2 + 1) / 3],
  ["mse", [1, 0, 3], 3 / 4],
  ["mae", [0, 2, 1], 5 / 3],
  ["mse", [0, 0, 0], NaN],
] as const)("%s with weights %j is %d", (measure, weights, expected) => {
  expect(judgeOf({ loss: "squared" }, measure)(y, predictions, weights && Float64Array.from(weights))).toBe(expected);
});

test("accuracy is the share of weights that are right", () => {
  expect(accuracy([0, 1, 2, 1], [0, 1, 1, 1])).toBe(0.75);
  expect(accuracy([0, 1, 2, 1], [0, 1, 1, 1], [1, 1, 5, 1])).toBe(3 / 8);
  expect(accuracy([], [])).toBe(NaN);
});

describe("auc", () => {
  /** Σ over pairs of a row of each class: 1 where the positive one scores higher, ½ for a tie */
  function naive(positive: number[], scores: number[], s: number[]): number {
    let wins = 0;
    let pairs = 0;
    positive.forEach((a, i) => {
      positive.forEach((b, k) => {
        if (!a || b) return;
        pairs += s[i] * s[k];
        wins += s[i] * s[k] * (scores[i] > scores[k] ? 1 : scores[i] === scores[k] ? 0.5 : 0);
      });
    });
    return wins / pairs;
  }

  test.each([1, 2, 3, 4])("is the share of pairs in the right order, with ties and weights: seed %i", (seed) => {
    const [random, gauss] = [uniform(seed), normal(seed)];
    const positive = Array.from({ length: 60 }, () => Number(random() < 0.4));
    const scores = positive.map((one) => Math.round(3 * (gauss() + one)) / 3);
    const weights = positive.map((_, i) => (i % 6 === 0 ? 0 : random()));
    const ones = positive.map(() => 1);
    expectClose(auc(positive, scores), naive(positive, scores, ones), 3600, 1);
    expectClose(auc(positive, scores, weights), naive(positive, scores, weights), 3600, 1);
    // order alone counts
    expectClose(auc(positive, scores.map(Math.exp)), auc(positive, scores), 3600, 1);
    expectClose(
      auc(
        positive,
        scores.map((x) => -x),
      ),
      1 - auc(positive, scores),
      3600,
      1,
    );
  });

  test("1 where classes are apart, 0 the wrong way round, ½ where nothing is known, NaN for one class", () => {
    expect(auc([false, true, true], [-1, 3, 2])).toBe(1);
    expect(auc([1, 0, 0], [-1, 3, 2])).toBe(0);
    expect(auc([1, 0, 0], [7, 7, 7])).toBe(0.5);
    expect(auc([1, 1], [1, 2])).toBe(NaN);
    expect(auc([1, 0, 0], [1, 2, 0], [1, 1, 0])).toBe(0);
  });
});
