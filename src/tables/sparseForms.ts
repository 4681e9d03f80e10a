// The forms that sparse tables come in, each brought to entries.
import { describe, isArrayLike, isObject } from "../check.js";
import { checkList, checkPlace, checkShape, checkValue, type Entries } from "./sparseEntries.js";

/** SciPy's words: `indptr` says where each row ("csr") or column ("csc") begins in `indices` and `data`. */
export interface CompressedTable {
  /** the entries */
  readonly data: ArrayLike<number>;
  /** the column of each entry ("csr"), or its row ("csc") */
  readonly indices: ArrayLike<number>;
  /** n + 1, or p + 1 numbers that do not fall, from 0 to the number of entries */
  readonly indptr: ArrayLike<number>;
  /** [n, p] */
  readonly shape: ArrayLike<number>;
  /** by rows, or by columns */
  readonly format: "csr" | "csc";
}

/** A SparseMatrix of mathjs: columns, `_values` undefined where only the pattern is known. */
export interface MathjsSparse {
  /** what mathjs knows its own by */
  readonly isSparseMatrix: true;
  /** the entries; all 1 where they are left out */
  readonly _values?: ArrayLike<number>;
  /** the row of each entry */
  readonly _index: ArrayLike<number>;
  /** where each column begins, and the number of entries */
  readonly _ptr: ArrayLike<number>;
  /** [n, p] */
  readonly _size: ArrayLike<number>;
}

/** A SparseMatrix of ml-sparse-matrix. */
export interface MlSparse {
  /** n */
  readonly rows: number;
  /** p */
  readonly columns: number;
  /** calls `each` with every entry that is not 0 */
  forEachNonZero(each: (row: number, column: number, value: number) => unknown): unknown;
}

/** Entries one by one; what stands at the same place is added. */
export interface Triplets {
  /** the row of each entry, from 0 */
  readonly rows: ArrayLike<number>;
  /** its column, from 0 */
  readonly columns: ArrayLike<number>;
  /** what stands there */
  readonly values: ArrayLike<number>;
  /** [n, p] */
  readonly shape: ArrayLike<number>;
}

/** where rows or columns begin: whole numbers from 0 to the number of entries that do not fall */
function checkStarts(name: string, what: string, list: ArrayLike<unknown>, lines: number, entries: number, of: string): void {
  if (list.length !== lines + 1)
    throw new RangeError(`${name}: ${what} has ${list.length} entries, expected ${lines + 1}: one more than ${of}`);
  for (let k = 0; k <= lines; k++) {
    if (!Number.isInteger(list[k])) throw new RangeError(`${name}: ${what}[${k}] is ${describe(list[k])}, expected a whole number`);
    if (k > 0 && (list[k] as number) < (list[k - 1] as number))
      throw new RangeError(`${name}: ${what}[${k}] is ${list[k]} after ${list[k - 1]}, expected numbers that do not fall`);
  }
  if (list[0] !== 0 || list[lines] !== entries)
    throw new RangeError(`${name}: ${what} goes from ${list[0]} to ${list[lines]}, expected from 0 to ${entries}, the number of entries`);
}

/** rows or columns behind one another; `values` undefined: all are 1 */
function ofCompressed(
  name: string,
  words: { data: string; indices: string; indptr: string },
  parts: { data?: unknown; indices: unknown; indptr: unknown },
  shape: readonly [number, number],
  byRows: boolean,
): Entries {
  const indices = checkList(name, words.indices, parts.indices);
  const indptr = checkList(name, words.indptr, parts.indptr);
  const data = parts.data === undefined ? undefined : checkList(name, words.data, parts.data);
  if (data && data.length !== indices.length)
    throw new RangeError(`${name}: ${words.data} has ${data.length} entries but ${words.indices} has ${indices.length}`);
  const [lines, width] = byRows ? shape : [shape[1], shape[0]];
  checkStarts(name, words.indptr, indptr, lines, indices.length, byRows ? "rows" : "columns");
  const [outer, inner] = [new Int32Array(indices.length), new Int32Array(indices.length)];
  const values = new Float64Array(indices.length).fill(1);
  for (let line = 0; line < lines; line++) {
    for (let k = indptr[line] as number; k < (indptr[line + 1] as number); k++) {
      outer[k] = line;
      inner[k] = checkPlace(name, words.indices, indices, k, width, byRows ? "columns" : "rows");
      if (data) values[k] = checkValue(name, data[k], byRows ? line : inner[k], byRows ? inner[k] : line);
    }
  }
  return { shape, rows: byRows ? outer : inner, columns: byRows ? inner : outer, values };
}

/** any of the forms of `SparseMatrix.from` */
export function entriesOf(name: string, X: unknown): Entries {
  const expected = 'expected { data, indices, indptr, shape, format: "csr" or "csc" }, or a SparseMatrix of mathjs or ml-sparse-matrix';
  if (isObject(X) && X.isSparseMatrix === true) {
    const words = { data: "_values", indices: "_index", indptr: "_ptr" };
    const { _values: data, _index: indices, _ptr: indptr } = X;
    return ofCompressed(name, words, { data, indices, indptr }, checkShape(name, "_size", X._size), false);
  }
  if (isObject(X) && typeof X.forEachNonZero === "function") return ofMlSparse(name, X as unknown as MlSparse);
  if (!isObject(X) || !("indptr" in X)) throw new TypeError(`${name}: X is ${describe(X)}, ${expected}`);
  const { format } = X;
  if (format !== "csr" && format !== "csc") throw new TypeError(`${name}: format is ${describe(format)}, expected "csr" or "csc"`);
  const words = { data: "data", indices: "indices", indptr: "indptr" };
  const { data = null, indices, indptr } = X;
  return ofCompressed(name, words, { data, indices, indptr }, checkShape(name, "shape", X.shape), format === "csr");
}

function ofMlSparse(name: string, X: MlSparse): Entries {
  const shape = checkShape(name, "X's size", [X.rows, X.columns]);
  const [rows, columns, values]: [number[], number[], unknown[]] = [[], [], []];
  X.forEachNonZero((i, j, value) => {
    rows.push(i);
    columns.push(j);
    values.push(value);
    return value;
  });
  return ofTriplets(name, { rows, columns, values: values as number[], shape });
}

/** entries as they come, row, column and value */
export function ofTriplets(name: string, given: Triplets): Entries {
  if (!isObject(given)) throw new TypeError(`${name}: entries is ${describe(given)}, expected { rows, columns, values, shape }`);
  const shape = checkShape(name, "shape", given.shape);
  const rows = checkList(name, "rows", given.rows);
  const columns = checkList(name, "columns", given.columns);
  const numbers = checkList(name, "values", given.values);
  for (const [what, list] of Object.entries({ columns, values: numbers }))
    if (list.length !== rows.length) throw new RangeError(`${name}: ${what} has ${list.length} entries but rows has ${rows.length}`);
  const [outer, inner, values] = [new Int32Array(rows.length), new Int32Array(rows.length), new Float64Array(rows.length)];
  for (let k = 0; k < rows.length; k++) {
    outer[k] = checkPlace(name, "rows", rows, k, shape[0], "rows");
    inner[k] = checkPlace(name, "columns", columns, k, shape[1], "columns");
    values[k] = checkValue(name, numbers[k], outer[k], inner[k]);
  }
  return { shape, rows: outer, columns: inner, values };
}

/** one object or Map of column → value a row */
export function ofSparseRows(name: string, list: unknown, columns: unknown): Entries {
  if (!isArrayLike(list) || ArrayBuffer.isView(list))
    throw new TypeError(`${name}: rows is ${describe(list)}, expected an array of objects or Maps from column to value`);
  const shape = checkShape(name, "the table", [list.length, columns]);
  const [rows, places, values]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < list.length; i++) {
    const row = list[i];
    if (!isObject(row) || isArrayLike(row))
      throw new TypeError(`${name}: row ${i} is ${describe(row)}, expected an object or a Map from column to value`);
    for (const [key, value] of row instanceof Map ? row : Object.entries(row)) {
      const j = typeof key === "string" && key.trim() !== "" ? Number(key) : key;
      if (!Number.isInteger(j) || j < 0 || j >= shape[1])
        throw new RangeError(`${name}: row ${i} has an entry for ${describe(key)}, expected a column from 0 to ${shape[1] - 1}`);
      rows.push(i);
      places.push(j);
      values.push(checkValue(name, value, i, j));
    }
  }
  return { shape, rows: Int32Array.from(rows), columns: Int32Array.from(places), values: Float64Array.from(values) };
}
