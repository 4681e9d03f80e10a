// The kernels of networks: a module of its own with a memory of its own, compiled when the first network is.
import { packed } from "../generated/network.js";
import type { Activation, NetworkLoss, Rule } from "../kernels/abi.js";
import { compile, compileBuiltIn, compiled } from "../kernels/compile.js";
import { Heap } from "../kernels/heap.js";
import { heed, heeding, isPassing } from "../kernels/heed.js";
import { KernelError } from "../kernels/kernelError.js";
import { unpack } from "../kernels/unpack.js";

type Pointer = number;

/** The exports of assembly/network/index.ts. */
export interface NetworkKernels {
  memory: WebAssembly.Memory;
  heapBase: WebAssembly.Global;
  chunkRows(): number;
  trainingBytes(): number;
  layerBytes(): number;
  network(
    s: Pointer,
    layers: Pointer,
    count: number,
    activation: Activation,
    loss: NetworkLoss,
    p: number,
    along: number,
    X: Pointer,
    targets: number,
    y: Pointer,
    rows: Pointer,
    batchY: Pointer,
    batchW: Pointer,
    above: Pointer,
    below: Pointer,
    zeros: Pointer,
  ): void;
  layer(
    s: Pointer,
    l: number,
    inner: number,
    columns: number,
    units: number,
    keep: number,
    W: Pointer,
    dW: Pointer,
    T: Pointer,
    A: Pointer,
    D: Pointer,
  ): void;
  vectors(s: Pointer, count: number, b: Pointer, d: Pointer, u: Pointer, v: Pointer, ridge: Pointer, kinks: Pointer): void;
  rule(
    s: Pointer,
    rule: Rule,
    beta1: number,
    beta2: number,
    epsilon: number,
    decoupled: boolean,
    shuffles: boolean,
    size: number,
    n: number,
    w: Pointer,
  ): void;
  inputs(s: Pointer, noise: number, keep: number, seed: number, stream: number): void;
  epoch(s: Pointer, order: Pointer, count: number, rates: Pointer, t: number): void;
  sweep(s: Pointer, order: Pointer, count: number, w: Pointer, slopes: boolean): number;
  linearUnits(s: Pointer, l: number): number;
  penalty(s: Pointer, slopes: boolean): number;
  residual(s: Pointer): number;
  outputs(s: Pointer, order: Pointer, count: number, w: Pointer, eta: Pointer): void;
  store(n: number, p: number, along: number, X: Pointer, centres: Pointer, scales: Pointer, rows: Pointer): void;
  moments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  dot(n: number, x: Pointer, y: Pointer): number;
  combine(n: number, x: Pointer, a: number, y: Pointer, out: Pointer): void;
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
}

interface Instance {
  readonly kernels: NetworkKernels;
  readonly heap: Heap;
}

let compiledModule: WebAssembly.Module | undefined;
let running: Instance | undefined;

/** the instance that every network shares; another one after a kernel has trapped */
function instance(): Instance {
  compiledModule ??= compileBuiltIn(unpack(packed));
  running ??= begin(compiledModule);
  return running;
}

function begin(module: WebAssembly.Module): Instance {
  const { exports } = new WebAssembly.Instance(module, { heed: { heed } });
  const kernels = Object.fromEntries(Object.entries(exports).map(([name, each]) => [name, guard(each)])) as unknown as NetworkKernels;
  return { kernels, heap: new Heap(kernels.memory, kernels.heapBase.value >>> 0) };
}

/** starts from a module of the caller's, before anything else did; `name` is the caller's */
export function start(name: string, source: WebAssembly.Module | BufferSource): void {
  if (running) throw new Error(`${name}: a network was made already, call ${name} before anything else`);
  const module = compiled(source) ?? compile(name, source as BufferSource);
  // by its own class: a place that may not compile may have no other
  const exported = (module.constructor as typeof WebAssembly.Module).exports(module);
  if (!exported.some((each) => each.name === "trainingBytes"))
    throw new TypeError(
      `${name}: source exports no kernels of networks, expected a WebAssembly.Module or the bytes of shrinkage/wasm/network.wasm`,
    );
  running = begin(module);
  compiledModule = module;
}

function guard(each: unknown): unknown {
  if (typeof each !== "function") return each;
  return (...numbers: number[]) => {
    try {
      return each(...numbers);
    } catch (error) {
      if (isPassing(error) || !(error instanceof WebAssembly.RuntimeError)) throw error;
      running = undefined;
      throw new KernelError(error);
    }
  };
}

/** What a call borrows from the memory of networks. */
export class Room {
  readonly kernels: NetworkKernels;
  readonly #heap: Heap;
  readonly #blocks: number[] = [];

  constructor() {
    const { kernels, heap } = instance();
    this.kernels = kernels;
    this.#heap = heap;
  }

  bytes(count: number): number {
    const pointer = this.#heap.allocate(count);
    this.#blocks.push(pointer);
    return pointer;
  }

  /** room for n f64, contents undefined */
  f64(n: number): number {
    return this.bytes(8 * n);
  }

  /** n zeros */
  zeros(n: number): number {
    const pointer = this.f64(n);
    this.view(pointer, n).fill(0);
    return pointer;
  }

  /** a copy of `values` as f64 */
  put(values: ArrayLike<number>): number {
    const pointer = this.f64(values.length);
    this.view(pointer, values.length).set(values);
    return pointer;
  }

  /** a copy of `values` as i32 */
  putIntegers(values: ArrayLike<number>): number {
    const pointer = this.bytes(4 * values.length);
    new Int32Array(this.kernels.memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  /** n f64 at `pointer`, valid until the next allocation or callback */
  view(pointer: number, n: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.kernels.memory.buffer as ArrayBuffer, pointer, n);
  }

  release(): void {
    for (const pointer of this.#blocks.splice(0)) this.#heap.free(pointer);
  }
}

/** runs `work` with room of its own; `check`, called by kernels that take long, throws if the work is to end */
export function inRoom<T>(work: (memory: Room) => T, check?: () => void): T {
  const memory = new Room();
  try {
    return check ? heeding(check, () => work(memory)) : work(memory);
  } finally {
    memory.release();
  }
}

/**
 * bytes of the networks' memory that are in use: 0 between calls
 * @internal
 */
export const bytesInUse = (): number => running?.heap.used ?? 0;
