// What gradients are taken of, b = (β, b₀) with the intercept as its last entry:
//   F(b) = f(η) + ½ Σ cⱼβⱼ² + Σ aⱼdⱼ^(q−1) |βⱼ|^q / q,   η = b₀ + X̃β
//   ∇F   = X̃ᵀ∇f(η) + c∘β + a∘|dβ|^(q−1)∘sign(β),        ∂F/∂b₀ = Σ ∇f(η), or b₀ and its slope 0
// q = 1 is |βⱼ| by its subgradient, 0 at 0. Where a kink is left to the prox there are no aⱼ.
import { AnyDesign } from "../design/anyDesign";
import { back, forth, STRIP, stripWidth } from "../design/strips";
import { exp, log } from "../linear/elementary";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { total } from "../linear/level1";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";

/** bytes of strips between the way there and back: what a level-1 cache keeps while the next ones are on their way */
const NEAR: i32 = 4096;

@unmanaged
@final
export class Smooth {
  design: usize;
  /** cⱼ = its l2(j) */
  ridge: usize;
  /** aⱼ = its l1(j), λ = 0 where there is none */
  slopes: usize;
  /** n rounded up to whole strips: η and ∇f(η) of the last evaluation */
  eta: usize;
  g: usize;
  /** X̃ in strips, 0 where there was no room for them */
  strips: usize;
  /** q */
  power: f64;
  /** 1, or 0 where there is none */
  intercept: f64;

  /** n */
  rows(): i32 {
    return changetype<AnyDesign>(this.design).n;
  }

  /** m */
  columns(): i32 {
    return changetype<AnyDesign>(this.design).m;
  }
}

/** F(b), grad (m + 2) ← ∇F(b) and f(η) behind it: one pass over the strips, or two over the columns */
export function evaluate(o: Smooth, loss: AnyLoss, b: usize, grad: usize): f64 {
  const x = changetype<AnyDesign>(o.design);
  let f: f64;
  if (o.strips !== 0) f = throughStrips(o, loss, b, grad);
  else {
    across(o, b);
    f = loss.valueAndGradient(o.eta, o.g);
    x.gemvT(o.g, grad);
  }
  f64.store(at(grad, x.m + 1), f);
  return f + complete(o, b, grad);
}

/** f(η), grad (m) ← X̃ᵀ∇f(η), a few strips at a time: there, the slopes of their rows, and back while they are in L1 */
function throughStrips(o: Smooth, loss: AnyLoss, b: usize, grad: usize): f64 {
  const x = changetype<AnyDesign>(o.design);
  const n = x.n;
  const width = stripWidth(x.m);
  const height = heightOf(width);
  const shift = o.intercept * f64.load(at(b, x.m));
  const y = loss.y;
  const w = loss.w;
  let f: f64 = 0;
  memory.fill(grad, 0, (<usize>width) << 3);
  for (let i = 0; i < n; i += height) {
    const count = min(height, n - i);
    spend(count, width);
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

/** o.η ← b₀ + X̃β */
export function across(o: Smooth, b: usize): void {
  shifted(o, b, o.intercept * f64.load(at(b, o.columns())), o.eta);
}

/** η ← shift + X̃β */
function shifted(o: Smooth, b: usize, shift: f64, eta: usize): void {
  const n = o.rows();
  if (o.strips === 0) {
    for (let i = 0; i < n; i++) f64.store(at(eta, i), shift);
    return changetype<AnyDesign>(o.design).gemv(b, eta);
  }
  const width = stripWidth(o.columns());
  spend(n, width);
  for (let i = 0; i < n; i += STRIP) forth(width, stripAt(o, width, i), b, shift, at(eta, i));
}

/** grad ← ∇F from X̃ᵀ∇f; returns what F has besides f */
function complete(o: Smooth, b: usize, grad: usize): f64 {
  const x = changetype<AnyDesign>(o.design);
  const ridge = changetype<ElasticNet>(o.ridge);
  const slopes = changetype<ElasticNet>(o.slopes);
  f64.store(at(grad, x.m), o.intercept === 0 ? 0 : total(x.n, o.g));
  let omega: f64 = 0;
  for (let j = 0; j < x.m; j++) {
    const bj = f64.load(at(b, j));
    const c = ridge.l2(j);
    const rise = slopes.l1(j) * raised(abs(bj) * f64.load(at(slopes.scales, j)), o.power - 1);
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

/** out (m + 1) ← X̃ᵀr, r (n rounded up to whole strips, zeros behind) */
export function backward(o: Smooth, r: usize, out: usize): void {
  if (o.strips === 0) return changetype<AnyDesign>(o.design).gemvT(r, out);
  const width = stripWidth(o.columns());
  memory.fill(out, 0, (<usize>width) << 3);
  spend(o.rows(), width);
  for (let i = 0; i < o.rows(); i += STRIP) back(width, stripAt(o, width, i), at(r, i), out);
}

/** out ← X̃ᵀWX̃v */
export function weighed(o: Smooth, v: usize, out: usize): void {
  const n = o.rows();
  const w = changetype<AnyDesign>(o.design).w;
  if (o.strips === 0) {
    shifted(o, v, 0, o.eta);
    for (let i = 0; i < n; i++) f64.store(at(o.g, i), f64.load(at(o.eta, i)) * f64.load(at(w, i)));
    return backward(o, o.g, out);
  }
  const width = stripWidth(o.columns());
  memory.fill(out, 0, (<usize>width) << 3);
  spend(n, width);
  for (let i = 0; i < n; i += STRIP) {
    const strip = stripAt(o, width, i);
    forth(width, strip, v, 0, at(o.eta, i));
    for (let k = i; k < min(n, i + STRIP); k++) f64.store(at(o.eta, k), f64.load(at(o.eta, k)) * f64.load(at(w, k)));
    back(width, strip, at(o.eta, i), out);
  }
}
