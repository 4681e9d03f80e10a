// What a fit starts from: coefficients of another fit, in the order of the columns of X.
import { describe } from "../check.js";
import { Fit } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { MultiFit } from "../results/multiFit.js";
import type { MultinomialFit } from "../results/multinomialFit.js";
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

/** Coefficients of several layers to start from: one vector of p a layer, and the intercepts. */
export interface LayersStart {
  readonly coefficients: readonly Float64Array[];
  readonly intercepts: readonly number[];
}

/** a fit of several classes or targets */
type ManyGiven = Pick<MultinomialFit, "coefficients" | "featureNames"> & { readonly intercepts: ArrayLike<number> };

/** the fit of several layers that work starts from, in the order of the columns of X */
export function layersStart(name: string, given: ManyGiven, layers: number, columns: number, names?: readonly string[]): LayersStart {
  const { coefficients, intercepts, featureNames } = given;
  if (coefficients.length !== layers)
    throw new RangeError(`${name}: warmStart has ${coefficients.length} vectors of coefficients, expected ${layers}`);
  const each = coefficients.map((beta) => inColumns(name, "warmStart", { coefficients: beta, intercept: 0, featureNames }, columns, names));
  return { coefficients: each, intercepts: Array.from(intercepts) };
}

/** the same of a MultiFit */
export function targetsStart(
  name: string,
  given: unknown,
  targets: number,
  columns: number,
  names?: readonly string[],
): LayersStart | undefined {
  if (given === undefined) return undefined;
  if (!(given instanceof MultiFit))
    throw new TypeError(`${name}: warmStart is ${describe(given, "MultiFit")}, expected a MultiFit, as y is a table`);
  const { coefficients, intercept, fits } = given;
  return layersStart(name, { coefficients, intercepts: intercept, featureNames: fits[0].featureNames }, targets, columns, names);
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
