// CSV and TSV: rows of cells with their lines, in constant memory.
import Papa from "papaparse";
import { Failure, listed, quoted } from "../failure.js";
import type { Raw } from "./table.js";
import { nameOf, textOf } from "./text.js";

/** How a file is delimited. */
export interface Delimiting {
  /** what stands between cells (default: what the first rows say) */
  delimiter?: string;
  /** whether the first row holds names */
  header: boolean;
  /** told what a person may want to know */
  note(message: string): void;
}

/** Some rows of a file. */
export interface Piece {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** the line on which each row begins, from 1 */
  readonly lines: readonly number[];
}

/** What the parser says of a text; the types of papaparse leave it out. */
interface Parsed {
  data: string[][];
  errors: { code: string; row?: number }[];
  meta: { cursor: number };
}
type Parser = new (config: object) => { parse(text: string, base: number, ignoreLastRow: boolean): Parsed };

/** characters that a row may have: a quote that is never closed would take in the rest of the file */
const LONGEST = 1 << 26;

/** the rows of a file, some thousands at a time */
export async function* piecesOf(path: string, { delimiter, header, note }: Delimiting): AsyncGenerator<Piece> {
  const file = nameOf(path);
  let open = "";
  let line = 1;
  let between = delimiter;
  let names: readonly string[] | undefined;

  /** the whole rows of `open`, all of them at the end of the file */
  const take = (isEnd: boolean): Piece | undefined => {
    between ??= Papa.parse(open.slice(0, 1 << 16), { preview: 20 }).meta.delimiter || ",";
    const parser = new (Papa as unknown as { Parser: Parser }).Parser({ delimiter: between, newline: "\n" });
    const { data, errors, meta } = parser.parse(open, 0, !isEnd);
    const hasQuotes = open.includes('"');
    const rows: string[][] = [];
    const lines: number[] = [];
    const starts: number[] = [];
    for (const row of data) {
      starts.push(line);
      const at = line;
      line += 1 + (hasQuotes ? row.reduce((sum, cell) => sum + (cell.includes("\n") ? cell.split("\n").length - 1 : 0), 0) : 0);
      if (row.every((cell) => cell.trim() === "") && (row.length === 1 || row.length !== (names?.length ?? 0))) continue;
      rows.push(row);
      lines.push(at);
    }
    const [wrong] = errors;
    if (wrong) {
      const what = wrong.code === "MissingQuotes" ? "a quote is opened and never closed" : "a quoted cell goes on behind its quote";
      throw new Failure(
        `${file}:${starts[Math.min(wrong.row ?? 0, starts.length - 1)] ?? line}: ${what}, expected "…" around the cell and "" inside of it`,
      );
    }
    open = isEnd ? "" : open.slice(meta.cursor);
    if (!names && rows.length > 0) {
      names = header ? namesOf(file, rows[0], lines[0], note) : rows[0].map((_, j) => `column ${j + 1}`);
      if (header) {
        rows.shift();
        lines.shift();
      }
    }
    const width = names?.length ?? 0;
    const ragged = rows.findIndex((row) => row.length !== width);
    if (ragged >= 0) {
      const count = rows[ragged].length;
      throw new Failure(
        `${file}:${lines[ragged]}: the row has ${count} ${count === 1 ? "cell" : "cells"}, expected ${width}, as ${header ? "the header has" : "the first row has"}`,
      );
    }
    return names && { names, rows, lines };
  };

  for await (const text of textOf(path)) {
    open += text;
    if (open.length < 1 << 16) continue;
    const piece = take(false);
    if (piece && piece.rows.length > 0) yield piece;
    if (open.length > LONGEST) throw new Failure(`${file}:${line}: the row has more than ${LONGEST} characters; a quote may not be closed`);
  }
  if (open === "" && !names) throw new Failure(`${file}: is empty, expected a header and rows`);
  const piece = take(true);
  if (!piece) throw new Failure(`${file}: has only empty lines, expected a header and rows`);
  yield piece;
}

/** the whole file, by columns */
export async function readDelimited(path: string, how: Delimiting): Promise<Raw> {
  const file = nameOf(path);
  let names: readonly string[] = [];
  let columns: string[][] = [];
  const lines: number[] = [];
  for await (const piece of piecesOf(path, how)) {
    if (columns.length === 0) {
      names = piece.names;
      columns = names.map(() => []);
    }
    for (const row of piece.rows) for (let j = 0; j < columns.length; j++) columns[j].push(row[j]);
    for (const line of piece.lines) lines.push(line);
  }
  if (lines.length === 0) throw new Failure(`${file}: has a header and no rows, expected at least one row`);
  return { file, rows: lines.length, columns: new Map(names.map((name, j) => [name, columns[j]])), place: (i) => `${file}:${lines[i]}` };
}

function namesOf(file: string, cells: readonly string[], line: number, note: (message: string) => void): string[] {
  const names = cells.map((cell, j) => cell.trim() || `column ${j + 1}`);
  const unnamed = names.filter((_, j) => cells[j].trim() === "");
  if (unnamed.length > 0) note(`${file}:${line}: columns without a name are called ${listed(unnamed)}; --ignore leaves one out`);
  const twice = names.find((name, j) => names.indexOf(name) < j);
  if (twice !== undefined && names.every((name) => Number.isFinite(Number(name))))
    throw new Failure(`${file}:${line}: the header holds numbers, expected names; --no-header reads it as a row`);
  if (twice !== undefined) throw new Failure(`${file}:${line}: the header has ${quoted(twice)} twice, expected every name once`);
  if (names.every((name) => name !== "" && Number.isFinite(Number(name))))
    note(`${file}:${line}: the header holds numbers; --no-header reads it as a row`);
  return names;
}
