// t = y ∈ {−1, +1}, margin m = tη, u = e^−|m|, p = 1/(1 + eᵐ): the model's probability of the other class
// ℓ(t, η) = log(1 + e⁻ᵐ) = max(−m, 0) + log(1 + u),  ℓ′ = −tp,  ℓ″ = p(1 − p) = u/(1 + u)²:  u ≤ 1, so nothing overflows
// a = −tθ: ℓ*(θ) = a log a + (1−a) log(1−a) on 0 ≤ a ≤ 1, and ℓ(η) + ℓ*(θ) − θη = a log(a/p) + (1−a) log((1−a)/(1−p))
import { exp, log1p } from "../linear/elementary";
import { divergence, divergenceNear } from "./divergence";
import { EDGE, RowLoss } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class LogisticRow extends RowLoss {
  /** u */
  core(_t: v128, eta: v128): v128 {
    return exp(f64x2.neg(f64x2.abs(eta)));
  }

  term(w: v128, t: v128, eta: v128, u: v128): v128 {
    const positive = f64x2.pmax(f64x2.neg(f64x2.mul(t, eta)), f64x2.splat(0));
    return f64x2.mul(w, f64x2.add(positive, log1p(u)));
  }

  slope(w: v128, t: v128, eta: v128, u: v128): v128 {
    const one = f64x2.splat(1);
    const right = f64x2.ge(f64x2.mul(t, eta), f64x2.splat(0));
    const p = f64x2.div(v128.bitselect(u, one, right), f64x2.add(one, u));
    return f64x2.neg(f64x2.mul(w, f64x2.mul(t, p)));
  }

  curvature(w: v128, _t: v128, _eta: v128, u: v128): v128 {
    const s = f64x2.add(f64x2.splat(1), u);
    return f64x2.mul(w, f64x2.div(u, f64x2.mul(s, s)));
  }

  bound(): f64 {
    return 0.25;
  }

  maxStep(): f64 {
    return 20;
  }

  rowDualScale(w: v128, t: v128, theta: v128): v128 {
    const a = f64x2.div(f64x2.mul(f64x2.neg(t), theta), w);
    return v128.bitselect(f64x2.div(f64x2.splat(1), a), f64x2.splat(1), f64x2.gt(a, f64x2.splat(1)));
  }

  rowFenchel(w: f64, t: f64, eta: f64, theta: f64): f64 {
    let a = (-t * theta) / w;
    if (a < 0 || a > EDGE) return Infinity;
    a = min(a, 1);
    const m = t * eta;
    const uu = exp(f64x2.splat(-abs(m)));
    const u = f64x2.extract_lane(uu, 0);
    const rest = f64x2.extract_lane(log1p(uu), 0);
    const p = (m >= 0 ? u : 1) / (1 + u);
    const q = (m >= 0 ? 1 : u) / (1 + u);
    // a − p from the smaller pair: p or 1 − p next to 1 has lost its digits
    const d = m >= 0 ? a - p : q - (1 - a);
    return w * (divergence(a, p, -max(m, 0) - rest, d) + divergence(1 - a, q, -max(-m, 0) - rest, -d));
  }

  fenchelNear(w: v128, t: v128, eta: v128, theta: v128): v128 {
    const one = f64x2.splat(1);
    const a = f64x2.div(f64x2.mul(f64x2.neg(t), theta), w);
    const m = f64x2.mul(t, eta);
    const u = this.core(t, eta);
    const right = f64x2.ge(m, f64x2.splat(0));
    const s = f64x2.add(one, u);
    const p = f64x2.div(v128.bitselect(u, one, right), s);
    const q = f64x2.div(v128.bitselect(one, u, right), s);
    // as in rowFenchel, from the smaller pair
    const d = v128.bitselect(f64x2.sub(a, p), f64x2.sub(q, f64x2.sub(one, a)), right);
    return f64x2.mul(w, f64x2.add(divergenceNear(p, d), divergenceNear(q, f64x2.neg(d))));
  }
}

export type Logistic = ByRows<LogisticRow>;
