// The options of encode, checked.
import { checkBoolean, describe, isArrayLike, isFiniteNumber, isObject } from "../check.js";
import { quoted } from "./cells.js";

/** Columns of a table that make up the times and events of Cox's model. */
export interface SurvivalTarget {
  /** when observation ended */
  time: string;
  /** whether it ended with the event: booleans, or 1 and 0 */
  event: string;
  /** when observation began */
  start?: string;
  /** rows are compared within a stratum only */
  strata?: string;
}

/** The columns that are y: one, several, or those of Cox's model. */
export type TargetColumns = string | readonly string[] | SurvivalTarget;

/** Options of {@link encode}. */
export interface EncodeOptions<T extends TargetColumns = TargetColumns> {
  /**
   * the column that is `encoding.y` and not part of X; an array of names for several targets, `{ time, event, start, strata }` for `cox`
   * (default: none)
   */
  target?: T;
  /** columns that are left out (default: none) */
  ignore?: readonly string[];
  /** columns that are factors though they hold numbers, or dates (default: none; strings and booleans are factors by themselves) */
  categorical?: readonly string[];
  /**
   * the level of a factor that gets no column: false: every level gets one (default); true or "first": the first in order; a record of
   * column → level for some of the factors
   */
  reference?: boolean | "first" | Readonly<Record<string, string | number | boolean>>;
  /** what `transform` does with a level that was not there: "error" (default), or "zero": 0 in all columns of the factor */
  unseen?: "error" | "zero";
  /**
   * null, undefined, NaN and "": "error" (default); "mean" or "median" of the column, and of a factor a level "missing" of its own, or its most
   * frequent level where only `transform` meets one
   */
  missing?: "error" | "mean" | "median";
  /** more values that count as missing, such as "NA", "?" or -999 (default: none) */
  missingValues?: readonly (string | number)[];
  /** a column of 0 and 1 beside every numeric column that has missing values: where they were (default false) */
  indicators?: boolean;
  /** numbers less their mean, divided by their population sd, before powers and products; levels stay 0 and 1 (default false) */
  standardize?: boolean;
  /** powers up to this degree of all numeric columns, or a record of column → degree (default: none) */
  polynomial?: number | Readonly<Record<string, number>>;
  /** products of columns: [["age", "income"], ["age", "town"]], of a factor with each of its levels (default: none) */
  interactions?: readonly (readonly string[])[];
}

/** The same, checked, each with its default. */
export interface Checked {
  readonly target: TargetColumns | undefined;
  readonly ignore: readonly string[];
  readonly categorical: readonly string[];
  readonly reference: boolean | ReadonlyMap<string, string>;
  readonly unseen: "error" | "zero";
  readonly missing: "error" | "mean" | "median";
  readonly missingValues: ReadonlySet<string>;
  readonly indicators: boolean;
  readonly standardize: boolean;
  readonly polynomial: number | ReadonlyMap<string, number>;
  readonly interactions: readonly (readonly string[])[];
}

const NAMES: readonly (keyof EncodeOptions)[] = [
  "target",
  "ignore",
  "categorical",
  "reference",
  "unseen",
  "missing",
  "missingValues",
  "indicators",
  "standardize",
  "polynomial",
  "interactions",
];

/** the options, checked as far as they can be without the table */
export function checkEncodeOptions(name: string, options: unknown): Checked {
  if (!isObject(options) || isArrayLike(options)) throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const stranger = Object.keys(options).find((key) => !(NAMES as readonly string[]).includes(key));
  if (stranger !== undefined) throw new TypeError(`${name}: there is no option ${quoted(stranger)}, expected ${NAMES.join(", ")}`);
  const given = options as EncodeOptions;
  const indicators = checkBoolean(name, "indicators", given.indicators ?? false);
  const missing = oneOf(name, "missing", given.missing ?? "error", ["error", "mean", "median"] as const);
  if (indicators && missing === "error")
    throw new TypeError(`${name}: indicators is true but missing is "error", expected missing: "mean" or "median" beside it`);
  return {
    target: checkTarget(name, given.target),
    ignore: nameList(name, "ignore", given.ignore ?? []),
    categorical: nameList(name, "categorical", given.categorical ?? []),
    reference: checkReference(name, given.reference ?? false),
    unseen: oneOf(name, "unseen", given.unseen ?? "error", ["error", "zero"] as const),
    missing,
    missingValues: checkValues(name, given.missingValues ?? []),
    indicators,
    standardize: checkBoolean(name, "standardize", given.standardize ?? false),
    polynomial: checkPolynomial(name, given.polynomial ?? 1),
    interactions: checkInteractions(name, given.interactions ?? []),
  };
}

/** all columns that the target is made of */
export function columnsOf(target: TargetColumns | undefined): readonly string[] {
  if (target === undefined) return [];
  if (typeof target === "string") return [target];
  return Array.isArray(target) ? target : Object.values(target as SurvivalTarget).filter((column) => column !== undefined);
}

function oneOf<T extends string>(name: string, option: string, value: unknown, words: readonly T[]): T {
  if (words.includes(value as T)) return value as T;
  const listed = words.map((word) => `"${word}"`);
  throw new TypeError(`${name}: ${option} is ${describe(value)}, expected ${listed.slice(0, -1).join(", ")} or ${listed.at(-1)}`);
}

function nameList(name: string, option: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((x) => typeof x === "string")) {
    const remedy = typeof value === "string" ? `; [${quoted(value)}] is one` : "";
    throw new TypeError(`${name}: ${option} is ${describe(value)}, expected an array of names of columns${remedy}`);
  }
  return [...value];
}

function checkTarget(name: string, target: unknown): TargetColumns | undefined {
  if (target === undefined || typeof target === "string") return target;
  if (Array.isArray(target) && target.length > 0) {
    const names = nameList(name, "target", target);
    const twice = names.find((column, k) => names.indexOf(column) < k);
    if (twice !== undefined) throw new RangeError(`${name}: target has ${quoted(twice)} twice, expected every name once`);
    return names;
  }
  const expected = "expected the name of a column, an array of names, or { time, event, start?, strata? }";
  if (!isObject(target) || isArrayLike(target)) throw new TypeError(`${name}: target is ${describe(target)}, ${expected}`);
  const { time, event, start, strata, ...rest } = target;
  const wrong = [time, event].some((x) => typeof x !== "string") || [start, strata].some((x) => x !== undefined && typeof x !== "string");
  if (wrong || Object.keys(rest).length > 0)
    throw new TypeError(`${name}: target has ${Object.keys(target).join(", ") || "no keys"}, ${expected}, names of columns each`);
  return { time, event, ...(start !== undefined && { start }), ...(strata !== undefined && { strata }) } as SurvivalTarget;
}

function checkReference(name: string, reference: unknown): boolean | ReadonlyMap<string, string> {
  if (typeof reference === "boolean") return reference;
  if (reference === "first") return true;
  const expected = `expected true, false, "first" or a record of column → level`;
  if (!isObject(reference) || isArrayLike(reference)) throw new TypeError(`${name}: reference is ${describe(reference)}, ${expected}`);
  const entries = Object.entries(reference).map(([column, level]) => {
    if (typeof level !== "string" && typeof level !== "boolean" && !isFiniteNumber(level))
      throw new TypeError(`${name}: reference.${column} is ${describe(level)}, expected a level of column ${quoted(column)}`);
    return [column, String(level)] as const;
  });
  return new Map(entries);
}

function checkValues(name: string, values: unknown): ReadonlySet<string> {
  if (!Array.isArray(values) || !values.every((x) => typeof x === "string" || isFiniteNumber(x)))
    throw new TypeError(`${name}: missingValues is ${describe(values)}, expected an array of strings and numbers`);
  return new Set(values.map((value) => String(value).trim()));
}

function checkPolynomial(name: string, polynomial: unknown): number | ReadonlyMap<string, number> {
  const check = (option: string, degree: unknown): number => {
    if (typeof degree !== "number" || !Number.isInteger(degree) || degree < 1 || degree > 100)
      throw new (typeof degree === "number" ? RangeError : TypeError)(
        `${name}: ${option} is ${describe(degree)}, expected a whole number from 1 to 100`,
      );
    return degree;
  };
  if (!isObject(polynomial) || isArrayLike(polynomial)) return check("polynomial", polynomial);
  return new Map(Object.entries(polynomial).map(([column, degree]) => [column, check(`polynomial.${column}`, degree)]));
}

function checkInteractions(name: string, interactions: unknown): readonly (readonly string[])[] {
  const isList = Array.isArray(interactions) && interactions.every(Array.isArray);
  if (!isList) throw new TypeError(`${name}: interactions is ${describe(interactions)}, expected an array of arrays, [["age", "town"], …]`);
  return interactions.map((parts, k) => {
    const names = nameList(name, `interactions[${k}]`, parts);
    if (names.length < 2) throw new RangeError(`${name}: interactions[${k}] has ${names.length} names, expected two or more`);
    const twice = names.find((column, j) => names.indexOf(column) < j);
    if (twice !== undefined)
      throw new RangeError(`${name}: interactions[${k}] has ${quoted(twice)} twice; polynomial: { ${quoted(twice)}: 2 } makes its square`);
    return names;
  });
}
