// Raw columns as blocks of numbers, by the plan.
import { describe } from "../check.js";
import { cellIs, isMissing, kindOf, levelOf, missingAt, numberIn, quoted, typeOf } from "./cells.js";
import type { FactorColumn, NumberColumn, Plan } from "./plan.js";
import { partsOf } from "./plan.js";
import type { RawColumns } from "./rawTable.js";
import { listed } from "./settle.js";

/** Columns of X: n numbers, or one entry a row at most in one of `width` columns: `values` of it, or 1. */
export type Block =
  | { readonly codes?: undefined; readonly values: Float64Array; readonly width: 1 }
  | { readonly codes: Int32Array; readonly values?: Float64Array; readonly width: number };

/** all blocks, in the order of the features */
export function blocksOf(name: string, raw: RawColumns, plan: Plan): Block[] {
  const lost = plan.columns.filter(({ name: column }) => !raw.has(column)).map(({ name: column }) => column);
  if (lost.length > 0)
    throw new RangeError(
      `${name}: table has no column ${listed(lost)}, expected ${listed(plan.columns.map((column) => column.name))}; null says that a value is missing`,
    );
  const single = new Map<string, Block>();
  const blocks: Block[] = [];
  for (const column of plan.columns) {
    const read = column.kind === "number" ? readNumbers(name, raw, column, plan) : [readFactor(name, raw, column, plan)];
    single.set(column.name, read[0]);
    blocks.push(...read);
  }
  for (const parts of partsOf(plan)) {
    const each = parts.map((part) => single.get(part.name) as Block);
    const block = each.reduce(product);
    if (block.values) checkFinite(name, parts.map((part) => part.name).join(":"), block.values);
    blocks.push(block);
  }
  return blocks;
}

/** a column of numbers, its powers, and where it was missing */
function readNumbers(name: string, raw: RawColumns, column: NumberColumn, { missingValues }: Plan): Block[] {
  const { name: called, fill, centre, scale, degree, indicator } = column;
  const values = new Float64Array(raw.rows);
  const codes = indicator ? new Int32Array(raw.rows).fill(-1) : undefined;
  for (let i = 0; i < raw.rows; i++) {
    const cell = raw.at(called, i);
    // numbers are most of what comes
    if (typeof cell === "number" && cell - cell === 0 && missingValues.size === 0) {
      values[i] = (cell - centre) / scale;
      continue;
    }
    const kind = kindOf(cell, missingValues);
    if (kind === "missing") {
      if (fill === undefined) throw missingAt(name, called, i, cell);
      if (codes) codes[i] = 0;
      values[i] = (fill - centre) / scale;
    } else if (kind === "number" || kind === "numeric text") {
      const x = numberIn(cell);
      if (!Number.isFinite(x)) throw new RangeError(`${cellIs(name, called, i, cell)}, expected a finite number`);
      values[i] = (x - centre) / scale;
    } else throw new TypeError(`${cellIs(name, called, i, cell)}, expected a number`);
  }
  checkFinite(name, called, values);
  const blocks: Block[] = [{ values, width: 1 }];
  let power = values;
  for (let k = 2; k <= degree; k++) {
    power = power.map((x, i) => x * values[i]);
    checkFinite(name, `${called}^${k}`, power);
    blocks.push({ values: power, width: 1 });
  }
  if (codes) blocks.push({ codes, width: 1 });
  return blocks;
}

/** the maps of factors that were read before: of thousands of levels one takes as long as thousands of rows */
const known = /* @__PURE__ */ new WeakMap<FactorColumn, ReadonlyMap<string, number>>();

/** level → the column that it has among those of the factor; −1: none */
function placesOf(column: FactorColumn): ReadonlyMap<string, number> {
  const { levels, reference } = column;
  const placed = (k: number) => (k === reference ? -1 : reference >= 0 && k > reference ? k - 1 : k);
  const places = known.get(column) ?? new Map(levels.map((level, k) => [level, placed(k)]));
  known.set(column, places);
  return places;
}

/** the column that each row's level has */
function readFactor(name: string, raw: RawColumns, column: FactorColumn, { missingValues, unseen }: Plan): Block {
  const { name: called, levels, types, reference, fill } = column;
  const places = placesOf(column);
  const codes = new Int32Array(raw.rows);
  for (let i = 0; i < raw.rows; i++) {
    const cell = raw.at(called, i);
    if (isMissing(cell, missingValues)) {
      if (fill < 0) throw missingAt(name, called, i, cell);
      codes[i] = places.get(levels[fill]) as number;
      continue;
    }
    const isOther = (typeof cell === "object" && !(cell instanceof Date)) || typeof cell === "function" || typeof cell === "symbol";
    const place = isOther ? undefined : places.get(levelOf(cell));
    if (place === undefined && !types.includes(typeOf(cell)))
      throw new TypeError(`${cellIs(name, called, i, cell)}, expected a level: ${listed(levels)}`);
    if (place === undefined && unseen === "error")
      throw new RangeError(
        `${cellIs(name, called, i, cell)}, a level that was not there before, expected one of ${listed(levels)}; encode with unseen: "zero" takes it for none of them`,
      );
    codes[i] = place ?? -1;
  }
  return { codes, width: levels.length - Number(reference >= 0) };
}

/** the product of two blocks: the columns of the second change fastest */
function product(a: Block, b: Block): Block {
  const values = a.values && b.values ? a.values.map((x, i) => x * (b.values as Float64Array)[i]) : (a.values ?? b.values);
  const width = a.width * b.width;
  if (a.codes && b.codes) {
    const right = b.codes;
    return { codes: a.codes.map((code, i) => (code < 0 || right[i] < 0 ? -1 : code * b.width + right[i])), values, width };
  }
  const codes = a.codes ?? b.codes;
  return codes ? { codes, values, width } : { values: values as Float64Array, width: 1 };
}

function checkFinite(name: string, called: string, values: Float64Array): void {
  const i = values.findIndex((x) => x - x !== 0);
  if (i >= 0)
    throw new RangeError(`${name}: column ${quoted(called)} of X has ${describe(values[i])} at row ${i}, expected a finite number`);
}
