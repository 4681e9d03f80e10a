// Jobs in PostgreSQL, by BullMQ's own backend, and what goes beside them in a table of ours in the same schema.
import { createPostgresBackend, PostgresConnection, type PostgresPoolConfig, Queue, Worker } from "bullmq";
import { describe } from "../check.js";
import type { Broker, Jobs, Store } from "./broker.js";
import type { JobAnswer, JobData } from "./jobs.js";
import { asBuffer, heedless } from "./node.js";

/** ms between tries while the server is away */
const PAUSE = 250;

/** what is said of connections that are lost or not to be had: sockets' errors, PostgreSQL's classes 08 and 57P */
const AWAY = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|57P0[1-3]|08\w{3})$/;

const isAway = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return AWAY.test(String(code)) || /^(Connection terminated|Client has encountered a connection error)/.test(String(message));
};

/** PostgreSQL 13 or later, by pg. */
export class PostgresBroker implements Broker {
  /** pg reads bytes as text of twice the length, and a text has at most 2²⁹ characters: with room to spare */
  readonly most: number = 128 * 2 ** 20;
  readonly #connection: PostgresPoolConfig;

  constructor(name: string, url: string, options: Record<string, unknown>) {
    const { schema, migrate = true } = options;
    if (schema !== undefined && !(typeof schema === "string" && /^[A-Za-z_][\w$]{0,62}$/.test(schema)))
      throw new TypeError(`${name}: connection.schema is ${describe(schema)}, expected the name of a schema`);
    if (typeof migrate !== "boolean") throw new TypeError(`${name}: connection.migrate is ${describe(migrate)}, expected a boolean`);
    this.#connection = { ...options, connectionString: url, migrate };
  }

  store(queue: string): Store {
    return new PostgresStore(this.#connection, queue);
  }

  async jobs(queue: string): Promise<Jobs> {
    const jobs = new Queue(queue, { connection: this.#connection } as never, createPostgresBackend as never);
    jobs.on("error", () => {});
    return jobs as unknown as Jobs;
  }

  worker(queue: string, work: Parameters<Broker["worker"]>[1], options: object): { close(): Promise<void> } {
    const stop = new AbortController();
    const begun = this.#reached(queue, stop.signal).then((isReached) => {
      if (!isReached) return undefined;
      const given = { connection: this.#connection, ...options };
      const worker = new Worker<JobData, JobAnswer>(queue, work as never, given as never, createPostgresBackend as never);
      worker.on("error", () => {});
      return worker;
    });
    return {
      async close() {
        stop.abort();
        await (await begun)?.close();
      },
    };
  }

  /** true once the server answers, whatever that takes: what BullMQ begins while it is away stays broken; false where nobody waits any more */
  async #reached(queue: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const store = this.store(queue);
      try {
        await store.text("-");
        return true;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      } finally {
        await store.close();
      }
    }
    return false;
  }

  async patiently<T>(work: () => Promise<T>, check?: () => void): Promise<T> {
    for (;;)
      try {
        return await work();
      } catch (error) {
        if (!isAway(error)) throw error;
        check?.();
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
  }
}

const TABLE = `CREATE TABLE IF NOT EXISTS shrinkage_shards
  (queue text NOT NULL, key text NOT NULL, value bytea NOT NULL, expires timestamptz NOT NULL, PRIMARY KEY (queue, key))`;
/** any number that all of us share: two processes that make one table at the same time would fail */
const LOCK = 0x5368;

class PostgresStore implements Store {
  readonly #options: PostgresPoolConfig;
  readonly #queue: string;
  #ready?: Promise<PostgresConnection>;

  constructor(options: PostgresPoolConfig, queue: string) {
    this.#options = options;
    this.#queue = queue;
  }

  async #ask(sql: string, ...values: unknown[]): Promise<{ value: unknown }[]> {
    // what failed once is tried anew: the server may have been away
    this.#ready ??= this.#open().catch((error) => {
      this.#ready = undefined;
      throw error;
    });
    const { pool } = await this.#ready;
    return (await pool.query(sql, [this.#queue, ...values])).rows;
  }

  async #open(): Promise<PostgresConnection> {
    const connection = new PostgresConnection(this.#options);
    heedless(connection);
    try {
      await connection.waitUntilReady();
      const { pool } = connection;
      const [{ table }] = (await pool.query("SELECT to_regclass('shrinkage_shards') AS table")).rows;
      // both in one transaction
      if (table === null) await pool.query(`SELECT pg_advisory_xact_lock(${LOCK}); ${TABLE}`);
      await pool.query("DELETE FROM shrinkage_shards WHERE expires < now()");
      return connection;
    } catch (error) {
      await connection.close().catch(() => {});
      throw error;
    }
  }

  async put(key: string, value: Uint8Array | string, seconds: number): Promise<void> {
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    await this.#ask(
      `INSERT INTO shrinkage_shards VALUES ($1, $2, $3, now() + $4 * interval '1 second')
       ON CONFLICT (queue, key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
      key,
      asBuffer(bytes),
      seconds,
    );
  }

  async text(key: string): Promise<string | null> {
    const bytes = await this.bytes(key);
    return bytes && new TextDecoder().decode(bytes);
  }

  async bytes(key: string): Promise<Uint8Array | null> {
    const [found] = await this.#ask("SELECT value FROM shrinkage_shards WHERE queue = $1 AND key = $2 AND expires >= now()", key);
    return found ? (found.value as Uint8Array) : null;
  }

  async close(): Promise<void> {
    await this.#ready?.then(
      (connection) => connection.close(),
      () => {},
    );
  }
}
