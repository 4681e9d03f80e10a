import { decode } from "../src/kernels/base64.js";
import type { Kernels } from "../src/kernels/boundary.js";
import { instantiate } from "../src/kernels/kernels.js";

/** The kernels of the testing build that are measured one by one. */
export interface MeasuredKernels extends Kernels {
  dot(n: number, x: number, y: number): number;
  dotCentred(n: number, x: number, m: number, r: number): number;
  gemv(n: number, m: number, X: number, columns: number, means: number, beta: number, eta: number): void;
  gemvT(n: number, m: number, X: number, columns: number, means: number, r: number, out: number): void;
  panelBytes(m: number): number;
  syrk(n: number, m: number, X: number, columns: number, means: number, rootW: number, G: number, panels: number, from: number): void;
  syrkT(n: number, m: number, X: number, columns: number, means: number, rootW: number, rootD: number, K: number, panels: number): void;
  factorBlocked(m: number, A: number, panels: number): number;
  registers(k: number, out: number): void;
  tiles(times: number, k: number, P: number, C: number): void;
  stream(n: number, x: number): number;
}

/** An instance of its own, and a place for vectors in its memory that goes up, and back down to a mark. */
export class Memory {
  readonly kernels: MeasuredKernels;
  /** where the next vector goes, before rounding up */
  mark: number;

  constructor(base64: string) {
    this.kernels = instantiate<MeasuredKernels>(decode(base64));
    this.mark = this.kernels.heapBase.value >>> 0;
  }

  bytes(count: number): number {
    const { memory } = this.kernels;
    const start = Math.ceil(this.mark / 64) * 64;
    this.mark = start + count;
    const missing = this.mark - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return start;
  }

  put(values: Float64Array): number {
    const at = this.bytes(values.byteLength);
    this.f64(at, values.length).set(values);
    return at;
  }

  fill(n: number, value: number): number {
    return this.put(new Float64Array(n).fill(value));
  }

  /** 0, 1, …, p − 1 */
  list(p: number): number {
    const at = this.bytes(4 * p);
    new Int32Array(this.kernels.memory.buffer, at, p).set(Array.from({ length: p }, (_, j) => j));
    return at;
  }

  f64(at: number, n: number): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, at, n);
  }
}
