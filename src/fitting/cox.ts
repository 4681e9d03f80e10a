import { describe } from "../check.js";
import type { Ties } from "../losses/cox.js";
import { checkTies, readSurvival, type SurvivalInput } from "../losses/readSurvival.js";
import { checkL1Ratio, checkLambda, type FitOptions } from "../options/commonOptions.js";
import { checkGroups, GROUP_OPTIONS, type GroupOptions } from "../options/groups.js";
import { startAt } from "../options/warmStart.js";
import { fitOn, readCall } from "../problem/call.js";
import { CoxFit } from "../results/coxFit.js";
import { coxModel } from "../solvers/coxModel.js";
import { jointFitPlaced } from "../solvers/jointPath.js";
import type { OffsetOptions } from "../tables/offset.js";
import type { TableInput } from "../tables/readTable.js";

/** Options of {@link cox}; `lambda` is required, `warmStart` takes a CoxFit. */
export interface CoxOptions extends Omit<FitOptions, "warmStart" | "fitIntercept">, GroupOptions, OffsetOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
  /** how events at one time share their risk set: "breslow" (default) or "efron" */
  ties?: Ties;
  /** start from this fit's coefficients, by name if both it and X know names */
  warmStart?: CoxFit;
}

/** y is times and events; the times stand in for a target, of which the loss wants nothing */
export const ofSurvival = (y: unknown) => (name: string, rows: number) => {
  const read = readSurvival(name, y, rows);
  return { ...read, targets: [read.survival.time] };
};

/** refuses what Cox's model has not */
export function checkNoIntercept(name: string, options: object): void {
  const { fitIntercept } = options as { fitIntercept?: unknown };
  if (fitIntercept !== undefined)
    throw new TypeError(
      `${name}: fitIntercept is given with loss "cox", expected none: the baseline hazard takes the place of an intercept`,
    );
}

/**
 * Proportional hazards (Cox 1972): minimises minus the log partial likelihood by n, with the ties of Breslow (1974) or Efron (1977),
 * delayed entry, strata and weights, plus λ Σ vⱼ(ρ|βⱼ| + (1−ρ)/2 βⱼ²), by Newton's method with the exact second derivative on a working
 * set, and proves it by a duality gap (Simon, Friedman, Hastie, Tibshirani 2011 have the path, but no proof). A row is at risk in
 * (start, time], also at the time that it was censored. There is no intercept.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y `{ time, event, start?, strata? }` with one entry a row: see {@link SurvivalInput}
 * @param options `lambda` is required; `l1Ratio` is ρ (default 1); `ties`, `groups`, `groupSparsity`, `groupFactors`
 * @returns the fit; where `certificate.converged` is false the gap says how far it is from the optimum, and a warning was printed
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function cox(X: TableInput, y: SurvivalInput, options: CoxOptions): CoxFit {
  const name = "cox";
  const { warmStart, ...common } = options ?? {};
  const call = readCall(name, X, options, ["lambda", "l1Ratio", "ties", ...GROUP_OPTIONS, "offset"], ofSurvival(y), common);
  checkNoIntercept(name, options);
  const { table, settings, survival, strata } = call;
  if (warmStart !== undefined && !(warmStart instanceof CoxFit))
    throw new TypeError(`${name}: warmStart is ${describe(warmStart, "CoxFit")}, expected a CoxFit`);
  const from = warmStart && startAt(name, { ...warmStart, intercept: 0 }, table.columns, settings.featureNames);
  const lambda = checkLambda(name, options.lambda);
  const l1Ratio = checkL1Ratio(name, options.l1Ratio);
  const ties = checkTies(name, options.ties);
  const groups = checkGroups(name, options, table.columns, settings.bounded);
  const start = from && { coefficients: [from.coefficients], intercepts: [0] };
  return fitOn(call, (memory, problem) =>
    jointFitPlaced(memory, problem, coxModel(problem, { survival, strata, ties }, groups), lambda, l1Ratio, start),
  );
}
