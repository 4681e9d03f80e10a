// X, y and the options that all fits share, read and checked in that order.
import { checkCommon, type Settings } from "../options/commonOptions.js";
import type { Table } from "../tables/forms.js";
import { orBadEntry, readTable, readTarget } from "../tables/readTable.js";

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
    return { table, target, settings: checkCommon(name, options, table) };
  });
}
