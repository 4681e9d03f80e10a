import type { CommonOptions } from "../options/commonOptions.js";
import { checkLambdas } from "../options/pathOptions.js";
import { numbers, pathOn, readCall } from "../problem/call.js";
import type { Path } from "../results/path.js";
import { ridgePathPlaced } from "../solvers/spectralPath.js";
import { checkQuadratic } from "../solvers/spectrum.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/** Options of {@link ridgePath}. `warmStart` and `maxIterations` change nothing: nothing is iterated. */
export interface RidgePathOptions extends CommonOptions {
  /** the λ's, in any order and returned in it (default: 100 of them, geometric, from the largest eigenvalue down to 1e-6 of it) */
  lambdas?: ArrayLike<number>;
}

/**
 * Ridge at many λ's from one eigendecomposition of XᵀX (p below n) or XXᵀ, centred, weighted and scaled by the penalty: minimises what
 * {@link ridge} does (Golub, Van Loan, Matrix Computations, section 6.1.4). Each λ then costs O(p²) or O(n²) for the coefficients, two
 * passes over X for the duality gap, which is computed on X and not on XᵀX, and as much again for a refinement where it is needed.
 * Where λ plus the smallest eigenvalue is below 1e-12 of the largest one (λ = 0 with dependent columns, for one), {@link ridge} answers,
 * by a factorisation for that λ alone.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link ridge} without `lambda`, and `lambdas`; no bounds, and no penalty factor of 0
 * @returns a {@link Path} with `l1Ratio` 0
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function ridgePath(X: TableInput, y: VectorInput, options: RidgePathOptions = {}): Path {
  const call = readCall("ridgePath", X, options, ["lambdas"], numbers(y));
  checkQuadratic(call.name, call.settings);
  const given = options.lambdas === undefined ? undefined : checkLambdas(call.name, options.lambdas);
  return pathOn(call, (memory, problem) => ridgePathPlaced(memory, problem, given));
}
