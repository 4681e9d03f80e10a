import { describe, isObject } from "../check.js";
import { engineOf } from "./engine.js";
import type { ShardsOptions } from "./shardOptions.js";
import { Shards } from "./shards.js";
import { checkRows, readSource, type ShardSource } from "./source.js";

/**
 * A table in shards, of any number of rows: read chunk by chunk, never held as a whole. Least squares takes one pass: every shard becomes
 * its centred second moments (p²/2 numbers), which are merged along a tree over the numbers of the shards. What is fitted is the same to the
 * bit wherever the shards were worked on, on however many workers, and in whichever order they were done.
 *
 * ```ts
 * const shards = shardsOf(() => readChunks("rows.csv")); // async function*: yields { X, y }
 * const cv = await shards.crossValidate({ folds: 10, on: pool(4) });
 * ```
 *
 * @param source chunks `{ X, y, weights? }` from an iterable, an async iterable or a function that returns one (which can be read more than
 *   once); one such table, which is cut into chunks; or `{ parts, read }`: any list, and how the rows of each are read. A source is read no
 *   faster than it is worked on.
 * @param options `rowsPerChunk`; `on`: where shards are worked on, unless a call says otherwise
 * @throws {TypeError | RangeError} when the source is nothing of that kind; rows are checked when they are read
 */
export function shardsOf(source: ShardSource, options: ShardsOptions = {}): Shards {
  const name = "shardsOf";
  if (!isObject(options)) throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const odd = Object.keys(options).find((key) => key !== "on" && key !== "rowsPerChunk");
  if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected on or rowsPerChunk`);
  const { on, rowsPerChunk }: ShardsOptions = options;
  engineOf(name, on);
  return new Shards(readSource(name, source, checkRows(name, rowsPerChunk)), on);
}
