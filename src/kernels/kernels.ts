// The running kernels: modules by family (scripts/families.mjs) over the memory of the first one, each made when it is first used, or one module with
// all families that init, configure or an entry point has brought along.
import { packed } from "../generated/squared.js";
import type { SquaredKernels } from "./boundary/squared.js";
import { compile, compileBuiltIn, compiled } from "./compile.js";
import { heed, isPassing } from "./heed.js";
import { KernelError } from "./kernelError.js";
import { type Packed, unpack } from "./unpack.js";

/** Modules by family, or one module of all families by the name "all". */
export type Modules = Readonly<Record<string, WebAssembly.Module>>;

/** A module or its bytes → running kernels; `first`: the exports of the first family, for the others. */
export function instantiate<K>(source: WebAssembly.Module | BufferSource, first?: object): K {
  const module = compiled(source) ?? new WebAssembly.Module(source as BufferSource);
  // what other families import is called "0" (scripts/families.mjs); the first one imports `heed` alone
  return new WebAssembly.Instance(module, { 0: first as WebAssembly.ModuleImports, heed: { heed } }).exports as unknown as K;
}

interface Running {
  /** exports of the first family as they are, for the others to import */
  readonly first: object;
  /** guarded exports by family */
  readonly families: Record<string, object>;
}

/** what `running` was made from, and what the next one is made from once a kernel has trapped */
let kept: Record<string, WebAssembly.Module> = {};
let running: Running | undefined;
/** a module of all families: used instead of the built-in bytes unless `start` was called */
let ahead: (() => WebAssembly.Module) | undefined;
/** reads the first family's bytes where they are a file */
let read: ((size: number) => Uint8Array<ArrayBuffer> | undefined) | undefined;
/** why `running` may not be used any more */
let broken: KernelError | undefined;
/** calls in progress, one inside the other: what is called back may call again */
let depth = 0;

function instance(): Running {
  if (broken) {
    // addresses of the old memory are still about: a call whose callback swallowed the error of a call inside it ends the same way
    if (depth > 0) throw broken;
    running = broken = undefined;
  }
  if (!running) {
    if (ahead && !kept.squared) kept.all ??= ahead();
    running = begin(kept.all ?? moduleOf("squared", packed));
  }
  return running;
}

/** The one instance that everything shares, made on first use: the kernels of squared loss, and the memory. */
export function kernels(): SquaredKernels {
  return instance().families.squared as SquaredKernels;
}

/** another family of the same instance */
export function family<K extends object>(name: string, built: Packed): K {
  const { first, families } = instance();
  families[name] ??= kept.all ? families.squared : guarded(instantiate<object>(moduleOf(name, built), first));
  return families[name] as K;
}

function moduleOf(name: string, built: Packed): WebAssembly.Module {
  kept[name] ??= compileBuiltIn((built === packed && read?.(packed.size)) || unpack(built, packed));
  return kept[name];
}

/** where the bytes of the first family lie unpacked, the entry point says how to read them: so many, or undefined */
export function readBy(reader: typeof read): void {
  read = reader;
}

/** what this thread runs with, for others to run with: `others` are the families that it may not have used yet */
export function runningModules(others: Readonly<Record<string, Packed>>): Modules {
  instance();
  if (!kept.all) for (const [name, built] of Object.entries(others)) moduleOf(name, built);
  return { ...kept };
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

/** what the first use begins with where the entry point has brought a module along, or knows where one lies */
export function provide(module: () => WebAssembly.Module): void {
  ahead = module;
}

function begin(source: WebAssembly.Module): Running {
  const first = instantiate<object>(source);
  return { first, families: { squared: guarded(first) } };
}

/** what TypeScript calls, each of which tells when it traps; names of up to two letters are what families call of one another */
function guarded(exports: object): object {
  const own: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(exports)) if (name.length > 2) own[name] = guard(each);
  return own;
}

/** an export that tells when it traps */
function guard(each: unknown): unknown {
  if (typeof each !== "function") return each;
  return (...numbers: number[]) => {
    try {
      return each(...numbers);
    } catch (error) {
      if (isPassing(error) || !(error instanceof WebAssembly.RuntimeError)) throw error;
      broken = new KernelError(error);
      throw broken;
    }
  };
}

/** starts from a module of all families, before anything else did; `name` is the caller's */
export function start(name: string, source: WebAssembly.Module | BufferSource): void {
  const module = refuseRunning(name) ?? compiled(source) ?? compile(name, source as BufferSource);
  // one that imports something else is none of ours; by its own class, as a place that may not compile may have no other
  const imports = (module.constructor as typeof WebAssembly.Module).imports(module);
  const given = imports.every(({ module }) => module === "heed") ? begin(module) : undefined;
  if (!("heapBase" in (given?.first ?? {})))
    throw new TypeError(`${name}: source exports no kernels, expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm`);
  running = given;
  kept = { all: module };
}

/** starts from what another thread runs with, or from another build of every family */
export function startFrom(name: string, modules: Modules): void {
  refuseRunning(name);
  if (modules.all) start(name, modules.all);
  else kept = { ...modules };
  instance();
}

function refuseRunning(name: string): undefined {
  if (running) throw new Error(`${name}: the library is already running, call ${name} before anything else`);
}
