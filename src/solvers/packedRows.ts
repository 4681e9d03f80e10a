// The room that a working set's packed rows grow into: G, the products of its columns, and L, the factor of those that may move.
import type { Scope } from "../kernels/scope.js";

/** Rows that get room at a time. */
const ROWS = 64;

export class PackedRows {
  readonly #memory: Scope;
  readonly #columns: number;
  readonly #independent: number;
  readonly #give: (ofL: boolean, from: number, to: number, rows: number) => void;
  #G = 0;
  #L = 0;

  /** for `columns` of which at most `independent` can be; `give` tells the kernel where rows are */
  constructor(memory: Scope, columns: number, independent: number, give: (ofL: boolean, from: number, to: number, rows: number) => void) {
    this.#memory = memory;
    this.#columns = columns;
    this.#independent = independent;
    this.#give = give;
  }

  /** room for `wanted` columns in the working set */
  grow(wanted: number): void {
    const rows = Math.min(this.#columns, Math.ceil(wanted / ROWS) * ROWS);
    this.#G = this.#extend(false, this.#G, rows);
    // one more row is where a dependent column shows
    this.#L = this.#extend(true, this.#L, Math.min(rows, this.#independent + 1));
  }

  #extend(ofL: boolean, from: number, to: number): number {
    if (to <= from) return from;
    this.#give(ofL, from, to, this.#memory.f64((to * (to + 1) - from * (from + 1)) / 2));
    return to;
  }
}
