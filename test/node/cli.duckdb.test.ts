// What DuckDB reads, whole and piece by piece: a query, JSON, a database.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readChunks, readTables } from "../../cli/src/readers.js";
import { open } from "../../cli/src/tables/open.js";
import { rawPieces } from "../../cli/src/tables/pieces.js";
import type { Raw } from "../../cli/src/tables/table.js";
import { folder, put, run } from "./commandLine.js";
import { damaged, edits, must, read } from "./damaged.js";
import { mixed } from "./mixed.js";

const library = "@duckdb/node-api";
const find = () => createRequire(import.meta.url).resolve(library);
let installed = true;
try {
  find();
} catch {
  installed = false;
}
if (!installed && process.env.CI) throw new Error(`cli.duckdb.test.ts: ${library} is not installed, expected it where CI is set`);
if (!installed) console.warn(`cli.duckdb.test.ts: skipped, ${library} is not installed`);

/** rows of which there are several pieces */
const ROWS = 40_000;
const place = mkdtempSync(join(tmpdir(), "shrinkage-duckdb-"));
const database = join(place, "t.db");
const query =
  "SELECT i % 7 AS a, i::DOUBLE / 3 - 5000 AS b, ['x', 'y', 'z'][1 + i % 3] AS town, i % 11 + 2 * (i % 7) AS y FROM t ORDER BY i";
const series = (expression: string, rows = ROWS) => `SELECT ${expression} FROM generate_series(1, ${rows}) s(i)`;
const how = { header: true, note: () => {} };

const pieces = async (path: string, query: string) => {
  const all: Raw[] = [];
  for await (const piece of rawPieces(path, { query } as never, () => {})) all.push(piece);
  return all;
};

describe.skipIf(!installed)("DuckDB", () => {
  beforeAll(async () => {
    const duck = await import(library);
    const instance = await duck.DuckDBInstance.create(database);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE t AS ${series("i")}`);
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test("pieces are the whole table, in its order, and say where a row is", async () => {
    const whole = (await open(database, { ...how, query })) as Raw;
    const some = await pieces(database, query);
    expect(some.length).toBeGreaterThan(1);
    expect(whole.rows).toBe(ROWS);
    for (const [name, cells] of whole.columns) expect(some.flatMap((piece) => piece.columns.get(name))).toEqual(cells);
    const at = some[0].rows;
    expect(some[1].place(3)).toBe(whole.place(at + 3));
    expect(whole.place(at + 3)).toBe(`${database}, row ${at + 4}`);
  });

  test("no row is read long before it is asked for, and a query that fails on its way is no whole table", async () => {
    // that the whole were computed first, nothing would come before the error
    for (const [late, message] of [
      ["CASE WHEN i = 1000000 THEN error('too late') ELSE i END AS a", "DuckDB says: Invalid Input Error: too late"],
      ["CASE WHEN i = 1000000 THEN 'u' ELSE '1' END::INT AS a", "DuckDB says: Conversion Error: Could not convert string 'u' to INT32"],
    ]) {
      let rows = 0;
      const all = async () => {
        for await (const piece of rawPieces(database, { query: series(late, 1_000_000) } as never, () => {})) rows += piece.rows;
      };
      await expect(all()).rejects.toThrow(`${database}: ${message}`);
      expect(rows).toBeGreaterThan(100_000);
      await expect(open(database, { ...how, query: series(late, 1_000_000) })).rejects.toThrow(message);
    }
    const broken = join(place, "broken.ndjson");
    writeFileSync(broken, `${'{"a":1,"b":2}\n'.repeat(500_000)}{broken\n`);
    await expect(open(broken, how)).rejects.toThrow(`${broken}: DuckDB says: Invalid Input Error: Malformed JSON`);
  });

  test("whoever stops early leaves nothing open", async () => {
    for await (const piece of rawPieces(database, { query: series("i AS a", 10_000_000) } as never, () => {})) {
      expect(piece.rows).toBeLessThan(50_000);
      break;
    }
    expect(await pieces(database, query)).not.toHaveLength(0);
  });

  test("what stands before the last statement is run", async () => {
    const rowsOf = async (sql: string) => (await open(database, { ...how, query: sql } as never)) as Raw;
    const text = await rowsOf(
      "SET VARIABLE most = 3; SELECT i, ';' AS text FROM t WHERE i <= getvariable('most') ORDER BY i; -- ; no more\n",
    );
    expect([...text.columns]).toEqual([
      ["i", [1n, 2n, 3n]],
      ["text", [";", ";", ";"]],
    ]);
    expect((await rowsOf("WITH q AS (SELECT i FROM t WHERE i < 3) FROM q ORDER BY i -- all")).rows).toBe(2);
    expect([...(await rowsOf("SELECT 1 AS a, 2 AS a")).columns.keys()]).toEqual(["a", "a_1"]);
  });

  test("a database is read by many at once, and written by none", async () => {
    const both = await Promise.all([pieces(database, query), pieces(database, query)]);
    expect(both[0].map(({ rows }) => rows)).toEqual(both[1].map(({ rows }) => rows));
    await expect(pieces(database, "DELETE FROM t; SELECT 1 AS a")).rejects.toThrow("read-only");
    expect(existsSync(`${database}.wal`)).toBe(false);
  });

  test("--stream answers as the whole table does: a query and JSON", () => {
    const rows = mixed(3000).trim().split("\n");
    const names = rows[0].split(",");
    const records = rows.slice(1).map((line) => Object.fromEntries(line.split(",").map((cell, j) => [names[j], cell])));
    put("t.ndjson", records.map((record) => JSON.stringify(record)).join("\n"));
    put("t.json", JSON.stringify(records));
    const json = (args: string[]) => {
      const { status, stdout, stderr } = run([...args, "--json"]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      return JSON.parse(stdout);
    };
    for (const args of [
      ["fit", database, "--query", query, "--target", "y", "--lambda", "0.1"],
      ["fit", "t.ndjson", "--target", "kind", "--only", "a,b", "--lambda", "0.02"],
      ["fit", "t.json", "--target", "y", "--only", "a,b", "--lambda", "0.02"],
    ]) {
      const [whole, streamed] = [json(args), json([...args, "--stream"])];
      expect(streamed.rows).toBe(whole.rows);
      const [a, b] = [whole.certificate, streamed.certificate];
      expect(a.converged && b.converged).toBe(true);
      // two proven answers to one question; sums of so many rows are rounded
      const rounding = 8 * whole.rows * 2 ** -52 * Math.abs(a.objective);
      expect(Math.abs(a.objective - b.objective)).toBeLessThanOrEqual(Math.max(a.gap, b.gap) + rounding);
    }
    const cv = json(["cv", database, "--query", query, "--target", "y", "--ignore", "town", "--folds", "3", "--count", "5", "--stream"]);
    expect(cv).toMatchObject({ rows: ROWS, cv: { folds: 3 } });
  });

  test("readers take a query", async () => {
    let sum = 0;
    for await (const { X, y } of readChunks(database, { query, target: "y", ignore: ["town"] })) {
      expect(Object.keys(X as object)).toEqual(["a", "b"]);
      for (const value of y as Float64Array) sum += value;
    }
    const expected = Array.from({ length: ROWS }, (_, k) => ((k + 1) % 11) + 2 * ((k + 1) % 7)).reduce((a, b) => a + b);
    expect(sum).toBe(expected);
    let rows = 0;
    for await (const { town } of readTables(database, { query })) rows += town.length;
    expect(rows).toBe(ROWS);
  });

  test.each([
    ["SELECT nothing FROM t", 'DuckDB says: Binder Error: Referenced column "nothing" not found'],
    ["SELECT * FROM t LIMIT 0", "has no rows, expected at least one"],
    ["SELECT [i] AS a FROM t", '"a" holds lists or records, expected columns of single values'],
    ["SELECT", "Parser Error: SELECT clause without selection list"],
    ["DROP TABLE t", 'Parser Error: syntax error at or near "TABLE"'],
  ])("refuses %s", async (query, message) => {
    await expect(pieces(database, query)).rejects.toThrow(message);
    await expect(open(database, { ...how, query })).rejects.toThrow(message);
  });

  // fewer than of files that are read here: DuckDB takes long to begin
  test.each(["damaged.ndjson", "damaged.json"])(
    "%s is refused in one line, or a table",
    async (name) => {
      const path = join(place, name);
      const records = Array.from({ length: 20 }, (_, i) => ({
        a: i / 4,
        'b, "c"': i % 3 ? `é${i}${"long ".repeat(20)}` : null,
        y: i % 2 === 0,
      }));
      const text = name.endsWith("ndjson") ? records.map((each) => JSON.stringify(each)).join("\n") : JSON.stringify(records);
      const { MUTATIONS = "2000", MUTATION_SEED = "12" } = process.env;
      const isTable = async (bytes: Buffer) => {
        writeFileSync(path, bytes);
        return read(async () => {
          let rows = 0;
          for await (const piece of rawPieces(path, {} as never, () => {})) {
            for (const cells of piece.columns.values()) must(cells.length === piece.rows, "a column has another length");
            rows += piece.rows;
          }
          must(rows > 0, "there are no rows");
        }, name);
      };
      // hardly any of the damaged ones is JSON
      expect(await isTable(Buffer.from(text))).toBe(true);
      const property = fc.asyncProperty(edits, async (some) => void (await isTable(damaged(Buffer.from(text), some))));
      await fc.assert(property, { numRuns: Number(MUTATIONS) / 20, seed: Number(MUTATION_SEED) });
    },
    3_600_000,
  );

  test("a file that is none of DuckDB's is refused in one line", async () => {
    const path = join(place, "broken.db");
    writeFileSync(path, "no database".repeat(1000));
    await expect(pieces(path, query)).rejects.toThrow(`${path}: DuckDB says: `);
    put("t.yaml", "a: 1");
    expect(run(`fit ${folder}/t.yaml --target y --stream`)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("t.yaml: DuckDB says: "),
    });
  });
});
