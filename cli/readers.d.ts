import type { Encoding } from "shrinkage";
import type { Chunk } from "shrinkage/shards";

/** How a file is read. */
export interface ReadOptions {
  /** "csv", "tsv", "parquet" or, if @duckdb/node-api is installed, "duckdb" (default: by the name; "duckdb" where there is a query) */
  format?: "csv" | "tsv" | "parquet" | "duckdb";
  /** the SQL that DuckDB shall run; a source of `shardsOf` may be read more than once: ORDER BY makes its rows the same each time (default: the file) */
  query?: string;
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

/** Pieces of a file as columns of raw cells, for `encode.fitStream`. Errors name file and line. */
export declare function readTables(path: string, options?: ReadOptions): AsyncGenerator<Record<string, unknown[]>>;

/** Pieces of a file as `{ X, y, weights? }`, for `shardsOf`; the memory of X is given back when the next one is asked for. Errors name file and line. */
export declare function readChunks(path: string, options: ChunkOptions): AsyncGenerator<Chunk>;
