// Gradient methods.
import { Dense } from "../design/dense";
import { rowMajor as rows } from "../design/rowMajor";
import { strips as intoStrips, STRIP, stripBytes } from "../design/strips";
import { direction } from "../gradient/quasiNewton";
import { gapOf, largestCurvature, evaluate as objective, proximal, residual, Smooth } from "../gradient/smooth";
import { Stochastic, stochasticAt, stochasticBytes, sweep as total, epoch as train } from "../gradient/stochastic";
import { at } from "../linear/lanes";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/**
 * what is differentiated: loss (n rows) of c₀b₀ + X̃β, the l2 of `ridge`, the l1 of `bumps` to the power q; `strips`: X̃ in strips, or 0;
 * `work`: twice n rounded up to eights, zeros at first
 */
export function smooth(o: usize, design: usize, ridge: usize, bumps: usize, power: f64, slant: f64, strips: usize, work: usize): void {
  const f = changetype<Smooth>(o);
  f.design = design;
  f.ridge = ridge;
  f.bumps = bumps;
  f.power = power;
  f.slant = slant;
  f.eta = work;
  f.g = at(work, (changetype<Dense>(design).n + STRIP - 1) & ~(STRIP - 1));
  f.strips = strips;
}

/** bytes of X̃ in strips */
export function stripsScratch(n: i32, m: i32): f64 {
  return stripBytes(n, m);
}

/** out ← X̃ in strips */
export function strips(n: i32, m: i32, X: usize, columns: usize, means: usize, out: usize): void {
  intoStrips(n, m, X, columns, means, out);
}

/** F(b), grad (m + 2) ← ∇F(b), ∂F/∂b₀ and the loss alone */
export function evaluate(o: usize, loss: usize, b: usize, grad: usize): f64 {
  return objective(changetype<Smooth>(o), changetype<AnyLoss>(loss), b, grad);
}

/** the value of `loss`, whose rows weigh something else, at the b of the last `evaluate` */
export function lossElsewhere(o: usize, loss: usize): f64 {
  const f = changetype<Smooth>(o);
  return changetype<AnyLoss>(loss).valueAndGradient(f.eta, f.g);
}

/** objective and duality gap of b; theta: n, partial: m numbers of scratch */
export function smoothGap(
  o: usize,

  loss: usize,
  penalty: usize,
  b: usize,
  theta: usize,
  partial: usize,
  certificate: usize,
): void {
  const out = changetype<Certificate>(certificate);
  gapOf(changetype<Smooth>(o), changetype<AnyLoss>(loss), changetype<ElasticNet>(penalty), b, theta, partial, out);
}

/** how far one step along each column alone would go from b; `grad` = ∇F(b), h (m): curvatures */
export function smoothResidual(o: usize, penalty: usize, h: usize, b: usize, grad: usize): f64 {
  return residual(changetype<Smooth>(o), changetype<ElasticNet>(penalty), h, b, grad);
}

/** λmax(X̃ᵀWX̃) from below by power iteration from v; v and next: m + 1, the last 0 */
export function curvature(o: usize, rounds: i32, v: usize, next: usize): f64 {
  return largestCurvature(changetype<Smooth>(o), rounds, v, next);
}

/** next ← prox(b − t·grad, t) over m coefficients and the intercept; returns the penalty there */
export function proximalStep(penalty: usize, m: i32, t: f64, b: usize, grad: usize, next: usize): f64 {
  return proximal(changetype<ElasticNet>(penalty), m, t, b, grad, next);
}

/** d ← −H·grad of L-BFGS (quasiNewton.ts) */
export function quasiNewton(m: i32, size: i32, count: i32, newest: i32, S: usize, Y: usize, alphas: usize, grad: usize, d: usize): void {
  direction(m, size, count, newest, S, Y, alphas, grad, d);
}

/** out ← ((xᵢⱼ − mⱼ)/dⱼ) row by row */
export function rowMajor(n: i32, m: i32, X: usize, columns: usize, means: usize, scales: usize, out: usize): void {
  rows(n, m, X, columns, means, scales, out);
}

/** bytes of `s` */
export function stochasticScratch(m: i32, size: i32): f64 {
  return stochasticBytes(m, size);
}

/** mini-batches of up to `size` of the n rows at X (row-major, m wide); state (3m + 3): b, u, v; loss becomes that of a batch */
export function stochasticRows(
  s: usize,
  n: i32,
  m: i32,
  size: i32,
  intercept: bool,
  X: usize,
  y: usize,
  w: usize,
  state: usize,
  loss: usize,
): void {
  const f = changetype<Stochastic>(s);
  stochasticAt(f, m, size, changetype<AnyLoss>(loss));
  f.n = n;
  f.intercept = intercept;
  f.X = X;
  f.y = y;
  f.w = w;
  f.b = state;
}

/** the rule of `Rule` with its parameters (β₁ is μ where there is momentum) and how the penalty's c = ridge, a = bumps (m + 1) come in */
export function stochasticRule(
  s: usize,
  rule: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  ridge: usize,
  bumps: usize,
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
  f.bumps = bumps;
  f.power = power;
  f.decoupled = decoupled;
  f.proximal = proximal;
}

/** noise of sd `noise` on the rows, each entry kept with probability `keep` */
export function stochasticInputs(s: usize, noise: f64, keep: f64, seed: u32): void {
  const f = changetype<Stochastic>(s);
  f.noise = noise;
  f.keep = keep;
  f.state = seed;
}

/** w of the rows, for sweeps over others than those that train */
export function stochasticShares(s: usize, w: usize): void {
  changetype<Stochastic>(s).w = w;
}

/** one step for every batch of the `count` rows in `order` (i32), with the learning rates in `rates`; t: steps made before */
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
