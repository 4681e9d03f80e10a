// Some rows of a table as a table of their own.
import type { Scope } from "../kernels/scope.js";
import { gather, type Source, tableAt } from "../problem/rowSubset.js";
import type { Table } from "../tables/forms.js";
import { someRows, store, storedBytes } from "../tables/sparseColumns.js";
import { storeTable } from "../tables/storedTable.js";

/** the table in WebAssembly memory, while the scope lasts: copied in once, whatever is then taken of it */
export function settle(memory: Scope, table: Table): Table {
  if (table.sparse || table.pointer) return table;
  return { ...tableAt(storeTable(memory, table).X, table.rows, table.columns), names: table.names };
}

/** a copy of some rows of a settled table, while the scope lasts */
export function copyRows(memory: Scope, table: Table, rows: Int32Array): Table {
  const { columns, names } = table;
  const n = rows.length;
  if (table.sparse) {
    const entries = someRows(table.sparse(), table.rows, columns, rows);
    const at = memory.bytes(storedBytes(entries));
    store(entries, at);
    return { ...tableAt(at, n, columns), names, pointer: undefined, sparse: () => at };
  }
  const X = memory.f64(n * columns);
  gather({ problem: { n: table.rows, p: columns, X: table.pointer?.() } } as Source, rows, X);
  return { ...tableAt(X, n, columns), names };
}
