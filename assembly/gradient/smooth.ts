// What gradients are taken of, b = (β, b₀) with the intercept as its last entry:
//   F(b) = f(η) + ½ Σ cⱼβⱼ² + Σ aⱼdⱼ^(q−1) |βⱼ|^q / q,   η = c₀b₀ + X̃β
//   ∇F   = X̃ᵀ∇f(η) + c∘β + a∘|dβ|^(q−1)∘sign(β),        ∂F/∂b₀ = c₀ Σ ∇f(η)
// q = 1 is |βⱼ| by its subgradient, 0 at 0. Where a kink is left to the prox there are no aⱼ.
import { Dense } from "../design/dense";
import { back, forth, STRIP, stripWidth } from "../design/strips";
import { exp, log } from "../linear/elementary";
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** bytes of strips between the way there and back: what a level-1 cache keeps while the next ones are on their way */
const NEAR: i32 = 4096;

@unmanaged
@final
export class Smooth {
  design: usize;
  /** cⱼ = its l2(j) */
  ridge: usize;
  /** aⱼ = its l1(j), λ = 0 where there is none */
  bumps: usize;
  /** n rounded up to whole strips: η and ∇f(η) of the last evaluation */
  eta: usize;
  g: usize;
  /** X̃ in strips, 0 where there was no room for them */
  strips: usize;
  /** q */
  power: f64;
  /** c₀, 0 without an intercept */
  slant: f64;
}

/** F(b), grad (m + 2) ← ∇F(b) and f(η) behind it: one pass over the strips, or two over the columns */
export function evaluate(o: Smooth, loss: AnyLoss, b: usize, grad: usize): f64 {
  const x = changetype<Dense>(o.design);
  let f: f64;
  if (o.strips !== 0) f = throughStrips(o, loss, b, grad);
  else {
    margins(o, b);
    f = loss.valueAndGradient(o.eta, o.g);
    x.gemvT(o.g, grad);
  }
  f64.store(at(grad, x.m + 1), f);
  return f + complete(o, b, grad);
}

/** f(η), grad (m) ← X̃ᵀ∇f(η), a few strips at a time: there, the slopes of their rows, and back while they are in L1 */
function throughStrips(o: Smooth, loss: AnyLoss, b: usize, grad: usize): f64 {
  const x = changetype<Dense>(o.design);
  const n = x.n;
  const width = stripWidth(x.m);
  const height = heightOf(width);
  const shift = o.slant * f64.load(at(b, x.m));
  const y = loss.y;
  const w = loss.w;
  let f: f64 = 0;
  memory.fill(grad, 0, (<usize>width) << 3);
  for (let i = 0; i < n; i += height) {
    const count = min(height, n - i);
    for (let k = 0; k < count; k += STRIP) forth(width, stripAt(o, width, i + k), b, shift, at(o.eta, i + k));
    loss.n = count;
    loss.y = at(y, i);
    loss.w = at(w, i);
    f += loss.valueAndGradient(at(o.eta, i), at(o.g, i));
    for (let k = 0; k < count; k += STRIP) back(width, stripAt(o, width, i + k), at(o.g, i + k), grad);
  }
  loss.n = n;
  loss.y = y;
  loss.w = w;
  return f;
}

/** the strip of row i */
function stripAt(o: Smooth, width: i32, i: i32): usize {
  return o.strips + ((<usize>i * <usize>width) << 3);
}

/** rows that take about NEAR bytes, in whole strips */
function heightOf(width: i32): i32 {
  return STRIP * max(1, NEAR / (64 * max(1, width)));
}

/** η ← c₀b₀ + X̃β */
function margins(o: Smooth, b: usize): void {
  const x = changetype<Dense>(o.design);
  const shift = o.slant * f64.load(at(b, x.m));
  for (let i = 0; i < x.n; i++) f64.store(at(o.eta, i), shift);
  x.gemv(b, o.eta);
}

/** grad ← ∇F from X̃ᵀ∇f; returns what F has besides f */
function complete(o: Smooth, b: usize, grad: usize): f64 {
  const x = changetype<Dense>(o.design);
  const ridge = changetype<ElasticNet>(o.ridge);
  const bumps = changetype<ElasticNet>(o.bumps);
  f64.store(at(grad, x.m), o.slant === 0 ? 0 : o.slant * total(x.n, o.g));
  let omega: f64 = 0;
  for (let j = 0; j < x.m; j++) {
    const bj = f64.load(at(b, j));
    const c = ridge.l2(j);
    const rise = bumps.l1(j) * raised(abs(bj) * f64.load(at(bumps.scales, j)), o.power - 1);
    f64.store(at(grad, j), f64.load(at(grad, j)) + c * bj + rise * sign(bj));
    omega += 0.5 * c * bj * bj + (rise * abs(bj)) / o.power;
  }
  return omega;
}

/** xᵉ for x, e ≥ 0; 0⁰ = 1 */
export function raised(x: f64, e: f64): f64 {
  if (e === 0) return 1;
  if (e === 1 || x === 0) return x;
  return f64x2.extract_lane(exp(f64x2.splat(e * log(x))), 0);
}

/** −1, 0 or 1 */
export function sign(x: f64): f64 {
  return x > 0 ? 1 : x < 0 ? -1 : 0;
}

function total(n: i32, g: usize): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) s += f64.load(at(g, i));
  return s;
}

/** next ← prox(b − t·grad, t), its last entry, the intercept's, without a penalty; returns Ω(next) */
export function proximal(penalty: ElasticNet, m: i32, t: f64, b: usize, grad: usize, next: usize): f64 {
  let omega: f64 = 0;
  for (let j = 0; j < m; j++) {
    const z = penalty.prox(f64.load(at(b, j)) - t * f64.load(at(grad, j)), t, j);
    f64.store(at(next, j), z);
    omega += penalty.value(z, j);
  }
  f64.store(at(next, m), f64.load(at(b, m)) - t * f64.load(at(grad, m)));
  return omega;
}

/**
 * √( Σ hⱼ(βⱼ − prox(βⱼ − ∇ⱼ/hⱼ, 1/hⱼ))² + (Σ∇f)² ), ∇ = ∇F(b): how far one step along each column alone would go, h its curvature. 0 at the
 * optimum and nowhere else.
 */
export function residual(o: Smooth, penalty: ElasticNet, h: usize, b: usize, grad: usize): f64 {
  const x = changetype<Dense>(o.design);
  const m = x.m;
  const rest = o.slant === 0 ? 0 : f64.load(at(grad, m)) / o.slant;
  let sum = rest * rest;
  for (let j = 0; j < m; j++) {
    const bj = f64.load(at(b, j));
    const hj = f64.load(at(h, j));
    // a column without curvature says nothing: it is constant beside an intercept
    if (hj === 0) continue;
    const d = bj - penalty.prox(bj - f64.load(at(grad, j)) / hj, 1 / hj, j);
    sum += hj * d * d;
  }
  return sqrt(sum);
}

/**
 * The duality gap of b (certificate.ts) at θ = κ∇f(η), made orthogonal to the intercept: entries of the sign that weighs more shrink, which
 * leaves them in every loss's domain. θ and X̃ᵀθ go to `theta` (n) and `partial` (m). No column may be free.
 */
export function gapOf(o: Smooth, loss: AnyLoss, penalty: ElasticNet, b: usize, theta: usize, partial: usize, out: Certificate): void {
  const x = changetype<Dense>(o.design);
  margins(o, b);
  const f = loss.valueAndGradient(o.eta, theta);
  if (o.slant !== 0) balance(x.n, theta);
  x.gemvT(theta, partial);
  let finite: f64 = 1;
  let near: f64 = 1;
  let omega: f64 = 0;
  for (let j = 0; j < x.m; j++) {
    const bj = f64.load(at(b, j));
    const z = -f64.load(at(partial, j));
    finite = min(finite, penalty.dualScale(z, j));
    near = min(near, penalty.nearScale(bj, z, j));
    omega += penalty.value(bj, j);
  }
  out.gap = loss.fenchel(o.eta, finite, theta) + fenchelSum(penalty, x.m, b, finite, partial);
  if (near < finite) out.gap = min(out.gap, loss.fenchel(o.eta, near, theta) + fenchelSum(penalty, x.m, b, near, partial));
  out.objective = f + omega;
}

function fenchelSum(penalty: ElasticNet, m: i32, b: usize, kappa: f64, partial: usize): f64 {
  let gap: f64 = 0;
  for (let j = 0; j < m; j++) gap += penalty.fenchel(f64.load(at(b, j)), -kappa * f64.load(at(partial, j)), j);
  return gap;
}

/** θ ← Σθ = 0 by shrinking its positive or its negative entries */
function balance(n: i32, theta: usize): void {
  let up: f64 = 0;
  let down: f64 = 0;
  for (let i = 0; i < n; i++) {
    const value = f64.load(at(theta, i));
    up += max(value, 0);
    down -= min(value, 0);
  }
  const shrinkUp = up > down ? down / up : 1;
  const shrinkDown = down > up ? up / down : 1;
  for (let i = 0; i < n; i++) {
    const value = f64.load(at(theta, i));
    f64.store(at(theta, i), value * (value > 0 ? shrinkUp : shrinkDown));
  }
}

/** λmax(X̃ᵀWX̃), from below, by `rounds` of power iteration from `v` (m), which becomes the eigenvector */
export function largestCurvature(o: Smooth, rounds: i32, v: usize, next: usize): f64 {
  const x = changetype<Dense>(o.design);
  let largest: f64 = 0;
  for (let k = 0; k < rounds; k++) {
    const norm = sqrt(dot(x.m, v, v));
    if (norm === 0) return 0;
    for (let j = 0; j < x.m; j++) f64.store(at(v, j), f64.load(at(v, j)) / norm);
    weighed(o, v, next);
    const before = largest;
    largest = dot(x.m, v, next);
    memory.copy(v, next, (<usize>x.m) << 3);
    if (largest - before <= 1e-3 * largest && k > 2) return largest;
  }
  return largest;
}

/** out ← X̃ᵀWX̃v */
function weighed(o: Smooth, v: usize, out: usize): void {
  const x = changetype<Dense>(o.design);
  if (o.strips === 0) {
    memory.fill(o.eta, 0, (<usize>x.n) << 3);
    x.gemv(v, o.eta);
    for (let i = 0; i < x.n; i++) f64.store(at(o.eta, i), f64.load(at(o.eta, i)) * f64.load(at(x.w, i)));
    x.gemvT(o.eta, out);
    return;
  }
  const width = stripWidth(x.m);
  memory.fill(out, 0, (<usize>width) << 3);
  for (let i = 0; i < x.n; i += STRIP) {
    const strip = stripAt(o, width, i);
    forth(width, strip, v, 0, at(o.eta, i));
    for (let k = i; k < min(x.n, i + STRIP); k++) f64.store(at(o.eta, k), f64.load(at(o.eta, k)) * f64.load(at(x.w, k)));
    back(width, strip, at(o.eta, i), out);
  }
}
