// Gradient methods by mini-batches.
import { RowKind } from "../../src/kernels/abi";
import { CentredColumns } from "../design/centredColumns";
import { rowMajor as rows, rowSquares as squares } from "../design/rowMajor";
import { SingleRows, singleRowSquares, singleRowsAt, singleRowsBytes } from "../design/singleRows";
import { SparseRows, sparseRowSquares, sparseRowsAt, sparseRowsBytes } from "../design/sparseRows";
import { Stochastic, stochasticAt, stochasticBytes } from "../gradient/batch";
import { sweep as total, epoch as train } from "../gradient/stochastic";
import { AnyLoss } from "../losses/anyLoss";

/** out ← ((xᵢⱼ − mⱼ)/dⱼ) row by row */
export function rowMajor(n: i32, m: i32, X: usize, columns: usize, means: usize, scales: usize, out: usize): void {
  rows(n, m, X, columns, means, scales, out);
}

/** bytes of `sparseRows` */
export function sparseRowsScratch(design: usize): f64 {
  return sparseRowsBytes(changetype<CentredColumns>(design));
}

/** the rows of a sparse design, less its means, over `scales`, at `rows` (16-byte aligned) */
export function sparseRows(design: usize, scales: usize, rows: usize): void {
  sparseRowsAt(rows, changetype<CentredColumns>(design), scales);
}

/** bytes of `singleRows` */
export function singleRowsScratch(n: i32, m: i32): f64 {
  return singleRowsBytes(n, m);
}

/** the rows of a dense table in single precision at `rows`, rounded less their means, less what is `taken`, over `scales`; η of `size` */
export function singleRows(
  n: i32,
  m: i32,
  X: usize,
  columns: usize,
  means: usize,
  taken: usize,
  scales: usize,
  size: f64,
  rows: usize,
): void {
  singleRowsAt(rows, n, m, X, columns, means, taken, scales, size);
}

/** out ← ‖xᵢ‖² of n rows of m numbers */
export function rowSquares(kind: RowKind, n: i32, m: i32, X: usize, out: usize): void {
  switch (kind) {
    case RowKind.Dense:
      return squares(n, m, X, out);
    case RowKind.Sparse:
      return sparseRowSquares(n, changetype<SparseRows>(X), out);
    case RowKind.Single:
      return singleRowSquares(n, changetype<SingleRows>(X), out);
  }
  unreachable();
}

/** bytes of `s` */
export function stochasticScratch(m: i32, size: i32): f64 {
  return stochasticBytes(m, size);
}

/** mini-batches of up to `size` of the n rows at X (row-major, m wide, or as `kind` says); state: b, u, v, whole pairs of numbers each; loss becomes that of a batch */
export function stochasticRows(
  s: usize,
  n: i32,
  m: i32,
  size: i32,
  intercept: bool,
  kind: RowKind,
  X: usize,
  y: usize,
  w: usize,
  state: usize,
  loss: usize,
): void {
  const f = stochasticAt(s, m, size, state, changetype<AnyLoss>(loss));
  f.n = n;
  f.intercept = intercept;
  f.kind = kind;
  f.X = X;
  f.y = y;
  f.w = w;
}

/** the rule of `Rule` with its parameters (β₁ is μ where there is momentum) and how the penalty's c = ridge, a = slopes (whole pairs) come in */
export function stochasticRule(
  s: usize,
  rule: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  ridge: usize,
  slopes: usize,
  power: f64,
  decoupled: bool,
  proximal: bool,
): void {
  const f = changetype<Stochastic>(s);
  f.rule = rule;
  f.beta1 = beta1;
  f.beta2 = beta2;
  f.epsilon = epsilon;
  f.ridge = ridge;
  f.slopes = slopes;
  f.power = power;
  f.decoupled = decoupled;
  f.proximal = proximal;
}

/**
 * noise of sd `noise` on the rows, each entry kept with probability `keep`; rows in a new order every epoch where `shuffles` says so, by the
 * numbers of a stream of the seed; those of the rows are the next stream's
 */
export function stochasticInputs(s: usize, noise: f64, keep: f64, shuffles: bool, seed: u32, stream: u32): void {
  const f = changetype<Stochastic>(s);
  f.shuffles = shuffles;
  f.random.seed(seed, stream);
  f.inputs.noise = noise;
  f.inputs.keep = keep;
  f.inputs.spared = false;
  f.inputs.random.seed(seed, stream + 1);
}

/** w of the rows, for sweeps over others than those that train */
export function stochasticShares(s: usize, w: usize): void {
  changetype<Stochastic>(s).w = w;
}

/** one step for every batch of the `count` rows in `order` (i32), which is given a new order first, with the learning rates in `rates`; t: steps made before */
export function epoch(s: usize, loss: usize, order: usize, count: i32, rates: usize, t: f64): void {
  train(changetype<Stochastic>(s), changetype<AnyLoss>(loss), order, count, rates, t);
}

/** Σ wᵢℓ over the `count` rows in `order`, grad (m + 1) ← its gradient */
export function sweep(s: usize, loss: usize, order: usize, count: i32, grad: usize): f64 {
  const f = changetype<Stochastic>(s);
  const value = total(f, changetype<AnyLoss>(loss), order, count);
  memory.copy(grad, f.d, (<usize>f.m + 1) << 3);
  return value;
}
