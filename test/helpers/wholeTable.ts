import { asTable, type TableObject } from "../../src/tables/recognise.js";

/** the rows of a Matrix or SparseMatrix as plain numbers */
export function rowsOfTable(X: TableObject): number[][] {
  const table = X[asTable]("test", "X");
  const all = new Float64Array(table.rows * table.columns);
  table.copyTo(all);
  return Array.from({ length: table.rows }, (_, i) => Array.from({ length: table.columns }, (_, j) => all[j * table.rows + i]));
}
