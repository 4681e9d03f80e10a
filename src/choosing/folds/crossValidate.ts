import { describe } from "../../check.js";
import { scope } from "../../kernels/scope.js";
import type { LossName } from "../../losses/loss.js";
import type { FitOf } from "../../options/pathOptions.js";
import type { Label } from "../../tables/labels.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import type { CrossValidation } from "./crossValidation.js";
import { assemble, unitsOf } from "./plan.js";
import { type CrossValidateOptions, placeRequest, readRequest } from "./request.js";
import { runUnit } from "./runUnit.js";

/** Something that cross-validates elsewhere: the pool of `shrinkage/worker`. */
export interface FoldPool {
  /** {@link crossValidate} on all workers of the pool, the same to the bit */
  crossValidate<L extends LossName = "squared">(
    X: TableInput,
    y: VectorInput | ArrayLike<Label>,
    options?: CrossValidateOptions & { loss?: L },
  ): Promise<CrossValidation<FitOf<L>>>;
}

/**
 * Elastic net with λ (and ρ) chosen by K-fold cross-validation (Stone 1974; Hastie, Tibshirani, Friedman 2009, section 7.10), for every
 * loss that {@link path} takes. All folds share the λ's of the path of all rows (and Huber's δ); each is a path of the rows outside it,
 * every λ started from the one before, standardised (where asked for) by its own rows. Means and standard errors are glmnet's
 * (`cv.glmnet`, grouped), but for its clipping of probabilities; accuracy is 1 less its misclassification error, and mse and mae of
 * probabilities are half of its, which add up both classes.
 *
 * Tall problems of squared error are never fitted from their rows: every row enters the second moments of its fold once, and a fold is
 * fitted to the merged moments of the others. What rounding might show in comes from the rows instead.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or n labels of two kinds for "logistic" and "squaredHinge", whose folds are stratified by default
 * @param options as for {@link path} without `stopWhen`; `folds` or `foldIds`, `repeats`, `seed`, `stratify`, `groups`, `measure`, `choice`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {RangeError} when one fold has all the weight, or the rows outside a fold are of one class only; for auc, inside a fold
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory: it needs room for X twice
 * @throws the reason of `options.signal` when it is aborted
 */
export function crossValidate<L extends LossName = "squared">(
  X: TableInput,
  y: VectorInput | ArrayLike<Label>,
  options?: CrossValidateOptions & { loss?: L; pool?: undefined },
): CrossValidation<FitOf<L>>;
/**
 * The same on the workers of a pool (`shrinkage/worker`), with a promise of the same numbers.
 *
 * @param X n rows, p columns, or a matrix of that pool
 * @param y as above
 * @param options as above, and `pool`
 * @throws {TypeError} when `pool` is no pool; everything else is thrown by the promise
 */
export function crossValidate<L extends LossName = "squared">(
  X: TableInput,
  y: VectorInput | ArrayLike<Label>,
  options: CrossValidateOptions & { loss?: L; pool: FoldPool },
): Promise<CrossValidation<FitOf<L>>>;
export function crossValidate<L extends LossName>(
  X: TableInput,
  y: VectorInput | ArrayLike<Label>,
  given: CrossValidateOptions & { loss?: L; pool?: FoldPool } = {},
): CrossValidation<FitOf<L>> | Promise<CrossValidation<FitOf<L>>> {
  const name = "crossValidate";
  const { pool, ...options } = given ?? {};
  if (pool !== undefined) {
    if (typeof pool?.crossValidate !== "function")
      throw new TypeError(`${name}: pool is ${describe(pool)}, expected one made by pool() of shrinkage/worker`);
    return pool.crossValidate(X, y, options as CrossValidateOptions & { loss?: L });
  }
  const request = readRequest(name, X, y, given === null || typeof given !== "object" ? given : options);
  return scope((memory) => {
    const source = placeRequest(memory, request);
    const outcomes = Array.from(unitsOf(source, request.plan), (unit) => runUnit(source, unit));
    return assemble(source, request.plan, outcomes) as CrossValidation<FitOf<L>>;
  });
}
