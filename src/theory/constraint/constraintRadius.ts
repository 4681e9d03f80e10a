import { describe } from "../../check.js";
import { Fit } from "../../results/fit.js";
import { checkNorm } from "../checkNorm.js";
import { checkOptions } from "../checkOptions.js";

/**
 * The radius k of the ball on whose surface a penalised fit lies: ‖w‖₁ for the lasso, ‖w‖₂² for ridge. The fit at λ is also the best one
 * with ‖w‖₁ ≤ k (‖w‖₂² ≤ k): λ is the multiplier of that constraint (Goodfellow, Bengio, Courville, Deep Learning, section 7.2; Hastie,
 * Tibshirani, Friedman, The Elements of Statistical Learning, eq. 3.42 and 3.51). {@link lambdaForRadius} goes back.
 *
 * @param fit of `lasso` or `ridge`; of `elasticNet` with `norm`
 * @param options `norm`: "l1" or "l2" (default: the one that `fit.l1Ratio` penalises)
 * @throws {TypeError | RangeError} when it is no fit, or one of both penalties and no norm is given
 */
export function constraintRadius(fit: Fit, options: { norm?: "l1" | "l2" } = {}): number {
  const name = "constraintRadius";
  if (!(fit instanceof Fit)) throw new TypeError(`${name}: fit is ${describe(fit)}, expected a Fit`);
  checkOptions(name, options, ["norm"]);
  if (options.norm === undefined && fit.l1Ratio !== 0 && fit.l1Ratio !== 1)
    throw new RangeError(`${name}: fit.l1Ratio is ${fit.l1Ratio}, expected 0 (ridge) or 1 (lasso), or a norm`);
  const norm = options.norm === undefined ? (fit.l1Ratio === 1 ? "l1" : "l2") : checkNorm(name, options.norm);
  return fit.coefficients.reduce((sum, w) => sum + (norm === "l1" ? Math.abs(w) : w * w), 0);
}
