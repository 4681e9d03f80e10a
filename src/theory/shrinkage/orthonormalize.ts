import type { TableInput } from "../../tables/readTable.js";
import { centredColumns, dot } from "../algebra/centredColumns.js";
import { checkOptions } from "../checkOptions.js";

/**
 * Columns that span what X's columns do, with X̃ᵀX̃/n = I: each less its projections on those before it, scaled to mean square 1
 * (Gram–Schmidt, twice, which is enough for full orthogonality: Giraud, Langou, Rozložník 2005). What {@link diagonalLasso} can be tried
 * on.
 *
 * @param X n rows, p ≤ n columns (p < n beside an intercept), independent
 * @param options `fitIntercept` (default true): the columns are centred first
 * @returns a record of p columns, called as X's or `x0`, `x1`, …: a table for every function here
 * @throws {TypeError | RangeError} when an argument is not what it should be, or a column depends on those before it
 */
export function orthonormalize(X: TableInput, options: { fitIntercept?: boolean } = {}): Record<string, Float64Array> {
  const name = "orthonormalize";
  checkOptions(name, options, ["fitIntercept"]);
  const { n, columns, names } = centredColumns(name, X, options.fitIntercept);
  const done: Float64Array[] = [];
  columns.forEach((column, j) => {
    const q = column.slice();
    const before = Math.sqrt(dot(q, q));
    for (let round = 0; round < 2; round++) {
      for (const other of done) {
        const along = dot(other, q) / n;
        for (let i = 0; i < n; i++) q[i] -= along * other[i];
      }
    }
    const length = Math.sqrt(dot(q, q));
    if (!(length > n * Number.EPSILON * before))
      throw new RangeError(`${name}: column ${j} of X depends on the columns before it, expected independent columns`);
    done.push(q.map((x) => (x / length) * Math.sqrt(n)));
  });
  return Object.fromEntries(done.map((q, j) => [names?.[j] ?? `x${j}`, q]));
}
