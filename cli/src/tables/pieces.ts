// A file some thousands of rows at a time, by columns: no row is kept.
import type { Given } from "../optionList.js";
import { type Piece, piecesOf } from "./delimited.js";
import { duckdbPieces } from "./duckdb.js";
import { formatOf } from "./open.js";
import { parquetPieces } from "./parquet.js";
import type { Raw } from "./table.js";
import { nameOf } from "./text.js";

/** formats that are read in pieces */
export const IN_PIECES: readonly string[] = ["csv", "tsv", "parquet", "duckdb"];

/** the pieces that have rows */
export async function* rawPieces(path: string, given: Given, note: (message: string) => void): AsyncGenerator<Raw> {
  const format = formatOf(path, given);
  if (format === "parquet") return yield* parquetPieces(path);
  if (format === "duckdb") return yield* duckdbPieces(path, given.query);
  const how = { delimiter: given.delimiter ?? (format === "tsv" ? "\t" : undefined), header: given.header ?? true, note };
  for await (const piece of piecesOf(path, how)) if (piece.rows.length > 0) yield rawOf(path, piece);
}

const rawOf = (path: string, { names, rows, lines }: Piece): Raw => ({
  file: nameOf(path),
  rows: rows.length,
  columns: new Map(names.map((name, j) => [name, rows.map((row) => row[j])])),
  place: (i) => `${nameOf(path)}:${lines[i]}`,
});
