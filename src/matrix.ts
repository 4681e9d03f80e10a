import { countMatrix, heap, view } from "./memory.js";
import { asTable, readTable, type TableInput, type TableObject } from "./table.js";
import { search, type Table } from "./tableForms.js";

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
   * @throws {RangeError} when `rows` or `columns` is not a whole number ≥ 1
   * @throws {OutOfMemoryError} when it does not fit
   */
  constructor(rows: number, columns: number, featureNames?: readonly string[]);
  /** @internal */
  constructor(rows: number, columns: number, featureNames?: readonly string[], contents?: Table);
  constructor(rows: number, columns: number, featureNames?: readonly string[], contents?: Table) {
    for (const [what, count] of Object.entries({ rows, columns }))
      if (!Number.isInteger(count) || count < 1) throw new RangeError(`Matrix: ${what} is ${count}, expected a whole number ≥ 1`);
    if (featureNames && featureNames.length !== columns)
      throw new RangeError(`Matrix: featureNames has ${featureNames.length} entries but there are ${columns} columns`);
    this.rows = rows;
    this.columns = columns;
    if (featureNames) this.featureNames = [...featureNames];
    this.#pointer = heap().allocate(8 * rows * columns);
    const entries = view(this.#pointer, rows * columns);
    countMatrix(1);
    try {
      if (contents) contents.copyTo(entries);
      else entries.fill(0);
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
   * @throws {RangeError} when there is no such column
   * @throws {TypeError} when the matrix was disposed of
   */
  column(j: number): Float64Array {
    if (!Number.isInteger(j) || j < 0 || j >= this.columns)
      throw new RangeError(`Matrix.column: j is ${j}, expected a whole number from 0 to ${this.columns - 1}`);
    if (this.disposed) throw new TypeError("Matrix.column: the Matrix was disposed of, make it again with Matrix.from");
    return view(this.#pointer + 8 * this.rows * j, this.rows);
  }

  /** @internal */
  [asTable](name: string, what: string): Table {
    if (this.disposed) throw new TypeError(`${name}: ${what} is a Matrix that was disposed of, make it again with Matrix.from`);
    return {
      rows: this.rows,
      columns: this.columns,
      names: this.featureNames,
      pointer: this.#pointer,
      at: (i, j) => this.column(j)[i],
      bad: () => search(this.rows, this.columns, (i, j) => this.column(j)[i]),
      copyTo: (target) => target.set(view(this.#pointer, this.rows * this.columns)),
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
