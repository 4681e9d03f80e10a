// Units of the columns are nothing to methods that look at all rows: steps are as many as on columns that were standardised by hand.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf, uniform } from "../../reference/problems.js";
import { type GradientMethod, gradientDescent } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";

const n = 120;
const p = 8;
const { columns, y } = autoregressive({ n, p, rho: 0.5, density: 1, seed: 171 });
const random = uniform(172);
/** columns whose sds differ by up to 10⁶, and whose means by 20 sds */
const units = Array.from({ length: p }, () => 10 ** (6 * random() - 3));
const scaled = rowsOf(columns.map((column, j) => column.map((x) => units[j] * (x + 5 * (j - 3)))));
const byHand = rowsOf(
  columns.map((column) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / n;
    const sd = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    return column.map((x) => (x - mean) / sd);
  }),
);
const targets = {
  squared: Array.from(y, (value) => value + 3),
  huber: Array.from(y, (value) => value + 3),
  logistic: Array.from(y, (value, i) => (value + (i % 3) - 1 > 0 ? 1 : 0)),
  squaredHinge: Array.from(y, (value, i) => (value + (i % 3) - 1 > 0 ? 1 : 0)),
  poisson: Array.from(y, (value) => Math.round(Math.exp(value / 3))),
};

describe.each(Object.keys(targets) as (keyof typeof targets)[])("loss %s", (loss) => {
  test.each(["fista", "gd", "lbfgs"] as GradientMethod[])("%s: standardize takes the steps of columns standardised by hand", (method) => {
    for (const lambda of [0.3, 0.003]) {
      const options = { loss, method, lambda, l1Ratio: method === "lbfgs" ? 0 : 0.5, tol: 1e-8 };
      const hand = gradientDescent(byHand, targets[loss], options);
      const fit = gradientDescent(scaled, targets[loss], { ...options, standardize: true });
      expect(fit.certificate.converged).toBe(true);
      // the same steps but for rounding, which may move the look that ends them by one
      expect(Math.abs(fit.certificate.iterations - hand.certificate.iterations)).toBeLessThanOrEqual(10);
      const null0 = hand.history.objective[0];
      expect(Math.abs(fit.certificate.objective - hand.certificate.objective)).toBeLessThanOrEqual(2e-8 * null0);
    }
  });

  test.each(["fista", "lbfgs"] as GradientMethod[])("%s: so do columns in their own units, whose penalty is then another", (method) => {
    // factors v = sd make the penalty of raw columns that of standardised ones: λρ Σ sdⱼ|βⱼ|
    const sds = columns.map((column, j) => {
      const mean = column.reduce((sum, x) => sum + x, 0) / n;
      return units[j] * Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    });
    const options = { loss, method, tol: 1e-8, lambda: 0.01 };
    const given = method === "lbfgs" ? { l1Ratio: 0, penaltyFactors: sds.map((sd) => sd ** 2) } : { l1Ratio: 1, penaltyFactors: sds };
    const hand = gradientDescent(byHand, targets[loss], { ...options, l1Ratio: given.l1Ratio });
    const fit = gradientDescent(scaled, targets[loss], { ...options, ...given });
    expect(fit.certificate.converged).toBe(true);
    expect(Math.abs(fit.certificate.iterations - hand.certificate.iterations)).toBeLessThanOrEqual(10);
  });
});

test("a step that is given is taken in the columns as they are, or as they are standardised", () => {
  const options = { method: "gd", lambda: 0.1, l1Ratio: 0, learningRate: 0.05, maxIterations: 3, tol: 0 } as const;
  const hand = quietly(() => gradientDescent(byHand, targets.squared, options)).result;
  const fit = quietly(() => gradientDescent(scaled, targets.squared, { ...options, standardize: true })).result;
  hand.history.objective.forEach((value, k) => {
    expect(fit.history.objective[k]).toBeCloseTo(value, 10);
  });
});
