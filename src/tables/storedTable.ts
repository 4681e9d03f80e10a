// How a problem's table lies in memory, and single columns of it.
import { DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { copyIn } from "./copyIn.js";
import type { Table } from "./forms.js";
import { storedColumn, wholeColumn } from "./sparseColumns.js";

/** Where a table of n rows is, and as what. */
export interface StoredTable {
  readonly kind: DesignKind;
  readonly n: number;
  /** address: X column-major, or the descriptions of its columns */
  readonly X: number;
}

/** the table in memory: where it is already, or copied in */
export function storeTable(memory: Scope, table: Table): StoredTable {
  const { rows: n, columns: p } = table;
  if (table.sparse) return { kind: DesignKind.Sparse, n, X: table.sparse() };
  const X = table.pointer?.() ?? memory.f64(n * p);
  if (!table.pointer) copyIn(table, X);
  return { kind: DesignKind.Dense, n, X };
}

/** the n numbers of column j; of a dense table a view of it, valid until memory grows */
export function columnOf({ kind, n, X }: StoredTable, j: number): Float64Array {
  return kind === DesignKind.Sparse ? wholeColumn(X, n, j) : view(X + 8 * n * j, n);
}

/** true for a sparse column without entries */
export function isEmpty({ kind, n, X }: StoredTable, j: number): boolean {
  return kind === DesignKind.Sparse && storedColumn(X, n, j).rows?.length === 0;
}

/** fills in the struct of a design: the columns at `columns` (i32, m) less `centres`, of weights w */
export function fillDesign(design: number, { kind, n, X }: StoredTable, m: number, columns: number, centres: number, w: number): void {
  kernels()[kind === DesignKind.Sparse ? "sparse" : "dense"](design, n, m, X, columns, centres, w);
}
