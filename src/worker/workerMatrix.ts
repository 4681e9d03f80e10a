import type { Table } from "../tables/forms.js";
import { asTable, type TableObject } from "../tables/recognise.js";
import type { Caller } from "./caller.js";
import type { Tagged } from "./serialise.js";

/** A matrix that was forgotten gives the worker's memory back some time after it became unreachable. */
const forgotten = new FinalizationRegistry<readonly Kept[]>(release);

/** A Matrix in a worker. */
export interface Kept {
  readonly caller: Caller;
  readonly id: number;
}

function release(kept: readonly Kept[]): Promise<unknown> {
  // a worker that has ended has no memory left to give back
  return Promise.allSettled(kept.map(({ caller, id }) => caller.call({ name: DISPOSE, values: [id] })));
}

export const DISPOSE = "Matrix.dispose";
export const MATRIX = "a Matrix";

/**
 * A table in the WebAssembly memory of a worker, or of every worker of a pool: sent once, used by many calls. The functions of that worker
 * take it for X; other functions refuse it.
 */
export class WorkerMatrix implements TableObject {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "WorkerMatrix";
  /** n */
  readonly rows: number;
  /** p */
  readonly columns: number;
  /** names of the columns, where the table had them */
  readonly featureNames?: readonly string[];
  readonly #kept: readonly Kept[];
  #disposed = false;

  /** @internal made by `Matrix.from` of a worker or a pool */
  constructor(rows: number, columns: number, featureNames: readonly string[] | undefined, kept: readonly Kept[]) {
    this.rows = rows;
    this.columns = columns;
    if (featureNames) this.featureNames = featureNames;
    this.#kept = kept;
    forgotten.register(this, kept, this);
  }

  /** @internal how a call of this worker names it */
  in(caller: Caller, name: string): Tagged {
    if (this.#disposed) throw new TypeError(`${name}: X is a WorkerMatrix that was disposed of, make it again with Matrix.from`);
    const kept = this.#kept.find((each) => each.caller === caller);
    if (!kept) throw new TypeError(`${name}: X is a WorkerMatrix of another worker, expected one made by this worker's Matrix.from`);
    return { shrinkage: MATRIX, parts: kept.id };
  }

  /** @internal refuses: its numbers are not here */
  [asTable](name: string, what: string): Table {
    throw new TypeError(`${name}: ${what} is a WorkerMatrix, expected a table of this thread; its own worker has the functions for it`);
  }

  /** true once the memory was given back, or will be when the calls before have ended */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Gives the memory back, after the calls that were made before; settles when that is done. A second call does nothing. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    await release(this.#kept);
  }

  /** `using X1 = await worker.Matrix.from(X)` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    void this.dispose();
  }
}
