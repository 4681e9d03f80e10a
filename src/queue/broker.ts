// Where jobs stand, and what goes with them: Redis, or PostgreSQL.
import type { Job, WorkerOptions } from "bullmq";
import type { Sums } from "./directory.js";
import type { JobAnswer, JobData } from "./jobs.js";

/** How to reach Redis or PostgreSQL: options of ioredis, or of `pg` beside a `url` of PostgreSQL. */
export interface QueueConnection {
  /** "redis://user:password@host:port/db" or "postgres://user:password@host:port/database", instead of what follows (default: Redis) */
  url?: string;
  /** of Redis; default "127.0.0.1" */
  host?: string;
  /** of Redis; default 6379 */
  port?: number;
  /** of PostgreSQL: where BullMQ's tables and ours are, made where they are not (default "bullmq") */
  schema?: string;
  /** of PostgreSQL: whether tables are made or brought up to date (default true); false where the user may not */
  migrate?: boolean;
  /** whatever else ioredis takes: username, password, db, tls, …; or `pg`: max, ssl, … */
  [option: string]: unknown;
}

/** Where jobs stand. */
export interface QueueAddress {
  /** how to reach Redis or PostgreSQL */
  connection: QueueConnection;
  /** the name of the queue, the same in callers and workers (default "shrinkage") */
  name?: string;
  /**
   * a folder that callers and workers reach, for sums, of any size; the caller removes those that are older than `expire` (default: Redis, which
   * takes 256 MB each, or PostgreSQL, 128 MB)
   */
  directory?: string;
}

/** Tasks and sums under keys of a queue, each until it expires. */
export interface Store extends Sums {
  put(key: string, value: Uint8Array | string, seconds: number): Promise<void>;
  /** null where there is none */
  text(key: string): Promise<string | null>;
  close(): Promise<void>;
}

/** As much of a job as is looked at. */
export interface Asked {
  readonly finishedOn?: number;
  readonly failedReason?: string;
  readonly returnvalue: unknown;
  remove(): Promise<void>;
}

/** As much of BullMQ's Queue as is used. */
export interface Jobs {
  add(name: string, data: JobData, options: object): Promise<unknown>;
  getJob(id: string): Promise<Asked | undefined>;
  close(): Promise<void>;
}

/** A server. */
export interface Broker {
  /** bytes of a sum that it takes */
  readonly most: number;
  store(queue: string): Store;
  jobs(queue: string): Promise<Jobs>;
  /** takes jobs until it is closed */
  worker(
    queue: string,
    work: (job: Job<JobData, JobAnswer>) => Promise<JobAnswer>,
    options: Omit<WorkerOptions, "connection">,
  ): { close(): Promise<void> };
  /** what `work` answers, asked for again while the server is away; `check` throws where nobody waits for it any more */
  patiently<T>(work: () => Promise<T>, check?: () => void): Promise<T>;
}
