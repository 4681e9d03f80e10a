// What a fit starts from: coefficients of another fit, in the order of the columns of X.
import { describe } from "../check.js";
import { Fit } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";

/** Where a fit starts from: one coefficient a column of X, and β₀. */
export type Start = Pick<Fit, "coefficients" | "intercept">;

/** A fit of any loss. */
type Given = Start & Pick<Fit, "featureNames">;

/** the coefficients of a fit in the order of the columns of X, which are called `names`; by place if one side knows no names */
export function inColumns(name: string, option: string, given: Given, columns: number, names?: readonly string[]): Float64Array {
  const { coefficients, featureNames: known } = given;
  if (coefficients.length !== columns)
    throw new RangeError(`${name}: ${option} has ${coefficients.length} coefficients but X has ${columns} columns`);
  if (!known || !names) return coefficients;
  const at = new Map(known.map((key, j) => [key, j]));
  const missing = names.filter((key) => !at.has(key));
  if (missing.length > 0)
    throw new RangeError(`${name}: ${option} has no coefficient of column ${missing.join(", ")}, expected ${names.join(", ")}`);
  return Float64Array.from(names, (key) => coefficients[at.get(key) as number]);
}

/** the fit that work starts from, in the order of the columns of X */
export function startAt(name: string, given: Given, columns: number, names?: readonly string[]): Start {
  return { coefficients: inColumns(name, "warmStart", given, columns, names), intercept: given.intercept };
}

/** what a path starts from at its largest λ: a fit, or another path's fit at the λ that is nearest; refuses what is neither */
export function readStart(
  name: string,
  given: unknown,
  columns: number,
  names?: readonly string[],
): (largest: number) => Start | undefined {
  if (given === undefined) return () => undefined;
  const fit: unknown = given instanceof Path ? given.fit(0) : given;
  if (!(fit instanceof Fit || fit instanceof LogisticFit))
    throw new TypeError(`${name}: warmStart is ${describe(given, "Fit", "LogisticFit", "Path")}, expected a fit or a Path`);
  const start = startAt(name, fit, columns, names);
  if (!(given instanceof Path)) return () => start;
  return (largest) => startAt(name, (given as Path).nearest(largest), columns, names);
}
