// Which of the many forms a table is given in.
import { describe, isArrayLike, isObject } from "../check.js";
import type { MatrixLike, StridedArray, TensorLike } from "./foreignTables.js";
import { ofColumns, ofMatrixLike, ofRows, type Table } from "./forms.js";
import { ofStrides } from "./strides.js";

/** the method by which an object that is a table already says so */
export const asTable: unique symbol = Symbol("shrinkage table");

/** What knows how it is read as a table. */
export interface TableSource {
  [asTable](name: string, what: string): Table;
}

/** Gives `table` its {@link asTable}. A method of that name would keep a class in every bundle: bundlers cannot know what a computed name does. */
export function readBy(table: TableSource, read: TableSource[typeof asTable]): void {
  Object.defineProperty(table, asTable, { value: read });
}

/** What is a table already: a Matrix, or a SparseMatrix. */
export interface TableObject {
  /** @internal how it is read */
  [asTable](name: string, what: string): Table;
  /** n */
  readonly rows: number;
  /** p */
  readonly columns: number;
  /** names of the columns, where it has them */
  readonly featureNames?: readonly string[];
  /** true once its memory was given back */
  readonly disposed: boolean;
}

/** of an array, a strided array or a tensor; undefined for anything else */
export function dimensionsOf(value: unknown): number | undefined {
  if (isArrayLike(value)) return isArrayLike(value[0]) ? 2 : 1;
  if (isStrided(value) || isTensor(value)) return value.shape.length;
}

export function stridesOf(name: string, what: string, value: unknown): Table {
  return ofStrides(name, what, isTensor(value) ? { shape: value.shape, data: value.dataSync() } : (value as StridedArray));
}

export function tableOf(name: string, what: string, value: unknown): Table {
  if (isObject(value) && asTable in value) return (value as unknown as TableSource)[asTable](name, what);
  if (isObject(value) && ("indptr" in value || value.isSparseMatrix === true || typeof value.forEachNonZero === "function"))
    throw new TypeError(
      `${name}: ${what} is a sparse table, expected SparseMatrix.from(${what}), which is fitted many times without being copied again`,
    );
  if (isArrayLike(value)) return ofRows(name, what, value);
  if (isStrided(value) || isTensor(value)) return stridesOf(name, what, value);
  if (isMatrixLike(value)) return ofMatrixLike(name, what, value);
  const expected = "expected an array of rows, a Matrix, { data, shape }, a matrix or tensor object, or a record of columns";
  if (isRecord(value)) {
    const instead = shapedValues(what, value);
    if (instead) throw new TypeError(`${name}: ${what} has values and shape but no data, ${expected}; give ${instead}`);
    return ofColumns(name, what, value);
  }
  throw new TypeError(`${name}: ${what} is ${describe(value, "Matrix")}, ${expected}`);
}

/** what to give in the place of a data frame's `{ values, shape, … }`, which looks like a record of columns of different lengths */
function shapedValues(what: string, value: Readonly<Record<string, ArrayLike<unknown>>>): string | undefined {
  const { values, shape } = value;
  if (!values || shape?.length !== 2 || !Array.from(shape).every(Number.isInteger)) return undefined;
  if (Object.values(value).every(({ length }) => length === 2)) return undefined;
  const [n, p] = Array.from(shape as ArrayLike<number>);
  if (isArrayLike(values[0])) return values.length === n ? `${what}.values` : undefined;
  return values.length === n * p ? `{ data: ${what}.values, shape: ${what}.shape }` : undefined;
}

/** an object of arrays, which is none of the other forms */
export function isRecord(value: unknown): value is Record<string, ArrayLike<unknown>> {
  if (!isObject(value) || asTable in value || isArrayLike(value) || isStrided(value) || isTensor(value) || isMatrixLike(value))
    return false;
  return isColumns(value);
}

export function isColumns(value: Record<string, unknown>): value is Record<string, ArrayLike<unknown>> {
  return Object.values(value).length > 0 && Object.values(value).every(isArrayLike);
}

export function isStrided(value: unknown): value is StridedArray {
  if (!isObject(value) || !isArrayLike(value.data) || !isArrayLike(value.shape) || typeof value.dataSync === "function") return false;
  // a record of columns may have two that are called data and shape
  const { length } = value.data;
  return value.shape.length <= 2 || !isColumns(value) || !Object.values(value).every((column) => column.length === length);
}

export function isTensor(value: unknown): value is TensorLike {
  return isObject(value) && isArrayLike(value.shape) && typeof value.dataSync === "function";
}

export function isMatrixLike(value: unknown): value is MatrixLike {
  return isObject(value) && typeof value.rows === "number" && typeof value.columns === "number" && typeof value.get === "function";
}
