import { checkCount } from "../../check.js";
import { checkOptions } from "../checkOptions.js";
import { checkPositive } from "../checkPositive.js";
import { checkPrior } from "../checkPrior.js";

/** A prior of every coefficient: τ² of N(0, τ²), or b of Laplace(0, b). */
export type OnePrior = GaussianPrior | LaplacePrior;

/** N(0, τ²) of every coefficient, which makes ridge. */
export interface GaussianPrior {
  /** τ² > 0, Infinity for a flat prior */
  gaussianVariance: number;
  /** not beside a variance */
  laplaceScale?: undefined;
}

/** Laplace(0, b) of every coefficient, which makes the lasso. */
export interface LaplacePrior {
  /** b > 0, Infinity for a flat prior */
  laplaceScale: number;
  /** not beside a scale */
  gaussianVariance?: undefined;
}

/**
 * The λ at which `ridge` (from `gaussianVariance` = τ²) or `lasso` (from `laplaceScale` = b) gives the most probable coefficients:
 * λ = σ²/(nτ²) or σ²/(nb), back from {@link priorFromLambda}.
 *
 * @param options one prior, Infinity for a flat one; `noiseVariance` = σ² > 0; `n` rows
 * @throws {TypeError | RangeError} when a number is missing or out of range, or both priors are given
 */
export function lambdaFromPrior(options: OnePrior & { noiseVariance: number; n: number }): number {
  const name = "lambdaFromPrior";
  checkOptions(name, options, ["gaussianVariance", "laplaceScale", "noiseVariance", "n"]);
  const { width } = checkPrior(name, options, true);
  return checkPositive(name, "noiseVariance", options.noiseVariance) / (checkCount(name, "n", options.n) * width);
}
