import { checkLambda, type FitOptions } from "../options/commonOptions.js";
import { type FitPool, onPool } from "../options/pool.js";
import { lessOffset, onProblem, readCall } from "../problem/call.js";
import { readTargets } from "../problem/targets.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { MultiFit } from "../results/multiFit.js";
import { solveRidge } from "../solvers/conjugateGradients.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { StridedArray, TensorLike } from "../tables/foreignTables.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/**
 * Ridge: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + (λ/2) Σ vⱼβⱼ² (Hoerl, Kennard 1970) by a Cholesky factorisation of XᵀX (n ≥ p) or XXᵀ
 * (p > n) with iterative refinement; where the columns are too nearly dependent for that, by a QR factorisation of X, and
 * `fit.conditioning` says so; with bounds by coordinate descent; a sparse table of many rows and many columns by preconditioned conjugate
 * gradients (Hestenes, Stiefel 1952), which have no `conditioning`. λ = 0 is ordinary least squares, the shortest coefficients where many
 * are equally good. Dependent are columns that leave of each other only what their entries are rounded by, which beside a mean of many
 * standard deviations is more than it looks.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or a table of n rows and k columns for k targets that share the factorisation
 * @param options `lambda` is required; without bounds and a large sparse table nothing is iterated, and `maxIterations` and `onProgress` change
 *   nothing; `warmStart` never does
 * @returns a {@link Fit}; for a table y a {@link MultiFit}, whose `coefficients` is an array of k Float64Array
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function ridge(
  X: TableInput,
  y: StridedArray | TensorLike,
  options: FitOptions & OffsetOptions & { pool?: undefined },
): Fit | MultiFit;
export function ridge(X: TableInput, y: VectorInput, options: FitOptions & OffsetOptions & { pool?: undefined }): Fit;
export function ridge(X: TableInput, y: TableInput, options: FitOptions & OffsetOptions & { pool?: undefined }): MultiFit;
/**
 * The same on the workers of a pool (`shrinkage/worker`), as {@link path} there.
 *
 * @param X n rows, p columns, or a matrix of that pool
 * @param y as above
 * @param options as above, and `pool`
 * @throws {TypeError} when `pool` is no pool; everything else is thrown by the promise
 */
export function ridge(X: TableInput, y: VectorInput, options: FitOptions & OffsetOptions & { pool: FitPool }): Promise<Fit>;
export function ridge(X: TableInput, y: VectorInput | TableInput, options: FitOptions & OffsetOptions & { pool?: FitPool }): unknown {
  const promised = onPool("ridge", X, y, options);
  if (promised) return promised;
  const call = lessOffset(readCall("ridge", X, options, ["lambda", "offset"], readTargets(y)));
  const { name, settings, targets, single, targetNames } = call;
  const lambda = checkLambda(name, options.lambda);
  const fits = settings.bounded
    ? targets.map((target) => onProblem({ ...call, targets: [target] }, (memory, problem) => fitPlaced(memory, problem, lambda, 0)))
    : onProblem(call, (memory, problem) => solveRidge(memory, problem, lambda));
  warnOnce(name, fits, settings);
  return single ? fits[0] : new MultiFit(fits, targetNames);
}
