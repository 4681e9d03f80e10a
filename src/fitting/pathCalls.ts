// What all paths are called by.
import { checkNumber, describe } from "../check.js";
import type { Settings } from "../options/commonOptions.js";
import { TOGETHER } from "../options/groups.js";
import { PATH_OPTIONS, type PathOptions } from "../options/pathOptions.js";
import type { ConcaveSpec } from "../solvers/concaveSolver.js";

export const name = "path";

/** the options of a path beside the common ones and those of {@link TOGETHER} */
export const ALONE = [...PATH_OPTIONS, "loss", "delta", "ties", "penalty", "gamma"];
/** all options of a path beside the common ones, whatever its loss is */
export const OWN = [...ALONE, ...TOGETHER, "offset"];

/** the penalty that is not convex, if one was asked for */
export function checkConcave(options: PathOptions, loss: string, settings: Settings, groups: boolean): ConcaveSpec | undefined {
  const { penalty, gamma, l1Ratio = 1 } = options;
  if (penalty === undefined) {
    if (gamma !== undefined) throw new TypeError(`${name}: gamma is given without penalty, expected penalty "mcp" or "scad" with it`);
    return undefined;
  }
  if (penalty !== "mcp" && penalty !== "scad") throw new TypeError(`${name}: penalty is ${describe(penalty)}, expected "mcp" or "scad"`);
  if (loss !== "squared" && loss !== "logistic")
    throw new TypeError(`${name}: penalty is "${penalty}" with loss "${loss}", expected loss "squared" or "logistic" with it`);
  const other = l1Ratio !== 1 ? "l1Ratio" : settings.bounded ? "lower or upper" : groups ? "groups" : undefined;
  if (other) throw new TypeError(`${name}: ${other} is given with penalty "${penalty}", expected one of them`);
  const least = penalty === "mcp" ? 1 : 2;
  const given = gamma ?? (penalty === "mcp" ? 3 : 3.7);
  return { penalty, gamma: checkNumber(name, "gamma", given, (x) => x > least && x < Infinity, `a finite number above ${least}`) };
}

/** refuses an option that only another loss reads */
export function refuse(options: object, loss: string, ...names: string[]): void {
  const given = names.find((key) => (options as Record<string, unknown>)[key] !== undefined);
  const of: Record<string, string> = { delta: '"huber"', ties: '"cox"', grouped: '"multinomial", or with a table of targets as y' };
  if (given) throw new TypeError(`${name}: ${given} is given with loss "${loss}", expected it with loss ${of[given]} only`);
}
