// A file and the options as a problem: X, y, and what the fits are told.
import { type Encoding, encode, Matrix, SparseMatrix } from "shrinkage";
import { Failure, listed, quoted, usage } from "./failure.js";
import { asked } from "./library.js";
import { moments } from "./moments.js";
import type { Family, Given } from "./optionList.js";
import { open } from "./tables/open.js";
import { columnOf, filtered, type Labelled, labelsOf, numbersOf, type Raw, recordOf } from "./tables/table.js";

/** What is to be solved. */
export interface Problem {
  readonly file: string;
  readonly family: Family;
  /** whether the target has said the family */
  readonly guessed: boolean;
  /** what is predicted, for messages */
  readonly target: string;
  readonly rows: number;
  /** rows that were left out for a missing value */
  readonly dropped: number;
  readonly X: Matrix | SparseMatrix;
  /** numbers, labels or { time, event } */
  readonly y: unknown;
  readonly featureNames: readonly string[];
  /** standard deviations of the columns of X, where they are cheap */
  readonly sds?: Float64Array;
  readonly weights?: Float64Array;
  readonly offset?: Float64Array;
  readonly rowGroups?: readonly string[];
  readonly groups?: readonly string[];
  readonly encoding?: Encoding<unknown>;
  readonly raw?: Raw;
}

/** what says that a value is missing, beside an empty cell */
export const MISSING = ["NA", "N/A", "NaN", "nan", "null", "NULL"];

/** entries of X up to which a sparse table is written out for its standard deviations */
const CHEAP = 5e6;

export async function readProblem(path: string, given: Given, note: (message: string) => void): Promise<Problem> {
  const read = await open(path, { ...given, header: given.header ?? true, note });
  return "labels" in read ? ofLabelled(read, given, note) : ofRaw(read, given, note);
}

/** the columns that are no part of X, by the option that names them */
export function rolesOf(given: Given): Map<string, string> {
  const roles = new Map<string, string>();
  for (const option of ["target", "time", "event", "start", "strata", "weights", "offset", "row-groups"] as const) {
    const column = given[option];
    if (column === undefined) continue;
    const other = roles.get(column);
    if (other) throw usage(`--${option} and --${other} both name ${quoted(column)}, expected two columns`);
    roles.set(column, option);
  }
  return roles;
}

/** the target, as encode takes it */
export function targetOf(given: Given): string | { time: string; event: string; start?: string; strata?: string } {
  const { target, time, event, start, strata, family } = given;
  if (time !== undefined || event !== undefined || family === "cox") {
    if (target !== undefined) throw usage("--target is given beside --time and --event, expected --time and --event alone");
    if (time === undefined || event === undefined)
      throw usage(`--${time === undefined ? "time" : "event"} is missing, expected --time and --event for cox`);
    if (family !== undefined && family !== "cox")
      throw usage(`--time and --event are given with --family ${family}, expected --family cox`);
    return { time, event, ...(start !== undefined && { start }), ...(strata !== undefined && { strata }) };
  }
  if (start !== undefined || strata !== undefined)
    throw usage(`--${start === undefined ? "strata" : "start"} is given without --time and --event`);
  if (target === undefined) throw usage("--target is missing, expected the name of the column to be predicted");
  return target;
}

/** what encode is told */
export function encodingOptions(raw: Pick<Raw, "columns" | "file">, given: Given) {
  const target = targetOf(given);
  const roles = rolesOf(given);
  for (const [column, option] of roles) columnOf(raw as Raw, column, option);
  for (const option of ["ignore", "only", "categorical"] as const)
    for (const column of given[option] ?? []) columnOf(raw as Raw, column, option);
  const isTarget = (column: string) => ["target", "time", "event", "start", "strata"].includes(roles.get(column) ?? "");
  const only = given.only && new Set(given.only);
  const left = new Set(given.ignore);
  for (const column of raw.columns.keys()) if (!isTarget(column) && (roles.has(column) || (only && !only.has(column)))) left.add(column);
  const both = [...roles.keys()].find((column) => given.ignore?.includes(column));
  if (both !== undefined) throw usage(`--ignore names ${quoted(both)}, which --${roles.get(both)} names too, expected another column`);
  const used = [...raw.columns.keys()].filter((column) => !roles.has(column) && !left.has(column));
  if (used.length === 0)
    throw new Failure(`${raw.file}: no column is left to predict from, expected one at least beside ${listed([...roles.keys()])}`);
  const options = {
    target: target as string,
    ignore: [...left],
    categorical: given.categorical,
    reference: given.reference ?? false,
    missing: given.missing === "drop" ? ("error" as const) : given.missing,
    missingValues: given["missing-values"] ?? MISSING,
    indicators: given.indicators,
    unseen: given.unseen,
    polynomial: given.polynomial,
    interactions: given.interactions?.map((product) => product.split(":")),
  };
  return { options, used, roles };
}

/** the rows without a missing value in a column that is used */
export function complete(all: Raw, { options, used, roles }: ReturnType<typeof encodingOptions>): Raw {
  const gone = new Set(options.missingValues);
  const isMissing = (cell: unknown) =>
    cell === null ||
    cell === undefined ||
    Number.isNaN(cell) ||
    (typeof cell === "string" && (cell.trim() === "" || gone.has(cell.trim())));
  const columns = [...used, ...roles.keys()].map((name) => all.columns.get(name) as readonly unknown[]);
  return filtered(all, (i) => !columns.some((column) => isMissing(column[i])));
}

function ofRaw(all: Raw, given: Given, note: (message: string) => void): Problem {
  const how = encodingOptions(all, given);
  const { options, used } = how;
  let raw = all;
  if (given.missing === "drop") {
    raw = complete(all, how);
    if (raw.rows === 0) throw new Failure(`${all.file}: every row has a missing value, expected one without; --missing median fills in`);
    if (raw.rows < all.rows) note(`${all.rows - raw.rows} of ${all.rows} rows have a missing value and are left out`);
  }
  const { file } = raw;
  const take = <T>(option: "weights" | "offset" | "row-groups", read: (raw: Raw, name: string, option: string) => T) =>
    given[option] === undefined ? undefined : read(raw, given[option], option);
  const weights = take("weights", numbersOf);
  const offset = take("offset", numbersOf);
  const rowGroups = take("row-groups", labelsOf);
  const encoding = asked(file, raw, () => encode(recordOf(raw) as never, options)) as Encoding<unknown>;
  const { featureNames, y } = encoding;
  const { family, guessed } = familyOf(raw.file, given, y, note);
  const target = given.target ?? `${given.event} by ${given.time}`;
  const groups = groupsOf(given, encoding.groups, used);
  const parts = {
    file,
    family,
    guessed,
    target,
    rows: raw.rows,
    dropped: all.rows - raw.rows,
    featureNames,
    weights,
    offset,
    rowGroups,
    groups,
    encoding,
    raw,
  };
  return { ...parts, X: encoding.X, y: asLabels(y, family), sds: sdsOf(encoding.X, raw.rows, featureNames.length) };
}

function ofLabelled(read: Labelled, given: Given, note: (message: string) => void): Problem {
  const { file, labels, rows, places, values, columns } = read;
  const odd = (Object.keys(given) as (keyof Given)[]).find((option) =>
    [
      "target",
      "time",
      "event",
      "start",
      "strata",
      "weights",
      "offset",
      "ignore",
      "only",
      "categorical",
      "missing",
      "polynomial",
      "interactions",
      "row-groups",
      "indicators",
      "unseen",
      "reference",
    ].includes(option),
  );
  if (odd) throw usage(`--${odd} is given with a libsvm file, whose columns have numbers and no names, expected a table with a header`);
  const featureNames = Array.from({ length: columns }, (_, j) => `x${j + 1}`);
  const { family, guessed } = familyOf(file, given, labels, note);
  if (family === "cox") throw usage("--family cox wants times and events, expected a table with a header");
  const X = asked(file, undefined, () =>
    SparseMatrix.fromEntries({ rows, columns: places, values, shape: [labels.length, columns] }, featureNames),
  );
  const groups = groupsOf(given, featureNames, featureNames);
  return {
    file,
    family,
    guessed,
    target: "label",
    rows: labels.length,
    dropped: 0,
    X,
    y: labels,
    featureNames,
    groups,
    sds: sdsOf(X, labels.length, columns),
  };
}

/** the family asked for, or what the target looks like */
export function familyOf(
  file: string,
  { family, time }: Given,
  y: unknown,
  note: (message: string) => void,
): { family: Family; guessed: boolean } {
  if (family) return { family, guessed: false };
  if (time !== undefined) return { family: "cox", guessed: true };
  const values = y as ArrayLike<unknown>;
  const kinds = new Set<unknown>();
  for (let i = 0; i < values.length && kinds.size < 3; i++) kinds.add(values[i]);
  if (kinds.size === 1 && values.length > 1)
    throw new Failure(`${file}: the target is ${quoted([...kinds][0])} in every row, expected two values at least`);
  if (typeof values[0] !== "number") return { family: kinds.size > 2 ? "multinomial" : "logistic", guessed: true };
  if (kinds.size === 2) note(`the target has two values and is taken for a number; --family logistic takes them for classes`);
  return { family: "squared", guessed: true };
}

/** numbers in an array of their own where they are labels */
const asLabels = (y: unknown, family: Family) => (family === "multinomial" && y instanceof Float64Array ? Array.from(y) : y);

/** a label a column of X: those of one label reach 0 together */
function groupsOf({ groups }: Given, raw: readonly string[], used: readonly string[]): readonly string[] | undefined {
  if (groups === undefined) return undefined;
  if (groups === "factors") return raw;
  const lists = groups.split(";").map((list) => list.split(",").map((name) => name.trim()));
  const stranger = lists.flat().find((name) => !raw.includes(name));
  if (stranger !== undefined)
    throw usage(`--groups names ${quoted(stranger)}, expected “factors”, or lists of ${listed([...used])}: "a,b;c,d"`);
  const twice = lists.flat().find((name, k, all) => all.indexOf(name) < k);
  if (twice !== undefined) throw usage(`--groups names ${quoted(twice)} twice, expected every column in one group`);
  const group = new Map(lists.flatMap((list) => list.map((name) => [name, list.join(" ")] as const)));
  return raw.map((name) => group.get(name) ?? name);
}

function sdsOf(X: Matrix | SparseMatrix, rows: number, columns: number): Float64Array | undefined {
  if (!(X instanceof Matrix) && rows * columns > CHEAP) return undefined;
  const dense = X instanceof Matrix ? X : Matrix.from(X);
  const sds = Float64Array.from({ length: columns }, (_, j) => moments(dense.column(j)).sd);
  if (dense !== X) dense.dispose();
  return sds;
}
