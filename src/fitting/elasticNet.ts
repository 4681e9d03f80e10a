import { checkL1Ratio, checkLambda, type ElasticNetOptions } from "../options/commonOptions.js";
import { fitOn, numbers, readCall } from "../problem/call.js";
import type { Fit } from "../results/fit.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/**
 * Elastic net: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²) by coordinate descent (Friedman, Hastie, Tibshirani
 * 2010, section 2), where 100 passes are not enough by Newton's method on a working set (assembly/path/path.ts), and proves it by a
 * duality gap.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambda` is required; `l1Ratio` is ρ (default 1)
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function elasticNet(X: TableInput, y: VectorInput, options: ElasticNetOptions): Fit {
  const call = readCall("elasticNet", X, options, ["lambda", "l1Ratio"], numbers(y));
  const lambda = checkLambda(call.name, options.lambda);
  const l1Ratio = checkL1Ratio(call.name, options.l1Ratio);
  return fitOn(call, (memory, problem) => fitPlaced(memory, problem, lambda, l1Ratio));
}
