import { checkCount, describe } from "../check.js";
import { ENGINE, type Engine, type Found, type ShardRunner } from "../shards/engine.js";
import type { Task } from "../shards/tasks.js";
import type { Broker, Jobs, QueueAddress } from "./broker.js";
import { brokerOf } from "./connection.js";
import { checkDirectory, DirectorySums, type Sums } from "./directory.js";
import { errorOf, type JobData, partKey, taskKey } from "./jobs.js";
import { readAnswer, readFound } from "./messages.js";
import { checkExpiry, checkKeys, checkQueueName } from "./options.js";

/** Options of {@link queue}. */
export interface QueueOptions extends QueueAddress {
  /** a name for the work: a caller that died finds what was done under the same name (default: a new one for each queue) */
  run?: string;
  /** seconds that results stay in Redis or PostgreSQL, and with them a run can be resumed (default 86400, a day) */
  expire?: number;
  /** how many parts wait in the queue at a time (default 64) */
  ahead?: number;
  /** how often a part is tried where reading it fails (default 3); rows that are refused are not tried again */
  attempts?: number;
}

/** A queue in Redis or PostgreSQL, from which any number of processes on any machines take parts. */
export interface ShardQueue extends ShardRunner {
  /** the name that the work can be resumed by */
  readonly run: string;
  /** closes the connection; jobs and results stay there */
  close(): Promise<void>;
  /** `await using on = queue(…)` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void>;
}

const OPTIONS = ["connection", "name", "directory", "run", "expire", "ahead", "attempts"];
/** ms between looks at a job */
const [SOON, LATER] = [10, 250];

/**
 * Parts of a table, worked on by whoever serves the queue with `serveQueue`: BullMQ 6 over Redis or PostgreSQL. Jobs are named after the run, the task and the part, so
 * that a part is computed once however often it is asked for; a worker that dies leaves its part to another; while the server is away everything
 * waits. What goes through it is one sum a part and task, 8·(p+2)²/2 bytes a fold, which expires.
 *
 * ```ts
 * await using on = queue({ connection: { host: "10.0.0.5" }, run: "sales-2026-11" });
 * const cv = await shardsOf({ parts: files }).crossValidate({ on });
 * ```
 *
 * @param options `connection` is required
 * @throws {TypeError | RangeError} when an option is not what it should be
 */
export function queue(options: QueueOptions): ShardQueue {
  const name = "queue";
  checkKeys(name, options, OPTIONS);
  const broker = brokerOf(name, options.connection);
  const called = checkQueueName(name, options.name);
  const { run = crypto.randomUUID() } = options;
  if (typeof run !== "string" || !/^[\w.-]{1,100}$/.test(run))
    throw new TypeError(`${name}: run is ${describe(run)}, expected up to 100 letters, digits, dots, hyphens and underscores`);
  const expire = checkExpiry(name, options.expire);
  const ahead = checkCount(name, "ahead", options.ahead ?? 64);
  const attempts = checkCount(name, "attempts", options.attempts ?? 3);
  const directory = checkDirectory(name, options.directory);
  const store = broker.store(called);
  const folder = directory === undefined ? undefined : new DirectorySums(directory, called);
  const sums: Pick<Sums, "bytes"> = folder ?? store;
  void folder?.sweep(expire);
  const sent = new Set<string>();
  let jobs: Promise<Jobs> | undefined;
  let closed = false;

  const engine: Engine = {
    width: ahead,
    async part(name, task, part, index, watch) {
      const check = () => {
        if (closed) throw new Error(`${name}: the queue was closed, expected no calls from then on; make another one`);
        watch.check();
      };
      check();
      const text = JSON.stringify(task);
      const key = taskKey(run, text);
      if (!sent.has(key)) {
        await broker.patiently(() => store.put(key, text, expire), check);
        sent.add(key);
      }
      // the server has answered: what BullMQ begins while it is away stays broken
      jobs ??= broker.jobs(called);
      const own = await jobs;
      const id = partKey(key, index, part);
      const data: JobData = { name, task: key, part, index, result: id, expire };
      const add = () =>
        own.add("shard", data, {
          jobId: id,
          attempts,
          backoff: { type: "exponential", delay: 200 },
          removeOnComplete: { age: expire },
          removeOnFail: { age: expire },
        });
      return wait(name, { broker, jobs: own, sums, task, check }, id, add);
    },
  };
  const close = async () => {
    closed = true;
    await (await jobs)?.close();
    await store.close();
  };
  const made: ShardQueue = { size: ahead, run, close, [Symbol.asyncDispose]: close };
  return Object.assign(made, { [ENGINE]: engine });
}

/** what the job finds, asked for again and again: an event may be lost while the server is away, what a job has become is not */
async function wait(
  name: string,
  { broker, jobs, sums, task, check }: { broker: Broker; jobs: Jobs; sums: Pick<Sums, "bytes">; task: Task; check: () => void },
  id: string,
  add: () => Promise<unknown>,
): Promise<Found | undefined> {
  const ask = <T>(work: () => Promise<T>) => broker.patiently(work, check);
  // what failed before this call is tried again, and so is what was done but has expired
  let fresh = false;
  for (let pause = SOON; ; pause = Math.min(LATER, 1.5 * pause)) {
    check();
    const job = await ask(() => jobs.getJob(id));
    if (!job) {
      await ask(add);
      fresh = true;
    } else if (job.finishedOn && job.failedReason !== undefined && (job.returnvalue ?? null) === null) {
      if (fresh) throw errorOf(job.failedReason);
      await ask(() => job.remove());
      continue;
    } else if (job.finishedOn) {
      const answer = readAnswer(job.returnvalue);
      if (answer && answer.count === undefined) return undefined;
      const bytes = await ask(() => sums.bytes(id));
      const found = bytes && answer && readFound(task, answer, bytes);
      if (found) return found;
      if (bytes || !answer) throw new Error(`${name}: the result of job ${id} is damaged, expected what a worker of this version writes`);
      await ask(() => job.remove());
      continue;
    } else fresh = true;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
