// η = intercept + Xβ as numbers whatever the model is: one from a text may have coefficients that no fit has.
import { powerOfTwo } from "../elementary.js";
import { STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { scope } from "../kernels/scope.js";
import type { Table } from "../tables/forms.js";
import { fillDesign, storeTable } from "../tables/storedTable.js";

/** what brings a product of any two numbers well inside the range of numbers, once a factor */
const SMALL = /* @__PURE__ */ powerOfTwo(-560);

/** where a table is in memory: its design, and the columns of the model in it */
export interface Stored {
  readonly design: number;
  readonly table: Table;
  readonly order: readonly number[];
}

/**
 * intercept + Xβ, one a row; `beta` and `eta` are addresses. Terms beyond the range of numbers whose sum is not, or of which nothing is known but
 * that they cancel, are added once more scaled by powers of two: an infinity is then one, and none is NaN.
 */
export function linearPredictor({ design, table, order }: Stored, beta: number, intercept: number, eta: number): Float64Array {
  kernels().fitted(design, beta, intercept, eta);
  const found = view(eta, table.rows).slice();
  for (let i = 0; i < found.length; i++) {
    if (found[i] - found[i] !== 0) found[i] = rescaled(table, order, i, view(beta, order.length), intercept);
  }
  return found;
}

/** the sum of row i, added up scaled */
function rescaled(table: Table, order: readonly number[], i: number, beta: Float64Array, intercept: number): number {
  let sum = intercept * SMALL * SMALL;
  beta.forEach((b, j) => {
    sum += b * SMALL * ((table.at(i, order[j]) as number) * SMALL);
  });
  return sum / SMALL / SMALL;
}

/** intercept + Xβ by layers, one entry a row: X is stored once, or not at all where it is one row */
export function linearPredictors(
  table: Table,
  order: readonly number[],
  layers: readonly Float64Array[],
  intercepts: ArrayLike<number>,
): Float64Array[] {
  if (table.rows === 1 && !table.pointer && !table.sparse)
    return layers.map((beta, k) => Float64Array.of(ofOneRow(table, order, beta, intercepts[k])));
  return scope((memory) => {
    const stored = storeTable(memory, table);
    const p = order.length;
    const [columns, means, eta] = [memory.putIntegers(order), memory.put(new Float64Array(p)), memory.f64(table.rows)];
    const design = memory.bytes(STRUCT_BYTES);
    fillDesign(design, stored, p, columns, means, 0);
    return layers.map((beta, k) => linearPredictor({ design, table, order }, memory.put(beta), intercepts[k], eta));
  });
}

/** what `linearPredictor` says of one row, to the bit (gemv of assembly/linear/level2.ts): fours of columns, those of four zeros left out */
function ofOneRow(table: Table, order: readonly number[], beta: Float64Array, intercept: number): number {
  const p = order.length;
  const fours = p - (p % 4);
  let sum = intercept;
  for (let j = 0; j < p; j++) {
    const b = beta[j];
    if (b === 0 && (j >= fours || isZeros(beta, j - (j % 4)))) continue;
    const x = table.at(0, order[j]);
    sum += b * (typeof x === "number" ? x : NaN);
  }
  return sum - sum === 0 ? sum : rescaled(table, order, 0, beta, intercept);
}

function isZeros(beta: Float64Array, j: number): boolean {
  return beta[j] === 0 && beta[j + 1] === 0 && beta[j + 2] === 0 && beta[j + 3] === 0;
}
