/// <reference lib="esnext.disposable" preserve="true" />
import { checkIndex, checkNames, checkNumber } from "./check.js";
import { copyIn } from "./copyIn.js";
import { countMatrix, heap, view } from "./memory.js";
import { asTable, readTable, type TableInput, type TableObject } from "./table.js";
import { badColumn, type Table } from "./tableForms.js";

/** the safety net: a Matrix that was forgotten gives its memory back some time after it became unreachable */
const forgotten = new FinalizationRegistry<number>(free);

function free(pointer: number): void {
  heap().free(pointer);
  countMatrix(-1);
}

/**
 * A table of numbers in WebAssembly memory, column-major: fitted many times without being copied again.
 *
 * ```ts
 * using X1 = Matrix.from(X);      // or X1.dispose() when done
 * const fit = lasso(X1, y, { lambda: 0.1 });
 * ```
 */
export class Matrix implements TableObject {
  readonly rows: number;
  readonly columns: number;
  /** names of the columns, where the table had them */
  readonly featureNames?: readonly string[];
  #pointer: number;

  /**
   * A matrix of zeros, to be filled through {@link column}.
   * @throws {TypeError | RangeError} when `rows` or `columns` is not a whole number ≥ 1, or the names are not one a column
   * @throws {OutOfMemoryError} when it does not fit
   */
  constructor(rows: number, columns: number, featureNames?: readonly string[]);
  /** @internal */
  constructor(rows: number, columns: number, featureNames?: readonly string[], contents?: Table);
  constructor(rows: number, columns: number, featureNames?: readonly string[], contents?: Table) {
    for (const [what, count] of Object.entries({ rows, columns }))
      checkNumber("Matrix", what, count, (x) => Number.isInteger(x) && x >= 1, "a whole number ≥ 1");
    const names = checkNames("Matrix", featureNames, columns, `there are ${columns} columns`);
    this.rows = rows;
    this.columns = columns;
    if (names) this.featureNames = names;
    this.#pointer = heap().allocate(8 * rows * columns);
    countMatrix(1);
    try {
      if (contents) copyIn(contents, this.#pointer);
      else view(this.#pointer, rows * columns).fill(0);
    } catch (error) {
      // a matrix object's get() is the caller's code
      free(this.#pointer);
      throw error;
    }
    forgotten.register(this, this.#pointer, this);
  }

  /**
   * A copy of a table.
   * @param X any table of numbers, see {@link TableInput}
   * @throws {TypeError | RangeError} when X is no table, is empty or ragged, or an entry is not a finite number
   * @throws {OutOfMemoryError} when it does not fit
   */
  static from(X: TableInput): Matrix {
    const table = readTable("Matrix.from", "X", X);
    return new Matrix(table.rows, table.columns, table.names, table);
  }

  /**
   * Column j as a live view of the memory: writing to it changes the matrix. Valid until the next call into the library, which may
   * move the memory; ask for it again then.
   * @throws {TypeError | RangeError} when there is no such column, or the matrix was disposed of
   */
  column(j: number): Float64Array {
    if (this.disposed) throw new TypeError("Matrix.column: the Matrix was disposed of, make it again with Matrix.from");
    checkIndex("Matrix.column", "j", j, this.columns);
    return view(this.#pointer + 8 * this.rows * j, this.rows);
  }

  /** how the functions of this library read it */
  [asTable](name: string, what: string): Table {
    const pointer = () => {
      if (this.disposed) throw new TypeError(`${name}: ${what} is a Matrix that was disposed of, make it again with Matrix.from`);
      return this.#pointer;
    };
    pointer();
    return {
      rows: this.rows,
      columns: this.columns,
      names: this.featureNames,
      pointer,
      at: (i, j) => this.column(j)[i],
      bad: () => badColumn(this.columns, (j) => this.column(j)),
      copyTo: (target) => target.set(view(pointer(), this.rows * this.columns)),
    };
  }

  /** true once the memory was given back */
  get disposed(): boolean {
    return this.#pointer < 0;
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.disposed) return;
    free(this.#pointer);
    forgotten.unregister(this);
    this.#pointer = -1;
  }

  /** `using X1 = Matrix.from(X)` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
