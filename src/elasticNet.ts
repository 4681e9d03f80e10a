import { warnOnce } from "./certificate.js";
import { Descent } from "./descent.js";
import { Fit } from "./fit.js";
import { type Scope, scope } from "./memory.js";
import { checkCommon, checkL1Ratio, checkLambda, checkOptionNames, type ElasticNetOptions, type Settings } from "./options.js";
import { type Problem, place } from "./problem.js";
import { dense, intercept } from "./solution.js";
import { orBadEntry, readTable, readTarget, type TableInput, type VectorInput } from "./table.js";
import type { Table } from "./tableForms.js";

/**
 * Elastic net: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²) by coordinate descent (Friedman, Hastie, Tibshirani
 * 2010, section 2) and proves it by a duality gap.
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

/** one fit of a placed problem by coordinate descent; `check` is called between its steps */
export function fitPlaced(memory: Scope, problem: Problem, lambda: number, l1Ratio: number, check?: () => void): Fit {
  const { signal, onProgress, maxIterations, warmStart, featureNames } = problem.settings;
  const solver = new Descent(memory, problem);
  if (warmStart) solver.start(warmStart.coefficients);
  const certificate = solver.solve(lambda, l1Ratio, (done) => {
    onProgress?.({ stage: "descent", done, total: maxIterations });
    signal?.throwIfAborted();
    check?.();
  });
  const coefficients = solver.coefficients();
  return new Fit({ coefficients, intercept: intercept(problem, dense(coefficients)), lambda, l1Ratio, certificate, featureNames });
}
