// Sums as files in a folder that callers and workers reach, in place of Redis: Redis then holds tasks and jobs alone.
import { describe } from "../check.js";

/** As much of node:fs/promises as is used here. */
interface Files {
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Uint8Array>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: true }): Promise<void>;
  stat(path: string): Promise<{ mtimeMs: number }>;
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
}

/** Where sums are. */
export interface Sums {
  put(key: string, bytes: Uint8Array, seconds: number): Promise<void>;
  /** null where there is none */
  bytes(key: string): Promise<Uint8Array | null>;
}

/** the folder that was asked for; undefined for Redis */
export function checkDirectory(name: string, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== "string" || given === "")
    throw new TypeError(`${name}: directory is ${describe(given)}, expected the path of a folder`);
  return given;
}

const END = ".sum";

/** Sums of one queue in a folder. */
export class DirectorySums implements Sums {
  readonly #files: Files;
  readonly #folder: string;
  readonly #prefix: string;

  constructor(folder: string, queue: string) {
    // a queue is in Node alone, and Node's types are not here
    const { process } = globalThis as unknown as { process: { getBuiltinModule(name: string): unknown } };
    this.#files = process.getBuiltinModule("node:fs/promises") as Files;
    this.#folder = folder;
    this.#prefix = `${queue.replaceAll(/[^\w.-]/g, "_")}-`;
  }

  #path(key: string): string {
    return `${this.#folder}/${this.#prefix}${key}${END}`;
  }

  /** whole or not at all: whoever reads sees no half of it */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#files.mkdir(this.#folder, { recursive: true });
    const path = this.#path(key);
    const half = `${path}.${crypto.randomUUID()}`;
    try {
      await this.#files.writeFile(half, bytes);
      await this.#files.rename(half, path);
    } catch (error) {
      await this.#files.rm(half, { force: true });
      throw error;
    }
  }

  async bytes(key: string): Promise<Uint8Array | null> {
    try {
      return await this.#files.readFile(this.#path(key));
    } catch (error) {
      if ((error as { code?: unknown }).code === "ENOENT") return null;
      throw error;
    }
  }

  /** removes what is older than so many seconds: files do not expire by themselves */
  async sweep(seconds: number): Promise<void> {
    const names = await this.#files.readdir(this.#folder).catch(() => []);
    for (const name of names) {
      if (!name.startsWith(this.#prefix) || !name.includes(END)) continue;
      const path = `${this.#folder}/${name}`;
      const { mtimeMs } = await this.#files.stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > 1000 * seconds) await this.#files.rm(path, { force: true });
    }
  }
}
