import { readTable } from "../tables/readTable.js";

/** a table as rows of numbers, a copy; `what` names it in messages */
export function readRows(name: string, what: string, X: unknown): { rows: Float64Array[]; n: number; p: number } {
  const table = readTable(name, what, X);
  const { rows: n, columns: p } = table;
  const all = new Float64Array(n * p);
  table.copyTo(all);
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: p }, (_, j) => all[j * n + i]));
  return { rows, n, p };
}
