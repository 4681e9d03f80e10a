// What one cell of a raw table is: missing, a number, a level of a factor, a date.
import { describe, short } from "../check.js";

/** What a cell is taken for. */
export type Kind = "missing" | "number" | "numeric text" | "text" | "date text" | "boolean" | "Date" | "other";

/** a number as text, in the ways that Number reads and people write; no hexadecimals, no thousands separators */
const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** ISO dates with or without a time, and days written with dots or slashes */
const DATED = /^\s*([12]\d{3}-(0[1-9]|1[0-2])(-\d{2}([T ]\d{2}:\d{2}.*)?)?|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\s*$/;

/** what people write where there is no value */
const NO_VALUE = /^\s*(na|n\/a|#n\/a|nan|null|none|nil|undefined|missing|inf|infinity|\?|-+|\.+)\s*$/i;

/** true for null, undefined, NaN, text without a character, a Date that is none, and what is in `also` */
export function isMissing(value: unknown, also: ReadonlySet<string>): boolean {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) || (also.size > 0 && also.has(String(value)));
    case "bigint":
      return also.size > 0 && also.has(String(value));
    case "undefined":
      return true;
    case "string":
      return isBlank(value) || (also.size > 0 && also.has(value.trim()));
    default:
      return value === null || (value instanceof Date && Number.isNaN(value.getTime()));
  }
}

/** what a cell is; `also`: texts that count as missing */
export function kindOf(value: unknown, also: ReadonlySet<string>): Kind {
  if (isMissing(value, also)) return "missing";
  switch (typeof value) {
    case "number":
    case "bigint":
      return "number";
    case "boolean":
      return "boolean";
    case "string":
      if (NUMERIC.test(value)) return "numeric text";
      return DATED.test(value) ? "date text" : "text";
    default:
      return value instanceof Date ? "Date" : "other";
  }
}

const isBlank = (text: string) => text === "" || (text.charCodeAt(0) <= 32 && text.trim() === "");

/** the number that a cell of kind "number" or "numeric text" holds */
export const numberIn = (value: unknown) => (typeof value === "number" ? value : Number(value));

/** what the level of a cell is called */
export function levelOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** the type of a cell of a factor: "string", "boolean", "Date", or "number", which codes may come as text or not */
export function typeOf(value: unknown): string {
  if (value instanceof Date) return "Date";
  if (typeof value === "bigint" || (typeof value === "string" && NUMERIC.test(value))) return "number";
  return typeof value;
}

/** true for text that says that there is no value */
export const saysNothing = (text: string) => NO_VALUE.test(text);

/** true for numbers as text */
export const isNumeric = (text: string) => NUMERIC.test(text);

/** numbers that people write with more than digits and a point: "1,200", "12 %", "$5.50", "3,5" */
const DECORATED = new RegExp(
  [
    "^\\s*[-+]?[$€£¥]?\\s?[-+]?(",
    "\\d{1,3}([,'’ \\u00a0\\u202f]\\d{3})+(\\.\\d+)?", // thousands
    "|\\d{1,3}(\\.\\d{3})+,\\d+", // the same in other countries
    "|\\d+([.,]\\d+)?", // a comma for the point, or a unit alone
    ")\\s?[%€$£¥]?\\s*$",
  ].join(""),
);

/** true for text that holds a number in a form that is not read as one */
export const isDecorated = (text: string) => DECORATED.test(text) && !NUMERIC.test(text);

/** levels in order: numbers by size, before words by their characters */
export function byLevel(a: string, b: string): number {
  const [first, second] = [NUMERIC.test(a), NUMERIC.test(b)];
  if (first !== second) return first ? -1 : 1;
  return (first && Number(a) - Number(b)) || (a < b ? -1 : a > b ? 1 : 0);
}

/** a name as messages write it */
export const quoted = (name: string) => JSON.stringify(short(name));

/** what a message says of a cell: `function: column "age" has "old" (a string) at row 3` */
export function cellIs(name: string, column: string, row: number, value: unknown): string {
  return `${name}: column ${quoted(column)} has ${describe(value)} at row ${row}`;
}

/** the error for a cell that is missing where none may be */
export function missingAt(name: string, column: string, row: number, value: unknown, isTarget = false): Error {
  const remedy = isTarget
    ? "in the target; leave such rows out"
    : 'a value; encode with missing: "mean" or "median" fills in, or leave such rows out';
  return new RangeError(`${cellIs(name, column, row, value)}, a missing value, expected ${isTarget ? "none " : ""}${remedy}`);
}

/** the error for a date */
export function dateAt(name: string, column: string, row: number, value: unknown): Error {
  return new TypeError(
    `${cellIs(name, column, row, value)}, a date, expected a number or a level; give a number, such as new Date(value).getTime(), its year or weekday, or name the column in categorical or ignore`,
  );
}
