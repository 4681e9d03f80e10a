/** As much of Node's worker_threads as is used here. */
export interface NodeThreads {
  Worker: new (script: string | URL, options: { eval: boolean; execArgv: string[]; name: string }) => NodeThread;
  MessageChannel: typeof MessageChannel;
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
