import { checkCount } from "../../check.js";
import { checkLambda } from "../../options/commonOptions.js";
import { checkOptions } from "../checkOptions.js";
import { checkPositive } from "../checkPositive.js";

/** The priors whose most probable coefficients are the penalised fit. */
export interface Prior {
  /** τ² of w ~ N(0, τ²), ridge's; Infinity at λ = 0, where every w is as likely as any other */
  gaussianVariance: number;
  /** b of w ~ Laplace(0, b), density e^(−|w|/b)/2b, the lasso's; Infinity at λ = 0 */
  laplaceScale: number;
}

/**
 * The prior belief that a penalty stands for: with noise N(0, σ²), the posterior density is e^(−(n/σ²)·objective) up to a factor where the
 * prior of every coefficient is N(0, τ²), τ² = σ²/(nλ) (ridge), or Laplace with b = σ²/(nλ) (lasso): the same number for both in the
 * objective of this library (Goodfellow, Bengio, Courville, Deep Learning, sections 5.6.1 and 7.1.2; Tibshirani 1996, section 5).
 *
 * @param options `lambda` ≥ 0, `noiseVariance` = σ² > 0, `n` rows; all required
 * @throws {TypeError | RangeError} when a number is missing or out of range
 */
export function priorFromLambda(options: { lambda: number; noiseVariance: number; n: number }): Prior {
  const name = "priorFromLambda";
  checkOptions(name, options, ["lambda", "noiseVariance", "n"]);
  const lambda = checkLambda(name, options.lambda);
  const width = checkPositive(name, "noiseVariance", options.noiseVariance) / (checkCount(name, "n", options.n) * lambda);
  return { gaussianVariance: width, laplaceScale: width };
}
