/// <reference lib="esnext.disposable" preserve="true" />
import { checkIndex, checkNames, checkNumber } from "../check.js";
import { type Heap, heap, view } from "../kernels/heap.js";
import { copyIn } from "./copyIn.js";
import { badColumn, type Table } from "./forms.js";
import { readTable, type TableInput } from "./readTable.js";
import { type asTable, readBy, type TableObject, type TableSource } from "./recognise.js";

/** the safety net: a Matrix that was forgotten gives its memory back some time after it became unreachable */
const forgotten = /* @__PURE__ */ new FinalizationRegistry<Place>(free);

/** an address, and the heap that knows it: after a kernel has trapped, addresses of the old one mean nothing in the new one */
interface Place {
  readonly heap: Heap;
  readonly pointer: number;
}

function free({ heap, pointer }: Place): void {
  heap.free(pointer);
  heap.matrices--;
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
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Matrix";
  /** @internal how the functions of this library read it */
  declare readonly [asTable]: TableSource[typeof asTable];
  /** n */
  readonly rows: number;
  /** p */
  readonly columns: number;
  /** names of the columns, where the table had them */
  readonly featureNames?: readonly string[];
  /** undefined once it was given back */
  #place?: Place;

  /**
   * A matrix of zeros, to be filled through {@link column}.
   * @param rows n
   * @param columns p
   * @param featureNames p names
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
    readBy(this, (name, what) => this.#table(name, what));
    this.rows = rows;
    this.columns = columns;
    if (names) this.featureNames = names;
    const home = heap();
    const place = { heap: home, pointer: home.allocate(8 * rows * columns) };
    home.matrices++;
    try {
      if (contents) copyIn(contents, place.pointer);
      else view(place.pointer, rows * columns).fill(0);
    } catch (error) {
      // a matrix object's get() is the caller's code
      free(place);
      throw error;
    }
    this.#place = place;
    forgotten.register(this, place, this);
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
   * @param j from 0
   * @throws {TypeError | RangeError} when there is no such column, or the matrix was disposed of, or lost (see {@link KernelError})
   */
  column(j: number): Float64Array {
    const pointer = this.#pointer("Matrix.column", "the Matrix");
    checkIndex("Matrix.column", "j", j, this.columns);
    return view(pointer + 8 * this.rows * j, this.rows);
  }

  /** its address; `what` is what it is called in a message */
  #pointer(name: string, what: string): number {
    if (!this.#place) throw new TypeError(`${name}: ${what} was disposed of, make it again with Matrix.from`);
    if (this.#place.heap !== heap()) throw new TypeError(`${name}: ${what} was lost when a kernel trapped, make it again with Matrix.from`);
    return this.#place.pointer;
  }

  /** how the functions of this library read it */
  #table(name: string, what: string): Table {
    const pointer = () => this.#pointer(name, `${what} is a Matrix that`);
    pointer();
    return {
      rows: this.rows,
      columns: this.columns,
      names: this.featureNames,
      pointer,
      at: (i, j) => this.column(j)[i],
      bad: () => badColumn(this.columns, this.rows, (j) => this.column(j)),
      copyTo: (target) => target.set(view(pointer(), this.rows * this.columns)),
    };
  }

  /** true once the memory was given back */
  get disposed(): boolean {
    return this.#place === undefined;
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (!this.#place) return;
    free(this.#place);
    forgotten.unregister(this);
    this.#place = undefined;
  }

  /** `using X1 = Matrix.from(X)` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
