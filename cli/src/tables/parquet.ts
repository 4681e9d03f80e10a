// Parquet, by hyparquet.
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { Failure } from "../failure.js";
import { checkPages } from "./parquetPages.js";
import { type Raw, rawOfColumns } from "./table.js";
import { checkFile } from "./text.js";

/** rows that are read at a time */
const ROWS = 1 << 14;

/** what `read` answers of an open file; what it throws names the file */
async function reading<T>(path: string, read: (file: AsyncBuffer, parquet: typeof import("hyparquet")) => Promise<T>): Promise<T> {
  if (path === "-") throw new Failure("stdin: Parquet is read from its end, expected a file");
  checkFile(path);
  const parquet = await import("hyparquet");
  const gate = { isClosed: false };
  try {
    return await read(gated(await parquet.asyncBufferFromFile(path), gate), parquet);
  } catch (error) {
    gate.isClosed = true;
    const { message } = error as Error;
    const remedy = /compression/i.test(message) ? "; DuckDB reads more of them: npm install @duckdb/node-api and --format duckdb" : "";
    throw new Failure(`${path}: is not read as Parquet: ${message.split("\n", 1)[0]}${remedy}`);
  }
}

/**
 * A file whose bytes come a turn later, and not at all once its reader has failed: columns that were begun before it failed over something else
 * would fail too, with nobody waiting for them, which ends a process.
 */
function gated({ byteLength, slice }: AsyncBuffer, gate: { isClosed: boolean }): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end) {
      const bytes = await slice(start, end);
      await new Promise((resolve) => setImmediate(resolve));
      return gate.isClosed ? new Promise<ArrayBuffer>(() => {}) : bytes;
    },
  };
}

/** what the end of the file says of the rest, once the headers in the rest agree */
async function checkedMetadata(file: AsyncBuffer, { parquetMetadataAsync }: typeof import("hyparquet")): Promise<FileMetaData> {
  const metadata = await parquetMetadataAsync(file);
  await checkPages(file, metadata);
  return metadata;
}

/** the whole file, by columns */
export async function readParquet(path: string): Promise<Raw> {
  const records = await reading(path, async (file, parquet) => {
    const metadata = await checkedMetadata(file, parquet);
    return parquet.parquetReadObjects({ file, metadata });
  });
  return fromRecords(path, records);
}

/** some rows after others */
export async function* parquetPieces(path: string): AsyncGenerator<Raw> {
  const metadata = await reading(path, checkedMetadata);
  const rows = Number(metadata.num_rows);
  if (rows === 0) throw new Failure(`${path}: has no rows, expected at least one`);
  for (let rowStart = 0; rowStart < rows; rowStart += ROWS) {
    const rowEnd = Math.min(rows, rowStart + ROWS);
    const records = await reading(path, (file, { parquetReadObjects }) => parquetReadObjects({ file, metadata, rowStart, rowEnd }));
    yield fromRecords(path, records, rowStart);
  }
}

/** records as columns; `before`: rows of the file before them */
function fromRecords(file: string, records: readonly Record<string, unknown>[], before = 0): Raw {
  const names = Object.keys(records[0] ?? {});
  return rawOfColumns(file, new Map(names.map((name) => [name, records.map((record) => record[name])])), records.length, before);
}
