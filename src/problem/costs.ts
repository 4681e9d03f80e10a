// What work costs, for those who choose between two ways to do it.
import { DesignKind } from "../kernels/abi.js";
import { entriesOf } from "../tables/sparseColumns.js";
import type { Problem } from "./problem.js";

/** Multiply-adds a nanosecond: the tile of the Gram matrix, Cholesky by dot products, dots of columns, dots of rounded columns, entries of sparse ones. */
export const RATES = { tile: 10, factor: 3, dot: 4, rounded: 20, gather: 0.7 };
/** Looks at the columns, and evaluations of the residual, that a λ takes on the way. */
export const ROUNDS = 2.5;
/** Multiply-adds between two reports: about 0.1 s. */
export const SLICE = 2e8;

/** numbers that a pass over the columns in use reads: of a sparse table its entries */
export function entries(problem: Problem): number {
  const { kind, n, X, included } = problem;
  if (kind === DesignKind.Dense) return n * included.length;
  return included.reduce((sum, j) => sum + entriesOf(X, n, j), 0);
}

/** true where condensing first makes `looks` λ's cheaper than the rows do */
export function pays({ kind, n, p, included, moments }: Problem, looks: number): boolean {
  // passes over the entries of a sparse table cost less than its second moments
  if (kind === DesignKind.Sparse) return false;
  // virtual rows already; of virtual rows of virtual rows nobody would know what the first ones leave out
  if (moments) return false;
  const active = 0.7 * Math.min(n, included.length);
  const each = (rows: number) => looks * ROUNDS * rows * ((2 * active) / RATES.dot + included.length / RATES.rounded);
  const fromRows = (n * active * active) / 2 / RATES.tile + each(n);
  const condensed = (n * p * p) / 2 / RATES.tile + (p * p * p) / 6 / RATES.factor + each(p + 1);
  return condensed < fromRows;
}
