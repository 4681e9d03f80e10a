// A batch of rows as a step sees it: what they predict, and what their gradients add up to. Rows are dense, or of another kind as long as they
// are used as they are.
import { RowKind, Rule } from "../../src/kernels/abi";
import { SingleRows } from "../design/singleRows";
import { SparseRows } from "../design/sparseRows";
import { at } from "../linear/lanes";
import { begin, count, counted, filled, room, struct, vector } from "../linear/layout";
import { axpy, dot, total } from "../linear/level1";
import { FourRows } from "../linear/level1f";
import { Random } from "../linear/random";
import { AnyLoss } from "../losses/anyLoss";
import { Perturbation } from "./perturb";
import { Update } from "./updates";

@unmanaged
@final
export class Stochastic extends Update {
  m: i32;
  /** rows in a batch at most */
  size: i32;
  /** rows in an epoch: Σ of their w is 1 */
  n: i32;
  intercept: i32;
  /** rows in a new order every epoch, by numbers of its own */
  shuffles: bool;
  random: Random;
  /** what is done to rows before they are used */
  inputs: Perturbation;
  rule: Rule;
  decoupled: bool;
  /** a|b| by its prox after the step; else by its gradient in it */
  proximal: bool;
  /** q of a|b|^q/q */
  power: f64;
  /** β₁, or μ */
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  /** X row by row, dense, or SparseRows or SingleRows as `kind` says; y and w of its rows */
  kind: RowKind;
  X: usize;
  y: usize;
  w: usize;
  /** a, whether its prox is taken or its slope; zeros */
  slopes: usize;
  none: usize;
  /** of the rows of a batch: η, ∇f, y, w, and the rows themselves where they are perturbed, and their numbers 0 … size − 1 (i32) */
  eta: usize;
  g: usize;
  batchY: usize;
  batchW: usize;
  rows: usize;
  own: usize;
}

/** numbers in a vector of m coefficients and the intercept: whole pairs */
export function widthOf(m: i32): i32 {
  return (m + 2) & ~1;
}

/** a Stochastic over m columns and batches of `size` rows in the layout at hand */
function lay(m: i32, size: i32): Stochastic {
  const width = widthOf(m);
  const s = changetype<Stochastic>(struct(offsetof<Stochastic>()));
  s.random = changetype<Random>(struct(offsetof<Random>()));
  s.inputs = changetype<Perturbation>(struct(offsetof<Perturbation>()));
  s.inputs.random = changetype<Random>(struct(offsetof<Random>()));
  s.m = m;
  s.size = size;
  s.bytes = (<usize>width) << 3;
  s.d = vector(width);
  s.none = filled(8 * width, 0);
  s.eta = vector(size);
  s.g = vector(size);
  s.batchY = vector(size);
  s.batchW = vector(size);
  s.rows = room(8 * <f64>size * <f64>m);
  s.own = room(4 * <f64>size);
  return s;
}

/** bytes of a Stochastic with its vectors */
export function stochasticBytes(m: i32, size: i32): f64 {
  count();
  lay(m, size);
  return counted();
}

/** one at `work`, and `loss` over the rows of a batch; state: b, u and v behind one another, `widthOf` numbers each */
export function stochasticAt(work: usize, m: i32, size: i32, state: usize, loss: AnyLoss): Stochastic {
  begin(work);
  const s = lay(m, size);
  for (let i = 0; i < size; i++) i32.store(entryOf(s.own, i), i);
  s.b = state;
  s.u = at(state, widthOf(m));
  s.v = at(s.u, widthOf(m));
  loss.y = s.batchY;
  loss.w = s.batchW;
  return s;
}

/** where entry i of a list of row numbers is */
function entryOf(list: usize, i: i32): usize {
  return list + ((<usize>i) << 2);
}

/** row `place`, perturbed, to the i-th of the batch's own rows */
function perturb(s: Stochastic, place: i32, i: i32): void {
  const from = s.X + ((<usize>place * <usize>s.m) << 3);
  const to = s.rows + ((<usize>i * <usize>s.m) << 3);
  if (s.kind === RowKind.Sparse) changetype<SparseRows>(s.X).write(place, to);
  if (s.kind === RowKind.Single) changetype<SingleRows>(s.X).write(place, to);
  s.inputs.apply(s.m, s.kind === RowKind.Dense ? from : to, to);
}

/** η, y and w of the k rows whose numbers are at `list`, w times `factor` */
export function forward(s: Stochastic, list: usize, k: i32, factor: f64, perturbed: bool): void {
  if (perturbed) for (let i = 0; i < k; i++) perturb(s, i32.load(entryOf(list, i)), i);
  gather(k, list, s.y, s.w, factor, s.batchY, s.batchW);
  const b0 = f64.load(at(s.b, s.m));
  if (perturbed) return predictDense(s.m, k, s.rows, s.own, s.b, b0, s.eta);
  switch (s.kind) {
    case RowKind.Dense:
      return predictDense(s.m, k, s.X, list, s.b, b0, s.eta);
    case RowKind.Sparse:
      return predictSparse(changetype<SparseRows>(s.X), k, list, s.b, b0, s.eta);
    case RowKind.Single:
      return changetype<SingleRows>(s.X).predict(list, k, s.b, b0, s.eta);
  }
  unreachable();
}

/** batchY, batchW ← y and factor·w of k rows */
function gather(k: i32, list: usize, y: usize, w: usize, factor: f64, batchY: usize, batchW: usize): void {
  for (let i = 0; i < k; i++) {
    const row = i32.load(entryOf(list, i));
    f64.store(at(batchY, i), f64.load(at(y, row)));
    f64.store(at(batchW, i), factor * f64.load(at(w, row)));
  }
}

/** eta ← b₀ + (xᵢᵀb) of k of the rows at X */
function predictDense(m: i32, k: i32, X: usize, list: usize, b: usize, b0: f64, eta: usize): void {
  const bytes = (<usize>m) << 3;
  let i = 0;
  for (; i + 4 <= k; i += 4, list += 16) {
    const x0 = X + <usize>i32.load(list) * bytes;
    const x1 = X + <usize>i32.load(list, 4) * bytes;
    const x2 = X + <usize>i32.load(list, 8) * bytes;
    const x3 = X + <usize>i32.load(list, 12) * bytes;
    FourRows.dot(m, x0, x1, x2, x3, b, at(eta, i));
  }
  for (; i < k; i++, list += 4) f64.store(at(eta, i), dot(m, X + <usize>i32.load(list) * bytes, b));
  shift(k, b0, eta);
}

function predictSparse(x: SparseRows, k: i32, list: usize, b: usize, b0: f64, eta: usize): void {
  const centre = dot(x.m, x.centres, b);
  for (let i = 0; i < k; i++) f64.store(at(eta, i), x.dot(i32.load(entryOf(list, i)), b, centre));
  shift(k, b0, eta);
}

/** x ← x + a, in whole pairs */
function shift(k: i32, a: f64, x: usize): void {
  const aa = f64x2.splat(a);
  for (const end = at(x, k); x < end; x += 16) v128.store(x, f64x2.add(v128.load(x), aa));
}

/** d ← d + Σ gᵢ·(xᵢ, 1) over the same rows */
export function backward(s: Stochastic, list: usize, k: i32, perturbed: bool): void {
  const sum = total(k, s.g);
  if (perturbed) addDense(s.m, k, s.rows, s.own, s.g, s.d);
  else if (s.kind === RowKind.Dense) addDense(s.m, k, s.X, list, s.g, s.d);
  else if (s.kind === RowKind.Single) changetype<SingleRows>(s.X).add(list, k, s.g, sum, s.d);
  else {
    const x = changetype<SparseRows>(s.X);
    for (let i = 0; i < k; i++) x.axpy(i32.load(entryOf(list, i)), f64.load(at(s.g, i)), s.d);
    axpy(s.m, -sum, x.centres, s.d);
  }
  if (s.intercept) f64.store(at(s.d, s.m), f64.load(at(s.d, s.m)) + sum);
}

/** d ← d + Σ gᵢxᵢ over k of the rows at X */
function addDense(m: i32, k: i32, X: usize, list: usize, g: usize, d: usize): void {
  const bytes = (<usize>m) << 3;
  let i = 0;
  for (; i + 4 <= k; i += 4, list += 16) {
    const x0 = X + <usize>i32.load(list) * bytes;
    const x1 = X + <usize>i32.load(list, 4) * bytes;
    const x2 = X + <usize>i32.load(list, 8) * bytes;
    const x3 = X + <usize>i32.load(list, 12) * bytes;
    FourRows.axpy(m, at(g, i), x0, x1, x2, x3, d);
  }
  for (; i < k; i++, list += 4) axpy(m, f64.load(at(g, i)), X + <usize>i32.load(list) * bytes, d);
}
