// Eigenvalues and eigenvectors of X̃ᵀX̃/n by one-sided Jacobi rotations (Hestenes 1958; Golub, Van Loan, Matrix Computations, section
// 8.6.3): pairs of columns are turned until all are orthogonal, and their lengths are the singular values. X̃ᵀX̃ is never formed, so small
// eigenvalues keep their digits. Tall tables are brought to p rows by Householder reflections first.
import { hypot } from "../../elementary.js";
import type { CentredColumns } from "./centredColumns.js";
import { dot } from "./centredColumns.js";
import { triangular } from "./triangular.js";

export interface PrincipalAxes {
  /** p of them, from the largest down; those that are rounding beside the largest are 0 */
  eigenvalues: Float64Array;
  /** unit vectors of p entries, one for every eigenvalue that is not 0 */
  axes: Float64Array[];
}

/** Sweeps at most: convergence is quadratic, ten are many. */
const SWEEPS = 60;

export function principalAxes({ n, p, columns }: CentredColumns): PrincipalAxes {
  const size = columns.reduce((most, column) => column.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
  const eigenvalues = new Float64Array(p);
  if (size === 0) return { eigenvalues, axes: [] };
  const scaled = columns.map((column) => column.map((x) => x / size));
  const tall = p <= n;
  const work = tall ? triangular(scaled) : Array.from({ length: n }, (_, i) => Float64Array.from(scaled, (column) => column[i]));
  // of a tall table the rotations are the axes; of a wide one, worked on as its transpose, the rotated vectors are
  const turns = tall ? work.map((_, j) => Float64Array.from(work, (_, i) => Number(i === j))) : [];
  for (let sweep = 0; sweep < SWEEPS && orthogonalise(work, turns); sweep++);
  const lengths = work.map((vector) => Math.sqrt(dot(vector, vector)));
  const order = Array.from(lengths.keys()).sort((a, b) => lengths[b] - lengths[a]);
  const rounding = Math.max(n, p) * Number.EPSILON * lengths[order[0]];
  const kept = order.filter((k) => lengths[k] > rounding);
  kept.forEach((k, i) => {
    eigenvalues[i] = ((lengths[k] * size) / n) * lengths[k] * size;
  });
  return { eigenvalues, axes: kept.map((k) => (tall ? turns[k] : work[k].map((x) => x / lengths[k]))) };
}

/** one sweep over all pairs; true where anything was turned */
function orthogonalise(vectors: Float64Array[], turns: Float64Array[]): boolean {
  let turned = false;
  for (let j = 1; j < vectors.length; j++) {
    for (let i = 0; i < j; i++) {
      const [a, b, g] = [dot(vectors[i], vectors[i]), dot(vectors[j], vectors[j]), dot(vectors[i], vectors[j])];
      if (Math.abs(g) <= Number.EPSILON * Math.sqrt(vectors[i].length) * Math.sqrt(a) * Math.sqrt(b)) continue;
      turned = true;
      const zeta = (b - a) / (2 * g);
      const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + hypot(1, zeta));
      turn(vectors[i], vectors[j], t);
      if (turns.length > 0) turn(turns[i], turns[j], t);
    }
  }
  return turned;
}

/** x, y ← cx − sy, sx + cy with s/c = t */
function turn(x: Float64Array, y: Float64Array, t: number): void {
  const c = 1 / hypot(1, t);
  const s = c * t;
  for (let i = 0; i < x.length; i++) {
    const [xi, yi] = [x[i], y[i]];
    x[i] = c * xi - s * yi;
    y[i] = s * xi + c * yi;
  }
}
