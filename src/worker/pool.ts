import { checkCount, describe } from "../check.js";
import type { FoldPool } from "../choosing/folds/crossValidate.js";
import type { CrossValidation } from "../choosing/folds/crossValidation.js";
import type { CrossValidateOptions } from "../choosing/folds/options.js";
import type { FitPool } from "../options/pool.js";
import { ENGINE } from "../shards/engine.js";
import type { TableInput } from "../tables/readTable.js";
import type { ShrinkageWorker, WorkerMatrices } from "./api.js";
import { Caller } from "./caller.js";
import { checkScript, keepIn, type WorkerOptions, workerOf } from "./createWorker.js";
import { validateOn } from "./crossValidateOn.js";
import { fitOn } from "./fitOn.js";
import { cores } from "./nodeThreads.js";
import { engineOn } from "./shardsOn.js";

/** Workers that share the work of one call. */
export interface Pool extends FoldPool, FitPool {
  /** how many workers there are */
  readonly size: number;
  /** makes matrices that stay in every worker of the pool */
  readonly Matrix: WorkerMatrices;
  /**
   * Calls `work` for every item, each time with a worker that is free, and returns the results in the items' order. The first that fails
   * ends it: no more items are begun.
   */
  map<Item, Result>(
    items: Iterable<Item>,
    work: (worker: ShrinkageWorker, item: Item, place: number) => Promise<Result>,
  ): Promise<Result[]>;
  /** Ends all workers at once; calls that are not answered reject, and so does every later one. */
  terminate(): void;
  /** `using four = pool(4)` terminates it at the end of the block. */
  [Symbol.dispose](): void;
}

/**
 * Workers for one long job: `crossValidate(X, y, { pool })` fits its folds on all of them and returns the same numbers to the bit, `path`
 * and `ridge` of very tall tables take their second moments on all of them, and {@link Pool.map} runs any sweep.
 *
 * ```ts
 * const cores = pool();
 * const X1 = await cores.Matrix.from(X); // sent once to each
 * const cv = await crossValidate(X1, y, { pool: cores });
 * const fits = await cores.map([0.1, 0.2, 0.5], (worker, l1Ratio) => worker.path(X1, y, { l1Ratio }));
 * cores.terminate();
 * ```
 * `shardsOf(source, { on: cores })` of `shrinkage/shards` works on chunks of rows in all of them.
 * Every worker has memory of its own: what n rows and p columns take is taken `size` times.
 *
 * @param size how many workers (default: as many as there are cores)
 * @param options as for {@link createWorker}
 * @throws {TypeError | RangeError} when an argument is not what it should be
 * @throws {Error} when there are no workers here, as in service workers, worklets and on edge platforms
 */
export function pool(size: number = cores(), options: WorkerOptions = {}): Pool {
  const name = "pool";
  checkCount(name, "size", size);
  const script = checkScript(name, options);
  const callers = Array.from({ length: size }, () => new Caller(name, script));
  const workers = callers.map(workerOf);
  const terminate = () => {
    for (const caller of callers) caller.terminate();
  };
  const made: Pool = {
    size,
    Matrix: { from: (X) => keepIn(callers, X) },
    async crossValidate(X: TableInput, y: unknown, options?: CrossValidateOptions) {
      return validateOn(callers, X, y, options) as Promise<CrossValidation<never>>;
    },
    fit: (of, X, y, options) => fitOn(callers, of, X, y, options),
    async map(items, work) {
      if (typeof work !== "function") throw new TypeError(`Pool.map: work is ${describe(work)}, expected a function`);
      const waiting = Array.from(items).entries();
      const results: Awaited<ReturnType<typeof work>>[] = [];
      let failed = false;
      const serve = async (worker: ShrinkageWorker) => {
        for (const [place, item] of waiting) {
          if (failed) return;
          try {
            results[place] = await work(worker, item, place);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      await Promise.all(workers.map(serve));
      return results;
    },
    terminate,
    [Symbol.dispose]: terminate,
  };
  return Object.assign(made, { [ENGINE]: engineOn(callers) });
}
