// Jobs in Redis, and what goes beside them: tasks, once for all parts, and sums as bytes, each under a key that expires.
import { Queue, RedisConnection, Worker } from "bullmq";
import type { Broker, Jobs, Store } from "./broker.js";
import type { JobAnswer, JobData } from "./jobs.js";
import { asBuffer, heedless } from "./node.js";

/** Redis, by ioredis. */
export class RedisBroker implements Broker {
  /** what Redis holds under one key at most is 512 MB: with room to spare */
  readonly most: number = 256 * 2 ** 20;
  readonly #connection: Record<string, unknown>;

  constructor(options: Record<string, unknown>, url?: URL) {
    const patient = { maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(50 * times, 1000) };
    this.#connection = { ...options, ...patient, ...(url && ofUrl(url)) };
  }

  store(queue: string): Store {
    return new RedisStore(this.#connection, queue);
  }

  async jobs(queue: string): Promise<Jobs> {
    const jobs = new Queue<JobData, JobAnswer>(queue, { connection: this.#connection });
    jobs.on("error", () => {});
    return jobs;
  }

  worker(queue: string, work: Parameters<Broker["worker"]>[1], options: object): { close(): Promise<void> } {
    const worker = new Worker<JobData, JobAnswer>(queue, work, { connection: this.#connection, ...options });
    worker.on("error", () => {});
    return worker;
  }

  /** ioredis is patient by itself */
  patiently<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

function ofUrl(url: URL): Record<string, unknown> {
  const db = Number(url.pathname.slice(1));
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(db > 0 && { db }),
    ...(url.protocol === "rediss:" && { tls: {} }),
  };
}

/** As much of ioredis as is used. */
interface Client {
  set(key: string, value: unknown, unit: "EX", seconds: number): Promise<unknown>;
  get(key: string): Promise<string | null>;
  getBuffer(key: string): Promise<Uint8Array | null>;
}

class RedisStore implements Store {
  // BullMQ loads ioredis where it is asked for: who has PostgreSQL needs none
  readonly #connection: RedisConnection;
  readonly #prefix: string;

  constructor(connection: Record<string, unknown>, queue: string) {
    this.#connection = new RedisConnection(connection);
    // what goes wrong is said by the command that waits for it
    heedless(this.#connection);
    this.#prefix = `${queue}:shards:`;
  }

  #client(): Promise<Client> {
    return this.#connection.client as Promise<unknown> as Promise<Client>;
  }

  async put(key: string, value: Uint8Array | string, seconds: number): Promise<void> {
    await (await this.#client()).set(this.#prefix + key, typeof value === "string" ? value : asBuffer(value), "EX", seconds);
  }

  async text(key: string): Promise<string | null> {
    return (await this.#client()).get(this.#prefix + key);
  }

  async bytes(key: string): Promise<Uint8Array | null> {
    return (await this.#client()).getBuffer(this.#prefix + key);
  }

  async close(): Promise<void> {
    await this.#connection.close(true);
  }
}
