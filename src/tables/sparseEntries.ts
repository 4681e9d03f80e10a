// Entries (row, column, value) of a sparse table, their checks, and the way from any order to columns.
import { describe, isArrayLike, isFiniteNumber, MOST_COLUMNS } from "../check.js";

/** Entries as they came, checked. */
export interface Entries {
  readonly shape: readonly [rows: number, columns: number];
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Entries by columns: those of column j are at starts[j] … starts[j + 1], in rising rows, none twice. */
export interface SparseColumns {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

const MOST = 2 ** 31 - 1;

/** [rows, columns] of a shape */
export function checkShape(name: string, what: string, shape: unknown): readonly [number, number] {
  if (!isArrayLike(shape) || shape.length !== 2)
    throw new TypeError(`${name}: ${what} is ${describe(shape)}, expected two whole numbers, rows and columns`);
  const [rows, columns] = [shape[0], shape[1]];
  for (const [side, count, most] of [
    ["rows", rows, MOST],
    ["columns", columns, MOST_COLUMNS],
  ] as const)
    if (!Number.isInteger(count) || (count as number) < 1 || (count as number) > most)
      throw new RangeError(`${name}: ${what} has ${describe(count)} ${side}, expected a whole number from 1 to ${most}`);
  return [rows as number, columns as number];
}

export function checkList(name: string, what: string, list: unknown): ArrayLike<unknown> {
  if (!isArrayLike(list)) throw new TypeError(`${name}: ${what} is ${describe(list)}, expected an array of numbers`);
  return list;
}

/** list[k] as a place below `count` */
export function checkPlace(name: string, what: string, list: ArrayLike<unknown>, k: number, count: number, of: string): number {
  const place = list[k];
  if (!Number.isInteger(place) || (place as number) < 0 || (place as number) >= count)
    throw new RangeError(
      `${name}: ${what}[${k}] is ${describe(place)}, expected a whole number from 0 to ${count - 1}: there are ${count} ${of}`,
    );
  return place as number;
}

export function checkValue(name: string, value: unknown, row: number, column: number): number {
  if (isFiniteNumber(value)) return value;
  const message = `${name}: X has ${describe(value)} at row ${row}, column ${column}, expected a finite number`;
  throw typeof value === "number" ? new RangeError(message) : new TypeError(message);
}

/** the entries by columns, in rising rows, those of one place added, zeros left out: sorted by counting, twice (Knuth 3, section 5.2) */
export function byColumns(name: string, { shape: [n, p], rows, columns, values }: Entries): SparseColumns {
  const inRows = sorted(rows, n, (k) => k, rows.length);
  const order = sorted(columns, p, (k) => inRows[k], rows.length);
  const starts = new Float64Array(p + 1);
  const indices = new Int32Array(rows.length);
  const sums = new Float64Array(rows.length);
  let count = 0;
  for (let k = 0; k < order.length; ) {
    const [i, j] = [rows[order[k]], columns[order[k]]];
    let sum = 0;
    for (; k < order.length && rows[order[k]] === i && columns[order[k]] === j; k++) sum += values[order[k]];
    if (!isFiniteNumber(sum))
      throw new RangeError(`${name}: the entries at row ${i}, column ${j} add up to ${sum}, expected a finite number`);
    if (sum === 0) continue;
    indices[count] = i;
    sums[count++] = sum;
    starts[j + 1]++;
  }
  for (let j = 0; j < p; j++) starts[j + 1] += starts[j];
  return { rows: n, columns: p, starts, indices: indices.subarray(0, count), values: sums.subarray(0, count) };
}

/** the places at(0) … at(length − 1) by their keys, those of one key in their order */
function sorted(keys: Int32Array, count: number, at: (k: number) => number, length: number): Int32Array {
  // rows that are said to be there cost nothing
  if (count > 16 * length + 1024) return Int32Array.from({ length }, (_, k) => at(k)).sort((a, b) => keys[a] - keys[b]);
  const next = new Int32Array(count + 1);
  for (let k = 0; k < length; k++) next[keys[k] + 1]++;
  for (let key = 0; key < count; key++) next[key + 1] += next[key];
  const out = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    const place = at(k);
    out[next[keys[place]]++] = place;
  }
  return out;
}
