// What is known of a raw column once its cells were seen, one after the other: kinds, levels, moments.
import { describe } from "../check.js";
import { cellIs, dateAt, isDecorated, isNumeric, type Kind, kindOf, levelOf, numberIn, quoted, saysNothing, typeOf } from "./cells.js";
import { Quantiles } from "./quantiles.js";

/** What is asked of a column. */
export interface Asked {
  /** take it for a factor whatever its cells are */
  readonly categorical: boolean;
  /** numbers that are kept for the median; 0: none */
  readonly forMedian: number;
  /** texts of numbers that are kept as levels, in case that words follow */
  readonly mostNumeric: number;
  /** texts that count as missing */
  readonly missingValues: ReadonlySet<string>;
}

/** A column of numbers. */
export interface Numbers {
  readonly kind: "number";
  readonly mean: number;
  /** population sd */
  readonly sd: number;
  /** how many are not 0 */
  readonly nonzero: number;
}

/** A column of levels. */
export interface Levels {
  readonly kind: "factor";
  /** level → how often */
  readonly counts: ReadonlyMap<string, number>;
  /** what {@link typeOf} said of the cells */
  readonly types: readonly string[];
}

/** rows of a table that is no small one */
const MANY = 100;

const NUMBERS: readonly Kind[] = ["number", "numeric text"];

/** Sees the cells of one column. */
export class Observed {
  rows = 0;
  missing = 0;
  readonly #name: string;
  readonly #column: string;
  readonly #asked: Asked;
  readonly #quantiles: Quantiles | undefined;
  /** too many different texts of numbers came for these to be levels */
  #isNumbers = false;
  /** where each kind came first */
  readonly #first = new Map<Kind, { row: number; value: unknown }>();
  readonly #levels = new Map<string, number>();
  readonly #types = new Set<string>();
  #count = 0;
  #nonzero = 0;
  #mean = 0;
  #squares = 0;

  constructor(name: string, column: string, asked: Asked) {
    this.#name = name;
    this.#column = column;
    this.#asked = asked;
    this.#quantiles = asked.forMedian > 0 ? new Quantiles(asked.forMedian) : undefined;
  }

  /** rows without the column */
  skip(rows: number): void {
    if (rows > 0 && !this.#first.has("missing")) this.#first.set("missing", { row: this.rows, value: undefined });
    this.rows += rows;
    this.missing += rows;
  }

  /** the next cell */
  see(value: unknown): void {
    const row = this.rows++;
    const { categorical, missingValues } = this.#asked;
    const kind = kindOf(value, missingValues);
    if (kind === "other") {
      const more = this.#column === "__parsed_extra" ? ": the row has more fields than the header" : "";
      throw this.#refuse(row, value, `expected a number, a string or a boolean${more}`);
    }
    if (!this.#first.has(kind)) this.#first.set(kind, { row, value });
    if (kind === "missing") {
      this.missing++;
      return;
    }
    if (categorical || !NUMBERS.includes(kind) || (kind === "numeric text" && !this.#isNumbers)) this.#seeLevel(value, kind);
    if (!categorical && NUMBERS.includes(kind)) this.#seeNumber(row, numberIn(value), value);
    if (!categorical && kind === "Date") throw dateAt(this.#name, this.#column, row, value);
  }

  #seeLevel(value: unknown, kind: Kind): void {
    const level = levelOf(value);
    this.#levels.set(level, (this.#levels.get(level) ?? 0) + 1);
    this.#types.add(typeOf(value));
    const { categorical, mostNumeric } = this.#asked;
    if (categorical || kind !== "numeric text" || this.#levels.size <= mostNumeric || this.#first.has("text")) return;
    this.#isNumbers = true;
    this.#levels.clear();
  }

  /** mean and squares by Welford (1962) */
  #seeNumber(row: number, x: number, value: unknown): void {
    if (!Number.isFinite(x)) throw new RangeError(`${cellIs(this.#name, this.#column, row, value)}, expected a finite number`);
    this.#count++;
    if (x !== 0) this.#nonzero++;
    const step = x - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (x - this.#mean);
    this.#quantiles?.add(x);
  }

  /** the median of the numbers */
  median(): number {
    return this.#quantiles ? this.#quantiles.median() : NaN;
  }

  /** the first cell that was missing */
  get firstMissing(): { row: number; value: unknown } | undefined {
    return this.#first.get("missing");
  }

  /** true for levels that come once each, in more rows than a small table has */
  get isAllDifferent(): boolean {
    const count = this.rows - this.missing;
    return !this.#asked.categorical && count >= MANY && this.#levels.size === count;
  }

  /** what the column is: numbers, or levels */
  settle(): Numbers | Levels {
    const [name, column] = [this.#name, quoted(this.#column)];
    if (this.missing === this.rows)
      throw new RangeError(`${name}: column ${column} has no value in any row, expected one at least; ignore: [${column}] leaves it out`);
    const found = (...kinds: Kind[]) => kinds.map((kind) => this.#first.get(kind)).find((first) => first !== undefined);
    const levels: Levels = { kind: "factor", counts: this.#levels, types: [...this.#types] };
    if (this.#asked.categorical) return levels;
    const number = found("number") ?? (this.#isNumbers ? found("numeric text") : undefined);
    const word = found("text", "boolean", "date text");
    if (number && word)
      throw this.#refuse(word.row, word.value, `but ${describe(number.value)} at row ${number.row}, expected one kind; ${this.#remedy()}`);
    const dated = found("date text");
    if (dated && !found("text", "boolean", "numeric text")) throw dateAt(name, this.#column, dated.row, dated.value);
    if (word && found("numeric text")) this.#refuseNothing(word.row, word.value);
    if (word) this.#refuseDecorated(word.row, word.value);
    if (word) return levels;
    return { kind: "number", mean: this.#mean, sd: Math.sqrt(this.#squares / this.#count), nonzero: this.#nonzero };
  }

  /** numbers as text beside text that says that there is none: no factor */
  #refuseNothing(row: number, value: unknown): void {
    const words = [...this.#levels.keys()].filter((level) => !isNumeric(level));
    if (words.every(saysNothing)) throw this.#refuse(row, value, `beside numbers, expected numbers; ${this.#remedy(words)}`);
  }

  /** text that holds numbers in all rows, in forms that are not read as numbers: a level each would be no use */
  #refuseDecorated(row: number, value: unknown): void {
    const words = [...this.#levels.keys()].filter((level) => !isNumeric(level));
    if (!words.every(isDecorated)) return;
    const instead = `plain digits and a point; convert it before, or categorical: [${quoted(this.#column)}] makes it levels`;
    throw this.#refuse(row, value, `a number with other characters, expected ${instead}`);
  }

  #remedy(words: readonly string[] = [...this.#levels.keys()].filter(saysNothing)): string {
    const counts = words.length > 0 ? `missingValues: ${JSON.stringify(words.slice(0, 5))} counts it as missing, ` : "";
    return `${counts}categorical: [${quoted(this.#column)}] makes it levels`;
  }

  #refuse(row: number, value: unknown, expected: string): Error {
    return new TypeError(`${cellIs(this.#name, this.#column, row, value)}, ${expected}`);
  }
}
