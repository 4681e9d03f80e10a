// shrinkage-cli/readers: files as shardsOf and encode.fitStream of shrinkage take them, piece by piece.
import type { Encoding } from "shrinkage";
import type { Chunk } from "shrinkage/shards";
import { Failure, usage } from "./failure.js";
import { asked } from "./library.js";
import type { Given } from "./optionList.js";
import { encodedChunk } from "./streamed.js";
import { formatOf } from "./tables/open.js";
import { IN_PIECES, rawPieces } from "./tables/pieces.js";
import { columnOf, numbersOf, type Raw, recordOf } from "./tables/table.js";

/** How a file is read. */
export interface ReadOptions {
  /** "csv", "tsv" or "parquet" (default: by the name) */
  format?: "csv" | "tsv" | "parquet";
  /** what stands between cells (default: what the first rows say) */
  delimiter?: string;
  /** whether the first row holds names (default true) */
  header?: boolean;
  /** told what a person may want to know, such as columns without a name */
  note?: (message: string) => void;
}

/** What of a file is X, y and weights. */
export interface ChunkOptions extends ReadOptions {
  /** the column to be predicted, where all others are numbers */
  target?: string;
  /** columns and target as `encode.fitStream` has found them, in place of `target` */
  encoding?: Encoding<unknown>;
  /** the column of weights */
  weights?: string;
  /** columns that are left out, where `target` is given */
  ignore?: readonly string[];
}

/** pieces of a file as columns of raw cells, for `encode.fitStream` */
export async function* readTables(path: string, options: ReadOptions = {}): AsyncGenerator<Record<string, readonly unknown[]>> {
  for await (const raw of pieces(path, options)) yield recordOf(raw);
}

/** pieces of a file as `{ X, y, weights? }`, for `shardsOf`; the memory of X is given back when the next one is asked for */
export async function* readChunks(path: string, options: ChunkOptions): AsyncGenerator<Chunk> {
  const { target, encoding } = options ?? {};
  if ((target === undefined) === (encoding === undefined)) throw usage("readChunks wants target, a column, or encoding; one of the two");
  for await (const raw of pieces(path, options)) {
    const chunk = asked(raw.file, raw, () => chunkOf(raw, options));
    yield chunk as Chunk;
    if ("dispose" in chunk.X) (chunk.X as { dispose(): void }).dispose();
  }
}

function pieces(path: string, { note = () => {}, ...options }: ReadOptions): AsyncGenerator<Raw> {
  const format = formatOf(path, options as Given);
  if (!IN_PIECES.includes(format)) throw new Failure(`${path}: is in the format ${format}, expected ${IN_PIECES.join(", ")}`);
  return rawPieces(path, options as Given, note);
}

/** X, y and weights of a piece */
export function chunkOf(raw: Raw, { target, encoding, weights, ignore = [] }: Omit<ChunkOptions, keyof ReadOptions>) {
  if (encoding) return encodedChunk(raw, weights, encoding);
  for (const name of ignore) columnOf(raw, name, "ignore");
  const apart = [target, weights, ...ignore];
  const names = [...raw.columns.keys()].filter((name) => !apart.includes(name));
  const X = Object.fromEntries(names.map((name) => [name, numbersOf(raw, name, "target")]));
  const own = weights === undefined ? {} : { weights: numbersOf(raw, weights, "weights") };
  return { X, y: numbersOf(raw, target as string, "target"), ...own };
}
