// Seeded problems of every shape and the three solvers, for the tests that compare one call with another.
//
// Tolerances. f is strongly convex in η = Xβ: ½‖η − η*‖² ≤ objective − optimum ≤ gap, so two proven fits of one problem have predictions
// within √(2 gap) + √(2 gap′) of each other (weighted mean square). At TOL that is 2e-7·‖y‖, and the columns used here (AR(0.5))
// lose less than a digit of it on the way to the coefficients. Where an answer is a closed form, rounding alone is left.
import { expect } from "vitest";
import { autoregressive, rowsOf, type Simulated } from "../../reference/problems.js";
import { type CommonOptions, elasticNet, type Fit, lasso, ridge } from "../../src/index.js";
import { difference } from "./judging.js";

export const TOL = 1e-14;
export const CLOSE = 1e-6;

export interface Sample extends Simulated {
  X: number[][];
}

function sample(label: string, n: number, p: number, seed: number): Sample {
  const problem = autoregressive({ n, p, density: p > 1 ? 0.5 : 1, seed });
  return { ...problem, name: `${label} ${n}×${p}`, X: rowsOf(problem.columns) };
}

export const samples: Sample[] = [
  sample("tall", 60, 8, 1),
  sample("wide", 15, 40, 2),
  sample("square", 20, 20, 3),
  sample("two rows", 2, 5, 4),
  sample("one column", 12, 1, 5),
];
/** those with rows enough for unpenalised columns and weights of 0 */
export const roomy = samples.filter(({ n }) => n > 10);

export interface Model {
  name: string;
  l1Ratio: number;
  lambda: number;
  fit(X: number[][], y: ArrayLike<number>, options?: CommonOptions & { lambda?: number; l1Ratio?: number }): Fit;
}

export const models: Model[] = [
  {
    name: "lasso",
    l1Ratio: 1,
    lambda: 0.15,
    fit: (X, y, { l1Ratio: _, ...options } = {}) => lasso(X, y, { lambda: 0.15, tol: TOL, ...options }),
  },
  {
    name: "elasticNet",
    l1Ratio: 0.5,
    lambda: 0.2,
    fit: (X, y, options) => elasticNet(X, y, { lambda: 0.2, l1Ratio: 0.5, tol: TOL, ...options }),
  },
  {
    name: "ridge",
    l1Ratio: 0,
    lambda: 0.3,
    fit: (X, y, { l1Ratio: _, ...options } = {}) => ridge(X, y, { lambda: 0.3, tol: TOL, ...options }),
  },
];

/** every model on every sample */
export const pairs = models.flatMap((model) => samples.map((one) => [model.name, one.name, model, one] as const));
export const roomyPairs = pairs.filter(([, , , one]) => roomy.includes(one));

/** the same coefficients, in the order given, and the same intercept */
export function expectSame(fit: Fit, coefficients: ArrayLike<number>, intercept: number, tolerance = CLOSE): void {
  expect(difference(fit.coefficients, coefficients)).toBeLessThanOrEqual(tolerance);
  const size = Math.max(Math.abs(intercept), ...Array.from(coefficients, Math.abs));
  expect(Math.abs(fit.intercept - intercept)).toBeLessThanOrEqual(tolerance * size);
}
