import { type Scope, scope } from "../kernels/heap.js";
import type { LossName } from "../losses/losses.js";
import { type CommonOptions, checkOptionNames } from "../options/commonOptions.js";
import { type Problem, place } from "../problem/problem.js";
import { intercept, penaltyOverLambda } from "../problem/solution.js";
import { condense, pays } from "../problem/virtualRows.js";
import { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import { ridgePathPlaced } from "../ridge/ridgePath.js";
import { Descent } from "../solvers/coordinateDescent.js";
import { glmPath } from "../solvers/glmPath.js";
import { checkSequence, follow, grid, PATH_OPTIONS, type Sequence } from "../solvers/lambdaWalk.js";
import { isQuadratic } from "../solvers/spectrum.js";
import { ActiveSet } from "../solvers/workingSetNewton.js";
import type { Label } from "../tables/labels.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import { readProblem } from "./elasticNet.js";

/** Where a path ends before its last λ. */
export interface StopWhen {
  /** after the first λ that explains this share of the deviance, above 0 up to 1 */
  devianceExplained?: number;
  /** before the first λ with more coefficients than this that are not 0; one λ is always answered */
  maxNonzero?: number;
}

/** Options of {@link path}. */
export interface PathOptions extends Omit<CommonOptions, "warmStart"> {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** the λ's, in any order; solved from the largest down, returned in the order given (default: `count` of them from λmax down) */
  lambdas?: ArrayLike<number>;
  /** how many λ's (default 100) */
  count?: number;
  /** smallest λ / λmax (default 1e-2 where n < p, else 1e-4) */
  minRatio?: number;
  /** end the path early (default: every λ is answered); {@link Path.stopped} then says so */
  stopWhen?: StopWhen;
  /** start from this fit, or from another path's fit at the λ nearest to the first; of the same kind as this path's fits */
  warmStart?: Fit | Path | LogisticFit | Path<LogisticFit>;
  /** what is minimised beside the penalty (default "squared"): "logistic" and "squaredHinge" take two kinds of labels as y, "poisson" counts */
  loss?: LossName;
  /** where Huber's loss turns from ½r² to δ|r| − ½δ², above 0 (default 1.345 standard deviations of y, by its
   * median absolute deviation) */
  delta?: number;
}

/** The fits of a path: {@link LogisticFit} for "logistic", {@link Fit} otherwise, whose `predict` gives η (for "poisson" log of the mean). */
export type FitOf<L extends LossName> = L extends "logistic" ? LogisticFit : Fit;

/**
 * Elastic-net fits along a sequence of λ's, each started from the one before (Friedman, Hastie, Tibshirani 2010, section 2.5), each with
 * its own duality gap. Every λ that was asked for is answered, unless `stopWhen` says otherwise. Newton's method on a working set
 * (assembly/path/path.ts); tall problems are condensed to their second moments first, and ρ = 0 without bounds is {@link ridgePath}.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or n labels of two kinds for the losses of classes
 * @param options as for {@link elasticNet} without `lambda`; `lambdas`, or `count` and `minRatio`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function path<L extends LossName = "squared">(
  X: TableInput,
  y: VectorInput | ArrayLike<Label>,
  options: PathOptions & { loss?: L } = {},
): Path<FitOf<L>> {
  const name = "path";
  checkOptionNames(name, options, [...PATH_OPTIONS, "loss", "delta"]);
  if (options.loss !== undefined && options.loss !== "squared") return glmPath(name, X, y, options) as Path<FitOf<L>>;
  return squaredPath(name, X, y, options) as Path<FitOf<L>>;
}

function squaredPath(name: string, X: TableInput, y: unknown, options: PathOptions): Path {
  if (options.delta !== undefined) throw new TypeError(`${name}: delta is given, expected it with loss "huber" only`);
  const { table, target, settings } = readProblem(name, X, y, withFit(options));
  const sequence = checkSequence(name, options, table.rows, table.columns);
  settings.signal?.throwIfAborted();
  // a Matrix may be disposed of between the λ's
  const check = () => table.pointer?.();
  return scope((memory) => pathPlaced(memory, place(memory, name, table, [target], settings), sequence, check));
}

/** the options as other fits know them: a path to start from is checked by its first fit */
export function withFit(options: PathOptions): CommonOptions {
  const from: unknown = options?.warmStart;
  return from instanceof Path ? { ...options, warmStart: from.fit(0) as Fit } : (options as CommonOptions);
}

/** the path of a placed problem; `check` is called after every λ */
export function pathPlaced(memory: Scope, problem: Problem, sequence: Sequence, check?: () => void): Path {
  const { l1Ratio, given, count, minRatio, stopWhen, from } = sequence;
  const { signal, warmStart } = problem.settings;
  const looks = given?.length ?? count;
  if (isQuadratic(problem.settings, l1Ratio)) {
    const lambdas = given ?? grid(new Descent(memory, problem).lambdaMax(l1Ratio), count, minRatio);
    return ridgePathPlaced(memory, problem, lambdas, { stopWhen, check });
  }
  const solver = new ActiveSet(memory, pays(problem, looks) ? condense(memory, problem) : problem, l1Ratio, looks);
  const lambdas = given ?? grid(solver.lambdaMax, count, minRatio);
  const start = from?.nearest(lambdas.reduce((a, b) => Math.max(a, b))) ?? warmStart;
  if (start) solver.start(start.coefficients);
  return follow(problem, lambdas, { l1Ratio, yardstick: solver.yardstick, stopWhen, check, make: (parts) => new Fit(parts) }, (lambda) => {
    const certificate = solver.solve(lambda, () => signal?.throwIfAborted());
    const solution = solver.nonzero();
    const penalty = penaltyOverLambda(problem, solution, l1Ratio);
    return { lambda, ...solution, intercept: intercept(problem, solution), penalty, certificate };
  });
}
