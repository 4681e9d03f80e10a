// The classes of a target: of two, {0, 1}, {−1, 1}, booleans, or any two numbers or strings, the second one in order is the one that
// probabilities are of; of more, any labels of one kind.
import { describe, describeKind, isArrayLike, isFiniteNumber } from "../check.js";
import { ofColumn } from "./readTable.js";

/** What one row belongs to. */
export type Label = number | boolean | string;

export interface Classes {
  /** the two labels; the larger number, true, or the later string comes second */
  readonly labels: readonly [Label, Label];
  /** −1 or 1 a row */
  readonly signs: Float64Array<ArrayBuffer>;
}

/**
 * `value` as two classes, one label a row; `known`: the labels of a model. One label only is a class of its own where it is known which:
 * 0, −1 and false are first, 1 and true second.
 */
export function readClasses(name: string, value: unknown, rows: number, known?: readonly [Label, Label]): Classes {
  const expected = "an array of two kinds of labels: 0 and 1, −1 and 1, booleans or strings";
  if (!isArrayLike(value)) throw new TypeError(`${name}: y is ${describe(value)}, expected ${expected}`);
  if (isArrayLike(value[0])) throw new TypeError(`${name}: y has 2 dimensions, expected ${expected}${ofColumn(value)}`);
  if (value.length !== rows) throw new RangeError(`${name}: y has ${value.length} entries but X has ${rows} rows`);
  const seen = new Set<unknown>(known);
  for (let i = 0; i < value.length; i++) {
    const label = value[i];
    if (seen.has(label)) continue;
    checkLabel(name, label, i);
    if (known) throw unknown(name, label, i, known);
    const [first = label] = seen;
    if (typeof first !== typeof label)
      throw new TypeError(`${name}: y has ${describeKind(first)} and ${describeKind(label)} at row ${i}, expected labels of one kind`);
    seen.add(label);
    if (seen.size > 2)
      throw new RangeError(
        `${name}: y has a third label, ${describe(label)} at row ${i}, expected two: ${[...seen].slice(0, 2).join(" and ")}; multinomial takes any number of them`,
      );
  }
  const labels = known ?? pair(name, [...seen] as Label[]);
  const signs = new Float64Array(rows);
  for (let i = 0; i < rows; i++) signs[i] = value[i] === labels[1] ? 1 : -1;
  return { labels, signs };
}

/** Labels of any number of classes. */
export interface ManyClasses {
  /** in order: numbers by size, strings by their characters, false before true */
  readonly labels: readonly Label[];
  /** the place of every row's label among them */
  readonly places: Float64Array<ArrayBuffer>;
}

/** `value` as labels of two classes or more, one a row; `known`: the labels of a model */
export function readLabels(name: string, value: unknown, rows: number, known?: readonly Label[]): ManyClasses {
  const expected = "an array of labels: numbers, booleans or strings";
  if (!isArrayLike(value)) throw new TypeError(`${name}: y is ${describe(value)}, expected ${expected}`);
  if (isArrayLike(value[0])) throw new TypeError(`${name}: y has 2 dimensions, expected ${expected}${ofColumn(value)}`);
  if (value.length !== rows) throw new RangeError(`${name}: y has ${value.length} entries but X has ${rows} rows`);
  const seen = new Map<unknown, number>(known?.map((label, k) => [label, k]));
  const places = new Float64Array(rows);
  const [first = value[0]] = known ?? [];
  for (let i = 0; i < value.length; i++) {
    const label = value[i];
    let place = seen.get(label);
    if (place === undefined) {
      checkLabel(name, label, i);
      if (typeof first !== typeof label)
        throw new TypeError(`${name}: y has ${describeKind(first)} and ${describeKind(label)} at row ${i}, expected labels of one kind`);
      if (known) throw new RangeError(`${name}: y has ${describe(label)} at row ${i}, expected the labels of the model, ${list(known)}`);
      place = seen.size;
      // −0 and 0 are one label
      seen.set(label === 0 ? 0 : label, place);
    }
    places[i] = place;
  }
  if (known) return { labels: known, places };
  const labels = ([...seen.keys()] as Label[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (labels.length < 2) throw new RangeError(`${name}: y has only ${describe(labels[0])}, expected two labels or more`);
  const order = new Float64Array(labels.length);
  labels.forEach((label, k) => {
    order[seen.get(label) as number] = k;
  });
  return { labels, places: places.map((place) => order[place]) };
}

/** the labels of a model that was written: `count` of them, or two and more */
export function labelsOf(
  name: string,
  value: unknown,
  count?: number,
  expected = `${count ?? "two or more"} different labels of one kind, numbers, booleans or strings`,
): Label[] {
  const right = Array.isArray(value) && (count === undefined ? value.length > 1 : value.length === count);
  if (!right || value.some((label) => !isLabel(label) || typeof label !== typeof value[0]) || new Set(value).size < value.length)
    throw new TypeError(`${name}: classes is ${describe(value)}, expected ${expected}`);
  return [...value];
}

/** some labels in words */
function list(labels: readonly Label[]): string {
  const some = labels.slice(0, 5).map((label) => describe(label));
  return labels.length > 5 ? `${some.join(", ")} and ${labels.length - 5} more` : `${some.slice(0, -1).join(", ")} and ${some.at(-1)}`;
}

const isLabel = (label: unknown): label is Label => typeof label === "string" || typeof label === "boolean" || isFiniteNumber(label);

/** refuses what is no label */
function checkLabel(name: string, label: unknown, row: number): asserts label is Label {
  if (!isLabel(label)) throw new TypeError(`${name}: y has ${describe(label)} at row ${row}, expected a number, a boolean or a string`);
}

/** a label that a model does not know */
function unknown(name: string, label: Label, row: number, [a, b]: readonly [Label, Label]): Error {
  const expected = (describe: (label: Label) => string) =>
    `${name}: y has ${describe(label)} at row ${row}, expected the labels of the model, ${describe(a)} and ${describe(b)}`;
  return typeof label === typeof a ? new RangeError(expected(describe)) : new TypeError(expected(describeKind));
}

function pair(name: string, seen: Label[]): [Label, Label] {
  const [a, b] = seen;
  if (b !== undefined) {
    return a < b ? [a, b] : [b, a];
  }
  if (typeof a === "boolean") return [false, true];
  if (a === 1) return [0, 1];
  if (a === 0) return [0, 1];
  if (a === -1) return [-1, 1];
  throw new RangeError(`${name}: y has only ${describe(a)}, expected two labels`);
}
