// Rows as they come: X, y and weights, read and checked, with errors that name the part and the row in it.
import { checkVector, describe, isArrayLike, isFiniteNumber, isObject } from "../check.js";
import type { Table } from "../tables/forms.js";
import type { Label } from "../tables/labels.js";
import { checkLength, readForModel, readTarget, type TableInput, type VectorInput } from "../tables/readTable.js";
import { tableOf } from "../tables/recognise.js";

/** Some rows of a table. */
export interface Chunk {
  /** rows × p: see {@link TableInput} */
  X: TableInput;
  /** one number a row; for "logistic" one label a row */
  y: VectorInput | ArrayLike<Label>;
  /** one weight ≥ 0 a row, as they are (default 1 each): over all chunks they are rescaled to sum to n */
  weights?: ArrayLike<number>;
}

/** How y is read. */
export interface Target {
  readonly loss: "logistic" | "poisson" | "multinomial";
  /** the labels of 0 and 1, and on */
  readonly classes?: readonly Label[];
}

/** What a model predicts from: those of its coefficients that are not 0. */
export interface Linear {
  readonly intercept: number;
  readonly places: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Where the rows of a chunk stand. */
export interface Place {
  /** the number of the part, 0 where there are none */
  readonly part: number;
  /** of the first row, in its part */
  readonly row: number;
}

/** Rows that were checked. */
export interface Rows extends Place {
  readonly table: Table;
  /** where the columns of the model stand in the table */
  readonly order: readonly number[];
  readonly y: Float64Array;
  readonly weights?: Float64Array;
}

/** What all chunks have in common, as the first of them says. */
export interface Columns {
  readonly count: number;
  readonly names?: readonly string[];
}

/** a chunk, checked; `columns`: what the chunks before it have */
export function readChunk(name: string, chunk: unknown, place: Place, parts: boolean, columns?: Columns, as?: Target): Rows {
  const where = parts ? ` of part ${place.part}` : "";
  const from = `${name}: rows from ${place.row}${where}`;
  if (!isObject(chunk)) throw new TypeError(`${from}: a chunk is ${describe(chunk)}, expected { X, y, weights? }`);
  const odd = Object.keys(chunk).find((key) => !["X", "y", "weights"].includes(key));
  if (odd !== undefined) throw new TypeError(`${from}: ${odd} is not a part of a chunk, expected { X, y, weights? }`);
  const { X, y, weights } = chunk as unknown as Chunk;
  try {
    const known = columns ?? { count: tableOf(from, "X", X).columns };
    const { table, order } = readForModel(from, X, known.count, known.names, `the rows before have ${known.count}`);
    const target = as?.classes ? classesOf(name, y, table.rows, as.classes, place.row, where) : readTarget(from, y, table.rows);
    const negative = as?.loss === "poisson" ? target.findIndex((value) => value < 0) : -1;
    if (negative >= 0)
      throw new RangeError(
        `${name}: y has ${target[negative]} at row ${place.row + negative}${where}, expected a number ≥ 0 for loss "poisson"`,
      );
    const fits = (x: number) => x >= 0 && x < Infinity;
    const s = weights === undefined ? undefined : checkVector(from, "weights", weights, table.rows, "rows", fits, "a finite number ≥ 0");
    return { ...place, table, order, y: target, weights: s };
  } catch (error) {
    throw located(name, { X, y: as?.classes ? [] : y }, place, where) ?? error;
  }
}

/** the same complaint with the number that the row has in its part; undefined where it is about no single entry */
function located(name: string, { X, y }: { X: unknown; y: unknown }, { row }: Place, where: string): Error | undefined {
  const not = (what: string, value: unknown, i: number, column = "") =>
    new (typeof value === "number" ? RangeError : TypeError)(
      `${name}: ${what} has ${describe(value)} at row ${row + i}${column}${where}, expected a finite number`,
    );
  try {
    const table = tableOf(name, "X", X);
    const bad = table.bad();
    if (bad) {
      const [i, j] = bad;
      return not("X", table.at(i, j), i, `, column ${j}${table.names ? ` (${table.names[j]})` : ""}`);
    }
    const numbers = y as ArrayLike<unknown>;
    for (let i = 0; i < table.rows && i < numbers.length; i++) if (!isFiniteNumber(numbers[i])) return not("y", numbers[i], i);
  } catch {
    // what cannot be read has been refused already
  }
  return undefined;
}

/** 0 or 1 a row */
function classesOf(name: string, y: unknown, rows: number, classes: readonly Label[], row: number, where: string): Float64Array {
  if (!isArrayLike(y)) throw new TypeError(`${name}: y is ${describe(y)}, expected an array of labels`);
  checkLength(name, y.length, rows);
  return Float64Array.from({ length: rows }, (_, i) => {
    const place = classes.indexOf(y[i] as Label);
    if (place < 0) {
      const some = classes.slice(0, 5).map((label) => describe(label));
      const expected = classes.length === 2 ? some.join(" or ") : `one of ${some.join(", ")}${classes.length > 5 ? ", …" : ""}`;
      throw new RangeError(
        `${name}: y has ${describe(y[i])} at row ${row + i}${where}, expected ${expected}; the option classes says which labels there are`,
      );
    }
    return place;
  });
}
