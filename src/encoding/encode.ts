import type { SurvivalInput } from "../losses/readSurvival.js";
import { assemble } from "./assemble.js";
import { blocksOf } from "./blocks.js";
import { quoted } from "./cells.js";
import { Encoding } from "./encoding.js";
import { Observed, Sorted } from "./observed.js";
import { type Checked, checkEncodeOptions, columnsOf, type EncodeOptions, type SurvivalTarget, type TargetColumns } from "./options.js";
import { type RawColumns, type RawTable, readRaw } from "./rawTable.js";
import { listed, settle } from "./settle.js";
import { readTarget, type Target } from "./target.js";

/** What y is by default: numbers or labels of one column, a record of several, times and events. */
export type TargetOf<T> = T extends SurvivalTarget
  ? SurvivalInput
  : T extends readonly string[]
    ? Record<string, Float64Array>
    : Float64Array;

/**
 * Raw records as a table of numbers. Strings and booleans become a column of 0 and 1 a level ("town=Bern"), numbers and text that holds
 * numbers in every row stay numbers ("age"); dates are refused. X holds levels without their zeros where that is smaller.
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
export function encode<T extends TargetColumns = string, Y = TargetOf<T>>(table: RawTable, options: EncodeOptions<T> = {}): Encoding<Y> {
  const name = "encode";
  const checked = checkEncodeOptions(name, options);
  const raw = readRaw(name, table);
  const observed = watchers(name, raw.names, checked);
  for (const [column, seen] of observed) see(raw, column, seen);
  const plan = settle(name, checked, observed);
  return new Encoding<Y>(name, plan, (featureNames) => {
    const y = plan.target && (readTarget(name, raw, plan.target, plan.missingValues) as Target as Y);
    const X = assemble(blocksOf(name, raw, plan), raw.rows, featureNames, plan.sparse);
    return { X, y };
  });
}

/** what sees the cells of each column that is wanted */
function watchers(name: string, names: readonly string[], checked: Checked): Map<string, Observed> {
  const known = new Set(names);
  const targets = columnsOf(checked.target);
  for (const [option, columns] of Object.entries({ target: targets, ignore: checked.ignore, categorical: checked.categorical })) {
    const stranger = columns.find((column) => !known.has(column));
    if (stranger !== undefined)
      throw new RangeError(`${name}: ${option} names ${quoted(stranger)}, expected a column of the table: ${listed(names)}`);
  }
  const both = targets.find((column) => checked.ignore.includes(column));
  if (both !== undefined) throw new RangeError(`${name}: ignore names ${quoted(both)}, the target, expected another column`);
  const categorical = new Set(checked.categorical);
  const ignored = new Set(checked.ignore);
  const wanted = names.filter((column) => !ignored.has(column));
  return new Map(
    wanted.map((column) => {
      const asked = { categorical: categorical.has(column), median: checked.missing === "median", missingValues: checked.missingValues };
      return [column, new Observed(name, column, asked, new Sorted())];
    }),
  );
}

function see(raw: RawColumns, column: string, seen: Observed): void {
  for (let i = 0; i < raw.rows; i++) seen.see(raw.at(column, i));
}
