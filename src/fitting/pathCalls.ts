// What all paths are called by.
import { TOGETHER } from "../options/groups.js";
import { PATH_OPTIONS } from "../options/pathOptions.js";

export const name = "path";

/** the options of a path beside the common ones and those of {@link TOGETHER} */
export const ALONE = [...PATH_OPTIONS, "loss", "delta", "ties"];
/** all options of a path beside the common ones, whatever its loss is */
export const OWN = [...ALONE, ...TOGETHER, "offset"];

/** refuses an option that only another loss reads */
export function refuse(options: object, loss: string, ...names: string[]): void {
  const given = names.find((key) => (options as Record<string, unknown>)[key] !== undefined);
  const of: Record<string, string> = { delta: '"huber"', ties: '"cox"', grouped: '"multinomial", or with a table of targets as y' };
  if (given) throw new TypeError(`${name}: ${given} is given with loss "${loss}", expected it with loss ${of[given]} only`);
}
