import { type Scope, scope } from "../kernels/heap.js";
import {
  checkCommon,
  checkL1Ratio,
  checkLambda,
  checkOptionNames,
  type ElasticNetOptions,
  type Settings,
} from "../options/commonOptions.js";
import { type Problem, place } from "../problem/problem.js";
import { dense, intercept, spread } from "../problem/solution.js";
import { condense, pays } from "../problem/virtualRows.js";
import { warnOnce } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import { Descent } from "../solvers/coordinateDescent.js";
import { ActiveSet, MOST } from "../solvers/workingSetNewton.js";
import type { Table } from "../tables/forms.js";
import { orBadEntry, readTable, readTarget, type TableInput, type VectorInput } from "../tables/readTable.js";

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
  const name = "elasticNet";
  checkOptionNames(name, options, ["lambda", "l1Ratio"]);
  const { table, target, settings } = readProblem(name, X, y, options);
  const fit = fitAt(name, table, target, settings, checkLambda(name, options.lambda), checkL1Ratio(name, options.l1Ratio));
  warnOnce(name, [fit], settings.tol);
  return fit;
}

/** X, y and the common options, checked */
export function readProblem(
  name: string,
  X: unknown,
  y: unknown,
  options: object,
): { table: Table; target: Float64Array; settings: Settings } {
  const table = readTable(name, "X", X, "later");
  return orBadEntry(name, table, () => {
    const target = readTarget(name, y, table.rows);
    return { table, target, settings: checkCommon(name, options, table.rows, table.columns, table.names) };
  });
}

/** one fit by coordinate descent */
export function fitAt(name: string, table: Table, target: Float64Array, settings: Settings, lambda: number, l1Ratio: number): Fit {
  settings.signal?.throwIfAborted();
  // a Matrix may be disposed of between the steps
  const check = () => table.pointer?.();
  return scope((memory) => fitPlaced(memory, place(memory, name, table, [target], settings), lambda, l1Ratio, check));
}

/**
 * Passes of coordinate descent before Newton's method on a working set takes over: what those cost is about what Newton's method would
 * have cost from the start, and most fits need fewer.
 */
const PASSES = 100;
/** λ's that Newton's method sees on its way from λmax, about. */
const LOOKS = 20;

/** one fit of a placed problem; `check` is called between its steps */
export function fitPlaced(memory: Scope, problem: Problem, lambda: number, l1Ratio: number, check?: () => void): Fit {
  const { settings } = problem;
  const { signal, onProgress, maxIterations, warmStart, featureNames } = settings;
  const watch = (done: number) => {
    onProgress?.({ stage: "descent", done, total: maxIterations });
    signal?.throwIfAborted();
    check?.();
  };
  const descent = new Descent(memory, problem);
  if (warmStart) descent.start(warmStart.coefficients);
  const watched = lambda > descent.negligible && maxIterations > PASSES;
  let certificate = descent.solve(lambda, l1Ratio, watch, watched ? PASSES : maxIterations);
  let solution = dense(descent.coefficients());
  const slow = watched && !certificate.converged && certificate.iterations >= PASSES;
  if (slow && solution.places.length > MOST * problem.n) {
    const more = descent.solve(lambda, l1Ratio, (done) => watch(PASSES + done), maxIterations - PASSES);
    certificate = { ...more, iterations: PASSES + more.iterations };
    solution = dense(descent.coefficients());
  } else if (slow) {
    const rest = { ...problem, settings: { ...settings, maxIterations: maxIterations - PASSES } };
    const newton = new ActiveSet(memory, pays(rest, LOOKS) ? condense(memory, rest) : rest, l1Ratio, LOOKS);
    const other = newton.solve(lambda, (done) => watch(PASSES + done));
    if (other.gap < certificate.gap) solution = newton.nonzero();
    const best = other.gap < certificate.gap ? other : certificate;
    certificate = { ...best, iterations: PASSES + other.iterations };
  }
  const coefficients = spread(solution, problem.p);
  return new Fit({ coefficients, intercept: intercept(problem, solution), lambda, l1Ratio, certificate, featureNames });
}
