// Tables cross as one array, column-major, and arrive in WebAssembly memory: copied once on either side, and checked before they leave.

import { Matrix } from "../tables/matrix.js";
import { readTable } from "../tables/readTable.js";
import { someRows } from "../tables/sparseColumns.js";
import type { SparseColumns } from "../tables/sparseEntries.js";
import { SparseMatrix } from "../tables/sparseMatrix.js";
import { ofStrides } from "../tables/strides.js";
import type { Tagged } from "./serialise.js";

/** A table as plain data. */
export interface PlainTable {
  readonly rows: number;
  readonly columns: number;
  readonly names?: readonly string[];
  /** column-major, or the entries of a sparse table */
  readonly data: Float64Array<ArrayBuffer>;
  /** where the entries of a sparse table stand */
  readonly places?: Pick<SparseColumns, "starts" | "indices">;
}

/** `value` as plain data of its own, whose buffer may be transferred; refuses what is no table, in the words of the function `name` */
export function plainTable(name: string, what: string, value: unknown): PlainTable {
  const table = readTable(name, what, value);
  const { rows, columns, names } = table;
  if (table.sparse) {
    const all = Int32Array.from({ length: rows }, (_, i) => i);
    const { starts, indices, values } = someRows(table.sparse(), rows, columns, all);
    return { rows, columns, names, data: values.slice(), places: { starts, indices } };
  }
  const data = new Float64Array(rows * columns);
  table.copyTo(data);
  return { rows, columns, names, data };
}

export const TABLE = "a table";

/** A table in WebAssembly memory. */
export type KeptTable = Matrix | SparseMatrix;

/** the same as an argument */
export const tagged = (parts: PlainTable): Tagged => ({ shrinkage: TABLE, parts });

/** the table in this thread's WebAssembly memory, until it is disposed of */
export function matrixOf({ rows, columns, names, data, places }: PlainTable): KeptTable {
  if (places) return new SparseMatrix({ rows, columns, ...places, values: data }, names);
  return new Matrix(rows, columns, names, ofStrides("Matrix", "X", { data, shape: [rows, columns], order: "column-major" }));
}
