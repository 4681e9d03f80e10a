// What cross-validation costs on either route: from merged second moments, or from the rows of every fold.

import { log2, square } from "../elementary.js";
import { DesignKind } from "../kernels/abi.js";
import { RATES, ROUNDS } from "./costs.js";
import type { Problem } from "./problem.js";

/** Additions a nanosecond of sums of statistics. */
const MERGE = 0.7;
/** Numbers a nanosecond that the rows of a fold are copied with, checked and averaged. */
const COPY = 0.4;
/** Bytes that the statistics of all folds may take in JavaScript's memory. */
const MOST = 2 ** 29;

/** true where `folds` paths of `looks` λ's in all cost less from merged statistics than from the rows */
export function mergingPays({ kind, n, p, included }: Problem, folds: number, looks: number): boolean {
  if (kind === DesignKind.Sparse) return false;
  const levels = Math.ceil(log2(folds)) + 1;
  const triangle = square(p + 1) / 2;
  if (8 * (folds + levels) * triangle > MOST) return false;
  const m = included.length;
  const train = (n * (folds - 1)) / folds;
  const active = (rows: number) => 0.7 * Math.min(rows, m);
  const each = (rows: number) => looks * ROUNDS * rows * ((2 * active(Math.min(rows, train))) / RATES.dot + m / RATES.rounded);
  const gram = (rows: number, columns: number) => (rows * columns * columns) / 2 / RATES.tile;
  const factor = (p * p * p) / 6 / RATES.factor;
  const merging = gram(n, p) + (n * p) / COPY + folds * ((levels * triangle) / MERGE + factor + each(p + 1));
  const condensed = gram(train, p) + factor + each(p + 1);
  const direct = gram(train, active(train)) + each(train);
  return merging < folds * (Math.min(condensed, direct) + (train * p) / COPY);
}
