// The kernels of the testing build, called one by one across the boundary, against solvers/plain.mjs on the same numbers.

import * as plain from "../reference/plain.mjs";
import { normal } from "../reference/problems.js";
import { bytes } from "../test/generated/testing.js";
import type { Contender, Work } from "./interleave.js";
import { type MeasuredKernels, Memory } from "./memory.js";

const DOTS = [100, 1000, 100_000, 5_000_000];
/** both vectors in a 32 KiB L1 (1000), in a 1 MiB L2 (4000, 20 000) */
const CENTRED = [1000, 4000, 20_000];

export function works(): Work[] {
  return [
    ...DOTS.map((n, k) => dot(n, k + 1)),
    product("gemvT", 1000, 100, 11),
    product("gemv", 1000, 100, 12),
    syrk(1000, 100, 13),
    syrk(2000, 400, 14),
    cholesky(100, 15),
    cholesky(400, 16),
    ...CENTRED.map((n, k) => centred(n, k + 21)),
  ];
}

/** of a few columns with one vector, as a solver asks for them; one column where it is long */
function dot(n: number, seed: number): Work {
  const count = n <= 1000 ? 4 : 1;
  const numbers = () => random(seed, n * count, n);
  return {
    name: `dot, n = ${n}`,
    seed,
    flops: 2 * n * count,
    bytes: 16 * n * count,
    contenders: [
      { name: "wasm", kind: "wasm", prepare: () => wasmDots(n, numbers(), ({ dot }) => dot) },
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const [flat, y] = numbers();
          const X = split(flat, n);
          const out = new Float64Array(count);
          const run = () => {
            for (let j = 0; j < count; j++) out[j] = plain.dot(X[j], y);
          };
          return { run, answer: () => Array.from(out) };
        },
      },
    ],
  };
}

function wasmDots(
  n: number,
  [flat, y]: Float64Array[],
  pick: (k: MeasuredKernels) => (n: number, x: number, y: number) => number,
): Contender {
  const memory = new Memory(bytes);
  const [X, py] = [memory.put(flat), memory.put(y)];
  const out = new Float64Array(flat.length / n);
  const kernel = pick(memory.kernels);
  const run = () => {
    for (let j = 0; j < out.length; j++) out[j] = kernel(n, X + 8 * n * j, py);
  };
  return { run, answer: () => Array.from(out) };
}

/** does the subtraction inside dotCentred cost anything? */
function centred(n: number, seed: number): Work {
  const numbers = () => random(seed, n, n);
  return {
    name: `n = ${n}`,
    seed,
    flops: 2 * n,
    contenders: [
      { name: "dot", kind: "wasm", prepare: () => wasmDots(n, numbers(), ({ dot }) => dot) },
      {
        name: "dotCentred",
        kind: "wasm",
        prepare: () =>
          wasmDots(
            n,
            numbers(),
            ({ dotCentred }) =>
              (length, x, y) =>
                dotCentred(length, x, 0, y),
          ),
      },
    ],
  };
}

/** Xᵀr or Xβ */
function product(kernel: "gemvT" | "gemv", n: number, p: number, seed: number): Work {
  const [from, to, plainly] = kernel === "gemvT" ? ([n, p, plain.gemvT] as const) : ([p, n, plain.gemv] as const);
  const numbers = () => random(seed, n * p, from);
  return {
    name: `${kernel === "gemvT" ? "Xᵀr" : "Xβ"}, ${n}×${p}`,
    seed,
    flops: 2 * n * p,
    contenders: [
      {
        name: "wasm",
        kind: "wasm",
        prepare() {
          const memory = new Memory(bytes);
          const [X, v] = numbers().map((values) => memory.put(values));
          const [columns, means, out] = [memory.list(p), memory.put(new Float64Array(p)), memory.put(new Float64Array(to))];
          const run = () => memory.kernels[kernel](n, p, X, columns, means, v, out);
          return { run, answer: () => fresh(memory.f64(out, to), run) };
        },
      },
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const [flat, v] = numbers();
          const X = split(flat, n);
          const out = new Float64Array(to);
          const run = () => plainly(X, v, out);
          return { run, answer: () => fresh(out, run) };
        },
      },
    ],
  };
}

/** what one run adds to zeros */
function fresh(eta: Float64Array, run: () => void): number[] {
  eta.fill(0);
  run();
  return Array.from(eta);
}

function syrk(n: number, p: number, seed: number): Work {
  const numbers = () => random(seed, n * p);
  return {
    name: `XᵀX, ${n}×${p}`,
    seed,
    flops: n * p * (p + 1),
    contenders: [
      {
        name: "wasm",
        kind: "wasm",
        prepare() {
          const memory = new Memory(bytes);
          const { run, G, ld } = wasmGram(memory, n, p, numbers()[0]);
          return { run, answer: () => lower(p, (i, j) => memory.f64(G, ld * ld)[i * ld + j]) };
        },
      },
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const X = split(numbers()[0], n);
          const G = plain.square(p);
          return { run: () => plain.gram(X, G), answer: () => lower(p, (i, j) => G[i][j]) };
        },
      },
    ],
  };
}

function wasmGram(memory: Memory, n: number, p: number, numbers: Float64Array) {
  const ld = Math.ceil(p / 4) * 4;
  const X = memory.put(numbers);
  const [columns, means, rootW] = [memory.list(p), memory.put(new Float64Array(p)), memory.put(new Float64Array(n).fill(1))];
  const G = memory.bytes(8 * ld * ld);
  const panels = memory.bytes(memory.kernels.panelBytes(p));
  return { run: () => memory.kernels.syrk(n, p, X, columns, means, rootW, G, panels, 0), G, ld, panels };
}

/** of XᵀX with X 2m × m; the matrix is copied before every factorisation, on both sides */
function cholesky(m: number, seed: number): Work {
  const numbers = () => random(seed, 2 * m * m);
  return {
    name: `Cholesky, ${m}×${m}`,
    seed,
    flops: m ** 3 / 3,
    contenders: [
      {
        name: "wasm",
        kind: "wasm",
        prepare() {
          const memory = new Memory(bytes);
          const { run: fill, G, ld, panels } = wasmGram(memory, 2 * m, m, numbers()[0]);
          fill();
          const copy = memory.bytes(8 * ld * ld);
          const [from, to] = [memory.f64(G, ld * ld), memory.f64(copy, ld * ld)];
          const run = () => {
            to.set(from);
            memory.kernels.factorBlocked(m, copy, panels);
          };
          return { run, answer: () => lower(m, (i, j) => to[i * ld + j]) };
        },
      },
      {
        name: "plain JS",
        kind: "plain",
        prepare() {
          const G = plain.square(m);
          plain.gram(split(numbers()[0], 2 * m), G);
          const copy = plain.square(m);
          const run = () => {
            for (let i = 0; i < m; i++) copy[i].set(G[i]);
            plain.factor(copy);
          };
          return { run, answer: () => lower(m, (i, j) => copy[i][j]) };
        },
      },
    ],
  };
}

/** vectors of normal numbers */
function random(seed: number, ...lengths: number[]): Float64Array[] {
  const next = normal(seed);
  return lengths.map((length) => Float64Array.from({ length }, next));
}

/** a column-major matrix as columns of their own */
function split(flat: Float64Array, n: number): Float64Array[] {
  return Array.from({ length: flat.length / n }, (_, j) => flat.slice(j * n, (j + 1) * n));
}

function lower(m: number, at: (i: number, j: number) => number): number[] {
  return Array.from({ length: m }, (_, i) => Array.from({ length: i + 1 }, (_, j) => at(i, j))).flat();
}
