/// <reference lib="esnext.disposable" preserve="true" />
import type { Matrix } from "../tables/matrix.js";
import type { SparseMatrix } from "../tables/sparseMatrix.js";
import { assemble } from "./assemble.js";
import { blocksOf } from "./blocks.js";
import { nameFeatures, type Plan } from "./plan.js";
import { planFromJSON, planToJSON } from "./planJson.js";
import { type RawTable, readRaw } from "./rawTable.js";
import { readTarget, type Target } from "./target.js";

/** What an encoding has of the table that it was made from. */
interface Made<Y> {
  readonly X: Matrix | SparseMatrix;
  readonly y?: Y;
}

/** How raw records become a table of numbers: made by {@link encode}, and the same for rows that come later. */
export class Encoding<Y = Float64Array> {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Encoding";
  /** the columns of X: "age", "age^2", "town=Bern", "age:town=Bern", "age=missing" */
  readonly featureNames: readonly string[];
  /** one label a column of X, for the option `groups`: the raw column, or the product, that it comes from */
  readonly groups: readonly string[];
  readonly #plan: Plan;
  readonly #made?: Made<Y>;

  /** @internal made by `encode`, `encode.fitStream` and `Encoding.fromJSON` */
  constructor(name: string, plan: Plan, make?: (featureNames: readonly string[]) => Made<Y>) {
    const { featureNames, groups } = nameFeatures(name, plan);
    this.featureNames = featureNames;
    this.groups = groups;
    this.#plan = plan;
    this.#made = make?.(featureNames);
  }

  /** @internal */
  get plan(): Plan {
    return this.#plan;
  }

  /** the table of the rows that were encoded, in WebAssembly memory: sparse where that takes less than a quarter */
  get X(): Matrix | SparseMatrix {
    if (!this.#made)
      throw new TypeError(
        "Encoding.X: there is none, expected an encoding of rows; of one from JSON or a stream, transform(table) makes it",
      );
    return this.#made.X;
  }

  /** the target: numbers, or labels; of several a record of columns; of Cox's model `{ time, event, … }` */
  get y(): Y {
    const y = this.#made?.y;
    if (y === undefined)
      throw new TypeError(
        this.#plan.target
          ? "Encoding.y: there is none, expected an encoding of rows; target(table) reads it"
          : "Encoding.y: there is none, expected encode(table, { target }) with the name of a column",
      );
    return y;
  }

  /**
   * Other rows as a table of the same columns. The target need not be there; columns that the encoding does not know are left out.
   * @param table records or columns, as for {@link encode}
   * @returns a Matrix or a SparseMatrix, whichever X is; dispose of it when done
   * @throws {TypeError | RangeError} naming row and column, when a column is not there, or a value is of another kind, is missing, or is a
   *   level that was not there (see the options `missing` and `unseen`)
   */
  transform(table: RawTable): Matrix | SparseMatrix {
    return transformed("transform", this.#plan, table, this.featureNames);
  }

  /**
   * The target of other rows, as `y` is that of the rows that were encoded.
   * @param table records or columns, with the columns of the target
   * @throws {TypeError | RangeError} when the encoding has no target, or a value is missing or of another kind
   */
  target(table: RawTable): Y {
    return targetOf("target", this, table);
  }

  /** true once the memory of X was given back */
  get disposed(): boolean {
    return this.#made?.X.disposed ?? true;
  }

  /** Gives the memory of X back; what else the encoding does goes on. */
  dispose(): void {
    this.#made?.X.dispose();
  }

  /** `using encoding = encode(…)` disposes of X at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** A plain object for JSON.stringify: what `transform` needs, not X; it comes back exactly through {@link Encoding.fromJSON}. */
  toJSON(): object {
    return planToJSON(this.#plan);
  }

  /**
   * The encoding that was written by JSON.stringify; it has no X and no y.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not an encoding, or of a version this library does not know
   */
  static fromJSON<Y = Float64Array>(text: string | object): Encoding<Y> {
    const name = "Encoding.fromJSON";
    return new Encoding(name, planFromJSON(name, text));
  }
}

/** rows as a table, for the function called `name`; `featureNames` where somebody looks at them */
export function transformed(name: string, plan: Plan, table: RawTable, featureNames?: readonly string[]): Matrix | SparseMatrix {
  const raw = readRaw(name, table);
  return assemble(blocksOf(name, raw, plan), raw.rows, featureNames, plan.sparse);
}

/** y of rows, for the function called `name` */
export function targetOf<Y>(name: string, { plan }: Encoding<Y>, table: RawTable): Y {
  if (!plan.target) throw new TypeError(`${name}: the encoding has no target, expected encode(table, { target }), or y given`);
  return readTarget(name, readRaw(name, table), plan.target, plan.missingValues) as Target as Y;
}
