// The many forms of a table of numbers, brought to one: its size, its names, where its first bad entry is, and how it is copied out
// column by column. Nothing is allocated in WebAssembly here.
import { describe, isArrayLike, isFiniteNumber } from "./check.js";
import { LIMIT, memoryUsage, OutOfMemoryError } from "./memory.js";
import {
  type MatrixLike,
  ofColumns,
  ofMatrixLike,
  ofRows,
  ofStrides,
  type StridedArray,
  type Table,
  type TensorLike,
} from "./tableForms.js";

/**
 * A table of numbers, n rows and p columns: an array of rows, a Matrix, a strided array (`data`, `shape`, …), an ml-matrix, a
 * tfjs-like tensor, or a record of columns, whose keys become feature names.
 */
export type TableInput =
  | ArrayLike<ArrayLike<number>>
  | TableObject
  | StridedArray
  | MatrixLike
  | TensorLike
  | Readonly<Record<string, ArrayLike<number>>>;

/** A vector of numbers: an array, a typed array, or a strided array or tensor with one dimension. */
export type VectorInput = ArrayLike<number> | StridedArray | TensorLike;

/** the method by which an object that is a table already says so */
export const asTable: unique symbol = Symbol("shrinkage table");

/** What is a table already: a Matrix. */
export interface TableObject {
  /** @internal */
  [asTable](name: string, what: string): Table;
}

/** `value` as a table, every entry a finite number; `what` names the argument in messages */
export function readTable(name: string, what: string, value: unknown): Table {
  const table = shape(name, what, value);
  if (table.rows === 0 || table.columns === 0)
    throw new RangeError(`${name}: ${what} is ${table.rows}×${table.columns}, expected at least one row and one column`);
  if (table.pointer !== undefined) return table;
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
    const flat = ofStrides(name, what, isTensor(value) ? { shape: value.shape, data: value.dataSync() } : value);
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
  if (isObject(value) && asTable in value) return (value as unknown as TableObject)[asTable](name, what);
  if (isArrayLike(value)) return ofRows(name, what, value);
  if (isStrided(value)) return ofStrides(name, what, value);
  if (isTensor(value)) return ofStrides(name, what, { shape: value.shape, data: value.dataSync() });
  if (isMatrixLike(value)) return ofMatrixLike(value);
  if (value !== null && typeof value === "object" && Object.values(value).length > 0 && Object.values(value).every(isArrayLike))
    return ofColumns(name, what, value as Record<string, ArrayLike<unknown>>);
  throw new TypeError(
    `${name}: ${what} is ${describe(value)}, expected an array of rows, a Matrix, { data, shape }, a matrix or tensor object, or a record of columns`,
  );
}

function isStrided(value: unknown): value is StridedArray {
  return (
    isObject(value) &&
    isArrayLike(value.data) &&
    isArrayLike(value.shape) &&
    typeof value.dataSync !== "function" &&
    // else a record of columns, two of which are called data and shape
    (value.shape.length <= 2 || Array.from(value.shape as ArrayLike<number>).reduce((a, b) => a * b, 1) === value.data.length)
  );
}

function isTensor(value: unknown): value is TensorLike {
  return isObject(value) && isArrayLike(value.shape) && typeof value.dataSync === "function";
}

function isMatrixLike(value: unknown): value is MatrixLike {
  return isObject(value) && typeof value.rows === "number" && typeof value.columns === "number" && typeof value.get === "function";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object";
}
