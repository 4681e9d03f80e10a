// The many forms of a table of numbers, brought to one: its size, its names, where its first bad entry is, and how it is copied out
// column by column. Nothing is allocated in WebAssembly here.

import { checkNames, describe, isArrayLike, isFiniteNumber, isObject, listNames } from "../check.js";
import { LIMIT, memoryUsage, OutOfMemoryError } from "../kernels/heap.js";
import type { MatrixLike, StridedArray, TensorLike } from "./foreignTables.js";
import { ofColumns, selectColumns, type Table } from "./forms.js";
import {
  asTable,
  dimensionsOf,
  isMatrixLike,
  isRecord,
  isStrided,
  isTensor,
  stridesOf,
  type TableObject,
  type TableSource,
  tableOf,
} from "./recognise.js";

/**
 * A table of numbers, n rows and p columns: an array of rows, a Matrix, a SparseMatrix, a strided array (`data`, `shape`, …), an ml-matrix, a
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

/**
 * `value` as a table, every entry a finite number; `what` names the argument in messages. `later`: the caller finds bad entries by itself,
 * in the copy.
 */
export function readTable(name: string, what: string, value: unknown, later?: "later"): Table {
  return checkTable(name, what, tableOf(name, what, value), later);
}

/** what `check` returns; where it throws, a bad entry of X that was left for later is named instead, for X comes before what it checks */
export function orBadEntry<T>(name: string, table: Table, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!table.pointer && !table.sparse) checkEntries(name, "X", table);
    throw error;
  }
}

function checkTable(name: string, what: string, table: Table, later?: "later"): Table {
  if (table.rows === 0 || table.columns === 0)
    throw new RangeError(`${name}: ${what} is ${table.rows}×${table.columns}, expected at least one row and one column`);
  // before it is read through: broadcast strides can describe any size
  const bytes = table.sparse ? 0 : 8 * table.rows * table.columns;
  if (bytes > LIMIT) throw new OutOfMemoryError(bytes, memoryUsage().used);
  if (!later) checkEntries(name, what, table);
  return table;
}

/**
 * X for what has p columns (`count` says so): the table, and where those stand in it; by name where both sides know names. `called`: what
 * the caller says that the columns of X are called
 */
export function readForModel(
  name: string,
  X: unknown,
  p: number,
  names?: readonly string[],
  count = `the model has ${p} coefficients`,
  what = "X",
  called?: readonly string[],
): { table: Table; order: readonly number[] } {
  const read = names ? readColumns(name, what, X, names, called) : { table: readTable(name, what, X) };
  const { columns, names: known } = read.table;
  if (columns !== p && !(names && (called ?? known))) throw new RangeError(`${name}: ${what} has ${columns} columns but ${count}`);
  return { table: read.table, order: "order" in read ? read.order : inOrder(p) };
}

let ordered: readonly number[] = [];

/** 0 … p − 1; kept, for rows that come one by one */
function inOrder(p: number): readonly number[] {
  if (ordered.length !== p) ordered = Array.from({ length: p }, (_, j) => j);
  return ordered;
}

/** the columns called `names`, in that order, of a record or a table with names; other tables as they are */
export function readColumns(
  name: string,
  what: string,
  value: unknown,
  names: readonly string[],
  called?: readonly string[],
): { table: Table; order: readonly number[] } {
  if (!called && isObject(value) && !isArrayLike(value) && !(asTable in value) && isNamed(value, names)) {
    const given = value as Record<string, ArrayLike<unknown>>;
    checkMissing(name, what, Object.keys(given), names);
    const odd = names.find((key) => !isArrayLike(given[key]));
    if (odd !== undefined)
      throw new TypeError(`${name}: column ${listNames([odd])} of ${what} is ${describe(given[odd])}, expected an array of numbers`);
    const table = checkTable(name, what, ofColumns(name, what, Object.fromEntries(names.map((key) => [key, given[key]]))));
    return { table, order: names.map((_, j) => j) };
  }
  const table = readTable(name, what, value);
  const given = checkNames(name, called, table.columns, `X has ${table.columns} columns`) ?? table.names;
  if (!given) return { table, order: inOrder(names.length) };
  checkMissing(name, what, given, names);
  const places = new Map(given.map((key, j) => [key, j]));
  return { table, order: names.map((key) => places.get(key) as number) };
}

/**
 * The table that a model of p columns was fitted to, its columns in the order of the model and called by the model's names: as
 * {@link readForModel} finds them. `called`: what the caller says that the columns of X are called
 */
export function readAsFitted(
  name: string,
  X: unknown,
  p: number,
  names: readonly string[] | undefined,
  called: readonly string[] | undefined,
  count?: string,
): TableSource {
  const { table, order } = readForModel(name, X, p, names, count, "X", called);
  const selected = order.length === table.columns && order.every((j, k) => j === k) ? table : selectColumns(table, order);
  const own = { ...selected, names: names ?? called ?? table.names };
  return { [asTable]: () => own };
}

/** true for a record of columns: one that has all the names, or some and no other form */
function isNamed(value: Record<string, unknown>, names: readonly string[]): boolean {
  const known = names.filter((key) => Object.hasOwn(value, key));
  if (known.length === names.length && known.every((key) => isArrayLike(value[key]))) return true;
  return isRecord(value) || (known.length > 0 && !isStrided(value) && !isTensor(value) && !isMatrixLike(value));
}

function checkMissing(name: string, what: string, given: readonly string[], names: readonly string[]): void {
  const known = new Set(given);
  const missing = names.filter((key) => !known.has(key));
  if (missing.length > 0) throw new RangeError(`${name}: ${what} has no column ${listNames(missing)}, expected ${listNames(names)}`);
}

/** refuses the first entry that is not a finite number, naming row and column */
export function checkEntries(name: string, what: string, table: Table): void {
  const found = table.bad();
  if (!found) return;
  const [i, j] = found;
  const column = table.names ? `column ${j} (${table.names[j]})` : `column ${j}`;
  const x = table.at(i, j);
  const error = notFinite(`${name}: ${what} has`, x, `at row ${i}, ${column}`);
  if (table.changed?.(i, j)) error.message += "; its array changed, or its buffer was detached, while the call was read";
  throw error;
}

function notFinite(start: string, x: unknown, place: string): Error {
  const message = `${start} ${describe(x)} ${place}, expected a finite number`;
  return typeof x === "number" ? new RangeError(message) : new TypeError(message);
}

/**
 * `value` as numbers, every one finite; undefined where it is a table, which the caller may want. `rows`: how many X has, so that what is
 * longer is refused before it is read
 */
export function readVector(name: string, what: string, value: unknown, rows?: number): Float64Array<ArrayBuffer> | undefined {
  if (dimensionsOf(value) !== 1) return undefined;
  let entries = value as ArrayLike<unknown>;
  if (!isArrayLike(value)) {
    const flat = stridesOf(name, what, value);
    if (rows !== undefined) checkLength(name, flat.rows, rows);
    entries = Array.from({ length: flat.rows }, (_, i) => flat.at(i, 0));
  }
  if (rows !== undefined) checkLength(name, entries.length, rows);
  const out = new Float64Array(entries.length);
  for (let i = 0; i < out.length; i++) {
    const x = entries[i];
    if (!isFiniteNumber(x)) throw notFinite(`${name}: ${what} has`, x, `at row ${i}`);
    out[i] = x;
  }
  return out;
}

/** `value` as numbers, every one finite, as many as X has rows */
export function readTarget(name: string, value: unknown, rows: number): Float64Array<ArrayBuffer> {
  const target = readVector(name, "y", value, rows);
  if (target) return target;
  const dimensions = dimensionsOf(value);
  const came = dimensions ? `has ${dimensions} dimensions` : `is ${describe(value)}`;
  throw new TypeError(`${name}: y ${came}, expected an array of numbers${ofColumn(value)}`);
}

/** refuses a target that has not one entry a row */
export function checkLength(name: string, length: number, rows: number): void {
  if (length !== rows) throw new RangeError(`${name}: y has ${length} entries but X has ${rows} rows`);
}

/** how to make a vector of a table that has one column; nothing for other tables */
export function ofColumn(value: unknown): string {
  if (isArrayLike(value) && isArrayLike(value[0]) && value[0].length === 1)
    return `; ${Array.isArray(value[0]) ? "y.flat()" : "Float64Array.from(y, ([value]) => value)"} makes one of a column`;
  const { shape } = (isStrided(value) || isTensor(value) ? value : {}) as { shape?: ArrayLike<number> };
  return shape?.length === 2 && shape[1] === 1 ? `; a column of them has shape [${shape[0]}]` : "";
}
