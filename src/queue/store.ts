// What goes through Redis beside the jobs: tasks, once for all parts, and sums as bytes, each under a key that expires.
import { Redis } from "ioredis";
import { checkNumber, describe, isObject } from "../check.js";

/** How to reach Redis: options of ioredis. */
export interface QueueConnection {
  /** "redis://user:password@host:port/db", instead of what follows */
  url?: string;
  /** default "127.0.0.1" */
  host?: string;
  /** default 6379 */
  port?: number;
  /** whatever else ioredis takes: username, password, db, tls, … */
  [option: string]: unknown;
}

/** Where jobs stand in Redis. */
export interface QueueAddress {
  /** how to reach Redis */
  connection: QueueConnection;
  /** the name of the queue, the same in callers and workers (default "shrinkage") */
  name?: string;
  /**
   * a folder that callers and workers reach, for sums, of any size; the caller removes those that are older than `expire` (default: Redis, which
   * takes 256 MB each)
   */
  directory?: string;
}

/** what Redis holds under one key at most is 512 MB: with room to spare */
export const MOST_BYTES = 256 * 2 ** 20;

/** the options for BullMQ and ioredis; commands wait for Redis to come back rather than fail */
export function connectionOf(name: string, given: unknown): Record<string, unknown> {
  if (!isObject(given) || Array.isArray(given))
    throw new TypeError(`${name}: connection is ${describe(given)}, expected options of ioredis such as { host, port } or { url }`);
  const { url, ...rest } = given;
  const options = { ...rest, maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(50 * times, 1000) };
  return url === undefined ? options : { ...options, ...ofUrl(name, url) };
}

function ofUrl(name: string, url: unknown): Record<string, unknown> {
  let parsed: URL | undefined;
  try {
    parsed = new URL(String(url));
  } catch {
    // refused below
  }
  if (parsed?.protocol !== "redis:" && parsed?.protocol !== "rediss:")
    throw new TypeError(`${name}: connection.url is ${describe(url)}, expected "redis://host:port"`);
  const db = Number(parsed.pathname.slice(1));
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 6379),
    ...(parsed.username && { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password && { password: decodeURIComponent(parsed.password) }),
    ...(db > 0 && { db }),
    ...(parsed.protocol === "rediss:" && { tls: {} }),
  };
}

/** the name of a queue, in which BullMQ allows no colon */
export function checkQueueName(name: string, given: unknown = "shrinkage"): string {
  if (typeof given !== "string" || given === "" || given.includes(":"))
    throw new TypeError(`${name}: name is ${describe(given)}, expected a string without colons`);
  return given;
}

/** seconds until what was stored goes; a day where nothing was said */
export const checkExpiry = (name: string, given: unknown = 86_400): number =>
  checkNumber(name, "expire", given, (x) => Number.isInteger(x) && x >= 1 && x <= 2 ** 31, "a whole number of seconds from 1 on");

/** Bytes and texts under keys of a queue. */
export class Store {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(connection: Record<string, unknown>, queue: string) {
    this.#redis = new Redis(connection);
    // what goes wrong is said by the command that waits for it; without a listener ioredis writes to the console at every try
    this.#redis.on("error", () => {});
    this.#prefix = `${queue}:shards:`;
  }

  async put(key: string, value: Uint8Array | string, seconds: number): Promise<void> {
    // a view of the same bytes as what ioredis takes
    const bytes = typeof value === "string" ? value : asBuffer(value);
    await this.#redis.set(this.#prefix + key, bytes as string, "EX", seconds);
  }

  async text(key: string): Promise<string | null> {
    return this.#redis.get(this.#prefix + key);
  }

  async bytes(key: string): Promise<Uint8Array | null> {
    return this.#redis.getBuffer(this.#prefix + key);
  }

  async remove(key: string): Promise<void> {
    await this.#redis.del(this.#prefix + key);
  }

  close(): void {
    this.#redis.disconnect();
  }
}

/** Node's Buffer, where there is one: ioredis exists nowhere else */
function asBuffer(bytes: Uint8Array): unknown {
  const { Buffer } = globalThis as unknown as { Buffer: { from(buffer: ArrayBufferLike, at: number, length: number): unknown } };
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
