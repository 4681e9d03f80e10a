// Which row is held out when: folds by chance, by class, by group, or as given.

import { checkCount, checkNumber, describe, isArrayLike, isObject } from "../../check.js";
import { square } from "../../elementary.js";
import { checkSeed, type Random, seeded, shuffle } from "../../random.js";

/** Folds of rows in order of time: the first has rows initial … initial + horizon − 1, the next ones step rows later each. */
export interface FoldsInTime {
  /** rows that the first fold is fitted to, at least 1 */
  initial: number;
  /** rows that are held out at a time, right after those */
  horizon: number;
  /** rows from one fold to the next (default `horizon`); with fewer than `horizon` a row is held out several times */
  step?: number;
}

/** A division of the rows into folds. */
export interface Folding {
  /** the fold of every row, the last one where there are several; NEVER for those that are never held out */
  readonly ids: Int32Array;
  /** the rows of every fold, folds by increasing number, rows in order */
  readonly rows: readonly Int32Array[];
}

/** the fold of rows that are never held out */
export const NEVER = -(2 ** 31);

/** How rows are divided into folds. */
export interface FoldOptions {
  /**
   * how many folds, from 2 to the number of rows (default 10, or as many as there are rows), or the fold of every row as in `foldIds`, or for
   * rows in order of time {@link FoldsInTime}: each fold is judged by fits to all rows before it
   */
  folds?: number | ArrayLike<number> | FoldsInTime;
  /** the fold of every row, as whole numbers: rows of one number are held out together; excludes what follows here */
  foldIds?: ArrayLike<number>;
  /** how often to divide the rows anew (default 1) */
  repeats?: number;
  /** a whole number from 0 to 2³² − 1 from which all chance comes (default 1) */
  seed?: number;
  /** give every fold the same share of each class: a label a row, or true where y has the labels (default: true where the loss is of classes) */
  stratify?: boolean | ArrayLike<number | string>;
  /** a label a row: rows of one label stay in one fold */
  groups?: ArrayLike<number | string>;
}

/** the names of {@link FoldOptions} */
export const FOLD_OPTIONS: readonly (keyof FoldOptions)[] = ["folds", "foldIds", "repeats", "seed", "stratify", "groups"];

const DEFAULT = 10;

/** the folds, once a repeat; `ofClasses`: whether y has the labels of classes */
export function foldsOf(name: string, options: FoldOptions, y: Float64Array, ofClasses = false): Folding[] {
  if (isInTime(options.folds)) return [foldsInTime(name, options.folds, options, y.length)];
  return idsOf(name, options, y, ofClasses).map((ids) => ({ ids, rows: rowsOfFolds(ids) }));
}

/** the fold of every row, once a repeat */
function idsOf(name: string, options: FoldOptions, y: Float64Array, ofClasses: boolean): Int32Array[] {
  const { folds, foldIds, repeats, seed, groups, stratify = ofClasses } = options;
  if (folds !== undefined && foldIds !== undefined) throw new TypeError(`${name}: folds and foldIds are given, expected one of them`);
  const given = foldIds ?? (typeof folds === "number" ? undefined : (folds as ArrayLike<number>));
  const n = y.length;
  if (given !== undefined) {
    const option = foldIds === undefined ? "folds" : "foldIds";
    for (const [key, value] of Object.entries({ repeats, seed, groups, stratify: options.stratify || undefined }))
      if (value !== undefined) throw new TypeError(`${name}: ${key} is given with the fold of every row, expected one of them`);
    return [givenFolds(name, option, given, n)];
  }
  const times = checkCount(name, "repeats", repeats ?? 1);
  const random = seeded(checkSeed(name, seed));
  if (n < 2) throw new RangeError(`${name}: X has ${n} row, expected at least 2 to hold one out`);
  const inGroups = groups === undefined ? undefined : rowsByLabel(labels(name, "groups", groups, n));
  const most = inGroups?.length ?? n;
  if (most < 2) throw new RangeError(`${name}: groups has only ${groups?.[0]}, expected at least 2 groups`);
  const expected = inGroups ? `a whole number from 2 to ${most}, the number of groups` : `a whole number from 2 to ${most}`;
  const count = checkNumber(name, "folds", folds ?? Math.min(DEFAULT, most), (x) => Number.isInteger(x) && x >= 2 && x <= most, expected);
  const classes = stratify === false ? [Array.from(y.keys())] : rowsByLabel(stratify === true ? y : labels(name, "stratify", stratify, n));
  return Array.from({ length: times }, () =>
    inGroups ? dealGroups(inGroups, classes, n, count, random) : dealRows(classes, n, count, random),
  );
}

/** true where folds are in order of time */
export const isInTime = (folds: unknown): folds is FoldsInTime => isObject(folds) && !isArrayLike(folds);

function foldsInTime(name: string, given: FoldsInTime, options: FoldOptions, n: number): Folding {
  const { initial, horizon, step = horizon } = given;
  const odd = Object.keys(given).find((key) => !["initial", "horizon", "step"].includes(key));
  if (odd) throw new TypeError(`${name}: folds.${odd} is not an option, expected { initial, horizon, step? }`);
  for (const key of ["foldIds", "repeats", "seed", "groups", "stratify"] as const)
    if (options[key]) throw new TypeError(`${name}: ${key} is given with folds in time, expected one of them`);
  checkCount(name, "folds.initial", initial);
  checkCount(name, "folds.horizon", horizon);
  checkCount(name, "folds.step", step);
  if (initial + horizon > n)
    throw new RangeError(`${name}: folds holds out rows ${initial} to ${initial + horizon - 1}, but X has ${n} rows`);
  const ids = new Int32Array(n).fill(NEVER);
  const rows: Int32Array[] = [];
  for (let from = initial; from + horizon <= n; from += step) {
    ids.fill(rows.length, from, from + horizon);
    rows.push(Int32Array.from({ length: horizon }, (_, i) => from + i));
  }
  return { ids, rows };
}

/** the rows of every fold, of which each row has one */
export function rowsOfFolds(ids: Int32Array): Int32Array[] {
  const numbers = [...new Set(ids)].sort((a, b) => a - b);
  const places = new Map(numbers.map((id, k) => [id, k]));
  const rows: number[][] = numbers.map(() => []);
  ids.forEach((id, i) => {
    rows[places.get(id) as number].push(i);
  });
  return rows.map((list) => Int32Array.from(list));
}

function givenFolds(name: string, option: string, given: unknown, n: number): Int32Array {
  const expected = option === "folds" ? "a whole number, or one a row" : "one whole number a row";
  if (!isArrayLike(given)) throw new TypeError(`${name}: ${option} is ${describe(given)}, expected ${expected}`);
  if (given.length !== n) throw new RangeError(`${name}: ${option} has ${given.length} entries but X has ${n} rows`);
  const fits = (x: number) => (x | 0) === x && x !== NEVER;
  const ids = Int32Array.from({ length: n }, (_, i) => checkNumber(name, `${option}[${i}]`, given[i], fits, "a whole number"));
  if (ids.every((id) => id === ids[0])) throw new RangeError(`${name}: ${option} has only ${ids[0]}, expected at least 2 folds`);
  return ids;
}

function labels(name: string, option: string, given: unknown, n: number): ArrayLike<number | string> {
  const expected = "a number or string a row";
  if (!isArrayLike(given)) throw new TypeError(`${name}: ${option} is ${describe(given)}, expected ${expected}`);
  if (given.length !== n) throw new RangeError(`${name}: ${option} has ${given.length} entries but X has ${n} rows`);
  for (let i = 0; i < n; i++) {
    const label = given[i];
    if (typeof label !== "string" && (typeof label !== "number" || Number.isNaN(label)))
      throw new TypeError(`${name}: ${option} has ${describe(label)} at index ${i}, expected ${expected}`);
  }
  return given as ArrayLike<number | string>;
}

/** rows of one label together, labels in the order in which they first come */
function rowsByLabel(given: ArrayLike<number | string>): number[][] {
  const rows = new Map<number | string, number[]>();
  for (let i = 0; i < given.length; i++) {
    const list = rows.get(given[i]);
    if (list) list.push(i);
    else rows.set(given[i], [i]);
  }
  return [...rows.values()];
}

/** every class shuffled, then dealt out in turn, the next class where the last one stopped: sizes of folds and of classes in them differ by 1 at most */
function dealRows(classes: readonly number[][], n: number, count: number, random: Random): Int32Array {
  const ids = new Int32Array(n);
  let next = 0;
  for (const rows of classes) for (const i of shuffle([...rows], random)) ids[i] = next++ % count;
  return ids;
}

/**
 * Groups from the largest down, equally large ones in random order, each into the fold where it adds least to Σ over folds and classes
 * of (rows of the class in the fold / rows of the class)²; of equal folds into the one with the fewest rows so far.
 */
function dealGroups(groups: readonly number[][], classes: readonly number[][], n: number, count: number, random: Random): Int32Array {
  const ids = new Int32Array(n);
  const classOf = new Int32Array(n);
  for (const [c, rows] of classes.entries()) for (const i of rows) classOf[i] = c;
  const sizes = new Int32Array(count);
  const taken = Array.from({ length: count }, () => new Int32Array(classes.length));
  const inTurn = shuffle([...groups], random).sort((a, b) => b.length - a.length);
  for (const rows of inTurn) {
    // what every fold would add, but for what all would
    const added = taken.map((counts) => rows.reduce((sum, i) => sum + counts[classOf[i]] / square(classes[classOf[i]].length), 0));
    let fold = 0;
    for (let k = 1; k < count; k++) if (added[k] < added[fold] || (added[k] === added[fold] && sizes[k] < sizes[fold])) fold = k;
    for (const i of rows) {
      ids[i] = fold;
      taken[fold][classOf[i]]++;
    }
    sizes[fold] += rows.length;
  }
  return ids;
}
