// What a call borrows from the heap, given back when it ends.
import { heap, view } from "./heap.js";
import { heeding } from "./heed.js";
import { during, kernels } from "./kernels.js";

/** What a call borrows from the heap; everything goes back when the call ends, however it ends. */
export class Scope {
  /** where its blocks go back to, also when that has been given up */
  readonly #heap = heap();
  readonly #blocks: number[] = [];

  bytes(count: number): number {
    const pointer = this.#heap.allocate(count);
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
