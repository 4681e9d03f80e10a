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
  /** of the rows of a batch: η, ∇f, y, w, and the rows themselves where they are perturbed */
  eta: usize;
  g: usize;
  batchY: usize;
  batchW: usize;
  rows: usize;
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
  s.b = state;
  s.u = at(state, widthOf(m));
  s.v = at(s.u, widthOf(m));
  loss.y = s.batchY;
  loss.w = s.batchW;
  return s;
}

/** where entry i of `order` is */
function entryOf(order: usize, i: i32): usize {
  return order + ((<usize>i) << 2);
}

/** the place in X of row i of a batch that starts at `from` in `order` */
function placeOf(order: usize, from: i32, i: i32): i32 {
  return i32.load(entryOf(order, from + i));
}

/** the numbers of row i of a batch */
function rowOf(s: Stochastic, order: usize, from: i32, i: i32, perturbed: bool): usize {
  const row = perturbed ? i : placeOf(order, from, i);
  return (perturbed ? s.rows : s.X) + ((<usize>row * <usize>s.m) << 3);
}

/** row i of a batch, perturbed, where `rowOf` finds it */
function perturb(s: Stochastic, order: usize, from: i32, i: i32): void {
  const to = rowOf(s, order, from, i, true);
  const place = placeOf(order, from, i);
  if (s.kind === RowKind.Sparse) changetype<SparseRows>(s.X).write(place, to);
  if (s.kind === RowKind.Single) changetype<SingleRows>(s.X).write(place, to);
  s.inputs.apply(s.m, s.kind === RowKind.Dense ? rowOf(s, order, from, i, false) : to, to);
}

/** η, y and w of rows from … from + k − 1 in `order`, w times `factor` */
export function forward(s: Stochastic, order: usize, from: i32, k: i32, factor: f64, perturbed: bool): void {
  for (let i = 0; i < k; i++) {
    const row = placeOf(order, from, i);
    if (perturbed) perturb(s, order, from, i);
    f64.store(at(s.batchY, i), f64.load(at(s.y, row)));
    f64.store(at(s.batchW, i), factor * f64.load(at(s.w, row)));
  }
  const b0 = f64.load(at(s.b, s.m));
  if (s.kind === RowKind.Single && !perturbed) return changetype<SingleRows>(s.X).predict(entryOf(order, from), k, s.b, b0, s.eta);
  if (s.kind === RowKind.Dense || perturbed) predictDense(s, order, from, k, perturbed);
  else predictSparse(s, order, from, k);
  for (let i = 0; i < k; i++) f64.store(at(s.eta, i), f64.load(at(s.eta, i)) + b0);
}

function predictSparse(s: Stochastic, order: usize, from: i32, k: i32): void {
  const x = changetype<SparseRows>(s.X);
  const shift = dot(s.m, x.centres, s.b);
  for (let i = 0; i < k; i++) f64.store(at(s.eta, i), x.dot(placeOf(order, from, i), s.b, shift));
}

function predictDense(s: Stochastic, order: usize, from: i32, k: i32, perturbed: bool): void {
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = rowOf(s, order, from, i, perturbed);
    const x1 = rowOf(s, order, from, i + 1, perturbed);
    const x2 = rowOf(s, order, from, i + 2, perturbed);
    const x3 = rowOf(s, order, from, i + 3, perturbed);
    FourRows.dot(s.m, x0, x1, x2, x3, s.b, at(s.eta, i));
  }
  for (; i < k; i++) f64.store(at(s.eta, i), dot(s.m, rowOf(s, order, from, i, perturbed), s.b));
}

/** d ← d + Σ gᵢ·(xᵢ, 1) over the same rows */
export function backward(s: Stochastic, order: usize, from: i32, k: i32, perturbed: bool): void {
  const sum = total(k, s.g);
  if (s.kind === RowKind.Dense || perturbed) addDense(s, order, from, k, perturbed);
  else if (s.kind === RowKind.Single) changetype<SingleRows>(s.X).add(entryOf(order, from), k, s.g, sum, s.d);
  else {
    const x = changetype<SparseRows>(s.X);
    for (let i = 0; i < k; i++) x.axpy(placeOf(order, from, i), f64.load(at(s.g, i)), s.d);
    axpy(s.m, -sum, x.centres, s.d);
  }
  if (s.intercept) f64.store(at(s.d, s.m), f64.load(at(s.d, s.m)) + sum);
}

function addDense(s: Stochastic, order: usize, from: i32, k: i32, perturbed: bool): void {
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = rowOf(s, order, from, i, perturbed);
    const x1 = rowOf(s, order, from, i + 1, perturbed);
    const x2 = rowOf(s, order, from, i + 2, perturbed);
    const x3 = rowOf(s, order, from, i + 3, perturbed);
    FourRows.axpy(s.m, at(s.g, i), x0, x1, x2, x3, s.d);
  }
  for (; i < k; i++) axpy(s.m, f64.load(at(s.g, i)), rowOf(s, order, from, i, perturbed), s.d);
}
