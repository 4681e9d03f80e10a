import { ActiveSet } from "./activeSet.js";
import { warnOnce, type Yardstick } from "./certificate.js";
import { checkCount, checkIndex, checkNumber, describe, isArrayLike } from "./check.js";
import { intercept, penaltyOverLambda } from "./descent.js";
import { readProblem } from "./elasticNet.js";
import { Fit } from "./fit.js";
import { type Scope, scope } from "./memory.js";
import { type CommonOptions, checkL1Ratio, checkOptionNames } from "./options.js";
import { type Problem, place } from "./problem.js";
import type { TableInput, VectorInput } from "./table.js";

/** Options of {@link path}. */
export interface PathOptions extends CommonOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** the λ's, in any order; solved from the largest down, returned in the order given (default: `count` of them from λmax down) */
  lambdas?: ArrayLike<number>;
  /** how many λ's (default 100) */
  count?: number;
  /** smallest λ / λmax (default 1e-2 where n < p, else 1e-4) */
  minRatio?: number;
}

/** Fits along a sequence of λ's. Every array has one entry a λ. */
export class Path {
  readonly lambdas: Float64Array;
  readonly intercepts: Float64Array;
  /** how many coefficients are not exactly 0 */
  readonly nonzero: Int32Array;
  readonly objectives: Float64Array;
  readonly gaps: Float64Array;
  readonly relativeGaps: Float64Array;
  readonly iterations: Int32Array;
  /** relativeGap ≤ tol; a λ that did not get there within maxIterations is marked here and the path goes on */
  readonly converged: boolean[];
  readonly l1Ratio: number;
  readonly featureNames?: readonly string[];
  readonly #coefficients: Float64Array[];
  readonly #yardstick: Yardstick;
  readonly #tol: number;
  /** Ω(β)/λ, see {@link at} */
  readonly #penalties: Float64Array;

  /** Made by `path` */
  constructor(lambdas: Float64Array, l1Ratio: number, yardstick: Yardstick, tol: number, featureNames?: readonly string[]) {
    const count = lambdas.length;
    this.lambdas = lambdas;
    this.l1Ratio = l1Ratio;
    this.#yardstick = yardstick;
    this.#tol = tol;
    if (featureNames) this.featureNames = featureNames;
    [this.intercepts, this.objectives, this.gaps, this.relativeGaps] = [0, 1, 2, 3].map(() => new Float64Array(count));
    [this.nonzero, this.iterations] = [0, 1].map(() => new Int32Array(count));
    this.converged = new Array(count).fill(false);
    this.#coefficients = new Array(count);
    this.#penalties = new Float64Array(count);
  }

  /** @internal writes entry k down */
  set(k: number, fit: Fit, penaltyOverLambda: number): void {
    this.#coefficients[k] = fit.coefficients;
    this.#penalties[k] = penaltyOverLambda;
    this.intercepts[k] = fit.intercept;
    this.nonzero[k] = fit.nonzero;
    this.objectives[k] = fit.certificate.objective;
    this.gaps[k] = fit.certificate.gap;
    this.relativeGaps[k] = fit.certificate.relativeGap;
    this.iterations[k] = fit.certificate.iterations;
    this.converged[k] = fit.certificate.converged;
  }

  /** @internal the fit with the largest relative gap */
  worst(): Fit {
    return this.fit(this.relativeGaps.reduce((a, gap, k) => (gap > this.relativeGaps[a] ? k : a), 0));
  }

  /**
   * The p coefficients at λ number k, a copy.
   * @throws {TypeError | RangeError} when there is no such λ
   */
  coefficients(k: number): Float64Array {
    checkIndex("Path.coefficients", "k", k, this.lambdas.length);
    return this.#coefficients[k].slice();
  }

  /**
   * The fit at λ number k.
   * @throws {TypeError | RangeError} when there is no such λ
   */
  fit(k: number): Fit {
    checkIndex("Path.fit", "k", k, this.lambdas.length);
    return new Fit({
      coefficients: this.coefficients(k),
      intercept: this.intercepts[k],
      lambda: this.lambdas[k],
      l1Ratio: this.l1Ratio,
      featureNames: this.featureNames,
      certificate: {
        objective: this.objectives[k],
        gap: this.gaps[k],
        relativeGap: this.relativeGaps[k],
        iterations: this.iterations[k],
        converged: this.converged[k],
      },
    });
  }

  /**
   * The fit at any λ between the path's largest and smallest: coefficients and intercept interpolated linearly between the neighbours.
   * Its gap is a proven bound, like that of any fit: with λ = (1−t)λₐ + tλ_b, convexity in β and concavity of the optimum in λ give
   * gap ≤ (1−t)gapₐ + t·gap_b + t(1−t)(λ_b−λₐ)(Ωₐ−Ω_b), Ω the penalty divided by λ; `objective` is bounded in the same way.
   * @throws {TypeError | RangeError} when λ lies outside the path
   */
  at(lambda: number): Fit {
    const order = Array.from(this.lambdas.keys()).sort((a, b) => this.lambdas[b] - this.lambdas[a]);
    const [largest, smallest] = [this.lambdas[order[0]], this.lambdas[order[order.length - 1]]];
    checkNumber("Path.at", "lambda", lambda, (x) => x >= smallest && x <= largest, `a number from ${smallest} to ${largest}`);
    const below = order.findIndex((k) => this.lambdas[k] <= lambda);
    const b = order[below];
    if (this.lambdas[b] === lambda) return this.fit(b);
    const a = order[below - 1];
    const t = (this.lambdas[a] - lambda) / (this.lambdas[a] - this.lambdas[b]);
    const mix = (values: ArrayLike<number>) => (1 - t) * values[a] + t * values[b];
    const bend = t * (1 - t) * (this.lambdas[a] - this.lambdas[b]) * (this.#penalties[b] - this.#penalties[a]);
    const gap = mix(this.gaps) + Math.max(0, bend);
    const relativeGap = this.#yardstick.relative(gap);
    const [from, to] = [this.#coefficients[a], this.#coefficients[b]];
    return new Fit({
      coefficients: from.map((value, j) => between(value, to[j], t)),
      intercept: mix(this.intercepts),
      lambda,
      l1Ratio: this.l1Ratio,
      featureNames: this.featureNames,
      certificate: {
        objective: mix(this.objectives) + Math.max(0, bend),
        gap,
        relativeGap,
        iterations: 0,
        converged: relativeGap <= this.#tol,
      },
    });
  }
}

/**
 * Elastic-net fits along a sequence of λ's, each started from the one before (Friedman, Hastie, Tibshirani 2010, section 2.5), each with
 * its own duality gap. Never cut short: every λ that was asked for is answered.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link elasticNet} without `lambda`; `lambdas`, or `count` and `minRatio`
 * @throws {TypeError | RangeError} when an argument is not what it should be, before anything is allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function path(X: TableInput, y: VectorInput, options: PathOptions = {}): Path {
  const name = "path";
  checkOptionNames(name, options, ["l1Ratio", "lambdas", "count", "minRatio"]);
  const { table, target, settings } = readProblem(name, X, y, options);
  const sequence = checkSequence(name, options, table.rows, table.columns);
  settings.signal?.throwIfAborted();
  // a Matrix may be disposed of between the λ's
  const check = () => table.pointer?.();
  return scope((memory) => pathPlaced(memory, place(memory, name, table, [target], settings), sequence, check));
}

/** What a path is asked for, checked and completed. */
interface Sequence {
  l1Ratio: number;
  given?: Float64Array;
  count: number;
  minRatio: number;
}

/** the options of a path that other fits do not have */
export function checkSequence(name: string, options: PathOptions, rows: number, columns: number): Sequence {
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const given = options.lambdas === undefined ? undefined : checkLambdas(name, options.lambdas);
  const { count: many = 100, minRatio: least = rows < columns ? 1e-2 : 1e-4 } = options;
  const count = checkCount(name, "count", many);
  const minRatio = checkNumber(name, "minRatio", least, (x) => x > 0 && x <= 1, "a number above 0, up to 1");
  return { l1Ratio, given, count, minRatio };
}

/** the path of a placed problem; `check` is called after every λ */
export function pathPlaced(memory: Scope, problem: Problem, { l1Ratio, given, count, minRatio }: Sequence, check?: () => void): Path {
  const { signal, onProgress, warmStart, featureNames, tol } = problem.settings;
  const solver = new ActiveSet(memory, problem, l1Ratio, given?.length ?? count);
  const lambdas = given ?? grid(solver.lambdaMax(), count, minRatio);
  const order = Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]);
  const result = new Path(lambdas, l1Ratio, solver.yardstick, tol, featureNames);
  if (warmStart) solver.start(warmStart.coefficients);
  order.forEach((k, done) => {
    const lambda = lambdas[k];
    const certificate = solver.solve(lambda, () => signal?.throwIfAborted());
    const coefficients = solver.coefficients();
    const fit = new Fit({ coefficients, intercept: intercept(problem, coefficients), lambda, l1Ratio, certificate });
    result.set(k, fit, penaltyOverLambda(problem, coefficients, l1Ratio));
    onProgress?.({ stage: "path", done: done + 1, total: lambdas.length });
    signal?.throwIfAborted();
    check?.();
  });
  warnOnce(problem.name, [result.worst()], tol);
  return result;
}

/** a at t = 0, b at t = 1, never outside of them: a bound that binds at both ends binds between them */
function between(a: number, b: number, t: number): number {
  return Math.min(Math.max(a + t * (b - a), Math.min(a, b)), Math.max(a, b));
}

/** geometric from λmax down; where nothing can enter at any λ (constant y), from 1 down */
export function grid(lambdaMax: number, count: number, minRatio: number): Float64Array {
  const start = lambdaMax > 0 ? lambdaMax : 1;
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? start : start * minRatio ** (k / (count - 1))));
}

/** the λ's that were given, in the order given */
export function checkLambdas(name: string, lambdas: unknown): Float64Array {
  if (!isArrayLike(lambdas) || lambdas.length === 0)
    throw new TypeError(`${name}: lambdas is ${describe(lambdas)}, expected an array of numbers with at least one entry`);
  return Float64Array.from(
    { length: lambdas.length },
    (_, k) => checkNumber(name, `lambdas[${k}]`, lambdas[k], (x) => x >= 0 && x < Infinity, "a finite number ≥ 0") + 0,
  );
}
