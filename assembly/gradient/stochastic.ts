// Mini-batches of a row-major X: of k rows g ← (n/k) Σ wᵢℓ′(ηᵢ)·(xᵢ, 1), an unbiased ∇f; then the penalty's part and a step (updates.ts).
//   coupled    d = g + c∘b + …,  b ← step(b, d)
//   decoupled  d = g + …,        b ← step(b − αc∘b, d)           (Loshchilov, Hutter 2019): the same under sgd, not where d is rescaled
// b has the intercept behind its m coefficients; c and a are 0 there.
import { Rule } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { begin, count, counted, filled, room, struct, vector } from "../linear/layout";
import { axpy, dot } from "../linear/level1";
import { FourRows } from "../linear/level1f";
import { Random } from "../linear/random";
import { AnyLoss } from "../losses/anyLoss";
import { Perturbation } from "./perturb";
import { raised, sign } from "./smooth";
import { accelerated, adam, sgd, Update } from "./updates";

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
  /** X row by row, y and w of its rows */
  X: usize;
  y: usize;
  w: usize;
  /** a, whether its prox is taken or its slope; zeros */
  bumps: usize;
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

/** one step for every `size` of the `count` rows in `order` (i32), the last batch may be smaller; `rates`: α of each; t: steps made before */
export function epoch(s: Stochastic, loss: AnyLoss, order: usize, count: i32, rates: usize, t: f64): void {
  const perturbed = !s.inputs.idle;
  if (s.shuffles) s.random.shuffle(count, order);
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    const alpha = f64.load(rates);
    rates += 8;
    t += 1;
    memory.fill(s.d, 0, s.bytes);
    forward(s, order, from, k, <f64>s.n / <f64>k, perturbed);
    loss.n = k;
    loss.gradient(s.eta, s.g);
    backward(s, order, from, k, perturbed);
    step(s, alpha, t);
  }
}

/** Σ wᵢℓ(ηᵢ) over the `count` rows in `order`, s.d ← its gradient; rows as they are */
export function sweep(s: Stochastic, loss: AnyLoss, order: usize, count: i32): f64 {
  let f: f64 = 0;
  memory.fill(s.d, 0, s.bytes);
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    forward(s, order, from, k, 1, false);
    loss.n = k;
    f += loss.valueAndGradient(s.eta, s.g);
    backward(s, order, from, k, false);
  }
  return f;
}

/** row i of a batch that starts at `from` in `order` */
function rowOf(s: Stochastic, order: usize, from: i32, i: i32, perturbed: bool): usize {
  const row = perturbed ? i : i32.load(order + ((<usize>(from + i)) << 2));
  return (perturbed ? s.rows : s.X) + ((<usize>row * <usize>s.m) << 3);
}

/** η, y and w of rows from … from + k − 1 in `order`, w times `factor` */
function forward(s: Stochastic, order: usize, from: i32, k: i32, factor: f64, perturbed: bool): void {
  for (let i = 0; i < k; i++) {
    const row = i32.load(order + ((<usize>(from + i)) << 2));
    if (perturbed) s.inputs.apply(s.m, rowOf(s, order, from, i, false), rowOf(s, order, from, i, true));
    f64.store(at(s.batchY, i), f64.load(at(s.y, row)));
    f64.store(at(s.batchW, i), factor * f64.load(at(s.w, row)));
  }
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = rowOf(s, order, from, i, perturbed);
    const x1 = rowOf(s, order, from, i + 1, perturbed);
    const x2 = rowOf(s, order, from, i + 2, perturbed);
    const x3 = rowOf(s, order, from, i + 3, perturbed);
    FourRows.dot(s.m, x0, x1, x2, x3, s.b, at(s.eta, i));
  }
  for (; i < k; i++) f64.store(at(s.eta, i), dot(s.m, rowOf(s, order, from, i, perturbed), s.b));
  const b0 = f64.load(at(s.b, s.m));
  for (i = 0; i < k; i++) f64.store(at(s.eta, i), f64.load(at(s.eta, i)) + b0);
}

/** d ← d + Σ gᵢ·(xᵢ, 1) over the same rows */
function backward(s: Stochastic, order: usize, from: i32, k: i32, perturbed: bool): void {
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = rowOf(s, order, from, i, perturbed);
    const x1 = rowOf(s, order, from, i + 1, perturbed);
    const x2 = rowOf(s, order, from, i + 2, perturbed);
    const x3 = rowOf(s, order, from, i + 3, perturbed);
    FourRows.axpy(s.m, at(s.g, i), x0, x1, x2, x3, s.d);
  }
  for (; i < k; i++) axpy(s.m, f64.load(at(s.g, i)), rowOf(s, order, from, i, perturbed), s.d);
  if (!s.intercept) return;
  let total: f64 = 0;
  for (i = 0; i < k; i++) total += f64.load(at(s.g, i));
  f64.store(at(s.d, s.m), f64.load(at(s.d, s.m)) + total);
}

/** one step of the optimiser, the t-th, with the penalty's part */
function step(s: Stochastic, alpha: f64, t: f64): void {
  s.coupled = s.decoupled ? 0 : 1;
  s.decay = s.decoupled ? alpha : 0;
  s.kinks = s.proximal ? s.bumps : s.none;
  if (!s.proximal) lean(s);
  switch (s.rule) {
    case Rule.Sgd:
      return sgd(s, alpha);
    case Rule.Momentum:
      return accelerated(s, alpha, s.beta1, 0, 1);
    case Rule.Nesterov:
      return accelerated(s, alpha, s.beta1, 1, s.beta1);
    case Rule.Adam:
      return adam(s, alpha, s.beta1, s.beta2, 1 - raised(s.beta1, t), 1 - raised(s.beta2, t), s.epsilon);
  }
  unreachable();
}

/** d ← d + a∘|b|^(q−1)∘sign(b) */
function lean(s: Stochastic): void {
  for (let j = 0; j < s.m; j++) {
    const b = f64.load(at(s.b, j));
    const slope = f64.load(at(s.bumps, j)) * raised(abs(b), s.power - 1) * sign(b);
    f64.store(at(s.d, j), f64.load(at(s.d, j)) + slope);
  }
}
