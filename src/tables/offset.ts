// What rows have in their linear predictor beside the model: exposures, an older model's predictions.
import { checkVector, describe, isArrayLike } from "../check.js";
import { readTable, type TableInput } from "./readTable.js";

/** What rows have in their linear predictor beside the model. */
export interface OffsetOptions {
  /**
   * one number a row, added to intercept + xᵀβ and never fitted (log exposures of counts, say); of several classes or targets a table of
   * n rows and one column each. `predict` then asks for that of the new rows (default: none)
   */
  offset?: ArrayLike<number> | TableInput;
}

/** layers of n numbers; of one number a row, one layer */
export type Offset = readonly Float64Array[];

/** the offset of so many rows and layers; `layered`: a table is taken */
export function readOffset(name: string, given: unknown, rows: number, layers: number): Offset {
  const finite = (x: number) => x - x === 0;
  if (layers === 1) {
    if (!isArrayLike(given)) throw new TypeError(`${name}: offset is ${describe(given)}, expected an array with one number a row`);
    return [checkVector(name, "offset", given, rows, "rows", finite, "a finite number")];
  }
  const table = readTable(name, "offset", given);
  if (table.rows !== rows || table.columns !== layers)
    throw new RangeError(
      `${name}: offset is ${table.rows}×${table.columns}, expected ${rows}×${layers}: a row for every row of X, a column each`,
    );
  const all = new Float64Array(rows * layers);
  table.copyTo(all);
  return Array.from({ length: layers }, (_, k) => all.slice(k * rows, (k + 1) * rows));
}

/** the offset that a model's predictions are asked with: 0 where it has none, or is to be left out */
export function offsetFor(name: string, hadOne: boolean, given: unknown, rows: number, layers = 1): Offset | undefined {
  if (given === 0) return undefined;
  if (given !== undefined) return readOffset(name, given, rows, layers);
  if (!hadOne) return undefined;
  throw new TypeError(`${name}: offset is missing, expected that of these rows, as the model was fitted with one; offset: 0 leaves it out`);
}

/** values ← values + their offset, layer by layer */
export function plus(values: readonly Float64Array[], offset: Offset | undefined): Float64Array[] {
  return values.map((layer, k) => (offset ? layer.map((value, i) => value + offset[k][i]) : layer));
}
