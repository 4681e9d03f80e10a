// Means and variances of columns, against two naive passes and where one pass would lose digits.
import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { expectClose, expectSum } from "../helpers/closeTo.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const random = normal(7);
const vector = (n: number) => Array.from({ length: n }, random);

describe("moments", () => {
  /** means and variances of columns of n numbers; the weights sum to 1 */
  function moments(columns: number[][], w: number[], skew: 0 | 8 = 0) {
    const arena = new Arena(skew);
    const p = columns.length;
    const means = arena.blank(p);
    const variances = arena.blank(p);
    k.moments(w.length, p, arena.f64(columns.flat()), arena.f64(w), means, variances);
    arena.checkGuards();
    return { means: [...arena.read(means, p)], variances: [...arena.read(variances, p)] };
  }

  /** positive but for the first `zeros` */
  function weights(n: number, zeros = 0): number[] {
    const w = vector(n).map((x, i) => (i < zeros ? 0 : Math.abs(x) + 0.01));
    const total = w.reduce((sum, wi) => sum + wi, 0);
    return w.map((wi) => wi / total);
  }

  const weightedMean = (x: number[], w: number[]) => x.reduce((sum, xi, i) => sum + w[i] * xi, 0);
  /** wᵢ(xᵢ − mean)² */
  const squares = (x: number[], w: number[]) => {
    const mean = weightedMean(x, w);
    return x.map((xi, i) => w[i] * (xi - mean) ** 2);
  };

  test.each([0, 1, 3])("agree with two naive passes when the first %i rows weigh nothing", (zeros) => {
    for (let n = zeros + 1; n <= 20; n++) {
      for (let p = 0; p <= 3; p++) {
        const w = weights(n, zeros);
        const columns = Array.from({ length: p }, () => vector(n).map((x) => 3 * x - 1));
        const { means, variances } = moments(columns, w, n % 2 ? 8 : 0);
        columns.forEach((x, j) => {
          // |x| at its largest: Σw is 1 up to rounding only
          expectClose(means[j], weightedMean(x, w), n, Math.max(...x.map(Math.abs)), `mean, n = ${n}:`);
          expectSum(variances[j], squares(x, w), `variance, n = ${n}:`);
        });
      }
    }
  });

  test("keep all digits of a column with mean 1e8 and sd 1, and of one that starts with an outlier of no weight to speak of", () => {
    const n = 1000;
    const w = weights(n);
    // multiples of 2⁻²⁰, so that the shifted column is exact and has the same variance
    const x = vector(n).map((xi) => Math.round(xi * 2 ** 20) / 2 ** 20);
    const shifted = moments([x.map((xi) => 1e8 + xi)], w);
    expectClose(shifted.means[0], 1e8 + weightedMean(x, w), 1, 1e8);
    expectSum(shifted.variances[0], squares(x, w));

    const outlier = [1e12, ...x];
    const light = [1e-30, ...w];
    const { means, variances } = moments([outlier], light);
    expectClose(means[0], weightedMean(outlier, light), n, Math.max(...x.map(Math.abs)));
    expectSum(variances[0], squares(outlier, light));
  });

  test("keep all digits where the first value is far from the mean, or so far that its square overflows", () => {
    const n = 1001;
    const w = weights(n);
    for (const far of [3, 30, 1e5, -1e10]) {
      const x = [far, ...vector(n - 1)];
      const { means, variances } = moments([x], w);
      expectClose(means[0], weightedMean(x, w), n, Math.max(...x.map(Math.abs)), `first value ${far}:`);
      expectSum(variances[0], squares(x, w), `first value ${far}:`);
    }
    // Σ wᵢ(xᵢ − x₀)² is beyond the largest number, the variance is w₀x₀²
    const { variances } = moments([[1e160, ...vector(n)]], [1e-30, ...w]);
    expect(variances[0] / 1e290).toBeCloseTo(1, 1);
  });

  test("are not finite where an entry is not, even one that weighs nothing", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const n of [1, 4, 11]) {
        for (let i = 0; i < n; i++) {
          const x = vector(n).map((xi, k) => (k === i ? bad : xi));
          for (const w of [weights(n), n > 1 ? weights(n).map((wi, k) => (k === i ? 0 : wi)) : [1]])
            expect(moments([x], w).variances[0]).not.toSatisfy(Number.isFinite);
        }
      }
    }
  });

  test("give a constant column its value and variance 0 exactly", () => {
    const values = [0, 0.1, 1 / 3, -7e9, 1e-300, 1e150, Math.PI];
    for (const n of [1, 2, 3, 7, 100, 1001]) {
      for (const zeros of [0, 1]) {
        if (zeros >= n) continue;
        // where a row weighs nothing, it may hold anything
        const columns = values.map((value) => Array.from({ length: n }, (_, i) => (i < zeros ? value + 1 : value)));
        const { means, variances } = moments(columns, weights(n, zeros));
        expect(means).toEqual(values);
        expect(variances).toEqual(values.map(() => 0));
      }
    }
  });
});
