// A tall problem seen through its second moments: p + 1 virtual rows (assembly/design/virtualRows.ts) in place of n, on which every
// pass costs p² instead of np.
import { STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import type { LeftOut, Problem } from "./problem.js";
import type { Solution } from "./solution.js";

/** How far second moments are from exact, beside the products of the columns' lengths: sums of 256 rows, then of blocks, then Cholesky. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * R ← p + 1 virtual rows (assembly/design/virtualRows.ts) with these second moments, X̃ᵀWX̃ packed with y last; what they leave out, or undefined
 * where no column was left out
 */
export function virtualRows(memory: Scope, p: number, products: number): { R: number; leftOut?: LeftOut } {
  const rows = p + 1;
  const R = memory.f64(rows * rows);
  const left = memory.f64(rows);
  const rank = kernels().virtualRows(p, products, R, left);
  if (rank === p) return { R };
  const [covariances, square] = [view(products + 4 * p * rows, p).slice(), view(R, rows * rows)];
  for (let j = 0; j < p; j++) {
    let rest = covariances[j];
    for (let k = 0; k < rank; k++) rest -= square[j * rows + k] * square[p * rows + k];
    covariances[j] = Math.abs(rest);
  }
  return { R, leftOut: { covariances, lengths: view(left, p).map(Math.sqrt) } };
}

/**
 * What second moments may hide from a gap at β: ½βᵀδGβ and δcᵀβ. Their rounding has errors that do not know of each other; what virtual rows
 * leave out is known, and δG positive semidefinite.
 */
export function hidden({ h, yHalfSquares, leftOut }: Problem, { places, values }: Solution): number {
  let size = 2 * yHalfSquares[0];
  let products = 0;
  let length = 0;
  for (let k = 0; k < places.length; k++) {
    const j = places[k];
    size += h[j] * values[k] * values[k];
    products += (leftOut?.covariances[j] ?? 0) * Math.abs(values[k]);
    length += (leftOut?.lengths[j] ?? 0) * Math.abs(values[k]);
  }
  return ROUNDING * size + products + 0.5 * length * length;
}

/** the same problem, its X, w and y replaced by virtual rows; itself where those cannot stand for them */
export function condense(memory: Scope, problem: Problem): Problem {
  const { n, p, X, w, y, centres, yHalfSquares } = problem;
  const { dense, condense, scatterScratch } = kernels();
  const rows = p + 1;
  const design = memory.bytes(STRUCT_BYTES);
  const columns = memory.putIntegers(Array.from(centres.keys()));
  const products = memory.f64((rows * (rows + 1)) / 2);
  const ones = memory.put(new Float64Array(rows).fill(1));
  dense(design, n, p, X, columns, memory.put(centres), w);
  condense(design, y, products, memory.bytes(scatterScratch(n, p)));
  const { R, leftOut } = virtualRows(memory, p, products);
  // nearly dependent columns take digits off the last one, which is y's: then the objective would be off by a constant
  const length = view(R + 8 * rows * p, rows).reduce((sum, value) => sum + value * value, 0);
  if (!(Math.abs(length - 2 * yHalfSquares[0]) <= 2 * ROUNDING * yHalfSquares[0])) return problem;
  const condensed = { n: rows, X: R, w: ones, y: R + 8 * rows * p, centres: new Float64Array(p), products, leftOut };
  return { ...problem, ...condensed, whole: problem };
}
