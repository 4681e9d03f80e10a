// X and y as the squared loss sees them: columns of numbers, centred where there is an intercept.
import { checkBoolean } from "../../check.js";
import { tooLarge } from "../../problem/problem.js";
import { readTable, readTarget } from "../../tables/readTable.js";

/** Columns with their means taken off; the means are 0 without an intercept. */
export interface CentredColumns {
  n: number;
  p: number;
  /** p columns of n numbers */
  columns: Float64Array[];
  means: Float64Array;
  names?: readonly string[];
}

/** X, read and centred */
export function centredColumns(name: string, X: unknown, fitIntercept: unknown = true): CentredColumns {
  const centre = checkBoolean(name, "fitIntercept", fitIntercept);
  const table = readTable(name, "X", X);
  const { rows: n, columns: p } = table;
  const all = new Float64Array(n * p);
  table.copyTo(all);
  const columns = Array.from({ length: p }, (_, j) => all.subarray(j * n, (j + 1) * n));
  const means = Float64Array.from(columns, (column) => (centre ? takeMeanOff(column) : 0));
  columns.forEach((column, j) => {
    if (!Number.isFinite(dot(column, column))) throw tooLarge(name, `column ${j} of X`);
  });
  return { n, p, columns, means, names: table.names };
}

/** y, read and centred */
export function centredTarget(name: string, y: unknown, rows: number, centre: boolean): { target: Float64Array; mean: number } {
  const target = readTarget(name, y, rows);
  const mean = centre ? takeMeanOff(target) : 0;
  if (!Number.isFinite(dot(target, target))) throw tooLarge(name, "y");
  return { target, mean };
}

/** x ← x − x̄; returns x̄ */
function takeMeanOff(x: Float64Array): number {
  // around the first value, so that the mean of a constant is exact
  const first = x[0];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] - first;
  const mean = first + sum / x.length;
  for (let i = 0; i < x.length; i++) x[i] -= mean;
  return mean;
}

/** aᵀb */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
