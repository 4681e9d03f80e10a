import { checkNumber, describe } from "../check.js";
import { checkCommon, checkLambda, type FitOptions } from "../options/commonOptions.js";
import { inColumns } from "../options/warmStart.js";
import { fitOn, numbers, onProblem, readCall } from "../problem/call.js";
import { Fit } from "../results/fit.js";
import { choose } from "../ridge/ridgeCv.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import { factorsOf } from "./adaptiveFactors.js";

/** Options of {@link adaptiveLasso}. */
export interface AdaptiveLassoOptions extends Omit<FitOptions, "penaltyFactors"> {
  /**
   * the fit whose coefficients weigh the penalty, by name if both it and X know names (default {@link ridgeCv}'s, with the same intercept,
   * weights and standardize)
   */
  first?: Fit;
  /** γ > 0 (default 1) */
  gamma?: number;
}

/**
 * Adaptive lasso (Zou 2006): `lasso` with the penalty factors 1/|βⱼ|^γ of a first fit, see {@link adaptiveFactors}. A large coefficient is
 * shrunk less than a small one, so that the right columns can be found without a bias that stays.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link lasso} without `penaltyFactors`; `first` and `gamma`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function adaptiveLasso(X: TableInput, y: VectorInput, options: AdaptiveLassoOptions): Fit {
  const name = "adaptiveLasso";
  const { first, gamma = 1 } = options ?? {};
  if (options && "penaltyFactors" in options)
    throw new TypeError(`${name}: penaltyFactors is not an option, expected first and gamma; they make them`);
  if (first !== undefined && !(first instanceof Fit)) throw new TypeError(`${name}: first is ${describe(first, "Fit")}, expected a Fit`);
  checkNumber(name, "gamma", gamma, (x) => x > 0 && x < Infinity, "a finite number above 0");
  const call = readCall(name, X, options, ["lambda", "first", "gamma"], numbers(y));
  const { table, settings } = call;
  const lambda = checkLambda(name, options.lambda);
  const { columns } = table;
  const known = first && inColumns(name, "first", first, columns, settings.featureNames);
  const { fitIntercept, weights, standardize, watch } = settings;
  const plain = { ...checkCommon(name, { fitIntercept, weights, standardize }, table), watch };
  const large = known ?? onProblem({ ...call, settings: plain }, choose).fit.coefficients;
  const weighted = { ...call, settings: { ...settings, penaltyFactors: factorsOf(large, gamma) } };
  return fitOn(weighted, (memory, problem) => fitPlaced(memory, problem, lambda, 1));
}
