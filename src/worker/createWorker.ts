import { describe } from "../check.js";
import type { MemoryUsage } from "../kernels/heap.js";
import type { TableInput } from "../tables/readTable.js";
import { FUNCTIONS, type ShrinkageWorker, type WorkerFunctions } from "./api.js";
import { Caller } from "./caller.js";
import { callFunction } from "./requests.js";
import { plainTable } from "./tables.js";
import { WorkerMatrix } from "./workerMatrix.js";

/** Options of {@link createWorker}. */
export interface WorkerOptions {
  /** the URL of `shrinkage/worker/script.js`, for pages whose policy forbids workers from blob: URLs (default: the script that is built in) */
  script?: string | URL;
}

/**
 * A worker that has the functions of `shrinkage` as promises: a Web Worker, or a worker thread of Node. It runs with the build that this
 * thread runs with. A Node process ends without waiting for a worker that has nothing to do.
 *
 * ```ts
 * const worker = createWorker();
 * const X1 = await worker.Matrix.from(X); // sent once
 * const fit = await worker.lasso(X1, y, { lambda: 0.1, signal, onProgress });
 * worker.terminate();
 * ```
 * A signal that is aborted rejects the promise at once with its reason. The worker looks at it within its work, factorisations included, every few
 * milliseconds, and then takes the next call; where it reads hundreds of thousands of rows of y first, after up to 0.1 s. A page that is not cross-origin isolated has to allow `connect-src blob:` where it has a
 * Content-Security-Policy; without it a call that was stopped still runs to its end in the worker.
 *
 * @throws {TypeError} when an option is not what it should be
 * @throws {Error} when there are no workers here, as in service workers, worklets and on edge platforms; where a policy forbids one, calls reject with an error that says what to allow
 */
export function createWorker(options: WorkerOptions = {}): ShrinkageWorker {
  return workerOf(new Caller("createWorker", checkScript("createWorker", options)));
}

/** the script that was asked for */
export function checkScript(name: string, options: WorkerOptions): string | URL | undefined {
  if (options === null || typeof options !== "object") throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const odd = Object.keys(options).find((key) => key !== "script");
  if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected script`);
  const { script } = options;
  if (script !== undefined && typeof script !== "string" && !(script instanceof URL))
    throw new TypeError(`${name}: script is ${describe(script)}, expected the URL of shrinkage/worker/script.js`);
  return script;
}

/** the functions of one caller's worker */
export function workerOf(caller: Caller): ShrinkageWorker {
  const names = Object.keys(FUNCTIONS) as (keyof WorkerFunctions)[];
  const functions = Object.fromEntries(names.map((name) => [name, (...values: unknown[]) => callFunction(caller, name, values)]));
  const terminate = () => caller.terminate();
  return {
    ...(functions as unknown as WorkerFunctions),
    Matrix: { from: (X) => keepIn([caller], X) },
    memoryUsage: () => caller.call({ name: "memoryUsage", values: [] }) as Promise<MemoryUsage>,
    terminate,
    [Symbol.dispose]: terminate,
  };
}

/** a matrix in each of these workers */
export async function keepIn(callers: readonly Caller[], X: TableInput): Promise<WorkerMatrix> {
  const table = plainTable("Matrix.from", "X", X);
  const { rows, columns, names } = table;
  // one takes the numbers themselves, the others copies; a worker that is busy takes its own when it is free, so that none may be moved from under it
  const ids = callers.map((caller, k) => {
    const data = k === callers.length - 1 ? table.data : table.data.slice();
    return caller.call({ name: "Matrix.from", values: [{ ...table, data }] }, [data.buffer]) as Promise<number>;
  });
  const kept = (await Promise.all(ids)).map((id, k) => ({ caller: callers[k], id }));
  return new WorkerMatrix(rows, columns, names, kept);
}
