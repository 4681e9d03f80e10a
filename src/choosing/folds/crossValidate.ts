import { describe } from "../../check.js";
import { scope } from "../../kernels/scope.js";
import type { PathLoss } from "../../losses/loss.js";
import type { FitOf, PathTarget } from "../../options/pathOptions.js";
import type { MultiFit } from "../../results/multiFit.js";
import type { StridedArray, TensorLike } from "../../tables/foreignTables.js";
import type { TableInput } from "../../tables/readTable.js";
import type { CrossValidation } from "./crossValidation.js";
import type { CrossValidateOptions } from "./options.js";
import { assemble, unitsOf } from "./plan.js";
import { placeRequest, readRequest } from "./request.js";
import { runUnit } from "./runUnit.js";

/** Something that cross-validates elsewhere: the pool of `shrinkage/worker`. */
export interface FoldPool {
  /** {@link crossValidate} on all workers of the pool, the same to the bit */
  crossValidate<L extends PathLoss = "squared">(
    X: TableInput,
    y: PathTarget<L>,
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
 * @param y what the loss of {@link path} takes: n numbers, n labels (whose folds are stratified by default), `{ time, event, … }` for "cox", or
 *   with `grouped: true` a table of targets
 * @param options as for {@link path} without `stopWhen`; `folds` or `foldIds`, `repeats`, `seed`, `stratify`, `groups`, `measure`, `choice`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {RangeError} when one fold has all the weight, or the rows outside a fold are of one class only; for auc, inside a fold
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory: it needs room for X twice
 * @throws the reason of `options.signal` when it is aborted
 */
export function crossValidate(
  X: TableInput,
  y: Exclude<TableInput, StridedArray | TensorLike>,
  options: CrossValidateOptions & { grouped: true; loss?: "squared"; pool?: undefined },
): CrossValidation<MultiFit>;
/**
 * The same of one target, of classes, or of a survival.
 *
 * @param X n rows, p columns
 * @param y what the loss takes
 * @param options as above
 */
export function crossValidate<L extends PathLoss = "squared">(
  X: TableInput,
  y: PathTarget<L>,
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
export function crossValidate<L extends PathLoss = "squared">(
  X: TableInput,
  y: PathTarget<L>,
  options: CrossValidateOptions & { loss?: L; pool: FoldPool },
): Promise<CrossValidation<FitOf<L>>>;
export function crossValidate(X: TableInput, y: unknown, given: CrossValidateOptions & { pool?: FoldPool } = {}): unknown {
  const name = "crossValidate";
  const { pool, ...options } = given ?? {};
  if (pool !== undefined) {
    if (typeof pool?.crossValidate !== "function")
      throw new TypeError(`${name}: pool is ${describe(pool)}, expected one made by pool() of shrinkage/worker`);
    return pool.crossValidate(X, y as PathTarget<PathLoss>, options);
  }
  const request = readRequest(name, X, y, given === null || typeof given !== "object" ? given : options);
  return scope((memory) => {
    const source = placeRequest(memory, request);
    const outcomes = Array.from(unitsOf(source, request.plan), (unit) => runUnit(source, unit));
    return assemble(source, request.plan, outcomes);
  }, request.settings.watch.check);
}
