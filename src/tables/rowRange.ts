// Some rows of a dense table, where they are.
import { isFiniteNumber } from "../check.js";
import { view } from "../kernels/heap.js";
import type { Table } from "./forms.js";

/** rows `from` to `to` */
export function rowRange(table: Table, from: number, to: number): Table {
  const { rows: n, columns, names } = table;
  const rows = to - from;
  const at = (i: number, j: number) => table.at(from + i, j);
  return {
    rows,
    columns,
    names,
    at,
    bad() {
      if (table.pointer) return undefined;
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) if (!isFiniteNumber(at(i, j))) return [i, j];
    },
    copyTo(target) {
      const X = table.pointer?.();
      for (let j = 0; j < columns; j++) {
        if (X !== undefined) target.set(view(X + 8 * (j * n + from), rows), j * rows);
        else for (let i = 0; i < rows; i++) target[j * rows + i] = at(i, j) as number;
      }
    },
  };
}
