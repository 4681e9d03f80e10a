// The forms that a table of numbers comes in, each with its own loops: rows, columns, strides, matrix objects.
import { describe, isArrayLike, isFiniteNumber, isObject, listNames, short } from "../check.js";
import { settled } from "../kernels/heap.js";
import { spend } from "../kernels/heed.js";
import type { MatrixLike } from "./foreignTables.js";

export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly names?: readonly string[];
  /** its address where the numbers already live in WebAssembly, column-major; throws once they are gone */
  pointer?(): number;
  /** the address of its columns where it is sparse and lives in WebAssembly memory (sparseColumns.ts); throws once they are gone */
  sparse?(): number;
  /** entry (i, j) as it came */
  at(i: number, j: number): unknown;
  /** [i, j] of an entry that is not a finite number */
  bad(): readonly [number, number] | undefined;
  /** true if the array that entry (i, j) is in is no longer as long as it was when the table was read */
  changed?(i: number, j: number): boolean;
  /** target ← the table, column-major, NaN for what is not a number */
  copyTo(target: Float64Array): void;
  /** where rows lie in one piece: target ← `rows` of them from row i on, `columns` wide from column j on, NaN for what is not a number */
  copyBlock?(target: Float64Array, i: number, j: number, rows: number, columns: number): void;
}

export function ofRows(name: string, what: string, rows: ArrayLike<unknown>): Table {
  const columns = rows.length > 0 && isArrayLike(rows[0]) ? rows[0].length : 0;
  const n = rows.length;
  const table: ArrayLike<number>[] = [];
  let typed = true;
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    if (!isArrayLike(row)) {
      throw new TypeError(
        `${name}: ${what} has ${describe(row)} for row ${i}, expected an array of numbers${i === 0 ? instead(what, row) : ""}`,
      );
    }
    if (row.length !== columns) throw new RangeError(`${name}: row ${i} of ${what} has ${row.length} entries but row 0 has ${columns}`);
    table.push(settled(row as ArrayLike<number>));
    typed &&= ArrayBuffer.isView(row);
  }
  const found: Table = {
    rows: n,
    columns,
    at(i, j) {
      return table[i][j];
    },
    changed(i) {
      return table[i].length !== columns;
    },
    bad() {
      for (let i = 0; i < n; i++) {
        const j = firstBad(table[i], columns);
        if (j >= 0) return [i, j];
      }
    },
    copyTo(target) {
      let i = 0;
      // eight rows at a time fill a cache line of each column before they leave it, and come from memory side by side: twice as fast as
      // row by row, and faster than a block of rows and its transposition; `numberOr` spelled out, for its call may box every number
      for (; i + 8 <= n; i += 8) {
        const [a, b, c, d, e, f, g, h] = table.slice(i, i + 8);
        spend(8 * columns);
        for (let j = 0, to = i; j < columns; j++, to += n) {
          const aj = a[j];
          const bj = b[j];
          const cj = c[j];
          const dj = d[j];
          const ej = e[j];
          const fj = f[j];
          const gj = g[j];
          const hj = h[j];
          target[to] = typeof aj === "number" ? aj : NaN;
          target[to + 1] = typeof bj === "number" ? bj : NaN;
          target[to + 2] = typeof cj === "number" ? cj : NaN;
          target[to + 3] = typeof dj === "number" ? dj : NaN;
          target[to + 4] = typeof ej === "number" ? ej : NaN;
          target[to + 5] = typeof fj === "number" ? fj : NaN;
          target[to + 6] = typeof gj === "number" ? gj : NaN;
          target[to + 7] = typeof hj === "number" ? hj : NaN;
        }
      }
      for (; i < n; i++) for (let j = 0, to = i; j < columns; j++, to += n) target[to] = numberOr(table[i][j]);
    },
  };
  if (typed) found.copyBlock = blocksOf(table);
  return found;
}

function blocksOf(table: readonly ArrayLike<number>[]): Table["copyBlock"] {
  return (target, i, j, height, width) => {
    for (let k = 0; k < height; k++) copyRun(target, k * width, table[i + k], j, width);
  };
}

/** how to give what has `row` for its first row */
function instead(what: string, row: unknown): string {
  if (typeof row === "number") return `; give a flat array its shape: { data: ${what}, shape: [rows, columns] }`;
  if (row === null || typeof row !== "object" || Symbol.iterator in row || Object.keys(row).length === 0) return "";
  const list = JSON.stringify(Object.keys(row));
  return `; give a record of columns: Object.fromEntries(${list}.map((name) => [name, ${what}.map((row) => row[name])]))`;
}

export function ofColumns(name: string, what: string, record: Record<string, ArrayLike<unknown>>): Table {
  const names = Object.keys(record);
  const columns = (Object.values(record) as ArrayLike<number>[]).map(settled);
  const rows = columns[0].length;
  columns.forEach((column, j) => {
    if (column.length !== rows)
      throw new RangeError(
        `${name}: column ${listNames([names[j]])} of ${what} has ${column.length} entries but column ${listNames([names[0]])} has ${rows}`,
      );
  });
  return {
    rows,
    columns: columns.length,
    names,
    at: (i, j) => columns[j][i],
    changed: (_, j) => columns[j].length !== rows,
    bad: () => badColumn(columns.length, rows, (j) => columns[j]),
    copyTo(target) {
      for (let j = 0; j < columns.length; j++) {
        spend(rows);
        copyRun(target, j * rows, columns[j], 0, rows);
      }
    },
  };
}

export function ofMatrixLike(name: string, what: string, matrix: MatrixLike): Table {
  const { rows, columns } = matrix;
  checkShape(name, what, [rows, columns]);
  return {
    rows,
    columns,
    at: (i, j) => matrix.get(i, j),
    bad: () => search(rows, columns, (i, j) => matrix.get(i, j)),
    copyTo(target) {
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) target[j * rows + i] = numberOr(matrix.get(i, j));
    },
  };
}

/** some columns of a table, in the order given */
export function selectColumns(table: Table, columns: readonly number[]): Table {
  const { rows: n } = table;
  return {
    rows: n,
    columns: columns.length,
    names: table.names && columns.map((j) => (table.names as readonly string[])[j]),
    at: (i, j) => table.at(i, columns[j]),
    bad: () => search(n, columns.length, (i, j) => table.at(i, columns[j])),
    copyTo(target) {
      const whole = new Float64Array(n * table.columns);
      table.copyTo(whole);
      columns.forEach((j, k) => {
        target.set(whole.subarray(n * j, n * (j + 1)), n * k);
      });
    },
  };
}

/** target from `to` on ← `count` values from `from` on, NaN for what is not a number */
export function copyRun(target: Float64Array, to: number, values: ArrayLike<unknown>, from: number, count: number): void {
  if (ArrayBuffer.isView(values) && typeof values[from] === "number") {
    const typed = values as unknown as Float64Array;
    target.set(count === typed.length ? typed : typed.subarray(from, from + count), to);
    return;
  }
  const end = from + count;
  let k = from;
  // four at a time take half as long as one by one; `numberOr` spelled out, for its call boxes every number
  for (; k + 4 <= end; k += 4, to += 4) {
    const a = values[k];
    const b = values[k + 1];
    const c = values[k + 2];
    const d = values[k + 3];
    target[to] = typeof a === "number" ? a : NaN;
    target[to + 1] = typeof b === "number" ? b : NaN;
    target[to + 2] = typeof c === "number" ? c : NaN;
    target[to + 3] = typeof d === "number" ? d : NaN;
  }
  for (; k < end; k++, to++) target[to] = numberOr(values[k]);
}

/** index of the first of so many entries that is not a finite number, or −1 */
function firstBad(values: ArrayLike<unknown>, length: number): number {
  for (let k = 0; k < length; k++) {
    // isFiniteNumber spelled out, here and in `ofStrides`: a call boxes every number and takes three times as long
    const x = values[k];
    if (typeof x !== "number" || x - x !== 0) return k;
  }
  return -1;
}

/** place of the first entry that is not a finite number, column by column */
export function badColumn(columns: number, rows: number, column: (j: number) => ArrayLike<unknown>): readonly [number, number] | undefined {
  for (let j = 0; j < columns; j++) {
    const i = firstBad(column(j), rows);
    if (i >= 0) return [i, j];
  }
}

/** place of the first entry that is not a finite number, row by row */
function search(rows: number, columns: number, at: (i: number, j: number) => unknown): readonly [number, number] | undefined {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) if (!isFiniteNumber(at(i, j))) return [i, j];
}

export const numberOr = (x: unknown) => (typeof x === "number" ? x : NaN);

export function checkShape(name: string, what: string, dimensions: readonly unknown[]): void {
  if (!dimensions.every((d) => Number.isInteger(d) && (d as number) >= 0))
    throw new RangeError(
      `${name}: ${what} has shape ${dimensions.map((d) => (isObject(d) ? describe(d) : short(String(d)))).join("×")}, expected whole numbers`,
    );
}
