// A tall problem seen through its second moments: p + 1 virtual rows (assembly/design/virtualRows.ts) in place of n, on which every
// pass costs p² instead of np.
import { square } from "../elementary.js";
import { DesignKind, STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { fillDesign } from "../tables/storedTable.js";
import type { LeftOut, Problem } from "./problem.js";

/** How far ½Σwỹ² of the virtual rows may be from that of the rows: it is known, and put back into every objective. */
const OFFSET = 1e-11;

/**
 * How far second moments are from exact, relative to the columns' lengths, as the spectral norm of the error. An entry is off by 2 to 7ε:
 * sums of 256 rows, then a walk over n/256 blocks, ε√n/55, of which this allows three. Errors of different columns do not know of each
 * other, those of copies are the same: between them they grow like the moments themselves on a unit diagonal, of which the Frobenius norm
 * bounds the largest eigenvalue. Measured against exact sums: 2 to 15ε where this says 21 to 70ε, 52 of 70ε for thirty copies of a column.
 */
export function momentsNoise(products: Float64Array, columns: number, rows: number): number {
  // one root at a time: the products of two moments are fourth powers, which need not be numbers
  const lengths = Array.from({ length: columns }, (_, j) => Math.sqrt(products[(j * (j + 3)) / 2]));
  let squares = 0;
  for (let i = 0, k = 0; i < columns; i++)
    for (let j = 0; j <= i; j++, k++)
      if (lengths[i] > 0 && lengths[j] > 0) squares += (i === j ? 1 : 2) * square(products[k] / lengths[i] / lengths[j]);
  return Number.EPSILON * (8 + 2 * Math.sqrt(squares) + (3 * Math.sqrt(rows)) / 55);
}

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
    covariances[j] = rest;
  }
  return { R, leftOut: { covariances, lengths: view(left, p).map(Math.sqrt) } };
}

/** nearly dependent columns change the last one, which is y's: what its ½‖·‖² lacks, and with it every objective, a constant */
export function offsetOf(R: number, p: number, yHalfSquare: number): number {
  const rows = p + 1;
  const square = view(R + 8 * rows * p, rows).reduce((sum, value) => sum + value * value, 0);
  return yHalfSquare - 0.5 * square;
}

/** the same problem, its X, w and y replaced by virtual rows; itself where those cannot stand for them */
export function condense(memory: Scope, problem: Problem): Problem {
  const { n, p, w, y, centres, yHalfSquares } = problem;
  const { condense, scatterScratch } = kernels();
  const rows = p + 1;
  const design = memory.bytes(STRUCT_BYTES);
  const columns = memory.putIntegers(Array.from(centres.keys()));
  const products = memory.f64((rows * (rows + 1)) / 2);
  const ones = memory.put(new Float64Array(rows).fill(1));
  fillDesign(design, problem, p, columns, memory.put(centres), w);
  condense(design, y, products, memory.bytes(scatterScratch(n, p)));
  const { R, leftOut } = virtualRows(memory, p, products);
  const offset = offsetOf(R, p, yHalfSquares[0]);
  if (!(Math.abs(offset) <= OFFSET * yHalfSquares[0])) return problem;
  const noise = momentsNoise(view(products, (rows * (rows + 1)) / 2), rows, n);
  const moments = { noise, offset, leftOut };
  const condensed = {
    kind: DesignKind.Dense,
    n: rows,
    X: R,
    w: ones,
    y: R + 8 * rows * p,
    centres: new Float64Array(p),
    products,
    moments,
  };
  return { ...problem, ...condensed, whole: problem };
}
