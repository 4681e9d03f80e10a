// A table as a file has it: columns of raw cells, and where in the file each row is.
import { Failure, listed, quoted } from "../failure.js";

/** Columns of raw cells. */
export interface Raw {
  /** what messages call the file */
  readonly file: string;
  readonly rows: number;
  /** in the order of the file */
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
  /** where row i is: "homes.csv:13" */
  place(i: number): string;
}

/** A sparse table of numbers with a label a row. */
export interface Labelled {
  readonly file: string;
  readonly labels: readonly number[];
  readonly rows: Int32Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
  /** the largest column that has an entry */
  readonly columns: number;
}

/** columns of single values; `before`: rows of the file before them */
export function rawOfColumns(file: string, columns: ReadonlyMap<string, readonly unknown[]>, rows: number, before = 0): Raw {
  if (rows === 0) throw new Failure(`${file}: has no rows, expected at least one`);
  const isNested = (cell: unknown) => cell !== null && typeof cell === "object" && !(cell instanceof Date);
  const nested = [...columns].filter(([, cells]) => cells.some(isNested)).map(([name]) => name);
  if (nested.length > 0) throw new Failure(`${file}: ${listed(nested)} holds lists or records, expected columns of single values`);
  return { file, rows, columns, place: (i) => `${file}, row ${before + i + 1}` };
}

/** a column that must be there; `option` asked for it */
export function columnOf({ file, columns }: Raw, name: string, option: string): readonly unknown[] {
  const column = columns.get(name);
  if (!column)
    throw new Failure(`${file}: there is no column ${quoted(name)} for --${option}, expected one of ${listed([...columns.keys()])}`);
  return column;
}

/** a column of numbers that must be there */
export function numbersOf(raw: Raw, name: string, option: string): Float64Array {
  return Float64Array.from(columnOf(raw, name, option), (cell, i) => {
    const x = typeof cell === "string" && cell.trim() === "" ? Number.NaN : Number(cell ?? Number.NaN);
    if (Number.isFinite(x)) return x;
    throw new Failure(`${raw.place(i)}: column ${quoted(name)} has ${quoted(cell)}, expected a number for --${option}`);
  });
}

/** a column of labels that must be there */
export function labelsOf(raw: Raw, name: string, option: string): string[] {
  return columnOf(raw, name, option).map((cell, i) => {
    const label = String(cell ?? "").trim();
    if (label !== "") return label;
    throw new Failure(`${raw.place(i)}: column ${quoted(name)} has no value, expected a label for --${option}`);
  });
}

/** the rows of a table for which `keep` is true */
export function filtered(raw: Raw, keep: (i: number) => boolean): Raw {
  const rows = Array.from({ length: raw.rows }, (_, i) => i).filter(keep);
  const columns = new Map([...raw.columns].map(([name, cells]) => [name, rows.map((i) => cells[i])]));
  return { file: raw.file, rows: rows.length, columns, place: (i) => raw.place(rows[i]) };
}

/** the columns as the library takes them */
export const recordOf = ({ columns }: Raw): Record<string, readonly unknown[]> => Object.fromEntries(columns);
