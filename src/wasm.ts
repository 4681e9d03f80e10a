import { instantiateSync } from "@assemblyscript/loader";
import { describe } from "./check.js";
import { bytes } from "./generated/release.js";

type Pointer = number;

/** The exports of assembly/index.ts. Pointers are byte addresses; those that come back need `>>> 0`, none does. */
export interface Kernels {
  memory: WebAssembly.Memory;
  heapBase: WebAssembly.Global;
  dense(design: Pointer, n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, w: Pointer): void;
  squared(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  elasticNet(penalty: Pointer, lambda: number, rho: number, factors: Pointer, scales: Pointer, lower: Pointer, upper: Pointer): void;
  moments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  predict(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, beta: Pointer, beta0: number, eta: Pointer): void;
  descentScratch(n: number, m: number, free: number): number;
  descentState(state: Pointer, n: number, m: number, free: number, beta: Pointer): void;
  descent(
    design: Pointer,
    lossKind: number,
    loss: Pointer,
    penaltyKind: number,
    penalty: Pointer,
    h: Pointer,
    state: Pointer,
    target: number,
    maxPasses: number,
    certificate: Pointer,
  ): void;
  lambdaMax(design: Pointer, loss: Pointer, penalty: Pointer, state: Pointer): number;
  ridgeScratch(route: number, n: number, m: number, free: number): number;
  ridge(
    route: number,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    free: number,
    targets: number,
    beta: Pointer,
    work: Pointer,
    certificates: Pointer,
    conditioning: Pointer,
  ): number;
}

/** base64 → bytes without fetch: a page's `connect-src` may forbid data: URLs */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** A module or its bytes → running kernels. The module imports nothing, so nothing is handed in. */
export function instantiate<K>(source: WebAssembly.Module | BufferSource): K {
  return instantiateSync(source).exports as unknown as K;
}

let running: Kernels | undefined;

/** The one instance that everything shares, made on first use. */
export function kernels(): Kernels {
  if (!running) running = instantiate<Kernels>(decode(bytes));
  return running;
}

/**
 * Starts the library from a WebAssembly module of your own choosing instead of the bytes that are built in: for places that may not
 * compile at run time (hand in a module that was compiled ahead from `shrinkage/wasm/release.wasm`), or to run
 * `shrinkage/wasm/relaxed.wasm`. Optional; call it before anything else.
 *
 * @param source a compiled `WebAssembly.Module`, or the bytes of one of the files under `shrinkage/wasm/`
 * @throws {TypeError} when `source` is neither, or is a module of something else
 * @throws {WebAssembly.CompileError} when the bytes are not WebAssembly, or use what this engine does not have
 * @throws {Error} when the library is already running: matrices may live in its memory
 */
export function init(source: WebAssembly.Module | BufferSource): void {
  const expected = "expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm";
  if (!(source instanceof WebAssembly.Module) && !(source instanceof ArrayBuffer) && !ArrayBuffer.isView(source))
    throw new TypeError(`init: source is ${describe(source)}, ${expected}`);
  if (running) throw new Error("init: the library is already running, call init before anything else");
  const given = instantiate<Kernels>(source);
  if (!given.heapBase) throw new TypeError(`init: source exports no kernels, ${expected}`);
  running = given;
}
