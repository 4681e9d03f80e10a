import { checkLambda, type FitOptions } from "../options/commonOptions.js";
import { fitOn, numbers, readCall } from "../problem/call.js";
import type { Fit } from "../results/fit.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/**
 * Lasso: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ|βⱼ| (Tibshirani 1996), the elastic net with `l1Ratio` 1.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambda` is required
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function lasso(X: TableInput, y: VectorInput, options: FitOptions): Fit {
  const call = readCall("lasso", X, options, ["lambda"], numbers(y));
  const lambda = checkLambda(call.name, options.lambda);
  return fitOn(call, (memory, problem) => fitPlaced(memory, problem, lambda, 1));
}
