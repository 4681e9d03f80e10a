import { checkNumber, describe, isArrayLike, isObject } from "../check.js";
import type { Shown, Style } from "../results/lines.js";
import { readForModel, type TableInput } from "../tables/readTable.js";

/** How a summary is written, and what it may look at beside the result. */
export interface SummaryOptions {
  /** significant digits, 1 to 17 (default 4) */
  digits?: number;
  /** lines of a table at most (default 20); what is left out is counted */
  rows?: number;
  /** the table that was fitted, or another: coefficients are sorted by size per standard deviation of their columns, and those are shown */
  X?: TableInput;
  /** a label a column, as fits take them: the norm of each group's coefficients is shown */
  groups?: ArrayLike<number | string>;
  /** with X: how well the model does on it, as by its `score` */
  y?: unknown;
}

/**
 * A result as a person reads it: of a fit its coefficients by name, the largest first, and in words how far the optimum is at most; of a path
 * coefficients in use and deviance explained by λ; of a cross-validation the errors with their standard errors around the two choices. Node's
 * console.log shows the same of every result.
 *
 * @param result whatever `lasso`, `ridge`, `elasticNet`, `logistic`, `multinomial`, `cox`, `gradientDescent`, `path`, `crossValidate`, `ridgePath`,
 *   `ridgeCv`, `ridgeInference`, `informationCriteria`, `stabilitySelection` or `model` returned
 * @param options `digits` (default 4), `rows` (default 20), and `X` and `y` of fits
 * @returns lines of text, without one at the end
 * @throws {TypeError | RangeError} when the result is none of these, or an option is not what it should be
 */
export function summary(result: unknown, options: SummaryOptions = {}): string {
  const name = "summary";
  if (!isObject(result) || typeof result.summaryLines !== "function")
    throw new TypeError(
      `${name}: result is ${describe(result)}, expected what a function of shrinkage returned: a fit, a path, a cross-validation, …`,
    );
  const given: unknown = options;
  if (!isObject(given)) throw new TypeError(`${name}: options is ${describe(given)}, expected an object`);
  for (const key of Object.keys(given))
    if (!["digits", "rows", "groups", "X", "y"].includes(key))
      throw new TypeError(`${name}: ${key} is not an option, expected one of digits, rows, groups, X, y`);
  const whole = (most: number) => (x: number) => Number.isInteger(x) && x >= 1 && x <= most;
  const { digits = 4, rows = 20, groups, X, y } = options;
  checkNumber(name, "digits", digits, whole(17), "a whole number from 1 to 17");
  checkNumber(name, "rows", rows, whole(1e6), "a whole number from 1 to 1000000");
  if (y !== undefined && X === undefined) throw new TypeError(`${name}: y is given without X, expected both`);
  if (groups !== undefined) checkGroups(name, result, groups);
  const style = { digits, rows, ...(groups && { groups }), ...(X !== undefined && looked(name, result, X, y)) };
  return (result as unknown as Shown).summaryLines(style).join("\n");
}

/** how many coefficients a fit has in each layer */
function columnsOf(name: string, option: string, result: Record<PropertyKey, unknown>): number {
  const { coefficients } = result as { coefficients?: ArrayLike<unknown> };
  if (!coefficients || typeof coefficients === "function")
    throw new TypeError(`${name}: ${option} is given, but ${describe(result)} is no fit`);
  const first = coefficients[0];
  return typeof first === "number" || coefficients.length === 0 ? coefficients.length : (first as ArrayLike<number>).length;
}

function checkGroups(name: string, result: Record<PropertyKey, unknown>, groups: unknown): void {
  const p = columnsOf(name, "groups", result);
  if (!isArrayLike(groups) || typeof groups === "string")
    throw new TypeError(`${name}: groups is ${describe(groups)}, expected an array of ${p} labels`);
  if (groups.length !== p) throw new RangeError(`${name}: groups has ${groups.length} entries but the model has ${p} coefficients`);
}

/** what X and y say of a model */
function looked(name: string, result: Record<PropertyKey, unknown>, X: TableInput, y: unknown): Partial<Style> {
  const { featureNames, score } = result as { featureNames?: readonly string[]; score?: unknown };
  const p = columnsOf(name, "X", result);
  const { table, order } = readForModel(name, X, p, featureNames, `the model has ${p} coefficients`);
  const deviations = order.map((j) => deviation(table.rows, (i) => Number(table.at(i, j))));
  if (y === undefined || typeof score !== "function") return { deviations };
  return { deviations, score: (result as { score(X: unknown, y: unknown): number }).score(X, y) };
}

/** the standard deviation of n numbers, divided by n as in `standardize` */
function deviation(n: number, at: (i: number) => number): number {
  let [sum, squares] = [0, 0];
  const first = at(0);
  for (let i = 0; i < n; i++) sum += at(i) - first;
  const mean = first + sum / n;
  for (let i = 0; i < n; i++) squares += (at(i) - mean) * (at(i) - mean);
  return Math.sqrt(squares / n);
}
