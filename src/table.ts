// The many forms of a table of numbers, brought to one: its size, its names, where its first bad entry is, and how it is copied out
// column by column. Nothing is allocated in WebAssembly here.
import { describe, isArrayLike, isFiniteNumber } from "./check.js";
import type { Matrix } from "./matrix.js";
import { LIMIT, memoryUsage, OutOfMemoryError } from "./memory.js";

/** `{ data, shape }` with strides in entries: scijs ndarray, stdlib ndarray, numpy-ts */
export interface StridedArray {
  data: ArrayLike<number>;
  shape: ArrayLike<number>;
  strides?: ArrayLike<number>;
  stride?: ArrayLike<number>;
  offset?: number;
  order?: string;
}

/** ml-matrix: rows, columns and get(row, column) */
export interface MatrixLike {
  rows: number;
  columns: number;
  get(row: number, column: number): number;
}

/** tfjs: a shape, and the data on demand (row-major) */
export interface TensorLike {
  shape: ArrayLike<number>;
  dataSync(): ArrayLike<number>;
}

/**
 * A table of numbers, n rows and p columns: an array of rows, a {@link Matrix}, a strided array (`data`, `shape`, …), an ml-matrix, a
 * tfjs-like tensor, or a record of columns, whose keys become feature names.
 */
export type TableInput =
  | ArrayLike<ArrayLike<number>>
  | Matrix
  | StridedArray
  | MatrixLike
  | TensorLike
  | Readonly<Record<string, ArrayLike<number>>>;

/** A vector of numbers: an array, a typed array, or a strided array or tensor with one dimension. */
export type VectorInput = ArrayLike<number> | StridedArray | TensorLike;

export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly names?: readonly string[];
  /** the matrix itself where the numbers already live in WebAssembly */
  readonly matrix?: Matrix;
  /** entry (i, j) as it came */
  at(i: number, j: number): unknown;
  /** [i, j] of an entry that is not a finite number */
  bad(): readonly [number, number] | undefined;
  /** target ← the table, column-major */
  copyTo(target: Float64Array): void;
}

type Unknown = Record<string, unknown>;

/** the method by which an object that is a table already says so: a Matrix */
export const asTable = Symbol("shrinkage table");

/** `value` as a table, every entry a finite number; `what` names the argument in messages */
export function readTable(name: string, what: string, value: unknown): Table {
  const table = shape(name, what, value);
  if (table.rows === 0 || table.columns === 0)
    throw new RangeError(`${name}: ${what} is ${table.rows}×${table.columns}, expected at least one row and one column`);
  if (table.matrix) return table;
  // before it is read through: broadcast strides can describe any size
  if (8 * table.rows * table.columns > LIMIT) throw new OutOfMemoryError(8 * table.rows * table.columns, memoryUsage().used);
  checkEntries(name, what, table);
  return table;
}

/** refuses the first entry that is not a finite number, naming row and column */
export function checkEntries(name: string, what: string, table: Table): void {
  const found = table.bad();
  if (!found) return;
  const [i, j] = found;
  const column = table.names ? `column ${j} (${table.names[j]})` : `column ${j}`;
  throw notFinite(`${name}: ${what} has`, table.at(i, j), `at row ${i}, ${column}`);
}

function notFinite(start: string, x: unknown, place: string): Error {
  const message = `${start} ${describe(x)} ${place}, expected a finite number`;
  return typeof x === "number" ? new RangeError(message) : new TypeError(message);
}

/** `value` as numbers, every one finite; undefined where it is a table, which the caller may want */
export function readVector(name: string, what: string, value: unknown): Float64Array | undefined {
  let entries = value;
  if (isStrided(value) || isTensor(value)) {
    if (value.shape.length !== 1) return undefined;
    const flat = strided(name, what, isTensor(value) ? { shape: value.shape, data: value.dataSync() } : value);
    entries = Array.from({ length: flat.rows }, (_, i) => flat.at(i, 0));
  }
  if (!isArrayLike(entries) || isArrayLike(entries[0])) return undefined;
  const out = new Float64Array(entries.length);
  for (let i = 0; i < out.length; i++) {
    const x = entries[i];
    if (!isFiniteNumber(x)) throw notFinite(`${name}: ${what} has`, x, `at row ${i}`);
    out[i] = x;
  }
  return out;
}

function shape(name: string, what: string, value: unknown): Table {
  if (isObject(value) && asTable in value) return (value as unknown as Matrix)[asTable](name, what);
  if (isArrayLike(value)) return ofRows(name, what, value);
  if (isStrided(value)) return strided(name, what, value);
  if (isTensor(value)) return strided(name, what, { shape: value.shape, data: value.dataSync() });
  if (isMatrixLike(value)) return ofMatrixLike(value);
  if (value !== null && typeof value === "object" && Object.values(value).length > 0 && Object.values(value).every(isArrayLike))
    return ofColumns(name, what, value as Record<string, ArrayLike<unknown>>);
  throw new TypeError(
    `${name}: ${what} is ${describe(value)}, expected an array of rows, a Matrix, { data, shape }, a matrix or tensor object, or a record of columns`,
  );
}

function ofRows(name: string, what: string, rows: ArrayLike<unknown>): Table {
  const columns = rows.length > 0 && isArrayLike(rows[0]) ? rows[0].length : 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!isArrayLike(row)) {
      const hint = i === 0 && typeof row === "number" ? `; give a flat array its shape: { data: ${what}, shape: [rows, columns] }` : "";
      throw new TypeError(`${name}: ${what} has ${describe(row)} for row ${i}, expected an array of numbers${hint}`);
    }
    if (row.length !== columns) throw new RangeError(`${name}: row ${i} of ${what} has ${row.length} entries but row 0 has ${columns}`);
  }
  const table = rows as ArrayLike<ArrayLike<number>>;
  const n = rows.length;
  return {
    rows: n,
    columns,
    at: (i, j) => table[i][j],
    bad() {
      for (let i = 0; i < n; i++) {
        const j = firstBad(table[i]);
        if (j >= 0) return [i, j];
      }
    },
    copyTo(target) {
      for (let i = 0; i < n; i++) {
        const row = table[i];
        for (let j = 0, to = i; j < columns; j++, to += n) target[to] = row[j];
      }
    },
  };
}

function ofColumns(name: string, what: string, record: Record<string, ArrayLike<unknown>>): Table {
  const names = Object.keys(record);
  const columns = Object.values(record) as ArrayLike<number>[];
  const rows = columns[0].length;
  columns.forEach((column, j) => {
    if (column.length !== rows)
      throw new RangeError(`${name}: column ${names[j]} of ${what} has ${column.length} entries but column ${names[0]} has ${rows}`);
  });
  return {
    rows,
    columns: columns.length,
    names,
    at: (i, j) => columns[j][i],
    bad() {
      for (let j = 0; j < columns.length; j++) {
        const i = firstBad(columns[j]);
        if (i >= 0) return [i, j];
      }
    },
    copyTo(target) {
      for (let j = 0; j < columns.length; j++) target.set(columns[j], j * rows);
    },
  };
}

function ofMatrixLike(matrix: MatrixLike): Table {
  const { rows, columns } = matrix;
  return {
    rows,
    columns,
    at: (i, j) => matrix.get(i, j),
    bad: () => search(rows, columns, (i, j) => matrix.get(i, j)),
    copyTo(target) {
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) target[j * rows + i] = matrix.get(i, j);
    },
  };
}

/** one dimension is read as one column */
function strided(name: string, what: string, source: StridedArray): Table {
  const { data } = source;
  const dimensions = Array.from(source.shape);
  if (dimensions.length < 1 || dimensions.length > 2)
    throw new RangeError(`${name}: ${what} has ${dimensions.length} dimensions, expected rows and columns`);
  if (!dimensions.every((d) => Number.isInteger(d) && d >= 0))
    throw new RangeError(`${name}: ${what} has shape ${dimensions.join("×")}, expected whole numbers`);
  const [rows, columns = 1] = dimensions;
  const columnMajor = source.order === "column-major" || source.order === "F";
  const [down = 1, across = 1] = Array.from(source.strides ?? source.stride ?? (columnMajor ? [1, rows] : [columns, 1]));
  const offset = source.offset ?? 0;
  const corners = [0, (rows - 1) * down, (columns - 1) * across, (rows - 1) * down + (columns - 1) * across].map((k) => offset + k);
  if (rows > 0 && columns > 0 && (Math.min(...corners) < 0 || Math.max(...corners) >= data.length))
    throw new RangeError(
      `${name}: ${what} has shape ${dimensions.join("×")} but its data has ${data.length} entries, the strides reach outside`,
    );
  return {
    rows,
    columns,
    at: (i, j) => data[offset + i * down + j * across],
    bad() {
      for (let i = 0; i < rows; i++) {
        for (let j = 0, from = offset + i * down; j < columns; j++, from += across) {
          const x = data[from];
          if (typeof x !== "number" || x - x !== 0) return [i, j];
        }
      }
    },
    copyTo(target) {
      for (let i = 0; i < rows; i++)
        for (let j = 0, from = offset + i * down, to = i; j < columns; j++, from += across, to += rows) target[to] = data[from];
    },
  };
}

/** index of the first entry that is not a finite number, or −1 */
function firstBad(values: ArrayLike<unknown>): number {
  for (let k = 0; k < values.length; k++) {
    // isFiniteNumber spelled out, here and in `strided`: a call boxes every number and takes three times as long
    const x = values[k];
    if (typeof x !== "number" || x - x !== 0) return k;
  }
  return -1;
}

/** row and column of the first entry that is not a finite number */
export function search(rows: number, columns: number, at: (i: number, j: number) => unknown): readonly [number, number] | undefined {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) if (!isFiniteNumber(at(i, j))) return [i, j];
}

function isStrided(value: unknown): value is StridedArray {
  return (
    isObject(value) &&
    isArrayLike(value.data) &&
    isArrayLike(value.shape) &&
    value.shape.length <= 2 &&
    typeof value.dataSync !== "function"
  );
}

function isTensor(value: unknown): value is TensorLike {
  return isObject(value) && isArrayLike(value.shape) && typeof value.dataSync === "function";
}

function isMatrixLike(value: unknown): value is MatrixLike {
  return isObject(value) && typeof value.rows === "number" && typeof value.columns === "number" && typeof value.get === "function";
}

function isObject(value: unknown): value is Unknown {
  return value !== null && typeof value === "object";
}
