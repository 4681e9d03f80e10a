import { checkCount, checkNames, checkVector, describe, short } from "../check.js";
import { square } from "../elementary.js";
import { decode, encode } from "../kernels/base64.js";
import { LIMIT, memoryUsage, OutOfMemoryError } from "../kernels/heap.js";
import { absorb, diagonal, noStatistics, type Statistics, statisticsOf } from "../problem/statistics.js";
import { parsed } from "../results/json.js";
import { readForModel, readTarget, type TableInput, type VectorInput } from "../tables/readTable.js";
import { type RawMoments, statisticsOfMoments } from "./rawMoments.js";

const FORMAT = "shrinkage/gram-accumulator";
const FORMER = ["shrinkage/gram"];

/**
 * The statistics of rows that arrive in chunks: their number, Σs, the means, and the centred XᵀSX, XᵀSy and yᵀSy, from which
 * {@link fromGram} fits without the rows. Chunks are merged pairwise (Chan, Golub, LeVeque 1983) around means of twice the usual digits,
 * so that neither their size nor their order changes more than the last digits. Takes p²/2 numbers, in JavaScript's memory.
 *
 * ```ts
 * const seen = new GramAccumulator(3);
 * for (const { X, y } of chunks) seen.add(X, y);
 * const fit = fromGram(seen).lasso({ lambda: 0.1 });
 * ```
 */
export class GramAccumulator {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "GramAccumulator";
  /** p, how many columns every chunk has */
  readonly columns: number;
  #names?: readonly string[];
  readonly #statistics: Statistics;

  /**
   * @param columns p, how many columns every chunk will have
   * @param options `featureNames`: one name a column; by default those of the first chunk that has some
   * @throws {TypeError | RangeError} when `columns` is not a whole number ≥ 1, or the names are not one a column
   * @throws {OutOfMemoryError} when a fit with so many columns cannot fit in WebAssembly memory
   */
  constructor(columns: number, options: { featureNames?: readonly string[] } = {}) {
    const name = "GramAccumulator";
    this.columns = checkCount(name, "columns", columns);
    checkKeys(name, options, "featureNames");
    this.#names = checkNames(name, options.featureNames, columns, `there are ${columns} columns`);
    const bytes = 8 * square(columns + 1);
    if (bytes > LIMIT) throw new OutOfMemoryError(bytes, memoryUsage().used);
    this.#statistics = noStatistics(columns);
  }

  /** rows seen */
  get rows(): number {
    return this.#statistics.rows;
  }

  /** the sum of their weights */
  get weightSum(): number {
    return this.#statistics.weightSum;
  }

  /** weighted means of the columns, a copy; 0 before the first row */
  get means(): Float64Array {
    return this.#statistics.means.slice(0, this.columns);
  }

  /** weighted mean of y; 0 before the first row */
  get yMean(): number {
    return this.#statistics.means[this.columns];
  }

  /** one name a column, where they are known */
  get featureNames(): readonly string[] | undefined {
    return this.#names;
  }

  /**
   * Takes a chunk of rows in, O(rows·p²); the rows themselves are not kept.
   * @param X rows × p: see {@link TableInput}; a record of columns is matched by name where names are known
   * @param y one number a row
   * @param options `weights`: one weight ≥ 0 a row, as they are (default 1 each); unlike in a fit they may all be 0
   * @returns the accumulator itself
   * @throws {TypeError | RangeError} when an argument is not what it should be; then nothing has changed
   * @throws {OutOfMemoryError} when the chunk does not fit in WebAssembly memory
   */
  add(X: TableInput, y: VectorInput, options: { weights?: ArrayLike<number> } = {}): this {
    const name = "GramAccumulator.add";
    checkKeys(name, options, "weights");
    const { table, order } = readForModel(name, X, this.columns, this.#names, `the accumulator has ${this.columns}`);
    const { rows, names } = table;
    const target = readTarget(name, y, rows);
    const { weights } = options;
    const checked =
      weights === undefined
        ? undefined
        : checkVector(name, "weights", weights, rows, "rows", (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
    absorb(name, this.#statistics, statisticsOf(name, table, order, target, checked));
    this.#names ??= names && [...names];
    return this;
  }

  /**
   * Takes in what another accumulator has seen, which stays as it is.
   * @returns the accumulator itself
   * @throws {TypeError | RangeError} when `other` is no accumulator, or has other columns; then nothing has changed
   */
  merge(other: GramAccumulator): this {
    const name = "GramAccumulator.merge";
    if (!(other instanceof GramAccumulator))
      throw new TypeError(`${name}: other is ${describe(other, "GramAccumulator")}, expected a GramAccumulator`);
    if (other.columns !== this.columns)
      throw new RangeError(`${name}: other has ${other.columns} columns but the accumulator has ${this.columns}`);
    const [names, theirs] = [this.#names, other.#names];
    const strange = names && theirs ? theirs.findIndex((key, j) => key !== names[j]) : -1;
    if (names && theirs && strange >= 0)
      throw new RangeError(`${name}: column ${strange} of other is called ${short(theirs[strange])}, expected ${short(names[strange])}`);
    absorb(name, this.#statistics, other.#statistics);
    this.#names ??= theirs;
    return this;
  }

  /** @internal one that has seen what these statistics are of */
  static of(statistics: Statistics, featureNames?: readonly string[]): GramAccumulator {
    const made = new GramAccumulator(statistics.means.length - 1, { featureNames });
    absorb("GramAccumulator", made.#statistics, statistics);
    return made;
  }

  /** @internal a copy */
  statistics(): Statistics {
    const { means, rests, triangle, ...numbers } = this.#statistics;
    return { ...numbers, means: means.slice(), rests: rests.slice(), triangle: triangle.slice() };
  }

  /**
   * An accumulator of sums that somebody else has made: Spark, H2O, a SQL engine. Plain sums lose digits where means are large beside standard
   * deviations; every gap of its fits allows for what they may hide, so that a proof stays one, and `converged` says where it does not suffice.
   * @param moments sums over rows: `rows`, `xSums`, `xProducts`, `ySum`, `ySquares`, `xyProducts`; `weightSum`, `featureNames` and `error` are optional
   * @throws {TypeError | RangeError} when a sum is no number, or they do not go together, or a column varies by less than they can tell
   * @throws {OutOfMemoryError} when a fit with so many columns cannot fit in WebAssembly memory
   */
  static fromMoments(moments: RawMoments): GramAccumulator {
    const name = "GramAccumulator.fromMoments";
    const statistics = statisticsOfMoments(name, moments);
    const names = checkNames(name, moments.featureNames, statistics.means.length - 1, `there are ${statistics.means.length - 1} columns`);
    return GramAccumulator.of(statistics, names);
  }

  /** A plain object for JSON.stringify; every bit comes back through {@link GramAccumulator.fromJSON}. */
  toJSON(): object {
    const { rows, weightSum, means, rests, triangle, noise } = this.#statistics;
    return {
      format: FORMAT,
      version: 1,
      rows,
      columns: this.columns,
      ...(this.#names && { featureNames: this.#names }),
      ...(noise && { noise }),
      // little-endian f64: the sum of the weights, p + 1 means, what they are off by, (p + 1)(p + 2)/2 products
      data: encode(bytesOf([weightSum], means, rests, triangle)),
    };
  }

  /**
   * The accumulator that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is no accumulator, or of a version this library does not know
   */
  static fromJSON(text: string | object): GramAccumulator {
    const name = "GramAccumulator.fromJSON";
    const { rows, columns: p, featureNames, data, noise } = parsed(name, text, FORMAT, FORMER);
    if (!Number.isSafeInteger(rows) || (rows as number) < 0)
      throw new TypeError(`${name}: rows is ${describe(rows)}, expected a whole number ≥ 0`);
    const columns = checkCount(name, "columns", p);
    const names = checkNames(name, featureNames, columns, `there are ${columns} columns`);
    const q = columns + 1;
    const numbers = numbersIn(data);
    const expected = 1 + 2 * q + (q * (q + 1)) / 2;
    if (numbers?.length !== expected)
      throw new TypeError(
        `${name}: data ${numbers ? `has ${numbers.length} numbers` : `is ${describe(data)}`}, expected ${expected} numbers as base64`,
      );
    const products = numbers.subarray(1 + 2 * q);
    const squares = Array.from({ length: q }, (_, j) => products[diagonal(j)]);
    if (!numbers.every(Number.isFinite) || numbers[0] < 0 || squares.some((square) => square < 0) || (rows === 0 && numbers.some((x) => x)))
      throw new TypeError(`${name}: data is damaged, expected what JSON.stringify(accumulator) wrote`);
    if (noise !== undefined && !(typeof noise === "number" && noise >= 0 && noise < Infinity))
      throw new TypeError(`${name}: noise is ${describe(noise)}, expected a finite number ≥ 0`);
    const result = new GramAccumulator(columns, { featureNames: names });
    if (noise) result.#statistics.noise = noise as number;
    const { means, rests, triangle } = result.#statistics;
    result.#statistics.rows = rows as number;
    result.#statistics.weightSum = numbers[0];
    means.set(numbers.subarray(1, 1 + q));
    rests.set(numbers.subarray(1 + q, 1 + 2 * q));
    triangle.set(products);
    return result;
  }
}

function checkKeys(name: string, options: unknown, only: string): void {
  if (options === null || typeof options !== "object") throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const other = Object.keys(options).find((key) => key !== only);
  if (other !== undefined) throw new TypeError(`${name}: ${other} is not an option, expected ${only}`);
}

/** all numbers in a row */
function bytesOf(...parts: ArrayLike<number>[]): Uint8Array {
  const numbers = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    numbers.set(part, at);
    at += part.length;
  }
  return new Uint8Array(numbers.buffer);
}

/** undefined where it is not base64, or not of whole numbers of 8 bytes */
function numbersIn(data: unknown): Float64Array | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return new Float64Array(decode(data).buffer);
  } catch {
    return undefined;
  }
}
