// A table by columns, each sparse or dense, as it lies in WebAssembly memory (assembly/design/sparse.ts): 16 bytes a column that say where
// its rows and values are and how many, then those. A column of ones has no values; one with more entries than not has all of its rows.
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Entries, SparseColumns } from "./sparseEntries.js";

/** bytes of what describes a column */
const DESCRIPTION = 16;

/** how column j of the entries is stored */
function shapeOf({ rows, starts, values }: SparseColumns, j: number): { count: number; isDense: boolean; isOnes: boolean } {
  const count = starts[j + 1] - starts[j];
  const isDense = count > rows / 2;
  let isOnes = !isDense;
  for (let k = starts[j]; isOnes && k < starts[j + 1]; k++) isOnes = values[k] === 1;
  return { count, isDense, isOnes };
}

/** whole numbers of eight bytes, so that values are aligned */
const bytesOfRows = (count: number) => 8 * Math.ceil(count / 2);

/** bytes that the table takes */
export function storedBytes(entries: SparseColumns): number {
  let bytes = DESCRIPTION * entries.columns;
  for (let j = 0; j < entries.columns; j++) {
    const { count, isDense, isOnes } = shapeOf(entries, j);
    bytes += isDense ? 8 * entries.rows : bytesOfRows(count) + (isOnes ? 0 : 8 * count);
  }
  return bytes;
}

/** writes the table to `at`, which has `storedBytes` */
export function store(entries: SparseColumns, at: number): void {
  const { rows: n, columns, starts, indices, values } = entries;
  const { buffer } = kernels().memory;
  const descriptions = new Int32Array(buffer, at, 4 * columns);
  let next = at + DESCRIPTION * columns;
  for (let j = 0; j < columns; j++) {
    const { count, isDense, isOnes } = shapeOf(entries, j);
    const [from, to] = [starts[j], starts[j + 1]];
    let rows = 0;
    let place = 0;
    if (isDense) {
      place = next;
      const whole = view(place, n).fill(0);
      for (let k = from; k < to; k++) whole[indices[k]] = values[k];
      next += 8 * n;
    } else {
      rows = next;
      new Int32Array(buffer, rows, count).set(indices.subarray(from, to));
      next += bytesOfRows(count);
      if (!isOnes) {
        place = next;
        view(place, count).set(values.subarray(from, to));
        next += 8 * count;
      }
    }
    descriptions.set([rows, place, count, 0], 4 * j);
  }
}

/** Column j of a stored table: all n values, or rows and what stands in them; `values` is left out where all are 1. */
export interface StoredColumn {
  readonly rows?: Int32Array;
  readonly values?: Float64Array;
}

/** views of column j of the table at X, valid until memory grows */
export function storedColumn(X: number, n: number, j: number): StoredColumn {
  const { buffer } = kernels().memory;
  const [rows, values, count] = new Uint32Array(buffer, X + DESCRIPTION * j, 3);
  if (rows === 0) return { values: view(values, n) };
  return { rows: new Int32Array(buffer, rows, count), ...(values > 0 && { values: view(values, count) }) };
}

/** how many numbers column j of the table at X has in memory, of n rows */
export function entriesOf(X: number, n: number, j: number): number {
  const { rows } = storedColumn(X, n, j);
  return rows?.length ?? n;
}

/** the n numbers of column j of the table at X */
export function wholeColumn(X: number, n: number, j: number): Float64Array {
  const { rows, values } = storedColumn(X, n, j);
  if (!rows) return (values as Float64Array).slice();
  const out = new Float64Array(n);
  for (let k = 0; k < rows.length; k++) out[rows[k]] = values ? values[k] : 1;
  return out;
}

/** the entries of the table at X one by one */
export function storedEntries(X: number, n: number, p: number): Entries {
  const columns = Array.from({ length: p }, (_, j) => storedColumn(X, n, j));
  const most = columns.reduce((sum, { rows }) => sum + (rows?.length ?? n), 0);
  const [at, of, numbers] = [new Int32Array(most), new Int32Array(most), new Float64Array(most)];
  let from = 0;
  columns.forEach(({ rows, values }, j) => {
    const count = rows?.length ?? n;
    for (let k = 0; k < count; k++) {
      at[from + k] = rows ? rows[k] : k;
      numbers[from + k] = values ? values[k] : 1;
    }
    of.fill(j, from, from + count);
    from += count;
  });
  return { shape: [n, p], rows: at, columns: of, values: numbers };
}

/** the entries of these rows, in their order, of the table at X */
export function someRows(X: number, n: number, columns: number, rows: Int32Array): SparseColumns {
  const places = new Int32Array(n).fill(-1);
  rows.forEach((i, k) => {
    places[i] = k;
  });
  const starts = new Float64Array(columns + 1);
  const indices: number[] = [];
  const found: number[] = [];
  for (let j = 0; j < columns; j++) {
    const column = storedColumn(X, n, j);
    const count = column.rows?.length ?? n;
    for (let k = 0; k < count; k++) {
      const to = places[column.rows ? column.rows[k] : k];
      const value = column.values ? column.values[k] : 1;
      if (to < 0 || value === 0) continue;
      indices.push(to);
      found.push(value);
    }
    starts[j + 1] = indices.length;
  }
  return { rows: rows.length, columns, starts, indices: Int32Array.from(indices), values: Float64Array.from(found) };
}
