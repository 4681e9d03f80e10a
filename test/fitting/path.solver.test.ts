// A path's solver against the judge and against coordinate descent, over designs that are hard on it and whatever it may be asked for.
import { describe, expect, test } from "vitest";
import { type Asked, expectProven, type HardCase, oddCases, plainCases, quietPath, weightsFor } from "../helpers/designs.js";

const factors = ({ p }: HardCase) => Float64Array.from({ length: p }, (_, j) => [1, 2, 0.5, 1, Infinity][j % 5]);
/** a few columns without a penalty, fewer than rows */
const free = ({ n, p }: HardCase) => Float64Array.from({ length: p }, (_, j) => (j % 6 === 1 && j < Math.min(n / 3, 12) ? 0 : 1 + (j % 2)));

const asked: [what: string, options: (one: HardCase) => Asked][] = [
  ["nothing", () => ({})],
  ["tol 1e-12", () => ({ tol: 1e-12 })],
  ["weights", (one) => ({ weights: weightsFor(one) })],
  ["penalty factors, some infinite", (one) => ({ penaltyFactors: factors(one) })],
  ["columns without a penalty", (one) => ({ penaltyFactors: free(one) })],
  ["coefficients ≥ 0", () => ({ lower: 0 })],
  ["a box", () => ({ lower: -0.1, upper: 0.15 })],
  [
    "some columns held at 0",
    ({ p }) => ({
      upper: Float64Array.from({ length: p }, (_, j) => (j % 3 ? 2 : 0)),
      lower: Float64Array.from({ length: p }, (_, j) => (j % 3 ? -Infinity : 0)),
    }),
  ],
  ["standardize and weights", (one) => ({ standardize: true, weights: weightsFor(one) })],
  ["no intercept", () => ({ fitIntercept: false })],
  ["ρ = 0.5", () => ({ l1Ratio: 0.5 })],
  ["ρ = 0.05, standardize, columns without a penalty", (one) => ({ l1Ratio: 0.05, standardize: true, penaltyFactors: free(one) })],
  ["ρ = 0", () => ({ l1Ratio: 0 })],
  ["ρ = 0 and coefficients ≥ 0", () => ({ l1Ratio: 0, lower: 0 })],
  ["ρ = 0.5, tol 1e-12, weights and a box", (one) => ({ l1Ratio: 0.5, tol: 1e-12, weights: weightsFor(one), lower: -0.2, upper: 0.1 })],
];

describe.each(asked)("asked for %s", (_, options) => {
  test.each(plainCases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const given = { count: 8, minRatio: 1e-2, ...options(one) };
    expectProven(one, given, quietPath(one, given), 2);
  });

  test.each(oddCases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const given = { count: 6, minRatio: 1e-2, ...options(one) };
    expectProven(one, given, quietPath(one, given), 2);
  });
});

test("nothing of that is left to coordinate descent: Newton takes few steps, however columns depend on each other", () => {
  for (const one of [...plainCases, ...oddCases]) {
    for (const count of [3, 6]) {
      const { iterations, converged } = quietPath(one, { count, minRatio: 1e-2, tol: 1e-10 });
      expect(converged, one.name).not.toContain(false);
      expect(Math.max(...iterations), one.name).toBeLessThan(60 + one.p);
    }
  }
});
