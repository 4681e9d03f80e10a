import { checkLambda, type FitOptions } from "../options/commonOptions.js";
import type { GroupOptions, LayerOptions } from "../options/groups.js";
import type { Fit } from "../results/fit.js";
import type { MultiFit } from "../results/multiFit.js";
import type { StridedArray, TensorLike } from "../tables/foreignTables.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import { fitTargets, readTargetsCall } from "./squaredFits.js";

/** Options of {@link lasso}; `lambda` is required. */
export interface LassoOptions extends Omit<FitOptions, "warmStart">, GroupOptions, LayerOptions, OffsetOptions {
  /** start from this fit's coefficients, by name if both it and X know names; of several targets a MultiFit */
  warmStart?: Fit | MultiFit;
}

/**
 * Lasso: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ|βⱼ| (Tibshirani 1996), the elastic net with `l1Ratio` 1; with `groups` the group
 * lasso (Yuan, Lin 2006), with `groupSparsity` the sparse group lasso (Simon, Friedman, Hastie, Tibshirani 2013), of a table y with
 * `grouped` the multi-task lasso (Obozinski, Taskar, Jordan 2010), whose loss is summed over the targets.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or a table of n rows and one column a target: each on its own, or with `grouped` all coefficients of a column together
 * @param options `lambda` is required
 * @returns a {@link Fit}; for a table y a {@link MultiFit}; where `certificate.converged` is false the gap says how far it is from the
 *   optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function lasso(X: TableInput, y: StridedArray | TensorLike, options: LassoOptions): Fit | MultiFit;
export function lasso(X: TableInput, y: TableInput, options: LassoOptions): MultiFit;
export function lasso(X: TableInput, y: VectorInput, options: LassoOptions): Fit;
export function lasso(X: TableInput, y: VectorInput | TableInput, options: LassoOptions): Fit | MultiFit {
  const call = readTargetsCall("lasso", X, y, options as FitOptions, ["lambda"]);
  return fitTargets(call, checkLambda(call.name, options.lambda), 1);
}
