// Two columns of a table at standard deviation 1, and y: a problem whose coefficients can be drawn.
import { ridge } from "shrinkage";
import type { Data } from "../../data/load.js";
import { someRows } from "../someRows.js";
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

/** the plane that was asked for last, as the table has it: sliders ask for it again and again */
const known = new WeakMap<Data, { of: string; plane: Plane }>();

/** `most`: of more rows that many are drawn */
export function planeOf(data: Data, { a, b, moved }: Pair, most = Infinity): Plane {
  const plane = ownPlane(data, a, b, most);
  if (!moved) return plane;
  const { X, y, own, correlation } = plane;
  const [u, v] = [X[a], X[b]];
  // y changes by what the columns explain: residuals stay, and contours keep their shape
  const [da, db] = [moved[0] - own[0], moved[1] - own[1]];
  return { X, y: y.map((value, i) => value + da * u[i] + db * v[i]), own, optimum: moved, correlation };
}

function ownPlane(data: Data, a: string, b: string, most: number): Plane {
  const of = JSON.stringify([a, b, most]);
  const before = known.get(data);
  if (before?.of === of) return before.plane;
  const rows = data.y.length;
  const chosen = most === Infinity ? undefined : someRows(rows, Math.min(most, rows));
  const some = (x: Float64Array) => (chosen ? Float64Array.from(chosen, (i) => x[i]) : x);
  const X = Object.fromEntries([a, b].map((name) => [name, standardised(name, some(data.columns[name]))]));
  const [u, v] = [X[a], X[b]];
  const correlation = u.reduce((sum, value, i) => sum + value * v[i], 0) / u.length;
  if (1 - correlation * correlation < 1e-9) throw new RangeError(`${a} and ${b} say the same: choose two columns that differ`);
  const y = some(data.y);
  const own = Array.from(ridge(X, y, { lambda: 0 }).coefficients) as Point;
  const plane = { X, y, own, optimum: own, correlation };
  known.set(data, { of, plane });
  return plane;
}
