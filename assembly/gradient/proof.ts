// What gradient methods are proven by, at b = (β, b₀):
//   the duality gap (proof/certificate.ts) at θ = κ∇f(η), made orthogonal to the intercept;
//   of penalties A|β|^q/q, q > 1, whose conjugate is Ω*(z) = |z|x/q*, x = (|z|/A)^(1/(q−1)), 1/q + 1/q* = 1, at that θ itself;
//   and how far one step along each column alone would go, which is 0 at the optimum and nowhere else.
import { log } from "../linear/elementary";
import { at } from "../linear/lanes";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate } from "../proof/certificate";
import { across, backward, raised, Smooth } from "./smooth";

/** roundings of a power's exponential and of what is computed with it, in ε, beside those that grow with its exponent */
const ROUNDING: f64 = 16;

/**
 * √( Σ hⱼ(βⱼ − prox(βⱼ − ∇ⱼ/hⱼ, 1/hⱼ))² + (Σ∇f)² ), ∇ = ∇F(b): how far one step along each column alone would go, h its curvature. 0 at the
 * optimum and nowhere else.
 */
export function residual(o: Smooth, penalty: ElasticNet, h: usize, b: usize, grad: usize): f64 {
  const m = o.columns();
  const rest = o.intercept === 0 ? 0 : f64.load(at(grad, m));
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
 * The objective and the duality gap of b: entries of θ of the sign that weighs more shrink, which leaves them in every loss's domain. X̃ᵀθ
 * goes to `partial` (m + 1). No column may be free.
 */
export function gapOf(o: Smooth, loss: AnyLoss, penalty: ElasticNet, b: usize, partial: usize, out: Certificate): void {
  const m = o.columns();
  const f = dualPoint(o, loss, b, partial);
  const whole = coordinates(penalty);
  const finite = whole.dualScale(m, partial);
  const near = whole.nearScale(m, b, partial);
  out.gap = loss.fenchel(o.eta, finite, o.g) + whole.gap(m, b, partial, finite);
  if (near < finite) out.gap = min(out.gap, loss.fenchel(o.eta, near, o.g) + whole.gap(m, b, partial, near));
  out.objective = f + whole.omega(m, b);
}

/** the same where the penalty is the powers of F alone, q > 1; infinite where one of them is 0 and x̃ᵀθ is not */
export function powerGapOf(o: Smooth, loss: AnyLoss, b: usize, partial: usize, out: Certificate): void {
  const m = o.columns();
  const f = dualPoint(o, loss, b, partial);
  const slopes = changetype<ElasticNet>(o.slopes);
  out.gap = loss.fenchel(o.eta, 1, o.g);
  out.objective = f;
  for (let j = 0; j < m; j++) {
    const bj = f64.load(at(b, j));
    const a = slopes.l1(j);
    const d = f64.load(at(slopes.scales, j));
    out.objective += powerOf(a, d, o.power, abs(bj));
    out.gap += powerFenchel(a, d, o.power, bj, -f64.load(at(partial, j)));
  }
}

/** A|b|^q/q with A = a·d^(q−1), b ≥ 0 */
function powerOf(a: f64, d: f64, q: f64, b: f64): f64 {
  return (a * b * raised(d * b, q - 1)) / q;
}

/** Ω(b) + Ω*(z) − zb for that Ω, and what rounding may have taken off it */
function powerFenchel(a: f64, d: f64, q: f64, b: f64, z: f64): f64 {
  if (z === 0) return powerOf(a, d, q, abs(b));
  const best = raised(abs(z) / a, 1 / (q - 1)) / d;
  const value = powerOf(a, d, q, abs(b));
  const conjugate = abs(z) * best * (1 - 1 / q);
  const size = value + conjugate + abs(z * b);
  // x^e by logarithms is off by |e log x|ε and a little
  const exponent = abs(log(abs(z) / a)) / (q - 1) + (b === 0 ? 0 : (q - 1) * abs(log(d * abs(b))));
  const gap = max(0, value + conjugate - z * b) + (ROUNDING + 2 * exponent) * f64.EPSILON * size;
  return gap >= 0 ? gap : Infinity;
}

/** o.η and o.g ← η and θ at b, partial ← X̃ᵀθ; returns f(η) */
function dualPoint(o: Smooth, loss: AnyLoss, b: usize, partial: usize): f64 {
  across(o, b);
  const f = loss.valueAndGradient(o.eta, o.g);
  if (o.intercept !== 0) balance(loss.n, o.g);
  backward(o, o.g, partial);
  return f;
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
