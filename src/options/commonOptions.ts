import { checkBoolean, checkCount, checkNames, checkNumber, checkVector, describe, isArrayLike } from "../check.js";
import { Fit } from "../results/fit.js";
import type { Offset } from "../tables/offset.js";
import { type Start, startAt } from "./warmStart.js";
import { type Progress, type Watch, watchOf } from "./watch.js";

/** Options that every fit takes. */
export interface CommonOptions {
  /** fit an intercept, which is never penalised (default true) */
  fitIntercept?: boolean;
  /** one weight ≥ 0 a row, rescaled so that they sum to n (default 1 each) */
  weights?: ArrayLike<number>;
  /** one factor vⱼ ≥ 0 a column: 0 leaves it unpenalised, Infinity leaves the column out; not rescaled (default 1 each) */
  penaltyFactors?: ArrayLike<number>;
  /** let the penalty act on sdⱼβⱼ (population sd, weighted); coefficients come back on the scale of X all the same (default false) */
  standardize?: boolean;
  /** stop when gap / objective of the null model ≤ tol (default 1e-7) */
  tol?: number;
  /** passes of coordinate descent at most (default 10000) */
  maxIterations?: number;
  /** the smallest value a coefficient may take, ≤ 0: one number, or one a column (default -Infinity) */
  lower?: number | ArrayLike<number>;
  /** the largest value a coefficient may take, ≥ 0: one number, or one a column (default Infinity) */
  upper?: number | ArrayLike<number>;
  /** start from this fit's coefficients, by name if both it and X know names */
  warmStart?: Fit;
  /** one name a column; a record of columns brings its own */
  featureNames?: readonly string[];
  /** ends the work within some 20 ms by throwing the signal's reason; an event that aborts it waits for the thread, unless a worker does the work */
  signal?: AbortSignal;
  /** called between the steps of long work; an exception thrown here stops it */
  onProgress?: (progress: Progress) => void;
}

/** Options of a fit at one λ. */
export interface FitOptions extends CommonOptions {
  /** λ ≥ 0, the strength of the penalty (required) */
  lambda: number;
}

/** Options of a fit at one λ and ρ. */
export interface MixedFitOptions extends FitOptions {
  /** ρ from 0 (ridge) to 1 (lasso); default 1 */
  l1Ratio?: number;
}

/** Options with every default filled in, checked against an X of `rows` × `columns`. */
export interface Settings {
  fitIntercept: boolean;
  weights?: Float64Array;
  penaltyFactors: Float64Array;
  standardize: boolean;
  tol: number;
  maxIterations: number;
  lower: Float64Array;
  upper: Float64Array;
  bounded: boolean;
  /** in the order of the columns of X */
  warmStart?: Start;
  featureNames?: readonly string[];
  /** by layers: of the functions that take one */
  offset?: Offset;
  /** called between steps */
  watch: Watch;
}

/** What the options of a call are checked against: its table, or what a model knows of one. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly names?: readonly string[];
  /** throws if it belongs to a Matrix that was disposed of */
  pointer?(): number;
}

/** the names of {@link CommonOptions} */
export const COMMON: readonly (keyof CommonOptions)[] = [
  "fitIntercept",
  "weights",
  "penaltyFactors",
  "standardize",
  "tol",
  "maxIterations",
  "lower",
  "upper",
  "warmStart",
  "featureNames",
  "signal",
  "onProgress",
];

/** the options object itself: there, an object, and nothing in it that nobody reads */
export function checkOptionNames(name: string, options: unknown, own: readonly string[]): void {
  if (options === null || typeof options !== "object")
    throw new TypeError(`${name}: options is ${describe(options)}, expected an object${own.includes("lambda") ? " with lambda" : ""}`);
  for (const key of Object.keys(options)) {
    if ((COMMON as readonly string[]).includes(key) || own.includes(key)) continue;
    if (key === "alpha")
      throw new TypeError(
        `${name}: alpha is not an option, expected lambda for the strength${own.includes("l1Ratio") ? " or l1Ratio for the mix" : ""}`,
      );
    throw new TypeError(`${name}: ${key} is not an option, expected one of ${[...own, ...COMMON].join(", ")}`);
  }
}

/** λ of a fit at one λ */
export function checkLambda(name: string, lambda: unknown): number {
  if (lambda === undefined) throw new TypeError(`${name}: lambda is missing, expected a number ≥ 0`);
  // + 0, here and for ρ, turns −0 into 0, which JSON keeps
  return checkNumber(name, "lambda", lambda, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0") + 0;
}

/** ρ, 1 where it is not given */
export function checkL1Ratio(name: string, l1Ratio: unknown = 1): number {
  return checkNumber(name, "l1Ratio", l1Ratio, (x) => x >= 0 && x <= 1, "a number from 0 (ridge) to 1 (lasso)") + 0;
}

/** the common options, checked and completed */
export function checkCommon(name: string, options: CommonOptions, table: Shape): Settings {
  const { rows, columns } = table;
  const { fitIntercept = true, standardize = false, tol = 1e-7, maxIterations = 10_000, warmStart } = options;
  const { lower: low = -Infinity, upper: high = Infinity } = options;
  const lower = bound(name, "lower", low, columns, (x) => x <= 0, "a number ≤ 0");
  const upper = bound(name, "upper", high, columns, (x) => x >= 0, "a number ≥ 0");
  if (warmStart !== undefined && !(warmStart instanceof Fit))
    throw new TypeError(`${name}: warmStart is ${describe(warmStart, "Fit")}, expected a Fit`);
  const featureNames = checkNames(name, options.featureNames, columns, `X has ${columns} columns`) ?? table.names;
  const start = warmStart && startAt(name, warmStart, columns, featureNames);
  const watch = watchOf(name, options, table);
  return {
    fitIntercept: checkBoolean(name, "fitIntercept", fitIntercept),
    standardize: checkBoolean(name, "standardize", standardize),
    tol: checkNumber(name, "tol", tol, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
    maxIterations: checkCount(name, "maxIterations", maxIterations),
    weights: weights(name, options.weights, rows),
    penaltyFactors:
      options.penaltyFactors === undefined
        ? new Float64Array(columns).fill(1)
        : checkVector(name, "penaltyFactors", options.penaltyFactors, columns, "columns", (x) => x >= 0, "a number ≥ 0 or Infinity"),
    lower,
    upper,
    bounded: lower.some((x) => x > -Infinity) || upper.some((x) => x < Infinity),
    warmStart: start,
    featureNames,
    watch,
  };
}

/** how many rows have a positive weight */
export function rowsInUse({ weights }: Pick<Settings, "weights">, rows: number): number {
  return weights ? weights.reduce((count, s) => count + Number(s > 0), 0) : rows;
}

function weights(name: string, given: unknown, rows: number): Float64Array | undefined {
  if (given === undefined) return undefined;
  const out = checkVector(name, "weights", given, rows, "rows", (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
  if (!out.some((x) => x > 0)) throw new RangeError(`${name}: weights are all zero, expected at least one above 0`);
  return out;
}

function bound(
  name: string,
  option: string,
  given: unknown,
  columns: number,
  fits: (x: number) => boolean,
  expected: string,
): Float64Array {
  if (isArrayLike(given)) return checkVector(name, option, given, columns, "columns", fits, expected);
  return new Float64Array(columns).fill(checkNumber(name, option, given, fits, expected));
}
