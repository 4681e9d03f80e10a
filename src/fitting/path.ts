import type { PathLoss } from "../losses/loss.js";
import { takesLabels } from "../losses/losses.js";
import { weighClasses } from "../options/classWeights.js";
import type { FitOf, PathOptions, PathTarget } from "../options/pathOptions.js";
import { type FitPool, onPool } from "../options/pool.js";
import type { MultiFit } from "../results/multiFit.js";
import type { Path } from "../results/path.js";
import type { StridedArray, TensorLike } from "../tables/foreignTables.js";
import type { TableInput } from "../tables/readTable.js";
import { coxPath, multinomialPath } from "./jointPaths.js";
import { glmPath } from "./lossPaths.js";
import { squaredPath } from "./squaredPaths.js";

/**
 * Elastic-net fits along a sequence of λ's, each started from the one before (Friedman, Hastie, Tibshirani 2010, section 2.5), each with
 * its own duality gap. Every λ that was asked for is answered, unless `stopWhen` says otherwise. Newton's method on a working set
 * (assembly/path/path.ts); tall problems are condensed to their second moments first, and ρ = 0 without bounds is {@link ridgePath}.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, n labels for the losses of classes, `{ time, event, start?, strata? }` for "cox", or for "squared" a table of n rows and
 *   one column a target: each on its own at the λ's that all share, or with `grouped` all coefficients of a column together
 * @param options as for {@link elasticNet} without `lambda`; `lambdas`, or `count` and `minRatio`; `loss`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function path(
  X: TableInput,
  y: Exclude<TableInput, StridedArray | TensorLike>,
  options?: PathOptions & { loss?: "squared"; pool?: undefined },
): Path<MultiFit>;
/**
 * The same of one target, of classes, or of a survival.
 *
 * @param X n rows, p columns
 * @param y what the loss takes
 * @param options as above
 */
export function path<L extends PathLoss = "squared">(
  X: TableInput,
  y: PathTarget<L>,
  options?: PathOptions & { loss?: L; pool?: undefined },
): Path<FitOf<L>>;
/**
 * The same on the workers of a pool (`shrinkage/worker`), with a promise: of squared loss, where n is at least 100p and X has ten million
 * numbers or more, all of them compute second moments, else one of them does it all. The same bits on any number of workers, and not always
 * those of one thread, whose sums have another order.
 *
 * @param X n rows, p columns, or a matrix of that pool, which spares the copies
 * @param y as above
 * @param options as above, and `pool`
 * @throws {TypeError} when `pool` is no pool; everything else is thrown by the promise
 */
export function path<L extends PathLoss = "squared">(
  X: TableInput,
  y: PathTarget<L>,
  options: PathOptions & { loss?: L; pool: FitPool },
): Promise<Path<FitOf<L>>>;
export function path(X: TableInput, y: unknown, options: PathOptions = {}): unknown {
  const promised = onPool("path", X, y, options);
  if (promised) return promised;
  const { loss = "squared" } = options ?? {};
  const pathOf = Object.hasOwn(OWN_WAYS, loss) ? OWN_WAYS[loss as keyof typeof OWN_WAYS] : glmPath;
  return pathOf(X, y, weighClasses("path", y, options, takesLabels(loss)));
}

/** the losses that are not solved by rows */
const OWN_WAYS = { squared: squaredPath, multinomial: multinomialPath, cox: coxPath } satisfies Partial<Record<PathLoss, unknown>>;
