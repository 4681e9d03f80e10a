// One call of a public function, the same for all: the options are known by name, X and y are read and checked before anything is
// allocated, the signal is heeded, the problem is loaded, the work is done, everything is given back. A function states what is its own.
import { type Scope, scope } from "../kernels/scope.js";
import { readLoss } from "../losses/readLoss.js";
import { checkCommon, checkOptionNames, type Settings } from "../options/commonOptions.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import type { Table } from "../tables/forms.js";
import { readOffset } from "../tables/offset.js";
import { orBadEntry, readTable, readTarget } from "../tables/readTable.js";
import { type Problem, place } from "./problem.js";

/** What a function was called with, checked. */
export interface Call {
  readonly name: string;
  readonly table: Table;
  /** y as numbers, one vector a target */
  readonly targets: readonly Float64Array[];
  readonly settings: Settings;
  /** layers of the linear predictor, where they are not as many as targets */
  readonly layers?: number;
}

/**
 * X, y and the options that all fits share. A bad entry of X is named before anything that comes after it.
 * @param own the options that only this function has; it checks their values
 * @param readY y as the function takes it
 * @param common the options that all fits share, if some of `options` mean something else here; a function is asked once y has been read
 */
export function readCall<Y extends Pick<Call, "targets"> = Pick<Call, "targets">>(
  name: string,
  X: unknown,
  options: object,
  own: readonly string[],
  readY: (name: string, rows: number) => Y & Pick<Call, "layers">,
  common: object | (() => object) = options,
): Call & Y {
  checkOptionNames(name, options, own);
  const table = readTable(name, "X", X, "later");
  return orBadEntry(name, table, () => {
    const y = readY(name, table.rows);
    const settings = checkCommon(name, typeof common === "function" ? common() : common, table);
    const { offset } = options as { offset?: unknown };
    if (!own.includes("offset") || offset === undefined) return { name, table, settings, ...y };
    return { name, table, settings: { ...settings, offset: readOffset(name, offset, table.rows, y.layers ?? y.targets.length) }, ...y };
  });
}

/** y is one number a row */
export const numbers = (y: unknown) => (name: string, rows: number) => ({ targets: [readTarget(name, y, rows)] });

/** the call of squared error, whose offset is taken off y */
export function lessOffset<C extends Call>(call: C): C {
  const { offset } = call.settings;
  return offset ? { ...call, targets: call.targets.map((y, k) => y.map((value, i) => value - offset[k][i])) } : call;
}

/** y is what a loss takes: see {@link readLoss} */
export const ofLoss = (loss: unknown, delta: unknown, y: unknown) => (name: string, rows: number) => {
  const { spec, target } = readLoss(name, loss, delta, y, rows);
  return { spec, targets: [target] };
};

/** does `work` on the problem in memory */
export function onProblem<T>(call: Call, work: (memory: Scope, problem: Problem) => T): T {
  const { name, table, targets, settings } = call;
  settings.watch.check();
  return scope((memory) => work(memory, place(memory, name, table, targets, settings)), settings.watch.check);
}

/** the fit that `work` makes of the problem, and a warning if it has not converged */
export function fitOn<F extends Pick<Fit, "certificate">>(call: Call, work: (memory: Scope, problem: Problem) => F): F {
  const fit = onProblem(call, work);
  warnOnce(call.name, [fit], call.settings);
  return fit;
}

/** the path that `work` makes of the problem, and a warning of its worst λ if that has not converged */
export function pathOn<P extends { worst(): Pick<Fit, "certificate"> }>(call: Call, work: (memory: Scope, problem: Problem) => P): P {
  const path = onProblem(call, work);
  warnOnce(call.name, [path.worst()], call.settings);
  return path;
}
