// Where rows come from: a table, chunks one after another, or parts that each have chunks of their own.
import { checkCount, describe, isArrayLike, isObject } from "../check.js";
import { asTable, tableOf } from "../tables/recognise.js";
import { rowRange } from "../tables/rowRange.js";
import type { Chunk } from "./chunk.js";

/** Chunks one after another. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>;

/** Parts of a table, such as files, which may be read in any order and by others. */
export interface Parts {
  /** one a part: its name, path or number, whatever `read` understands; plain data where another process reads it */
  parts: readonly unknown[];
  /** the rows of a part: one chunk, or chunks one after another; on a queue those who serve it read */
  read?: (part: never, index: number) => Chunk | Chunks | Promise<Chunk | Chunks>;
}

/** What {@link shardsOf} takes. */
export type ShardSource = Chunk | Chunks | (() => Chunks | Promise<Chunks>) | Parts;

/** A source that was recognised. */
export interface Source {
  /** the parts, where there are such; else the one part that everything is */
  readonly parts: readonly unknown[];
  readonly named: boolean;
  /** why it cannot be read once more; undefined where it can */
  readonly once: boolean;
  /** undefined where others read */
  open?(index: number): Chunks | Promise<Chunks>;
}

const EXPECTED =
  "{ X, y, weights? }, chunks of that kind (an iterable, an async iterable or a function that returns one), or { parts, read }";

/** `value` as a source; a table is cut into chunks of `rows` rows */
export function readSource(name: string, value: unknown, rows: number): Source {
  if (typeof value === "function") return { parts: [undefined], named: false, once: false, open: () => (value as () => Chunks)() };
  if (!isObject(value)) throw new TypeError(`${name}: source is ${describe(value)}, expected ${EXPECTED}`);
  if ("parts" in value) return readParts(name, value as unknown as Parts, rows);
  if ("X" in value) return { parts: [undefined], named: false, once: false, open: () => cut(name, value as unknown as Chunk, rows) };
  if (!isChunks(value)) throw new TypeError(`${name}: source is ${describe(value)}, expected ${EXPECTED}`);
  return { parts: [undefined], named: false, once: isOnce(value), open: () => value };
}

const isChunks = (value: object): value is Chunks => Symbol.asyncIterator in value || Symbol.iterator in value;

/** true for what iterates itself, such as a generator: at its end nothing is left of it */
const isOnce = (value: Chunks) =>
  !Array.isArray(value) && (!(Symbol.iterator in value) || (value as Iterable<Chunk>)[Symbol.iterator]() === (value as unknown));

function readParts(name: string, { parts, read }: Parts, rows: number): Source {
  if (!isArrayLike(parts) || parts.length === 0)
    throw new TypeError(`${name}: parts is ${describe(parts)}, expected an array with at least one entry`);
  if (read !== undefined && typeof read !== "function") throw new TypeError(`${name}: read is ${describe(read)}, expected a function`);
  const list = Array.from(parts as ArrayLike<unknown>);
  if (!read) return { parts: list, named: true, once: false };
  return { parts: list, named: true, once: false, open: (index) => openPart(name, read, list[index], index, rows) };
}

/** the chunks of a part */
export async function openPart(name: string, read: NonNullable<Parts["read"]>, part: unknown, index: number, rows = 8192): Promise<Chunks> {
  const found: unknown = await read(part as never, index);
  if (isObject(found) && "X" in found) return cut(name, found as unknown as Chunk, rows);
  if (isObject(found) && isChunks(found)) return found;
  throw new TypeError(`${name}: read returned ${describe(found)} for part ${index}, expected { X, y, weights? } or chunks of that kind`);
}

/** a table as chunks of so many rows; what is not one comes as it is, for others to refuse */
function* cut(name: string, whole: Chunk, rows: number): Generator<Chunk, void, undefined> {
  const { X, y, weights } = whole;
  const table = tableOf(name, "X", X);
  const fits =
    isArrayLike(y) && y.length === table.rows && (weights === undefined || (isArrayLike(weights) && weights.length === table.rows));
  // a sparse table stays in one piece: it is sorted by columns
  if (!fits || table.rows <= rows || table.sparse) return yield whole;
  const entries = <T>(values: ArrayLike<T>, from: number, to: number) => Array.prototype.slice.call(values, from, to) as T[];
  for (let from = 0; from < table.rows; from += rows) {
    const to = Math.min(from + rows, table.rows);
    const part = Array.isArray(X) ? X.slice(from, to) : { [asTable]: () => rowRange(table, from, to) };
    yield { X: part, y: entries(y, from, to), ...(weights && { weights: entries(weights, from, to) }) };
  }
}

/** the number of rows that a table is cut into */
export const checkRows = (name: string, rows: unknown = 8192) => checkCount(name, "rowsPerChunk", rows);
