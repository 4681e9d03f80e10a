// A level of one row under a small δ: the row is an outlier until its own coefficient has come all the way, and c is 0 there.
import { expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { path } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

test("λ = 0: the other rows' fit is the optimum, and no gap is smaller than what is left to it", () => {
  let proven = 0;
  let asked = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const [draw, random] = [normal(seed), uniform(seed)];
    const n = 4 + Math.floor(44 * random());
    const y = Array.from({ length: n }, () => 1 + draw());
    const weights = y.map(() => random());
    const [whole, last] = [weights.reduce((a, b) => a + b), weights[n - 1]];
    const X = y.map((_, i) => [Number(i === n - 1)]);
    for (const delta of [1e-4, 1e-2]) {
      const options = { loss: "huber", delta, lambdas: [0] } as const;
      const { result: rest } = quietly(() =>
        path(
          y.slice(1).map(() => [0]),
          y.slice(0, -1),
          { ...options, weights: weights.slice(0, -1), tol: 1e-12 },
        ),
      );
      const best = (rest.objectives[0] * (whole - last)) / whole;
      for (const tol of [0.1, 1e-7]) {
        const { result: fits } = quietly(() => path(X, y, { ...options, weights, tol }));
        const { objective, gap, converged } = fits.fit(0).certificate;
        // both sums of n terms are right to a few roundings
        expect(objective - best).toBeLessThanOrEqual(gap + 64 * Number.EPSILON * best);
        asked++;
        proven += Number(converged);
      }
    }
  }
  // the best intercept of so small a δ may lie where no row has a curvature
  expect(proven).toBeGreaterThan(0.9 * asked);
});
