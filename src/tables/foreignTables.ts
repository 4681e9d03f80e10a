// What tables of other libraries look like from here.

/** `{ data, shape }` with strides in entries: scijs ndarray, stdlib ndarray, numpy-ts */
export interface StridedArray {
  /** the entries, wherever the strides lead to */
  data: ArrayLike<number>;
  /** [rows, columns] */
  shape: ArrayLike<number>;
  /** entries from a row to the next and from a column to the next (default: one after another in `order`) */
  strides?: ArrayLike<number>;
  /** the same in scijs ndarray's word */
  stride?: ArrayLike<number>;
  /** the place of the first entry in `data` (default 0) */
  offset?: number;
  /** where no strides are given: "row-major" or "C" (default), or "column-major" or "F" */
  order?: string;
}

/** ml-matrix: rows, columns and get(row, column) */
export interface MatrixLike {
  /** n */
  rows: number;
  /** p */
  columns: number;
  /** the entry at a row and a column, both from 0 */
  get(row: number, column: number): number;
}

/** tfjs: a shape, and the data on demand (row-major) */
export interface TensorLike {
  /** [rows, columns] */
  shape: ArrayLike<number>;
  /** all entries, row by row */
  dataSync(): ArrayLike<number>;
}
