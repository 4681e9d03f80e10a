// Rows that are not trained on say when to stop.
import { checkBoolean, checkCount, checkIndex, checkNumber, describe, isArrayLike } from "../check.js";
import { seeded, shuffle } from "../random.js";

/** When to stop early. */
export interface EarlyStopping {
  /** share of the rows that is kept apart, drawn by `seed` (default 0.1) */
  fraction?: number;
  /** instead of a share: these rows, by their numbers */
  rows?: ArrayLike<number>;
  /** epochs without improvement after which training ends (default 5) */
  patience?: number;
  /** what counts as improvement: a loss that is lower by more than this (default 0) */
  minDelta?: number;
}

/** `earlyStopping` once it is checked. */
export interface Stopping {
  /** undefined: a share */
  readonly rows?: readonly number[];
  /** how many rows */
  readonly count: number;
  readonly patience: number;
  readonly minDelta: number;
}

/** undefined where training is not to end early */
export function checkEarlyStopping(name: string, given: unknown, rows: number): Stopping | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === null || (typeof given !== "object" && given !== true)) {
    checkBoolean(name, "earlyStopping", given);
    return undefined;
  }
  const {
    fraction,
    rows: chosen,
    patience = 5,
    minDelta = 0,
    ...other
  } = given === true ? ({} as EarlyStopping) : (given as EarlyStopping);
  for (const key of Object.keys(other))
    throw new TypeError(`${name}: earlyStopping.${key} is not an option, expected one of fraction, rows, patience, minDelta`);
  const stop = {
    patience: checkCount(name, "earlyStopping.patience", patience),
    minDelta: checkNumber(name, "earlyStopping.minDelta", minDelta, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0"),
  };
  if (chosen === undefined) {
    const share = checkNumber(name, "earlyStopping.fraction", fraction ?? 0.1, (x) => x > 0 && x < 1, "a number above 0 and below 1");
    if (rows < 2) throw new RangeError(`${name}: earlyStopping wants rows to keep apart but X has ${rows} rows, expected at least 2`);
    return { ...stop, count: Math.min(rows - 1, Math.max(1, Math.round(share * rows))) };
  }
  if (fraction !== undefined)
    throw new TypeError(`${name}: earlyStopping.fraction and earlyStopping.rows are both given, expected one of them`);
  if (!isArrayLike(chosen)) throw new TypeError(`${name}: earlyStopping.rows is ${describe(chosen)}, expected an array of row numbers`);
  const list = [...new Set(Array.from(chosen, (i) => checkIndex(name, "earlyStopping.rows", i, rows)))];
  if (list.length === 0 || list.length === rows)
    throw new RangeError(`${name}: earlyStopping.rows has ${list.length} of ${rows} rows, expected some and not all`);
  return { ...stop, rows: list, count: list.length };
}

/** Which rows train, and which say when to stop. */
export interface Parts {
  /** numbers of the rows that train, and of those kept apart */
  readonly training: Int32Array;
  readonly apart: Int32Array;
  /** weights in which the other part has 0; undefined where all rows train and weigh the same */
  readonly weights?: Float64Array;
  readonly apartWeights?: Float64Array;
}

/** the rows in two parts, of which each has to weigh something */
export function divide(name: string, stopping: Stopping | undefined, weights: Float64Array | undefined, n: number, seed: number): Parts {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  if (!stopping) return { training: rows, apart: rows.subarray(0, 0), weights };
  const isApart = new Uint8Array(n);
  const order = stopping.rows ?? shuffle(rows.slice(), seeded(seed));
  for (let k = 0; k < stopping.count; k++) isApart[order[k]] = 1;
  const [training, apart] = [0, 1].map((which) => rows.filter((i) => isApart[i] === which));
  const [weighed, apartWeights] = [0, 1].map((which) => Float64Array.from(rows, (i) => (isApart[i] === which ? (weights?.[i] ?? 1) : 0)));
  for (const [what, part] of [
    ["training rows", weighed],
    ["rows kept apart", apartWeights],
  ] as const)
    if (part.every((s) => s === 0)) throw new RangeError(`${name}: weights of all ${what} are zero, expected at least one above 0`);
  return { training, apart, weights: weighed, apartWeights };
}

/** The best epoch so far and how long ago it was. */
export class Patience {
  readonly #stopping: Stopping;
  #lowest = Infinity;
  #since = 0;
  /** the coefficients and the intercept of the best epoch, and its number */
  best?: Float64Array;
  epoch = 0;

  constructor(stopping: Stopping) {
    this.#stopping = stopping;
  }

  /** notes the loss of an epoch; true where it is time to stop */
  note(epoch: number, loss: number, b: Float64Array): boolean {
    if (loss < this.#lowest - this.#stopping.minDelta || !this.best) {
      this.#lowest = loss;
      this.#since = 0;
      this.epoch = epoch;
      this.best = b.slice();
      return false;
    }
    return ++this.#since >= this.#stopping.patience;
  }
}
