// η = intercept + Xβ as numbers whatever the model is: one from a text may have coefficients that no fit has.
import { powerOfTwo } from "../elementary.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Table } from "../tables/forms.js";

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
    if (found[i] - found[i] === 0) continue;
    let sum = intercept * SMALL * SMALL;
    view(beta, order.length).forEach((b, j) => {
      sum += b * SMALL * ((table.at(i, order[j]) as number) * SMALL);
    });
    found[i] = sum / SMALL / SMALL;
  }
  return found;
}
