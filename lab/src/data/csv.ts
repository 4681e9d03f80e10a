// A CSV file as columns of numbers: what cannot be used is left out and said, and what cannot be mended is an error that names it.
import Papa from "papaparse";
import { encode, Matrix } from "shrinkage";
import { MISSING } from "./missing.js";
import type { Shape } from "./source.js";

/** a column of text with more words than this is a name, not a factor */
const MOST_LEVELS = 50;
/** numbers of a table: beyond, a browser tab runs out of memory before they are fitted */
const MOST_CELLS = 2e7;
const LEAST_ROWS = 5;
const DATE = /^\s*(\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\s*$/;

type Row = Record<string, string>;

export interface Read extends Pick<Shape, "target" | "targets" | "loss" | "classes" | "remarks" | "ignored"> {
  columns: Record<string, Float64Array>;
  /** numbers; of two classes 0 and 1 */
  y: Float64Array;
}

/** A file that is read, but not with this y: which others there are. */
export class OtherTarget extends RangeError {
  constructor(
    message: string,
    readonly targets: string[],
  ) {
    super(message);
  }
}

export function readCsv(name: string, text: string, wanted?: string): Read {
  const { fields, whole, remarks } = parse(name, text);
  try {
    return readWhole(name, fields, whole, remarks, wanted);
  } catch (error) {
    throw new OtherTarget(error instanceof Error ? error.message : String(error), fields);
  }
}

function readWhole(name: string, fields: string[], whole: Row[], remarks: string[], wanted?: string): Read {
  const target = wanted !== undefined && fields.includes(wanted) ? wanted : fields[fields.length - 1];
  const rows = whole.filter((row) => !isMissing(row[target]));
  if (rows.length < whole.length) remarks.push(`${said(whole.length - rows.length, "row")} without a value of ${target} left out.`);
  if (rows.length < LEAST_ROWS)
    throw new RangeError(
      `${name} has ${said(rows.length, "row")} with a value of ${target}, expected at least ${LEAST_ROWS}: choose another y`,
    );
  const ignored: string[] = [];
  for (const field of fields) {
    const reason = field === target ? undefined : unusable(rows, field);
    if (!reason) continue;
    ignored.push(field);
    remarks.push(`${field} ${reason}: left out.`);
  }
  if (ignored.length === fields.length - 1) throw new RangeError(`${name} has no column that can be used beside ${target}`);
  const gaps = rows.reduce(
    (count, row) => count + fields.filter((field) => field !== target && !ignored.includes(field) && isMissing(row[field])).length,
    0,
  );
  if (gaps > 0)
    remarks.push(`${said(gaps, "missing value")} filled in: numbers by the median of the column, words by a level of their own.`);
  using encoding = encode(rows, { target, ignore: ignored, missing: "median", missingValues: MISSING, reference: true });
  const { featureNames } = encoding;
  if (rows.length * featureNames.length > MOST_CELLS)
    throw new RangeError(
      `${name} has ${rows.length} × ${featureNames.length} numbers, expected at most ${MOST_CELLS}: a smaller file will do`,
    );
  using X = Matrix.from(encoding.X);
  const columns = Object.fromEntries(featureNames.map((feature, j) => [feature, X.column(j).slice()]));
  return { columns, ...answersOf(name, target, encoding.y), target, targets: fields, ignored, remarks };
}

/** whole rows, and what was said of the others */
function parse(name: string, text: string): { fields: string[]; whole: Row[]; remarks: string[] } {
  const { data, meta, errors } = Papa.parse<Row>(text.replace(/^\uFEFF/, ""), { header: true, skipEmptyLines: "greedy" });
  const fields = meta.fields ?? [];
  const quotes = errors.find(({ type }) => type === "Quotes");
  // counted from the line of names, as bad lengths are from the line after it
  if (quotes) throw new RangeError(`${name}, row ${(quotes.row ?? 0) + 1}: a quotation mark that is not closed`);
  if (fields.length < 2)
    throw new RangeError(
      `${name} has ${said(fields.length, "column")}, expected a line of names and at least two columns, apart by commas, semicolons or tabs`,
    );
  const unnamed = fields.findIndex((field) => field.trim() === "");
  if (unnamed > 0) throw new RangeError(`${name}: column ${unnamed + 1} has no name in the first line`);
  const bad = new Map(errors.filter(({ type }) => type === "FieldMismatch").map((error) => [error.row as number, error.message]));
  const [first] = bad;
  const remarks = first
    ? [
        `Row ${first[0] + 2}: ${first[1].charAt(0).toLowerCase()}${first[1].slice(1)}. ${said(bad.size, "row")} of another length than the first line left out.`,
      ]
    : [];
  return { fields, whole: data.filter((_, k) => !bad.has(k)), remarks };
}

/** why a column says nothing that a fit could use */
function unusable(rows: readonly Row[], field: string): string | undefined {
  const values = new Set<string>();
  let numeric = true;
  let dates = true;
  for (const row of rows) {
    const cell = row[field];
    if (isMissing(cell)) continue;
    values.add(cell.trim());
    numeric &&= Number.isFinite(Number(cell));
    dates &&= DATE.test(cell);
  }
  if (values.size === 0) return "is empty";
  if (values.size === 1) return "has one value";
  if (numeric) return undefined;
  if (dates) return "holds dates";
  return values.size > MOST_LEVELS ? `holds ${values.size} different words` : undefined;
}

function answersOf(name: string, target: string, answers: ArrayLike<unknown>): Pick<Read, "y" | "loss" | "classes"> {
  if (answers instanceof Float64Array) {
    if (answers.every((value) => value === answers[0])) throw new RangeError(`${name}: ${target} has one value, choose another y`);
    const values = new Set(answers);
    if (values.size !== 2) return { y: answers, loss: "squared" };
    return { y: answers, loss: "squared", classes: [...values].sort((a, b) => a - b).map(String) as [string, string] };
  }
  const labels = Array.from(answers, String);
  const classes = [...new Set(labels)].sort();
  if (classes.length !== 2)
    throw new RangeError(`${name}: ${target} has ${classes.length} different words, expected numbers or two classes: choose another y`);
  return { y: Float64Array.from(labels, (label) => classes.indexOf(label)), loss: "logistic", classes: classes as [string, string] };
}

const isMissing = (cell: string | undefined): boolean => cell === undefined || cell.trim() === "" || MISSING.includes(cell.trim());
const said = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
