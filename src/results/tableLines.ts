// A result along λ as people read it: a table, one λ a line, with marks where something was chosen.
import { aligned, type Style, spread } from "./lines.js";

/** One column of such a table. */
export interface Column {
  readonly head: string;
  cell(k: number): string;
}

/** the heads and so many lines; `marks`: words beside the λ's that were chosen, which are always shown, with their neighbours */
export function tableLines(
  count: number,
  columns: readonly Column[],
  { rows }: Style,
  marks: ReadonlyMap<number, string> = new Map(),
): string[] {
  const near = [...marks.keys()].flatMap((k) => [k - 1, k, k + 1]).filter((k) => k >= 0 && k < count);
  const most = Math.max(2, rows - new Set(near).size);
  const shown = [...new Set([...near, ...spread(count, most)])].sort((a, b) => a - b);
  const heads = [...columns.map(({ head }) => head), ...(marks.size > 0 ? [""] : [])];
  const cells = shown.map((k) => [...columns.map((column) => column.cell(k)), ...(marks.size > 0 ? [marks.get(k) ?? ""] : [])]);
  return aligned([heads, ...cells], 0);
}
