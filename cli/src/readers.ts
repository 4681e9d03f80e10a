// shrinkage-cli/readers: files as shardsOf and encode.fitStream of shrinkage take them, piece by piece.
import type { Chunk } from "shrinkage/shards";
import type { ChunkOptions, ReadOptions } from "../readers.js";
import { chunkOf, chunksOf } from "./chunks.js";
import { Failure, usage } from "./failure.js";
import { asked } from "./library.js";
import type { Given } from "./optionList.js";
import { formatOf } from "./tables/open.js";
import { IN_PIECES, rawPieces } from "./tables/pieces.js";
import { type Raw, recordOf } from "./tables/table.js";

export type { ChunkOptions, ReadOptions };

/** pieces of a file as columns of raw cells, for `encode.fitStream` */
export async function* readTables(path: string, options: ReadOptions = {}): AsyncGenerator<Record<string, readonly unknown[]>> {
  for await (const raw of pieces(path, options)) yield recordOf(raw);
}

/** pieces of a file as `{ X, y, weights? }`, for `shardsOf`; the memory of X is given back when the next one is asked for */
export async function* readChunks(path: string, options: ChunkOptions): AsyncGenerator<Chunk> {
  const { target, encoding } = options ?? {};
  if ((target === undefined) === (encoding === undefined)) throw usage("readChunks wants target, a column, or encoding; one of the two");
  yield* chunksOf(pieces(path, options), (raw) => asked(raw.file, raw, () => chunkOf(raw, options))) as AsyncGenerator<Chunk>;
}

function pieces(path: string, { note = () => {}, ...options }: ReadOptions): AsyncGenerator<Raw> {
  const format = formatOf(path, options as Given);
  if (!IN_PIECES.includes(format)) throw new Failure(`${path}: is in the format ${format}, expected ${IN_PIECES.join(", ")}`);
  return rawPieces(path, options as Given, note);
}
