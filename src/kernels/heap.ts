// The heap above __heap_base. WebAssembly owns the bytes, TypeScript owns what is where: kernels never allocate and never grow.
import type { SquaredKernels } from "./boundary/squared.js";
import { kernels } from "./kernels.js";

/** cache line, and more than any SIMD load wants */
const ALIGN = 64;
const PAGE = 65536;
/** what 32-bit addresses reach, less a page: the end of a block at 2³² would be 0 to a kernel, and its loop over before it began */
export const LIMIT = 2 ** 32 - PAGE;

/** bytes that a block takes */
export const sizeOf = (bytes: number) => Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);

/** WebAssembly memory is exhausted, or the problem cannot fit in its 4 GiB. Nothing was lost: the library stays usable. */
export class OutOfMemoryError extends Error {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static override readonly name: string = "OutOfMemoryError";
  /** "OutOfMemoryError" */
  override readonly name = "OutOfMemoryError";
  /** bytes that were asked for */
  readonly requested: number;

  /** Thrown by the heap: bytes that were asked for, and bytes in use. */
  constructor(requested: number, used: number, options?: ErrorOptions) {
    const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    super(
      `memory: ${mib(requested)} asked for with ${mib(used)} in use, WebAssembly memory ends at 4096 MiB or earlier; ` +
        "dispose of matrices that are no longer needed, or fit fewer rows or columns",
      options,
    );
    this.requested = requested;
  }
}

/** The part of WebAssembly.Memory that the heap uses; tests put a mock here. */
export interface GrowableMemory {
  readonly buffer: { readonly byteLength: number };
  grow(pages: number): number;
}

/** First fit over a sorted list of holes that touch no neighbour: freeing joins a hole with the ones beside it. */
export class Heap {
  readonly #memory: GrowableMemory;
  /** [start, end) of every hole, ascending */
  readonly #holes: { start: number; end: number }[] = [];
  readonly #sizes = new Map<number, number>();
  #end: number;
  used = 0;
  peak = 0;
  /** matrices that live here */
  matrices = 0;

  constructor(memory: GrowableMemory, base: number) {
    this.#memory = memory;
    const start = Math.ceil(base / ALIGN) * ALIGN;
    // a module without static data declares no memory at all: it may end before its own __heap_base
    const missing = start - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    this.#end = memory.buffer.byteLength;
    if (this.#end > start) this.#holes.push({ start, end: this.#end });
  }

  /** address of `bytes` bytes, 64-byte aligned, contents undefined */
  allocate(bytes: number): number {
    const size = sizeOf(bytes);
    let at = this.#holes.findIndex((hole) => hole.end - hole.start >= size);
    if (at < 0) at = this.#grow(size);
    const hole = this.#holes[at];
    const start = hole.start;
    hole.start += size;
    if (hole.start === hole.end) this.#holes.splice(at, 1);
    this.#sizes.set(start, size);
    this.used += size;
    this.peak = Math.max(this.peak, this.used);
    return start;
  }

  /** gives a block back; an address that is not a live block is a bug of ours and throws */
  free(start: number): void {
    const size = this.#sizes.get(start);
    if (size === undefined) throw new Error(`memory: ${start} is not an allocated block`);
    this.#sizes.delete(start);
    this.used -= size;
    const end = start + size;
    let at = this.#holes.findIndex((hole) => hole.start > start);
    if (at < 0) at = this.#holes.length;
    const before = this.#holes[at - 1];
    const after = this.#holes[at];
    const joinsBefore = before?.end === start;
    const joinsAfter = after?.start === end;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      this.#holes.splice(at, 1);
    } else if (joinsBefore) before.end = end;
    else if (joinsAfter) after.start = start;
    else this.#holes.splice(at, 0, { start, end });
  }

  /** @internal every hole and every block, by address: what a test holds against the whole */
  layout(): { start: number; end: number; free: boolean }[] {
    const blocks = Array.from(this.#sizes, ([start, size]) => ({ start, end: start + size, free: false }));
    return [...blocks, ...this.#holes.map((hole) => ({ ...hole, free: true }))].sort((a, b) => a.start - b.start);
  }

  /** makes the last hole at least `size` long and returns its place */
  #grow(size: number): number {
    const last = this.#holes.at(-1);
    const open = last?.end === this.#end ? last : undefined;
    const missing = size - (open ? open.end - open.start : 0);
    const pages = Math.ceil(missing / PAGE);
    if (!(this.#end + pages * PAGE <= LIMIT)) throw new OutOfMemoryError(size, this.used);
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw new OutOfMemoryError(size, this.used, { cause });
    }
    this.#end += pages * PAGE;
    if (open) open.end = this.#end;
    else this.#holes.push({ start: this.#end - pages * PAGE, end: this.#end });
    return this.#holes.length - 1;
  }
}

let shared: { instance: SquaredKernels; heap: Heap } | undefined;

/** the heap of the running instance: another one after a kernel has trapped */
export function heap(): Heap {
  const instance = kernels();
  if (shared?.instance !== instance) shared = { instance, heap: new Heap(instance.memory, instance.heapBase.value >>> 0) };
  return shared.heap;
}

/** `values`, or a copy where they are a view of our own memory, which may move before they are read */
export function settled<T>(values: ArrayLike<T>): ArrayLike<T> {
  if (!ArrayBuffer.isView(values) || values.buffer !== kernels().memory.buffer) return values;
  return (values as unknown as Float64Array).slice() as unknown as ArrayLike<T>;
}

/**
 * n f64 at `pointer`, valid until the next allocation: never keep it across one
 * @internal
 */
export function view(pointer: number, n: number): Float64Array<ArrayBuffer> {
  return new Float64Array(kernels().memory.buffer as ArrayBuffer, pointer, n);
}

/** What {@link memoryUsage} reports, in bytes but for `matrices`. */
export interface MemoryUsage {
  /** size of the WebAssembly memory; it grows and never shrinks */
  bytes: number;
  /** bytes in use: matrices, and during a call what it works with */
  used: number;
  /** the highest `used` so far */
  peak: number;
  /** matrices that were made and not disposed of */
  matrices: number;
}

/** How much WebAssembly memory there is and how much of it is in use. Between calls only matrices use any. */
export function memoryUsage(): MemoryUsage {
  const { used, peak, matrices } = heap();
  return { bytes: kernels().memory.buffer.byteLength, used, peak, matrices };
}
