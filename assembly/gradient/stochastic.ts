// Mini-batches of a row-major X: of k rows g ← (n/k) Σ wᵢℓ′(ηᵢ)·(xᵢ, 1), an unbiased ∇f; then the penalty's part and a step (updates.ts).
//   coupled    d = g + c∘b + …,  b ← step(b, d)
//   decoupled  d = g + …,        b ← step(b − αc∘b, d)           (Loshchilov, Hutter 2019): the same under sgd, not where d is rescaled
// b has the intercept behind its m coefficients; c and a are 0 there.
import { Rule } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { axpy, dot } from "../linear/level1";
import { Four } from "../linear/level1f";
import { AnyLoss } from "../losses/anyLoss";
import { Perturbation } from "./perturb";
import { raised, sign } from "./smooth";
import { accelerated, adam, sgd } from "./updates";

@unmanaged
@final
export class Stochastic extends Perturbation {
  m: i32;
  /** rows in a batch at most */
  size: i32;
  /** rows in an epoch: Σ of their w is 1 */
  n: i32;
  intercept: i32;
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
  /** c and a, m + 1 each */
  ridge: usize;
  bumps: usize;
  /** m + 4 zeros: no prox, no means */
  none: usize;
  /** b, u and v behind one another, m + 1 each; the caller's */
  b: usize;
  /** m + 1: the gradient */
  d: usize;
  /** of the rows of a batch: η, ∇f, y, w, and the rows themselves where they are perturbed */
  eta: usize;
  g: usize;
  batchY: usize;
  batchW: usize;
  rows: usize;
}

/** bytes of a Stochastic with its vectors */
export function stochasticBytes(m: i32, size: i32): f64 {
  return <f64>(offsetof<Stochastic>() + 16) + 8 * (2 * <f64>m + 5 + <f64>size * (4 + <f64>m));
}

/** lays its vectors out behind it, and `loss` over the rows of a batch */
export function stochasticAt(s: Stochastic, m: i32, size: i32, loss: AnyLoss): void {
  s.m = m;
  s.size = size;
  s.d = (changetype<usize>(s) + offsetof<Stochastic>() + 15) & ~15;
  s.none = at(s.d, m + 1);
  s.eta = at(s.none, m + 4);
  s.g = at(s.eta, size);
  s.batchY = at(s.g, size);
  s.batchW = at(s.batchY, size);
  s.rows = at(s.batchW, size);
  s.spared = false;
  memory.fill(s.none, 0, (<usize>m + 4) << 3);
  loss.y = s.batchY;
  loss.w = s.batchW;
}

/** one step for every `size` of the `count` rows in `order` (i32), the last batch may be smaller; `rates`: α of each; t: steps made before */
export function epoch(s: Stochastic, loss: AnyLoss, order: usize, count: i32, rates: usize, t: f64): void {
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    const alpha = f64.load(rates);
    rates += 8;
    t += 1;
    memory.fill(s.d, 0, (<usize>s.m + 1) << 3);
    forward(s, order, from, k, <f64>s.n / <f64>k, !s.idle);
    loss.n = k;
    loss.gradient(s.eta, s.g);
    backward(s, order, from, k, !s.idle);
    step(s, alpha, t);
  }
}

/** Σ wᵢℓ(ηᵢ) over the `count` rows in `order`, s.d ← its gradient; rows as they are */
export function sweep(s: Stochastic, loss: AnyLoss, order: usize, count: i32): f64 {
  let f: f64 = 0;
  memory.fill(s.d, 0, (<usize>s.m + 1) << 3);
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
    if (perturbed) s.apply(s.m, rowOf(s, order, from, i, false), rowOf(s, order, from, i, true));
    f64.store(at(s.batchY, i), f64.load(at(s.y, row)));
    f64.store(at(s.batchW, i), factor * f64.load(at(s.w, row)));
  }
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = rowOf(s, order, from, i, perturbed);
    const x1 = rowOf(s, order, from, i + 1, perturbed);
    const x2 = rowOf(s, order, from, i + 2, perturbed);
    const x3 = rowOf(s, order, from, i + 3, perturbed);
    Four.dot(s.m, x0, x1, x2, x3, s.none, s.b, at(s.eta, i));
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
    Four.axpy(s.m, at(s.g, i), x0, x1, x2, x3, s.none, s.d);
  }
  for (; i < k; i++) axpy(s.m, f64.load(at(s.g, i)), rowOf(s, order, from, i, perturbed), s.d);
  if (!s.intercept) return;
  let total: f64 = 0;
  for (i = 0; i < k; i++) total += f64.load(at(s.g, i));
  f64.store(at(s.d, s.m), f64.load(at(s.d, s.m)) + total);
}

/** the penalty's part of d, or of b where it is decoupled; then one step of the optimiser, the t-th */
function step(s: Stochastic, alpha: f64, t: f64): void {
  const count = s.m + 1;
  const u = at(s.b, count);
  const v = at(u, count);
  penalise(s, s.decoupled ? alpha : 0);
  const a = s.proximal ? s.bumps : s.none;
  switch (s.rule) {
    case Rule.Sgd:
      return sgd(count, alpha, s.d, a, s.b);
    case Rule.Momentum:
      return accelerated(count, alpha, s.beta1, 0, 1, s.d, u, a, s.b);
    case Rule.Nesterov:
      return accelerated(count, alpha, s.beta1, 1, s.beta1, s.d, u, a, s.b);
    case Rule.Adam: {
      const first = 1 - raised(s.beta1, t);
      const second = 1 - raised(s.beta2, t);
      return adam(count, alpha, s.beta1, s.beta2, first, second, s.epsilon, s.d, u, v, a, s.b);
    }
  }
  unreachable();
}

/** d ← d + c∘b + a∘|b|^(q−1)∘sign(b), or with `decay` > 0 the first of them as b ← b − decay·c∘b */
function penalise(s: Stochastic, decay: f64): void {
  for (let j = 0; j < s.m; j++) {
    const b = f64.load(at(s.b, j));
    const c = f64.load(at(s.ridge, j));
    let slope = decay > 0 ? 0 : c * b;
    if (!s.proximal) slope += f64.load(at(s.bumps, j)) * raised(abs(b), s.power - 1) * sign(b);
    f64.store(at(s.d, j), f64.load(at(s.d, j)) + slope);
    if (decay > 0) f64.store(at(s.b, j), b - decay * c * b);
  }
}
