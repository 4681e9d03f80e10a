/// <reference lib="esnext.disposable" preserve="true" />
import { checkNames } from "../check.js";
import { type Heap, heap } from "../kernels/heap.js";
import { type Factor, ofColumns } from "./columnBlocks.js";
import type { Table } from "./forms.js";
import { type asTable, readBy, type TableObject, type TableSource } from "./recognise.js";
import { store, storedBytes, storedColumn, storedEntries, wholeColumn } from "./sparseColumns.js";
import { byColumns, type Entries, type SparseColumns } from "./sparseEntries.js";
import {
  type CompressedTable,
  entriesOf,
  type MathjsSparse,
  type MlSparse,
  ofSparseRows,
  ofTriplets,
  type Triplets,
} from "./sparseForms.js";

const forgotten = /* @__PURE__ */ new FinalizationRegistry<Place>(free);

/** an address, and the heap that knows it */
interface Place {
  readonly heap: Heap;
  readonly pointer: number;
}

function free({ heap, pointer }: Place): void {
  heap.free(pointer);
  heap.matrices--;
}

/**
 * A sparse table in WebAssembly memory, by columns: 12 bytes an entry, 4 in columns whose entries are all 1; a column with more entries
 * than not is stored dense. Whatever takes X takes it. Centring and standardising fill nothing in.
 *
 * ```ts
 * const X = SparseMatrix.from({ data, indices, indptr, shape: [1000, 20000], format: "csr" });
 * const fits = path(X, y);
 * X.dispose();
 * ```
 */
export class SparseMatrix implements TableObject {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "SparseMatrix";
  /** @internal how the functions of this library read it */
  declare readonly [asTable]: TableSource[typeof asTable];
  /** n */
  readonly rows: number;
  /** p */
  readonly columns: number;
  /** how many entries are not 0 */
  readonly nonzero: number;
  /** names of the columns, where they were given */
  readonly featureNames?: readonly string[];
  /** undefined once it was given back */
  #place?: Place;

  /** @internal see {@link SparseMatrix.from} */
  constructor(entries: SparseColumns, featureNames?: readonly string[]) {
    this.rows = entries.rows;
    this.columns = entries.columns;
    readBy(this, (name, what) => this.#table(name, what));
    this.nonzero = entries.values.length;
    if (featureNames) this.featureNames = featureNames;
    const home = heap();
    const place = { heap: home, pointer: home.allocate(storedBytes(entries)) };
    home.matrices++;
    this.#place = place;
    store(entries, place.pointer);
    forgotten.register(this, place, this);
  }

  /**
   * A copy of a sparse table: SciPy's csr or csc arrays, or a SparseMatrix of mathjs or ml-sparse-matrix. Entries may stand in any order;
   * those of one place are added; zeros may be there.
   * @param X `{ data, indices, indptr, shape, format }`, or the object of one of these libraries
   * @param featureNames p names
   * @throws {TypeError | RangeError} when a part is missing, an index lies outside the shape, `indptr` falls, or an entry is not a finite number
   * @throws {OutOfMemoryError} when it does not fit
   */
  static from(X: CompressedTable | MathjsSparse | MlSparse, featureNames?: readonly string[]): SparseMatrix {
    const name = "SparseMatrix.from";
    return made(name, byColumns(name, entriesOf(name, X)), featureNames);
  }

  /**
   * A table from its entries: `values[k]` at row `rows[k]`, column `columns[k]`; what stands at one place is added.
   * @param entries three arrays of one length, and `shape`: [n, p]
   * @param featureNames p names
   * @throws {TypeError | RangeError} as {@link SparseMatrix.from}
   * @throws {OutOfMemoryError} when it does not fit
   */
  static fromEntries(entries: Triplets, featureNames?: readonly string[]): SparseMatrix {
    const name = "SparseMatrix.fromEntries";
    return made(name, byColumns(name, ofTriplets(name, entries)), featureNames);
  }

  /**
   * A table from one object, or Map, of column → value a row: `[{ 3: 1.5, 17: 1 }, …]`.
   * @param rows n of them
   * @param columns p
   * @param featureNames p names
   * @throws {TypeError | RangeError} when a row is neither, a column lies outside, or an entry is not a finite number
   * @throws {OutOfMemoryError} when it does not fit
   */
  static fromRows(
    rows: readonly (Readonly<Record<number, number>> | ReadonlyMap<number, number>)[],
    columns: number,
    featureNames?: readonly string[],
  ): SparseMatrix {
    const name = "SparseMatrix.fromRows";
    return made(name, byColumns(name, ofSparseRows(name, rows, columns)), featureNames);
  }

  /**
   * A table from columns side by side: dense, categorical and sparse ones. A column with more entries than not is stored dense, a level of a
   * factor as the rows that have it.
   *
   * ```ts
   * const X = SparseMatrix.fromColumns([ages, { codes: town, levels: 50 }, words]); // 1 + 50 + words.columns columns
   * ```
   * @param columns of each block n numbers, a factor `{ codes, levels }`, or a SparseMatrix of n rows
   * @param featureNames p names
   * @throws {TypeError | RangeError} when a block is none of these, has another number of rows, a code outside its levels or an entry that is
   *   not a finite number
   * @throws {OutOfMemoryError} when it does not fit
   */
  static fromColumns(columns: readonly (ArrayLike<number> | Factor | SparseMatrix)[], featureNames?: readonly string[]): SparseMatrix {
    const name = "SparseMatrix.fromColumns";
    const blocks = Array.isArray(columns)
      ? columns.map((block, k) => (block instanceof SparseMatrix ? block.#entries(name, `columns[${k}]`) : block))
      : columns;
    return made(name, byColumns(name, ofColumns(name, blocks)), featureNames);
  }

  #entries(name: string, what: string): Entries {
    const X = this.#pointer(name, `${what} is a SparseMatrix that`);
    return storedEntries(X, this.rows, this.columns);
  }

  /** its address; `what` is what it is called in a message */
  #pointer(name: string, what: string): number {
    if (!this.#place) throw new TypeError(`${name}: ${what} was disposed of, make it again with SparseMatrix.from`);
    if (this.#place.heap !== heap())
      throw new TypeError(`${name}: ${what} was lost when a kernel trapped, make it again with SparseMatrix.from`);
    return this.#place.pointer;
  }

  /** how the functions of this library read it */
  #table(name: string, what: string): Table {
    const sparse = () => this.#pointer(name, `${what} is a SparseMatrix that`);
    sparse();
    const { rows: n, columns: p } = this;
    return {
      rows: n,
      columns: p,
      names: this.featureNames,
      sparse,
      at: (i, j) => {
        const { rows, values } = storedColumn(sparse(), n, j);
        if (!rows) return values?.[i];
        const k = rows.indexOf(i);
        return k < 0 ? 0 : values ? values[k] : 1;
      },
      // entries were checked when it was made
      bad: () => undefined,
      copyTo(target) {
        for (let j = 0; j < p; j++) target.set(wholeColumn(sparse(), n, j), n * j);
      },
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

  /** `using X = SparseMatrix.from(…)` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}

function made(name: string, entries: SparseColumns, featureNames: readonly string[] | undefined): SparseMatrix {
  return new SparseMatrix(entries, checkNames(name, featureNames, entries.columns, `there are ${entries.columns} columns`));
}
