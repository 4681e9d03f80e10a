import { packed } from "../generated/release.js";
import type { Kernels } from "./boundary.js";
import { compile, compileBuiltIn, compiled } from "./compile.js";
import { KernelError } from "./kernelError.js";
import { unpack } from "./unpack.js";

/** A module or its bytes → running kernels. The module imports nothing, so nothing is handed in. */
export function instantiate<K>(source: WebAssembly.Module | BufferSource): K {
  return new WebAssembly.Instance(compiled(source) ?? new WebAssembly.Module(source as BufferSource)).exports as unknown as K;
}

/** what `running` was made from, and what the next one is made from once a kernel has trapped */
let kept: WebAssembly.Module | undefined;
let running: Kernels | undefined;
/** compiled ahead, for places that may not compile: used instead of the built-in bytes unless `start` was called */
let ahead: WebAssembly.Module | undefined;
/** why `running` may not be used any more */
let broken: KernelError | undefined;
/** calls in progress, one inside the other: what is called back may call again */
let depth = 0;

/** The one instance that everything shares, made on first use. */
export function kernels(): Kernels {
  if (broken) {
    // addresses of the old memory are still about: a call whose callback swallowed the error of a call inside it ends the same way
    if (depth > 0) throw broken;
    running = broken = undefined;
  }
  if (!running) running = begin(kept ?? ahead ?? compileBuiltIn(unpack(packed)));
  return running;
}

/** what this thread runs with, for others to run with */
export function runningModule(): WebAssembly.Module {
  kernels();
  return kept as WebAssembly.Module;
}

/** runs `work`, whose addresses stay good as long as it lasts */
export function during<T>(work: () => T): T {
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}

/** what the first use begins with where the entry point has brought a module along */
export function provide(module: WebAssembly.Module): void {
  ahead = compiled(module);
}

function begin(source: WebAssembly.Module): Kernels {
  const exports = instantiate<Record<string, unknown>>(source);
  const guarded = Object.fromEntries(Object.entries(exports).map(([name, each]) => [name, guard(each)]));
  if (guarded.heapBase) kept = source;
  return guarded as unknown as Kernels;
}

/** an export that tells when it traps */
function guard(each: unknown): unknown {
  if (typeof each !== "function") return each;
  return (...numbers: number[]) => {
    try {
      return each(...numbers);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      broken = new KernelError(error);
      throw broken;
    }
  };
}

/** starts from this module, before anything else did; `name` is the caller's */
export function start(name: string, source: WebAssembly.Module | BufferSource): void {
  if (kept) throw new Error(`${name}: the library is already running, call ${name} before anything else`);
  const given = begin(compiled(source) ?? compile(name, source as BufferSource));
  if (!given.heapBase)
    throw new TypeError(`${name}: source exports no kernels, expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm`);
  running = given;
}
