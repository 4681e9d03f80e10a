// Lasso and elastic net, of one target or several, of single columns or groups.
import type { CommonOptions, Settings } from "../options/commonOptions.js";
import { asFactors, checkGrouped, checkGroups, type GroupOptions, type LayerOptions, TOGETHER } from "../options/groups.js";
import { type LayersStart, targetsStart } from "../options/warmStart.js";
import { type Call, fitOn, lessOffset, onProblem, readCall } from "../problem/call.js";
import { readTargets } from "../problem/targets.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { MultiFit } from "../results/multiFit.js";
import { squaredGroupsModel, targetsModel } from "../solvers/blockModels.js";
import { jointFitPlaced } from "../solvers/jointPath.js";
import { fitPlaced } from "../solvers/squaredFit.js";
import type { OffsetOptions } from "../tables/offset.js";

/** what a call asks for beside λ and ρ, checked */
export interface TargetsCall extends Call {
  readonly single: boolean;
  readonly targetNames?: readonly string[];
  readonly grouped: boolean;
  readonly groups?: ReturnType<typeof checkGroups>;
  readonly start?: LayersStart;
}

/** X, y (one target or a table of them) and the options; `own` beside those of groups */
export function readTargetsCall(
  name: string,
  X: unknown,
  y: unknown,
  options: CommonOptions & GroupOptions & LayerOptions & OffsetOptions,
  own: readonly string[],
): TargetsCall {
  const read = readTargets(y);
  let many = false;
  const readY = (called: string, rows: number) => {
    const found = read(called, rows);
    many = !found.single;
    return found;
  };
  // of several targets the start is no Fit, and is checked below; an object that has become a prototype is slow to read ever after
  const common = () => (many ? Object.create(options, { warmStart: { value: undefined } }) : options);
  const call = lessOffset(readCall(name, X, options, [...own, ...TOGETHER, "offset"], readY, common));
  const { single, targets, table, settings } = call;
  const columns = table.columns;
  if (single && options.grouped !== undefined)
    throw new TypeError(
      `${name}: grouped is given with one target, expected it with a table of targets as y; groups holds columns together`,
    );
  const grouped = checkGrouped(name, options.grouped, settings.bounded);
  const groups = checkGroups(name, options, columns, settings.bounded);
  const start = single ? undefined : targetsStart(name, options.warmStart, targets.length, columns, settings.featureNames);
  // Of one target there is nothing to group. An object that begins with a spread and then gets new names takes V8 3 µs, a fifth of a small fit;
  // one whose names come first takes 0.1.
  return { grouped: grouped && targets.length > 1, groups, start, ...call };
}

/** the same problem without groups, where every group is a column */
export function ofSingles<C extends TargetsCall>(call: C): C {
  const factors = call.groups && asFactors(call.groups, call.settings.penaltyFactors);
  return factors ? { ...call, groups: undefined, settings: { ...call.settings, penaltyFactors: factors } } : call;
}

/** the settings of target k alone, started from its part */
export function settingsOfTarget({ settings, start }: TargetsCall, k: number): Settings {
  const own = start && { coefficients: start.coefficients[k], intercept: start.intercepts[k] };
  return { ...settings, warmStart: own ?? settings.warmStart };
}

/** the fit at one λ: one target or several, each on its own or all together */
export function fitTargets(given: TargetsCall, lambda: number, l1Ratio: number): Fit | MultiFit {
  const call = ofSingles(given);
  const { name, settings, targets, targetNames, single, grouped, groups } = call;
  if (grouped) {
    return fitOn(call, (memory, problem) =>
      jointFitPlaced(memory, problem, targetsModel(problem, groups, targetNames), lambda, l1Ratio, call.start),
    );
  }
  const fits = targets.map((target, k) => {
    const own = { ...call, targets: [target], settings: settingsOfTarget(call, k) };
    return onProblem(own, (memory, problem) => {
      if (!groups) return fitPlaced(memory, problem, lambda, l1Ratio);
      const { warmStart } = own.settings;
      const start = warmStart && { coefficients: [warmStart.coefficients], intercepts: [warmStart.intercept] };
      return jointFitPlaced(memory, problem, squaredGroupsModel(problem, groups), lambda, l1Ratio, start);
    });
  });
  warnOnce(name, fits, settings);
  return single ? fits[0] : new MultiFit(fits, targetNames);
}
