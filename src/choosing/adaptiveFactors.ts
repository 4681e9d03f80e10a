import { checkNumber, describe } from "../check.js";
import { power } from "../elementary.js";
import { Fit } from "../results/fit.js";

/**
 * Penalty factors of the adaptive lasso, vⱼ = 1/|βⱼ|^γ of a first fit (Zou 2006, section 3): what is large is penalised less; Infinity, so
 * left out, where βⱼ = 0. For `path`, `crossValidate` and everything else that takes `penaltyFactors`.
 *
 * @param first a fit that is near the truth, like least squares or ridge
 * @param gamma γ > 0 (default 1)
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function adaptiveFactors(first: Fit, gamma = 1): Float64Array {
  const name = "adaptiveFactors";
  if (!(first instanceof Fit)) throw new TypeError(`${name}: first is ${describe(first, "Fit")}, expected a Fit`);
  checkNumber(name, "gamma", gamma, (x) => x > 0 && x < Infinity, "a finite number above 0");
  return factorsOf(first.coefficients, gamma);
}

/** 1/|βⱼ|^γ */
export function factorsOf(coefficients: Float64Array, gamma: number): Float64Array {
  return coefficients.map((b) => power(Math.abs(b), -gamma));
}
