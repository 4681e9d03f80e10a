// What sees the cells of each column that is wanted, of one table or of many chunks.
import { quoted } from "./cells.js";
import { Observed } from "./observed.js";
import { type Checked, columnsOf } from "./options.js";
import type { RawColumns } from "./rawTable.js";
import { listed } from "./settle.js";

/** what is kept of a column of chunks: 8192 numbers for an exact median, and as many texts of numbers */
export const OF_CHUNKS = 8192;

/** The columns of a table, seen chunk by chunk. */
export class Watch {
  /** rows that were seen */
  rows = 0;
  /** in the order in which they first came, without those that are ignored */
  readonly observed = new Map<string, Observed>();
  readonly #name: string;
  readonly #checked: Checked;
  readonly #ignored: ReadonlySet<string>;
  readonly #categorical: ReadonlySet<string>;
  /** what is kept of a column at most */
  readonly #most: number;

  constructor(name: string, checked: Checked, most = Infinity) {
    this.#name = name;
    this.#checked = checked;
    this.#ignored = new Set(checked.ignore);
    this.#categorical = new Set(checked.categorical);
    this.#most = most;
  }

  /** the next rows */
  see(raw: RawColumns): void {
    for (const column of raw.names) {
      if (this.#ignored.has(column) || this.observed.has(column)) continue;
      const seen = new Observed(this.#name, column, {
        categorical: this.#categorical.has(column),
        forMedian: this.#checked.missing === "median" ? this.#most : 0,
        mostNumeric: this.#most,
        missingValues: this.#checked.missingValues,
      });
      seen.skip(this.rows);
      this.observed.set(column, seen);
    }
    for (const [column, seen] of this.observed) {
      if (!raw.has(column)) seen.skip(raw.rows);
      else for (let i = 0; i < raw.rows; i++) seen.see(raw.at(column, i));
    }
    this.rows += raw.rows;
  }
}

/** refuses options that name columns which are not there */
export function checkColumns(name: string, names: readonly string[], { target, ignore, categorical }: Checked): void {
  const known = new Set(names);
  const targets = columnsOf(target);
  for (const [option, columns] of Object.entries({ target: targets, ignore, categorical })) {
    const stranger = columns.find((column) => !known.has(column));
    if (stranger !== undefined)
      throw new RangeError(`${name}: ${option} names ${quoted(stranger)}, expected a column of the table: ${listed(names)}`);
  }
  const both = targets.find((column) => ignore.includes(column));
  if (both !== undefined) throw new RangeError(`${name}: ignore names ${quoted(both)}, the target, expected another column`);
}
