// What a call borrows from the heap, given back when it ends.
import { heap, sizeOf, view } from "./heap.js";
import { heeding } from "./heed.js";
import { during, kernels } from "./kernels.js";

/** What a call borrows from the heap; everything goes back when the call ends, however it ends. */
export class Scope {
  /**
   * Small blocks stand in rooms of so many bytes, one behind the other: a fit of 50×5 asks for some forty of them, and each block of the heap's own
   * costs a place in its lists. Tests set 0, and every block is the heap's own.
   */
  static room = 16384;
  /** where its blocks go back to, also when that has been given up */
  readonly #heap = heap();
  readonly #blocks: number[] = [];
  /** where the last room ends, and how many of its bytes are left */
  #end = 0;
  #left = 0;

  bytes(count: number): number {
    const size = sizeOf(count);
    if (size <= Scope.room / 4 && (size <= this.#left || this.#open())) {
      this.#left -= size;
      return this.#end - this.#left - size;
    }
    // what is large, or no number, is the heap's to give or to refuse
    return this.#block(size);
  }

  /** another room; false where memory has none left: a small block may still find its place */
  #open(): boolean {
    try {
      this.#end = this.#block(Scope.room) + Scope.room;
      this.#left = Scope.room;
      return true;
    } catch {
      return false;
    }
  }

  #block(size: number): number {
    const pointer = this.#heap.allocate(size);
    this.#blocks.push(pointer);
    return pointer;
  }

  /** room for n f64, contents undefined */
  f64(n: number): number {
    return this.bytes(8 * n);
  }

  /** a copy of `values` as f64 */
  put(values: ArrayLike<number>): number {
    const pointer = this.f64(values.length);
    view(pointer, values.length).set(values);
    return pointer;
  }

  /** a copy of `values` as i32 */
  putIntegers(values: ArrayLike<number>): number {
    const pointer = this.bytes(4 * values.length);
    new Int32Array(kernels().memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  release(): void {
    this.#left = 0;
    for (const pointer of this.#blocks.splice(0)) this.#heap.free(pointer);
  }
}

/** runs `work` with a scope of its own; `check`, called by kernels that take long, throws if the work is to end */
export function scope<T>(work: (memory: Scope) => T, check?: () => void): T {
  const memory = new Scope();
  try {
    return during(() => (check ? heeding(check, () => work(memory)) : work(memory)));
  } finally {
    memory.release();
  }
}
