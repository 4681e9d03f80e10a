// y as one target, or as a table of them.
import { isArrayLike } from "../check.js";
import type { Table } from "../tables/forms.js";
import { checkEntries, checkLength, readTable, readVector } from "../tables/readTable.js";

/** y as one target, or as a table of them */
export const readTargets = (y: unknown) => (name: string, rows: number) => {
  const single = readVector(name, "y", y, rows);
  const { targets, targetNames } = single ? { targets: [single], targetNames: undefined } : columnsOf(tableOf(name, y, rows));
  return { targets, targetNames, single: single !== undefined };
};

/** a y that is a table; what is longer than X is refused before its entries are read */
function tableOf(name: string, y: unknown, rows: number): Table {
  if (isArrayLike(y) && y.length > rows) checkLength(name, y.length, rows);
  const table = readTable(name, "y", y, "later");
  if (table.rows > rows) checkLength(name, table.rows, rows);
  checkEntries(name, "y", table);
  checkLength(name, table.rows, rows);
  return table;
}

/** the columns of a table as targets, and what they are called */
function columnsOf(table: Table): { targets: Float64Array[]; targetNames?: readonly string[] } {
  const all = new Float64Array(table.rows * table.columns);
  table.copyTo(all);
  const targets = Array.from({ length: table.columns }, (_, k) => all.slice(k * table.rows, (k + 1) * table.rows));
  return { targets, targetNames: table.names };
}
