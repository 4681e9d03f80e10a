import { readProblem } from "../fitting/elasticNet.js";
import type { StopWhen } from "../fitting/path.js";
import { solvePlaced } from "../fitting/ridge.js";
import { type Scope, scope } from "../kernels/heap.js";
import { type CommonOptions, checkOptionNames } from "../options/commonOptions.js";
import { type Problem, place } from "../problem/problem.js";
import { dense, intercept, penaltyOverLambda } from "../problem/solution.js";
import { Fit, type FitParts } from "../results/fit.js";
import type { Path } from "../results/path.js";
import { checkLambdas, follow, grid } from "../solvers/lambdaWalk.js";
import { checkQuadratic, Spectrum } from "../solvers/spectrum.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/** Options of {@link ridgePath}. `warmStart` and `maxIterations` change nothing: nothing is iterated. */
export interface RidgePathOptions extends CommonOptions {
  /** the λ's, in any order and returned in it (default: 100 of them, geometric, from the largest eigenvalue down to 1e-6 of it) */
  lambdas?: ArrayLike<number>;
}

/** how many λ's, and the smallest beside the largest eigenvalue, where `lambdas` is not given */
const COUNT = 100;
const MIN_RATIO = 1e-6;

/** a grid of λ's for this problem */
export function spectralGrid(spectrum: Spectrum): Float64Array {
  return grid(spectrum.largest, COUNT, MIN_RATIO);
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
  const name = "ridgePath";
  checkOptionNames(name, options, ["lambdas"]);
  const { table, target, settings } = readProblem(name, X, y, options);
  checkQuadratic(name, settings);
  const given = options.lambdas === undefined ? undefined : checkLambdas(name, options.lambdas);
  settings.signal?.throwIfAborted();
  // a Matrix may be disposed of between the λ's
  const check = () => table.pointer?.();
  return scope((memory) => ridgePathPlaced(memory, place(memory, name, table, [target], settings), given, { check }));
}

/** How a ridge path is walked along. */
interface Walk {
  stopWhen?: StopWhen;
  check?: () => void;
}

/** the path of a placed problem without bounds or free columns; `given`: the λ's, or a grid of its own */
export function ridgePathPlaced(memory: Scope, problem: Problem, given: Float64Array | undefined, walk: Walk): Path {
  const spectrum = new Spectrum(memory, problem);
  const lambdas = given ?? spectralGrid(spectrum);
  const make = (parts: FitParts) => new Fit(parts);
  return follow(problem, lambdas, { ...walk, l1Ratio: 0, yardstick: spectrum.yardstick, make, remedy: "raise tol" }, (lambda) => {
    const { coefficients, certificate } = spectrum.reaches(lambda)
      ? spectrum.solve(lambda)
      : scope((own) => solvePlaced(own, problem, lambda)[0]);
    const solution = dense(coefficients);
    const penalty = penaltyOverLambda(problem, solution, 0);
    return { lambda, ...solution, intercept: intercept(problem, solution), penalty, certificate };
  });
}
