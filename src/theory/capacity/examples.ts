// Rows to learn from and rows to be judged by: given apart, or drawn from the ones that there are.

import { checkNumber } from "../../check.js";
import { square } from "../../elementary.js";
import { type Random, shuffle } from "../../random.js";
import { readTarget, type TableInput, type VectorInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";
import { readRows } from "../readRows.js";

/** Which rows the test error is measured on. */
export interface HeldOut {
  /** rows of their own (default: some of X and y are held out) */
  test?: {
    /** as many columns as X */
    X: TableInput;
    /** one number a row of it */
    y: VectorInput;
  };
  /** the share of the rows that is held out where `test` is not given, above 0 and below 1 (default 0.3) */
  testShare?: number;
  /** a whole number (default 1) */
  seed?: number;
}

export interface Examples {
  X: Float64Array[];
  y: Float64Array;
}

/** X and y, and how they are split: `split` takes another order at each call */
export function readExamples(
  name: string,
  X: unknown,
  y: unknown,
  options: HeldOut,
  state: Random,
): { n: number; p: number; learning: number; split: () => { learn: Examples; test: Examples } } {
  const { rows, n, p } = readRows(name, "X", X);
  const target = readTarget(name, y, n);
  const order = () =>
    shuffle(
      Int32Array.from({ length: n }, (_, i) => i),
      state,
    );
  const pick = (places: Int32Array): Examples => ({
    X: Array.from(places, (i) => rows[i]),
    y: Float64Array.from(places, (i) => target[i]),
  });
  if (options.test !== undefined) {
    if (options.testShare !== undefined) throw new TypeError(`${name}: both test and testShare given, expected one`);
    checkOptions(name, options.test, ["X", "y"], "test");
    const test = readRows(name, "test.X", options.test.X);
    if (test.p !== p) throw new RangeError(`${name}: test.X has ${test.p} columns but X has ${p}`);
    const own = { X: test.rows, y: readTarget(name, options.test.y, test.n) };
    return { n, p, learning: n, split: () => ({ learn: pick(order()), test: own }) };
  }
  const { testShare = 0.3 } = options;
  checkNumber(name, "testShare", testShare, (x) => x > 0 && x < 1, "a number above 0 and below 1");
  const held = Math.round(testShare * n);
  if (held < 1 || held > n - 1)
    throw new RangeError(`${name}: testShare ${testShare} of ${n} rows is ${held}, expected rows on both sides`);
  const split = () => {
    const all = order();
    return { learn: pick(all.slice(held)), test: pick(all.slice(0, held)) };
  };
  return { n, p, learning: n - held, split };
}

/** (1/n) Σ (yᵢ − ŷᵢ)² */
export function meanSquaredError(y: Float64Array, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += square(y[i] - predicted[i]);
  return sum / y.length;
}
