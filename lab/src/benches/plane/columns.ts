// Two columns of a table at standard deviation 1, and y: a problem whose coefficients can be drawn.
import { ridge } from "shrinkage";
import type { Data } from "../../data/load.js";
import { standardised } from "../standardised.js";

export type Point = [number, number];

export interface Pair {
  a: string;
  b: string;
  /** where the least-squares point is moved to */
  moved?: Point;
}

export interface Plane {
  X: Record<string, Float64Array>;
  y: Float64Array;
  /** the least-squares point of the table's own y */
  own: Point;
  /** that of this y */
  optimum: Point;
  /** mean product of the two columns, their correlation */
  correlation: number;
}

export function planeOf(data: Pick<Data, "columns" | "y">, { a, b, moved }: Pair): Plane {
  const X = Object.fromEntries([a, b].map((name) => [name, standardised(name, data.columns[name])]));
  const [u, v] = [X[a], X[b]];
  const correlation = u.reduce((sum, value, i) => sum + value * v[i], 0) / u.length;
  if (1 - correlation * correlation < 1e-9) throw new RangeError(`${a} and ${b} say the same: choose two columns that differ`);
  const own = Array.from(ridge(X, data.y, { lambda: 0 }).coefficients) as Point;
  if (!moved) return { X, y: data.y, own, optimum: own, correlation };
  // y changes by what the columns explain: residuals stay, and contours keep their shape
  const [da, db] = [moved[0] - own[0], moved[1] - own[1]];
  return { X, y: data.y.map((value, i) => value + da * u[i] + db * v[i]), own, optimum: moved, correlation };
}
