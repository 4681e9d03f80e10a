// Weights by class: rows of rare classes count for more.
import { describe, isArrayLike, isObject } from "../check.js";

/** Weights by class, of losses of classes. */
export interface ClassOptions {
  /**
   * what the weight of every row is multiplied by: "balanced" gives all classes the same total, Σs / (K·Σs of the class); or a weight ≥ 0 a label,
   * as `{ spam: 5, ham: 1 }` (default 1 each). Cross-validation weighs by all rows, in all folds, also where it judges
   */
  classWeights?: "balanced" | Readonly<Record<string, number>>;
}

/** the options with class weights in their `weights`; what is wrong with labels and weights themselves is left to who reads them */
export function weighClasses<O extends ClassOptions & { weights?: ArrayLike<number> }>(
  name: string,
  y: unknown,
  options: O,
  ofClasses = true,
): O {
  if (!isObject(options) || options.classWeights === undefined) return options;
  const { classWeights, ...rest } = options;
  if (!ofClasses)
    throw new TypeError(`${name}: classWeights is given, expected it with loss "logistic", "squaredHinge" or "multinomial" only`);
  if (!isArrayLike(y)) return rest as O;
  const given = rest.weights;
  if (given !== undefined && (!isArrayLike(given) || given.length !== y.length)) return rest as O;
  const own = Float64Array.from(y, (_, i) => given?.[i] ?? 1);
  const factorOf = classWeights === "balanced" ? balanced(y, own) : listed(name, classWeights);
  return { ...rest, weights: own.map((weight, i) => (weight === 0 ? 0 : weight * factorOf(y[i]))) } as O;
}

function balanced(y: ArrayLike<unknown>, weights: Float64Array): (label: unknown) => number {
  const sums = new Map<unknown, number>();
  weights.forEach((weight, i) => {
    if (weight > 0) sums.set(y[i], (sums.get(y[i]) ?? 0) + weight);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return (label) => whole / (sums.size * (sums.get(label) ?? whole));
}

function listed(name: string, classWeights: unknown): (label: unknown) => number {
  if (!isObject(classWeights) || isArrayLike(classWeights))
    throw new TypeError(
      `${name}: classWeights is ${describe(classWeights)}, expected "balanced" or an object with a weight for every label`,
    );
  const known = classWeights as Record<string, unknown>;
  return (label) => {
    const key = String(label);
    if (!Object.hasOwn(known, key))
      throw new TypeError(`${name}: classWeights has no ${describe(label)}, expected a weight for every label`);
    const weight = known[key];
    if (typeof weight !== "number" || !(weight >= 0 && weight < Infinity))
      throw new RangeError(`${name}: classWeights has ${describe(weight)} for ${describe(label)}, expected a finite number ≥ 0`);
    return weight;
  };
}
