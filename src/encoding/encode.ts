import { describe, isObject } from "../check.js";
import type { SurvivalInput } from "../losses/readSurvival.js";
import { assemble } from "./assemble.js";
import { blocksOf } from "./blocks.js";
import { Encoding } from "./encoding.js";
import { checkEncodeOptions, type EncodeOptions, type SurvivalTarget, type TargetColumns } from "./options.js";
import { type RawTable, readRaw } from "./rawTable.js";
import { settle } from "./settle.js";
import { readTarget, type Target } from "./target.js";
import { checkColumns, OF_CHUNKS, Watch } from "./watch.js";

/** What y is by default: numbers or labels of one column, a record of several, times and events. */
export type TargetOf<T> = T extends SurvivalTarget
  ? SurvivalInput
  : T extends readonly string[]
    ? Record<string, Float64Array>
    : Float64Array;

/** {@link encode}: of a table, and of a table in chunks. */
export interface Encode {
  /**
   * Raw records as a table of numbers. Strings and booleans become a column of 0 and 1 a level ("town=Bern"), numbers and text that holds
   * numbers in every row stay numbers ("age"); dates are refused. X is a SparseMatrix,
   * which has no zeros of levels, where that takes less than a quarter of the memory, and a Matrix else.
   *
   * ```ts
   * const encoding = encode(records, { target: "price", missing: "median" });
   * const cv = crossValidate(encoding.X, encoding.y, { seed: 1 });
   * const answer = model(encoding, cv.fit);
   * answer.predict([{ age: 31, town: "Bern" }]);
   * ```
   * @param table an array of records, or a record of columns; records need not have all keys: what is not there is missing
   * @param options see {@link EncodeOptions}
   * @returns an {@link Encoding} with X, y, featureNames, groups, and `transform` for other rows
   * @throws {TypeError | RangeError} naming row and column, when the table is empty or ragged, a column has no value, dates, or several kinds, an
   *   option names a column that is not there, or two columns of X would have one name
   * @throws {OutOfMemoryError} when X does not fit
   */
  <T extends TargetColumns = string, Y = TargetOf<T>>(table: RawTable, options?: EncodeOptions<T>): Encoding<Y>;

  /**
   * The same of a table that comes in chunks, in one pass: levels, means and sds to the bit as {@link encode} of all rows, medians to the bit while
   * a column has less than 8192 numbers, then from a sketch: of n numbers the one returned is within n·(1 + log₂(n/8192))/8192 places of the
   * middle, 0.1 % at a million. A column whose first 8192 different texts are numbers is one of numbers.
   *
   * ```ts
   * const encoding = await encode.fitStream(chunks(), { target: "price" });
   * const sums = new GramAccumulator(encoding.featureNames.length);
   * for await (const chunk of chunks()) sums.add(encoding.transform(chunk), encoding.target(chunk));
   * ```
   * @param chunks records or columns each, as for {@link encode}; those without rows are passed over
   * @param options as for {@link encode}
   * @returns an {@link Encoding} without X and y; `transform` makes them of each chunk
   * @throws {TypeError | RangeError} as {@link encode}, by rejecting; rows are counted over all chunks
   */
  fitStream<T extends TargetColumns = string, Y = TargetOf<T>>(
    chunks: AsyncIterable<RawTable> | Iterable<RawTable>,
    options?: EncodeOptions<T>,
  ): Promise<Encoding<Y>>;
}

/** the encoding of a table */
function encodeTable<T extends TargetColumns = string, Y = TargetOf<T>>(table: RawTable, options: EncodeOptions<T> = {}): Encoding<Y> {
  const name = "encode";
  const checked = checkEncodeOptions(name, options);
  const raw = readRaw(name, table);
  checkColumns(name, raw.names, checked);
  const watch = new Watch(name, checked);
  watch.see(raw);
  const plan = settle(name, checked, watch.observed);
  return new Encoding<Y>(name, plan, (featureNames) => {
    const y = plan.target && (readTarget(name, raw, plan.target, plan.missingValues) as Target as Y);
    const X = assemble(blocksOf(name, raw, plan), raw.rows, featureNames, plan.sparse);
    return { X, y };
  });
}

/** the encoding of a table in chunks */
async function fitStream<T extends TargetColumns = string, Y = TargetOf<T>>(
  chunks: AsyncIterable<RawTable> | Iterable<RawTable>,
  options: EncodeOptions<T> = {},
): Promise<Encoding<Y>> {
  const name = "encode.fitStream";
  const checked = checkEncodeOptions(name, options);
  if (!isObject(chunks) || !(Symbol.asyncIterator in chunks || Symbol.iterator in chunks))
    throw new TypeError(`${name}: chunks is ${describe(chunks)}, expected an iterable of tables, sync or async`);
  const watch = new Watch(name, checked, OF_CHUNKS);
  const names = new Set<string>();
  for await (const chunk of chunks) {
    if (Array.isArray(chunk) && chunk.length === 0) continue;
    const raw = readRaw(name, chunk);
    for (const column of raw.names) names.add(column);
    watch.see(raw);
  }
  if (watch.rows === 0) throw new RangeError(`${name}: chunks has no rows, expected at least one`);
  checkColumns(name, [...names], checked);
  return new Encoding<Y>(name, settle(name, checked, watch.observed));
}

/** Raw records as a table of numbers: see {@link Encode}. */
export const encode: Encode = /* @__PURE__ */ Object.assign(encodeTable, { fitStream });
