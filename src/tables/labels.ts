// The two classes of a target: {0, 1}, {−1, 1}, booleans, or any two numbers or strings. The second one in order is the one that
// probabilities are of.
import { describe, isArrayLike } from "../check.js";

/** What one row belongs to. */
export type Label = number | boolean | string;

export interface Classes {
  /** the two labels; the larger number, true, or the later string comes second */
  readonly labels: readonly [Label, Label];
  /** −1 or 1 a row */
  readonly signs: Float64Array;
}

/**
 * `value` as two classes, one label a row; `known`: the labels of a model. One label only is a class of its own where it is known which:
 * 0, −1 and false are first, 1 and true second.
 */
export function readClasses(name: string, value: unknown, rows: number, known?: readonly [Label, Label]): Classes {
  if (!isArrayLike(value) || isArrayLike(value[0]))
    throw new TypeError(
      `${name}: y is ${describe(value)}, expected an array of two kinds of labels: 0 and 1, −1 and 1, booleans or strings`,
    );
  if (value.length !== rows) throw new RangeError(`${name}: y has ${value.length} entries but X has ${rows} rows`);
  const seen = new Set<Label>(known);
  for (let i = 0; i < value.length; i++) {
    const label = value[i];
    if (typeof label !== "string" && typeof label !== "boolean" && !(typeof label === "number" && Number.isFinite(label)))
      throw new TypeError(`${name}: y has ${describe(label)} at row ${i}, expected a number, a boolean or a string`);
    seen.add(label);
    if (seen.size > 2)
      throw new RangeError(
        `${name}: y has a third label, ${describe(label)} at row ${i}, expected two: ${[...seen].slice(0, 2).join(" and ")}`,
      );
  }
  const labels = known ?? pair(name, [...seen]);
  return { labels, signs: Float64Array.from({ length: rows }, (_, i) => (value[i] === labels[1] ? 1 : -1)) };
}

function pair(name: string, seen: Label[]): [Label, Label] {
  const [a, b] = seen;
  if (b !== undefined) {
    if (typeof a !== typeof b) throw new TypeError(`${name}: y has ${describe(a)} and ${describe(b)}, expected labels of one kind`);
    return a < b ? [a, b] : [b, a];
  }
  if (typeof a === "boolean") return [false, true];
  if (a === 1) return [0, 1];
  if (a === 0) return [0, 1];
  if (a === -1) return [-1, 1];
  throw new RangeError(`${name}: y has only ${describe(a)}, expected two labels`);
}
