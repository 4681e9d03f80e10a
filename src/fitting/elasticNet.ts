import { checkL1Ratio, checkLambda, type FitOptions } from "../options/commonOptions.js";
import type { Fit } from "../results/fit.js";
import type { MultiFit } from "../results/multiFit.js";
import type { StridedArray, TensorLike } from "../tables/foreignTables.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import type { LassoOptions } from "./lasso.js";
import { fitTargets, readTargetsCall } from "./squaredFits.js";

/** Options of {@link elasticNet}; `lambda` is required. */
export interface ElasticNetOptions extends LassoOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
}

/**
 * Elastic net: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²) by coordinate descent (Friedman, Hastie, Tibshirani
 * 2010, section 2), where 100 passes are not enough by Newton's method on a working set (assembly/path/path.ts), and proves it by a
 * duality gap. Of groups, and of a table y with `grouped`, the penalty is λ Σ u_g(ρ‖β_g‖ + (1−ρ)/2 ‖β_g‖²): see {@link lasso}.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or a table of n rows and one column a target: each on its own, or with `grouped` all coefficients of a column together
 * @param options `lambda` is required; `l1Ratio` is ρ (default 1)
 * @returns a {@link Fit}; for a table y a {@link MultiFit}; where `certificate.converged` is false the gap says how far it is from the
 *   optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function elasticNet(X: TableInput, y: StridedArray | TensorLike, options: ElasticNetOptions): Fit | MultiFit;
export function elasticNet(X: TableInput, y: TableInput, options: ElasticNetOptions): MultiFit;
export function elasticNet(X: TableInput, y: VectorInput, options: ElasticNetOptions): Fit;
export function elasticNet(X: TableInput, y: VectorInput | TableInput, options: ElasticNetOptions): Fit | MultiFit {
  const call = readTargetsCall("elasticNet", X, y, options as FitOptions, ["lambda", "l1Ratio"]);
  const lambda = checkLambda(call.name, options.lambda);
  return fitTargets(call, lambda, checkL1Ratio(call.name, options.l1Ratio));
}
