import { type Job, UnrecoverableError } from "bullmq";
import { checkCount, describe } from "../check.js";
import { watchOf } from "../options/watch.js";
import { engineOf, type ShardRunner, sumOfPart } from "../shards/engine.js";
import { openPart, type Parts } from "../shards/source.js";
import { encodeSum } from "../shards/sum.js";
import type { QueueAddress } from "./broker.js";
import { brokerOf } from "./connection.js";
import { checkDirectory, DirectorySums, type Sums } from "./directory.js";
import { errorText, type JobAnswer, type JobData } from "./jobs.js";
import { readJob } from "./messages.js";
import { checkKeys, checkQueueName } from "./options.js";
import { readTask } from "./readTask.js";

/** Options of {@link serveQueue}. */
export interface ServeOptions extends QueueAddress {
  /** the rows of a part: `{ X, y, weights? }`, or chunks of that kind one after another; `part` is what the caller has in its list */
  source: NonNullable<Parts["read"]>;
  /** a pool of `shrinkage/worker` that the chunks are worked on in (default: this thread, which heeds the server between two chunks) */
  on?: ShardRunner;
  /** how many parts at a time (default 1) */
  concurrency?: number;
  /** ms after which a part whose worker is silent goes to another (default 30000); two chunks may not take so long */
  lockDuration?: number;
}

/** A worker of a queue. */
export interface QueueServer {
  /** takes no more parts, and closes the connection when those at hand are done */
  close(): Promise<void>;
  /** `await using server = serveQueue(…)` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Takes parts from a queue that `queue` fills, until it is closed: any number of processes on any machines that reach Redis or PostgreSQL, and read the parts.
 *
 * ```ts
 * serveQueue({ connection: { host: "10.0.0.5" }, source: (file) => readChunks(file) });
 * ```
 *
 * @param options `connection` and `source` are required
 * @throws {TypeError | RangeError} when an option is not what it should be
 */
export function serveQueue(options: ServeOptions): QueueServer {
  const name = "serveQueue";
  checkKeys(name, options, ["connection", "name", "directory", "source", "on", "concurrency", "lockDuration"]);
  const broker = brokerOf(name, options.connection);
  const called = checkQueueName(name, options.name);
  const { source, on } = options;
  if (typeof source !== "function") throw new TypeError(`${name}: source is ${describe(source)}, expected a function of a part`);
  const engine = engineOf(name, on);
  if (engine?.part) throw new TypeError(`${name}: on is a queue, expected a pool of shrinkage/worker`);
  const concurrency = checkCount(name, "concurrency", options.concurrency ?? 1);
  const lockDuration = checkCount(name, "lockDuration", options.lockDuration ?? 30_000);
  const directory = checkDirectory(name, options.directory);
  const store = broker.store(called);
  const sums: Pick<Sums, "put"> = directory === undefined ? store : new DirectorySums(directory, called);

  const work = async ({ data }: Job<JobData, JobAnswer>): Promise<JobAnswer> => {
    try {
      const { name, task: key, part, index, result, expire } = readJob(data);
      const text = await broker.patiently(() => store.text(key));
      if (text === null) throw new Error(`${name}: the task of part ${index} has expired, expected a longer expire`);
      const task = readTask(name, text);
      const watch = watchOf(name, {}, {});
      const found = await sumOfPart(name, await openPart(name, source, part, index), index, { task, watch, engine, named: true });
      if (!found) return {};
      const bytes = encodeSum(found.sum);
      if (directory === undefined && bytes.length > broker.most)
        throw new RangeError(
          `${name}: what part ${index} comes to takes ${bytes.length} bytes, expected ${broker.most} at most; take fewer columns or folds, or a directory`,
        );
      await broker.patiently(() => sums.put(result, bytes, expire));
      return { ...found.columns };
    } catch (error) {
      // what is wrong with rows stays wrong
      if (error instanceof RangeError || error instanceof TypeError) throw new UnrecoverableError(errorText(error));
      throw new Error(errorText(error), { cause: error });
    }
  };
  const worker = broker.worker(called, work, {
    concurrency,
    lockDuration,
    // a part may see many workers die, and is not to blame
    maxStalledCount: 100,
    stalledInterval: Math.max(100, Math.min(30_000, lockDuration)),
  });
  const close = async () => {
    await worker.close();
    await store.close();
  };
  return { close, [Symbol.asyncDispose]: close };
}
