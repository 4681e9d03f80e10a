// Columns without a penalty that bounds hold, far from 0 and nearly dependent: the dual point is as orthogonal to them as claims say it is.
import { expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { lasso } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

test("λ = 0, columns 1e5 away from 0, one bound a column: no claim is refuted, converged or not", () => {
  // that of seed 1450 was
  for (let seed = 1430; seed <= 1470; seed++) {
    const [draw, random] = [normal(seed), uniform(seed)];
    const [n, p] = [3 + (seed % 9), 1 + ((seed * 7) % 9)];
    const X = Array.from({ length: n }, () => Array.from({ length: p }, () => 1e5 + draw()));
    const y = X.map(() => 2 + draw());
    const lower = Array.from({ length: p }, () => (random() < 0.3 ? -Infinity : -random()));
    const upper = Array.from({ length: p }, () => random());
    for (const maxIterations of [1, 10_000]) {
      const options = { lambda: 0, fitIntercept: false, lower, upper, maxIterations };
      const { result: fit } = quietly(() => lasso(X, y, options));
      const { coefficients, intercept, certificate } = fit;
      const asked = { X, y, loss: "squared" as const, l1Ratio: 1, standardize: false, ...options };
      const { objective, gap } = certificate;
      expect(rule(asked, { coefficients, intercept, objective, gap })?.refuted, `seed ${seed}, ${maxIterations}`).not.toBe(true);
    }
  }
});
