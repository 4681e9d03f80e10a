// Parquet, by hyparquet.
import { Failure, listed } from "../failure.js";
import type { Raw } from "./table.js";
import { checkFile } from "./text.js";

/** the whole file, by columns */
export async function readParquet(path: string): Promise<Raw> {
  if (path === "-") throw new Failure("stdin: Parquet is read from its end, expected a file");
  checkFile(path);
  const { asyncBufferFromFile, parquetReadObjects } = await import("hyparquet");
  let records: Record<string, unknown>[];
  try {
    records = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  } catch (error) {
    const { message } = error as Error;
    const remedy = /compression/i.test(message) ? "; DuckDB reads more of them: npm install @duckdb/node-api and --format duckdb" : "";
    throw new Failure(`${path}: is not read as Parquet: ${message.split("\n", 1)[0]}${remedy}`);
  }
  return fromRecords(path, records);
}

/** records as columns */
export function fromRecords(file: string, records: readonly Record<string, unknown>[]): Raw {
  if (records.length === 0) throw new Failure(`${file}: has no rows, expected at least one`);
  const names = Object.keys(records[0]);
  const nested = names.filter((name) =>
    records.some(({ [name]: cell }) => cell !== null && typeof cell === "object" && !(cell instanceof Date)),
  );
  if (nested.length > 0) throw new Failure(`${file}: ${listed(nested)} holds lists or records, expected columns of single values`);
  const columns = new Map(names.map((name) => [name, records.map((record) => record[name])]));
  return { file, rows: records.length, columns, place: (i) => `${file}, row ${i + 1}` };
}
