// What DuckDB reads: JSON, Excel, its own files, a query. It is there if @duckdb/node-api is installed.
import { Failure } from "../failure.js";
import { fromRecords } from "./parquet.js";
import type { Raw } from "./table.js";
import { checkFile } from "./text.js";

/** The part of @duckdb/node-api that is used. */
interface Duck {
  DuckDBInstance: {
    create(path?: string): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRowObjectsJS(): Record<string, unknown>[] }>; closeSync(): void }>;
      closeSync(): void;
    }>;
  };
}

/** all rows of a file, or of `query` */
export async function readDuckdb(path: string, query?: string): Promise<Raw> {
  if (path === "-") throw new Failure("stdin: DuckDB reads files, expected a file");
  checkFile(path);
  let duck: Duck;
  const library = "@duckdb/node-api";
  try {
    duck = (await import(library)) as Duck;
  } catch {
    throw new Failure(
      `${path}: is none of .csv, .tsv, .parquet, .libsvm, expected one of them, --format, or ${library} to be installed, which reads more`,
    );
  }
  const isDatabase = /\.(duckdb|db)$/.test(path);
  if (isDatabase && !query) throw new Failure(`${path}: is a database, expected --query "SELECT … FROM …"`);
  try {
    const instance = await duck.DuckDBInstance.create(isDatabase ? path : ":memory:");
    const connection = await instance.connect();
    try {
      const read = await connection.runAndReadAll(query ?? `SELECT * FROM '${path.replaceAll("'", "''")}'`);
      return fromRecords(path, read.getRowObjectsJS());
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${path}: DuckDB says: ${(error as Error).message.split("\n", 1)[0]}`);
  }
}
