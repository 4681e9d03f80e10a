// What DuckDB reads: JSON, Excel, its own files, a query. It is there if @duckdb/node-api is installed.
import { Failure } from "../failure.js";
import { type Raw, rawOfColumns } from "./table.js";
import { checkFile } from "./text.js";

/** The part of @duckdb/node-api that is used. */
interface Duck {
  DuckDBInstance: {
    create(path: string, options?: Record<string, string>): Promise<{ connect(): Promise<Connection>; closeSync(): void }>;
  };
  /** dates as Date, decimals as numbers, 64 bits as bigint */
  JSDuckDBValueConverter: unknown;
}
interface Connection {
  extractStatements(sql: string): Promise<{ readonly count: number }>;
  run(sql: string): Promise<unknown>;
  stream(sql: string): Promise<Result>;
  closeSync(): void;
}
interface Result {
  deduplicatedColumnNames(): string[];
  fetchChunk(): Promise<{ convertColumns(converter: unknown): unknown[][] } | null>;
}

/** rows of a piece: DuckDB hands out some 2,000 at a time */
const ROWS = 1 << 14;

/** all rows of a file, or of `query` */
export async function readDuckdb(path: string, query?: string): Promise<Raw> {
  const columns = new Map<string, unknown[]>();
  let rows = 0;
  for await (const piece of duckdbPieces(path, query)) {
    for (const [name, cells] of piece.columns) {
      const all = columns.get(name);
      if (all) for (const cell of cells) all.push(cell);
      else columns.set(name, [...cells]);
    }
    rows += piece.rows;
  }
  return rawOfColumns(path, columns, rows);
}

/** the same, some rows after others: DuckDB computes no further ahead than a few pieces */
export async function* duckdbPieces(path: string, query?: string): AsyncGenerator<Raw> {
  if (path === "-") throw new Failure("stdin: DuckDB reads files, expected a file");
  checkFile(path);
  const duck = await duckOf(path);
  const isDatabase = /\.(duckdb|db)$/.test(path);
  if (isDatabase && !query) throw new Failure(`${path}: is a database, expected --query "SELECT … FROM …"`);
  const said = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new Failure(`${path}: DuckDB says: ${(error as Error).message.split("\n", 1)[0]}`);
    }
  };
  // nothing is written, so that any number of workers read one database
  const instance = await said(() =>
    isDatabase ? duck.DuckDBInstance.create(path, { access_mode: "READ_ONLY" }) : duck.DuckDBInstance.create(":memory:"),
  );
  let connection: Connection | undefined;
  try {
    const own = await said(() => instance.connect());
    connection = own;
    const sql = await said(() => lastOf(own, query ?? `SELECT * FROM '${path.replaceAll("'", "''")}'`));
    const result = await said(() => own.stream(marked(sql)));
    const names = result.deduplicatedColumnNames().slice(0, -1);
    // the columns of the next rows; none at the end
    const next = () => said(async () => (await result.fetchChunk())?.convertColumns(duck.JSDuckDBValueConverter) ?? []);
    let before = 0;
    let isWhole = false;
    for (let isEnd = false; !isEnd; ) {
      const columns: unknown[][] = names.map(() => []);
      const [first] = columns;
      while (first.length < ROWS && !isEnd) {
        const some = await next();
        const marks = some.pop() ?? [];
        isEnd = marks.length === 0;
        isWhole = marks.at(-1) === true;
        if (isWhole) isEnd = true;
        for (const [j, cells] of some.entries()) for (let i = 0; i < cells.length - Number(isWhole); i++) columns[j].push(cells[i]);
      }
      const rows = first.length;
      if (rows > 0) yield rawOfColumns(path, new Map(names.map((name, j) => [name, columns[j]])), rows, before);
      before += rows;
    }
    if (!isWhole) {
      // computed once more for what it fails with, all columns and no rows
      await said(() => own.run(`SELECT max(hash(rows)) FROM (\n${sql}\n) rows`));
      throw new Failure(`${path}: DuckDB ended the query behind row ${before}, expected all of its rows`);
    }
    if (before === 0) throw new Failure(`${path}: has no rows, expected at least one`);
  } finally {
    connection?.closeSync();
    instance.closeSync();
  }
}

/**
 * The query, and behind its rows one more that says in a last column that they were all: a stream that fails on its way ends as one that is done,
 * and what it failed with is not handed out.
 */
const marked = (sql: string) => `SELECT * FROM (\n${sql}\n) UNION ALL BY NAME SELECT true AS "shrinkage: all rows"`;

/** the last statement alone; those before it are run */
async function lastOf(connection: Connection, text: string): Promise<string> {
  const count = (sql: string) =>
    connection.extractStatements(sql).then(
      (statements) => statements.count,
      () => 0,
    );
  const { count: total } = await connection.extractStatements(text);
  let sql = text;
  // DuckDB says whether a semicolon ends a statement: it may stand in a text, and blanks or a comment behind the last one
  for (let at = sql.lastIndexOf(";"); at > 0; at = sql.lastIndexOf(";", at - 1)) {
    const [head, tail] = [sql.slice(0, at), sql.slice(at + 1)];
    const many = await count(head);
    if (many === total) sql = head;
    else if (many === total - 1 && (await count(tail)) === 1) {
      await connection.run(head);
      return tail;
    }
  }
  return sql;
}

async function duckOf(path: string): Promise<Duck> {
  const library = "@duckdb/node-api";
  try {
    return (await import(library)) as Duck;
  } catch {
    throw new Failure(
      `${path}: is none of .csv, .tsv, .parquet, .libsvm, expected one of them, --format, or ${library} to be installed, which reads more`,
    );
  }
}
