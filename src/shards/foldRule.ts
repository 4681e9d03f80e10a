// Which fold a row is in, from a seed and the row's number alone: wherever the row is read, and however rows are cut into chunks.
import { checkCount, checkNumber } from "../check.js";
import { checkSeed } from "../random.js";
import type { Rows } from "./chunk.js";

/** 32 bits of which each depends on all of the argument's (MurmurHash3's last step, A. Appleby, public domain) */
function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** How rows are divided; plain data. */
export interface Folds {
  readonly folds: number;
  readonly seed: number;
}

/** the fold of row number `row` of part number `part`, from 0 to folds − 1 */
export function foldOf(seed: number, part: number, row: number, folds: number): number {
  let h = mix(seed ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(part + 1, 0x85ebca77));
  h = mix(h ^ Math.imul(Math.floor(row / 2 ** 32) + 1, 0xc2b2ae3d));
  h = mix(h ^ (row | 0));
  return Math.floor(((h >>> 0) / 2 ** 32) * folds);
}

/** the fold of every row of a chunk */
export function foldsOf({ folds, seed }: Folds, { part, row, y }: Pick<Rows, "part" | "row" | "y">): Int32Array {
  return Int32Array.from(y, (_, i) => foldOf(seed, part, row + i, folds));
}

/** the weight of every row, as a model has it that leaves a fold out: 0 inside */
export function weightsBut(rows: Rows, folds?: Folds): (without?: number) => Float64Array {
  const all = rows.weights ?? new Float64Array(rows.y.length).fill(1);
  const ids = folds && foldsOf(folds, rows);
  const known = new Map<number, Float64Array>();
  return (without) => {
    if (!ids || without === undefined) return all;
    const own = known.get(without) ?? all.map((s, i) => (ids[i] === without ? 0 : s));
    known.set(without, own);
    return own;
  };
}

/** the number of folds that was asked for: 10 where none was */
export function checkFolds(name: string, folds: unknown = 10): number {
  const fits = (x: number) => Number.isInteger(x) && x >= 2 && x <= 1000;
  return checkNumber(name, "folds", folds, fits, "a whole number from 2 to 1000");
}

/**
 * The fold of every row, as {@link Shards.crossValidate} draws it from the seed and the number of the row: what `foldIds` of `crossValidate`
 * takes, for whoever has all rows in one table.
 *
 * @param rows how many rows the part has
 * @param options `folds` (default 10) and `seed` (default 1) as given to `crossValidate`; `part`: the number of the part (default 0, which a
 *   source without parts is)
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function shardFolds(rows: number, options: { folds?: number; seed?: number; part?: number } = {}): Int32Array {
  const name = "shardFolds";
  checkCount(name, "rows", rows);
  const folds = checkFolds(name, options.folds);
  const seed = checkSeed(name, options.seed);
  const part = checkNumber(name, "part", options.part ?? 0, (x) => Number.isInteger(x) && x >= 0, "a whole number ≥ 0");
  return Int32Array.from({ length: rows }, (_, row) => foldOf(seed, part, row, folds));
}
