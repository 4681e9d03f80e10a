// What ridge does to each direction of the data, and the lasso to each of orthonormal coefficients.
import { ridge } from "shrinkage";
import { diagonalLasso, orthonormalize, type ShrinkageFactors, shrinkageFactors, softThreshold } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import { standardised } from "../standardised.js";

interface Known {
  columns: Record<string, Float64Array>;
  directions: ShrinkageFactors;
  leastSquares: Float64Array;
}

/** directions do not depend on λ: found once for a table */
const known = new WeakMap<Data, Known>();

function directionsOf(data: Data): Known {
  const before = known.get(data);
  if (before) return before;
  const columns = Object.fromEntries(data.shape.names.map((name) => [name, standardised(name, data.columns[name])]));
  const found = { columns, directions: shrinkageFactors(columns, [0]), leastSquares: ridge(columns, data.y, { lambda: 0 }).coefficients };
  known.set(data, found);
  return found;
}

export function shrinkageDirections(data: Data, { lambda }: { lambda: number }) {
  const { columns, directions, leastSquares } = directionsOf(data);
  const { eigenvalues, axes } = directions;
  const factors = Array.from(eigenvalues, (d) => (d > 0 ? d / (d + lambda) : 0));
  const fit = ridge(columns, data.y, { lambda });
  const shrunk = directions.shrink(leastSquares, lambda);
  const size = fit.coefficients.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
  return {
    eigenvalues: Array.from(eigenvalues),
    factors,
    /** the columns that a direction is made of most */
    made: axes.map((axis) => madeOf(axis, data.shape.names)),
    degreesOfFreedom: factors.reduce((sum, factor) => sum + factor, 0),
    coefficients: Array.from(fit.coefficients),
    leastSquares: Array.from(leastSquares),
    /** between ridge's own answer and the least-squares one shrunk along the directions, beside the largest coefficient */
    difference: shrunk.reduce((most, w, j) => Math.max(most, Math.abs(w - fit.coefficients[j])), 0) / size,
  };
}

function madeOf(axis: Float64Array, names: readonly string[]): string {
  const order = Array.from(axis.keys()).sort((i, j) => Math.abs(axis[j]) - Math.abs(axis[i]));
  return order
    .slice(0, 3)
    .map((j) => `${axis[j] < 0 ? "−" : "+"} ${Math.abs(axis[j]).toFixed(2)} ${names[j]}`)
    .join("  ");
}

export function thresholds(data: Data, { lambda }: { lambda: number }) {
  const { columns } = directionsOf(data);
  const found = diagonalLasso(orthonormalize(columns), data.y, { lambda });
  const most = 1.1 * found.leastSquares.reduce((a, b) => Math.max(a, Math.abs(b)), lambda);
  const places = Array.from({ length: 101 }, (_, k) => ((k - 50) / 50) * most);
  return {
    places,
    soft: places.map((z) => softThreshold(z, lambda)),
    leastSquares: Array.from(found.leastSquares),
    coefficients: Array.from(found.coefficients),
    nonzero: found.coefficients.reduce((count, w) => count + Number(w !== 0), 0),
  };
}
