// Columns side by side, each kind as it comes: numbers, a factor, a sparse table.
import { describe, isArrayLike, isObject } from "../check.js";
import { checkList, checkShape, checkValue, type Entries } from "./sparseEntries.js";

/** A categorical column: one column of ones a level, one whole number a row, no values. */
export interface Factor {
  /** the level of each row, from 0; −1: none, the row has 0 in all of the columns */
  readonly codes: ArrayLike<number>;
  /** how many columns it becomes */
  readonly levels: number;
}

/** a block of columns once it is checked: its size, and its entries one by one */
interface Block {
  rows: number;
  columns: number;
  /** entries at most */
  most: number;
  each(put: (row: number, column: number, value: number) => void): void;
}

/** true for entries that are columns of a table already */
function isEntries(block: object): block is Entries {
  return "shape" in block;
}

function blockOf(name: string, what: string, block: unknown): Block {
  if (isArrayLike(block)) {
    const each: Block["each"] = (put) => {
      for (let i = 0; i < block.length; i++) put(i, 0, block[i] as number);
    };
    return { rows: block.length, columns: 1, most: block.length, each };
  }
  if (isObject(block) && isEntries(block)) {
    const { shape, rows, columns, values } = block;
    const each: Block["each"] = (put) => {
      for (let k = 0; k < rows.length; k++) put(rows[k], columns[k], values[k]);
    };
    return { rows: shape[0], columns: shape[1], most: rows.length, each };
  }
  if (isObject(block) && "codes" in block) return factorBlock(name, what, block);
  throw new TypeError(`${name}: ${what} is ${describe(block)}, expected an array of numbers, { codes, levels } or a SparseMatrix`);
}

function factorBlock(name: string, what: string, { codes, levels }: Record<string, unknown>): Block {
  const list = checkList(name, `${what}.codes`, codes);
  const [rows, columns] = checkShape(name, `${what}, a factor,`, [list.length, levels]);
  const each: Block["each"] = (put) => {
    for (let i = 0; i < rows; i++) {
      const code = list[i];
      if (!Number.isInteger(code) || (code as number) < -1 || (code as number) >= columns)
        throw new RangeError(
          `${name}: ${what}.codes[${i}] is ${describe(code)}, expected −1 or a whole number below its ${columns} levels`,
        );
      if (code !== -1) put(i, code as number, 1);
    }
  };
  return { rows, columns, most: rows, each };
}

/** the entries of blocks of columns that stand side by side */
export function ofColumns(name: string, given: unknown): Entries {
  if (!isArrayLike(given) || ArrayBuffer.isView(given) || given.length === 0)
    throw new TypeError(
      `${name}: columns is ${describe(given)}, expected an array of columns: numbers, { codes, levels } or a SparseMatrix`,
    );
  const blocks = Array.from(given, (block, k) => blockOf(name, `columns[${k}]`, block));
  const n = blocks[0].rows;
  const wrong = blocks.findIndex(({ rows }) => rows !== n);
  if (wrong >= 0) throw new RangeError(`${name}: columns[${wrong}] has ${blocks[wrong].rows} rows but columns[0] has ${n}`);
  const shape = checkShape(name, "the table", [n, blocks.reduce((sum, { columns }) => sum + columns, 0)]);
  const most = blocks.reduce((sum, block) => sum + block.most, 0);
  const [rows, columns, values] = [new Int32Array(most), new Int32Array(most), new Float64Array(most)];
  let count = 0;
  let first = 0;
  for (const block of blocks) {
    block.each((row, column, value) => {
      if (value === 0) return;
      rows[count] = row;
      columns[count] = first + column;
      values[count++] = checkValue(name, value, row, first + column);
    });
    first += block.columns;
  }
  return { shape, rows: rows.subarray(0, count), columns: columns.subarray(0, count), values: values.subarray(0, count) };
}
