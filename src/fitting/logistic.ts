import { describe } from "../check.js";
import { type ClassOptions, weighClasses } from "../options/classWeights.js";
import { checkL1Ratio, checkLambda, type FitOptions } from "../options/commonOptions.js";
import { asFactors, checkGroups, GROUP_OPTIONS, type GroupOptions } from "../options/groups.js";
import { type FitPool, onPool } from "../options/pool.js";
import { startAt } from "../options/warmStart.js";
import { fitOn, ofLoss, readCall } from "../problem/call.js";
import { spread } from "../problem/solution.js";
import { LogisticFit } from "../results/logisticFit.js";
import { LossSolver } from "../solvers/anyLoss.js";
import { jointFitPlaced } from "../solvers/jointPath.js";
import { groupsModel } from "../solvers/rowModels.js";
import type { Label } from "../tables/labels.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { TableInput } from "../tables/readTable.js";

/** Options of {@link logistic}; `lambda` is required, `warmStart` takes a LogisticFit. */
export interface LogisticOptions extends Omit<FitOptions, "warmStart">, GroupOptions, OffsetOptions, ClassOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** start from this fit's coefficients, by name if both it and X know names */
  warmStart?: LogisticFit;
}

/**
 * Logistic regression: minimises (1/n) Σ sᵢ log(1 + exp(−tᵢ(β₀ + xᵢᵀβ))) + λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²), t = ±1, by proximal Newton steps
 * with a line search on a working set (Lee, Sun, Saunders 2014; Yuan, Ho, Lin 2012), and proves it by a duality gap at a dual point that
 * the intercept agrees with.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n labels of two kinds: 0 and 1, −1 and 1, false and true, or two strings; the later in order is the second class
 * @param given `lambda` is required; `l1Ratio` is ρ (default 1); `groups`, `groupSparsity`, `groupFactors` as for {@link lasso}
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed. At
 *   λ = 0 classes that X separates have no optimum: their loss is brought as near to 0 as `tol` asks, which the gap proves.
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function logistic(X: TableInput, y: ArrayLike<Label>, given: LogisticOptions & { pool?: undefined }): LogisticFit;
/**
 * The same in a worker of a pool (`shrinkage/worker`), with a promise.
 *
 * @param X n rows, p columns, or a matrix of that pool
 * @param y as above
 * @param given as above, and `pool`
 * @throws {TypeError} when `pool` is no pool; everything else is thrown by the promise
 */
export function logistic(X: TableInput, y: ArrayLike<Label>, given: LogisticOptions & { pool: FitPool }): Promise<LogisticFit>;
export function logistic(X: TableInput, y: ArrayLike<Label>, given: LogisticOptions & { pool?: FitPool }): unknown {
  const name = "logistic";
  const promised = onPool(name, X, y, given);
  if (promised) return promised;
  const options = weighClasses(name, y, given);
  const { warmStart, ...common } = options ?? {};
  const call = readCall(name, X, options, ["lambda", "l1Ratio", ...GROUP_OPTIONS, "offset"], ofLoss("logistic", undefined, y), common);
  if (warmStart !== undefined && !(warmStart instanceof LogisticFit))
    throw new TypeError(`${name}: warmStart is ${describe(warmStart, "LogisticFit")}, expected a LogisticFit`);
  const { spec, table } = call;
  const together = checkGroups(name, options, table.columns, call.settings.bounded);
  const factors = together && asFactors(together, call.settings.penaltyFactors);
  const settings = factors ? { ...call.settings, penaltyFactors: factors } : call.settings;
  const start = warmStart && startAt(name, warmStart, table.columns, settings.featureNames);
  const lambda = checkLambda(name, options.lambda);
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const { watch, maxIterations, featureNames } = settings;
  return fitOn({ ...call, settings }, (memory, problem) => {
    const groups = factors ? undefined : together;
    if (groups || settings.offset) {
      const from = start && { coefficients: [start.coefficients], intercepts: [start.intercept] };
      return jointFitPlaced(memory, problem, groupsModel(problem, call.targets[0], spec, groups), lambda, l1Ratio, from) as LogisticFit;
    }
    const solver = new LossSolver(memory, problem, call.targets[0], spec, l1Ratio, { count: 1, zero: lambda === 0 });
    if (start) solver.start(start.coefficients, start.intercept);
    const { certificate, solution, intercept } = solver.solve(lambda, (done) => watch.report("descent", done, maxIterations));
    const coefficients = spread(solution, problem.p);
    const parts = { coefficients, intercept, lambda, l1Ratio, certificate, featureNames };
    return new LogisticFit(parts, spec.labels as readonly [Label, Label]);
  });
}
