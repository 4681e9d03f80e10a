import { decode } from "../../src/kernels/base64.js";
import type { Kernels } from "../../src/kernels/boundary.js";
import { instantiate } from "../../src/kernels/kernels.js";
import { bytes as relaxed } from "../generated/relaxedTesting.js";
import { bytes } from "../generated/testing.js";

type Pointer = number;

/** The exports of assembly/testing/testing.ts: the boundary and every kernel. */
export interface TestingKernels extends Kernels {
  dot(n: number, x: Pointer, y: Pointer): number;
  dotCentred(n: number, x: Pointer, m: number, r: Pointer): number;
  sumSquaresCentred(n: number, w: Pointer, x: Pointer, m: number): number;
  axpy(n: number, a: number, x: Pointer, y: Pointer): void;
  axpyCentred(n: number, a: number, x: Pointer, m: number, y: Pointer): void;
  axpyWeighted(n: number, a: number, w: Pointer, x: Pointer, m: number, g: Pointer): void;
  dot4(n: number, x0: Pointer, x1: Pointer, x2: Pointer, x3: Pointer, m: Pointer, r: Pointer, out: Pointer): void;
  axpy4(n: number, a: Pointer, x0: Pointer, x1: Pointer, x2: Pointer, x3: Pointer, m: Pointer, eta: Pointer): void;
  gemv(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, beta: Pointer, eta: Pointer): void;
  gemvT(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, r: Pointer, out: Pointer): void;
  gemm(
    n: number,
    m: number,
    X: Pointer,
    columns: Pointer,
    means: Pointer,
    K: number,
    beta: Pointer,
    ldb: number,
    eta: Pointer,
    lde: number,
  ): void;
  gemmT(
    n: number,
    m: number,
    X: Pointer,
    columns: Pointer,
    means: Pointer,
    K: number,
    r: Pointer,
    ldr: number,
    out: Pointer,
    ldo: number,
  ): void;
  outer4(m: number, R: number, g0: Pointer, g1: Pointer, g2: Pointer, g3: Pointer, d: Pointer, Y: Pointer): void;
  outerThenT(m: number, R: number, g: Pointer, d: Pointer, h: Pointer, Y: Pointer, out: Pointer): void;
  panelBytes(m: number): number;
  syrk(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, rootW: Pointer, G: Pointer, panels: Pointer, from: number): void;
  syrkT(
    n: number,
    m: number,
    X: Pointer,
    columns: Pointer,
    means: Pointer,
    rootW: Pointer,
    rootD: Pointer,
    K: Pointer,
    panels: Pointer,
  ): void;
  factor(m: number, ld: number, A: Pointer): number;
  factorBlocked(m: number, A: Pointer, panels: Pointer): number;
  solve(m: number, ld: number, L: Pointer, b: Pointer): void;
  solveFour(m: number, ld: number, L: Pointer, b: Pointer, ldb: number, out: Pointer): void;
  eigen(m: number, ld: number, A: Pointer, values: Pointer, e: Pointer): number;
  factorQR(rows: number, m: number, A: Pointer, tau: Pointer, order: Pointer, norms: Pointer, noise: number): number;
  completeQR(rows: number, m: number, rank: number, A: Pointer, order: Pointer, zeta: Pointer): void;
  applyQT(rows: number, rank: number, A: Pointer, tau: Pointer, order: Pointer, b: Pointer): void;
  solveQR(rows: number, m: number, rank: number, A: Pointer, order: Pointer, zeta: Pointer, b: Pointer, x: Pointer): void;
  scaledNorm(m: number, ld: number, A: Pointer, roots: Pointer, sums: Pointer): number;
  reciprocalCondition(m: number, ld: number, L: Pointer, norm: number, roots: Pointer, x: Pointer, z: Pointer): number;
  symv(m: number, G: Pointer, d: Pointer, y: Pointer): void;
  startFour(k: number, L: Pointer): void;
  appendRow(k: number, L: Pointer, least: number, from: number): number;
  removeRow(k: number, r: number, L: Pointer, rotations: Pointer): void;
  solveLower(k: number, L: Pointer, b: Pointer): void;
  solveUpper(k: number, L: Pointer, b: Pointer): void;
  roundedLength(n: number): number;
  roundColumn(n: number, x: Pointer, m: number, q: Pointer, size: Pointer): number;
  dot4Rounded(n: number, q: Pointer, stride: number, h: Pointer, out: Pointer): void;
  scal(n: number, a: number, x: Pointer): void;
  total(n: number, x: Pointer): number;
  asum(n: number, x: Pointer): number;
  productsBytes(m: number, entries: number): number;
  workBytes(m: number): number;
  sparseProducts(design: Pointer, G: Pointer, work: Pointer, entries: number): void;
  steps(design: Pointer, a: Pointer, g: Pointer): number;
  products(design: Pointer, from: number, G: Pointer, t: Pointer, work: Pointer): void;
  penaltyOf(kind: number, penalty: Pointer, b: number, z: number, t: number, j: number, out: Pointer): void;
  elementary(n: number, x: Pointer, exps: Pointer, logs1p: Pointer, logs: Pointer): void;
  direction(
    m: number,
    size: number,
    count: number,
    newest: number,
    S: Pointer,
    Y: Pointer,
    alphas: Pointer,
    metric: Pointer,
    grad: Pointer,
    d: Pointer,
  ): void;
  lossOf(loss: Pointer, eta: Pointer, kappa: number, theta: Pointer, g: Pointer, out: Pointer): void;
}

export const kernels = instantiate<TestingKernels>(decode(import.meta.env.RELAXED_SIMD === "on" ? relaxed : bytes));

const PAGE = 65536;
/** bytes in front of and behind every array: one step of the widest loop */
const GUARD = 64;
/** a quiet NaN that no arithmetic makes: spoils every sum that it gets into, and shows every write over it */
const NAN_BITS = 0x7ff8_600d_600d_600dn;

/** Arrays in the kernels' memory, each between two guards of NaN. A new arena reuses the memory of the one before it. */
export class Arena {
  readonly #skew: number;
  readonly #guards: Pointer[] = [];
  #top = kernels.heapBase.value >>> 0;

  /** every array starts `skew` bytes past a multiple of 16: 0 for aligned SIMD loads, 8 for unaligned ones */
  constructor(skew: 0 | 8 = 0) {
    this.#skew = skew;
    this.#guard();
  }

  /** a copy of `values` as f64 */
  f64(values: ArrayLike<number>): Pointer {
    const pointer = this.bytes(8 * values.length);
    new Float64Array(kernels.memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  /** n NaN: for what a kernel must overwrite without reading it */
  blank(n: number): Pointer {
    return this.f64(new Float64Array(n).fill(NaN));
  }

  /** a copy of `values` as i32 */
  i32(values: ArrayLike<number>): Pointer {
    const pointer = this.bytes(4 * values.length);
    new Int32Array(kernels.memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  /** `count` bytes of 0xff: NaN as f64, −1 as i32 */
  bytes(count: number): Pointer {
    const pointer = Math.ceil(this.#top / 16) * 16 + this.#skew;
    this.#top = pointer + count;
    this.#reserve();
    new Uint8Array(kernels.memory.buffer, pointer, count).fill(0xff);
    this.#guard();
    return pointer;
  }

  /** a copy of the n f64 at `pointer` */
  read(pointer: Pointer, n: number): Float64Array {
    return new Float64Array(kernels.memory.buffer, pointer, n).slice();
  }

  /** throws where a guard was written over */
  checkGuards(): void {
    const bits = new BigUint64Array(kernels.memory.buffer);
    for (const guard of this.#guards) {
      for (let at = guard; at < guard + GUARD; at += 8) {
        if (bits[at / 8] !== NAN_BITS) throw new Error(`the guard at ${guard} was written over, ${at - guard} bytes into it`);
      }
    }
  }

  #guard(): void {
    const start = Math.ceil(this.#top / 8) * 8;
    this.#top = start + GUARD;
    this.#reserve();
    new BigUint64Array(kernels.memory.buffer, start, GUARD / 8).fill(NAN_BITS);
    this.#guards.push(start);
  }

  #reserve(): void {
    const missing = this.#top - kernels.memory.buffer.byteLength;
    if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE));
  }
}

/** every array aligned for SIMD, and none of them */
export const skews = [0, 8] as const;

/** the numbers of a matrix with n rows, column-major, seen through a list of columns and their means */
export interface Columns {
  n: number;
  X: number[];
  columns: number[];
  means: number[];
}

/** `m` columns in a shuffled order among `m + 3`; the others are NaN, so that reading one spoils the result */
export function shuffledColumns(n: number, m: number, random: () => number): Columns {
  const places = Array.from({ length: m + 3 }, (_, j) => ({ j, key: random() })).sort((a, b) => a.key - b.key);
  const columns = places.slice(0, m).map(({ j }) => j);
  const X = new Array<number>(n * (m + 3)).fill(NaN);
  for (const j of columns) for (let i = 0; i < n; i++) X[j * n + i] = random() + j;
  return { n, X, columns, means: columns.map((j) => j + random()) };
}

/** xᵢⱼ − mⱼ for the column at place j of the list */
export function entry({ n, X, columns, means }: Columns, i: number, j: number): number {
  return X[columns[j] * n + i] - means[j];
}
