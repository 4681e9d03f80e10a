/** As much of Node's worker_threads as is used here. */
export interface NodeThreads {
  Worker: new (script: string | URL, options: { eval: boolean; execArgv: string[]; name: string; workerData: string }) => NodeThread;
  MessageChannel: typeof MessageChannel;
  /** what the thread was given when it was made */
  workerData: unknown;
  parentPort: { once(event: "message", listener: (message: unknown) => void): void } | null;
}

/** A Worker of worker_threads. */
export interface NodeThread {
  postMessage(message: unknown, transfer: readonly unknown[]): void;
  terminate(): unknown;
  ref(): void;
  unref(): void;
  on(event: "error" | "exit", listener: (what: unknown) => void): void;
}

/** worker_threads where this is Node */
export function nodeThreads(): NodeThreads | undefined {
  return builtIn("node:worker_threads") as NodeThreads | undefined;
}

/** what a thread that runs the script of a worker is called */
export const OWN = "shrinkage";

/** true in a thread that was made to run that script */
export function isOwnThread(): boolean {
  // what CommonJS puts before the text (scripts/commonjs.mjs): Bun's workers know neither a scope nor a name
  if ("shrinkageWorker" in globalThis) return true;
  if ("WorkerGlobalScope" in globalThis) return (globalThis as { name?: unknown }).name === OWN;
  return nodeThreads()?.workerData === OWN;
}

/** how many threads run at the same time here */
export function cores(): number {
  const os = builtIn("node:os") as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 2;
}

/** a module of Node's, asked for at run time so that no bundler looks for it */
function builtIn(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name);
}
