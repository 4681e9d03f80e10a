// t = y ∈ {−1, +1}, q = 1 − tη, h = max(q, 0):
// ℓ(t, η) = ½h²,  ℓ′ = −th,  ℓ″ = 1 where q ≥ 0, 0 beyond      (the ½ makes it the squared loss of rows that are not yet right by 1)
// a = −tθ: ℓ*(θ) = ½a² − a on a ≥ 0, and ℓ(η) + ℓ*(θ) − θη = ½(a − h)² + a(h − q), a sum of terms ≥ 0
import { RowLoss } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class SquaredHingeRow extends RowLoss {
  /** h */
  core(t: v128, eta: v128): v128 {
    return f64x2.pmax(f64x2.sub(f64x2.splat(1), f64x2.mul(t, eta)), f64x2.splat(0));
  }

  term(w: v128, _t: v128, _eta: v128, h: v128): v128 {
    return f64x2.mul(f64x2.splat(0.5), f64x2.mul(f64x2.mul(w, h), h));
  }

  slope(w: v128, t: v128, _eta: v128, h: v128): v128 {
    return f64x2.neg(f64x2.mul(w, f64x2.mul(t, h)));
  }

  curvature(w: v128, t: v128, eta: v128, _h: v128): v128 {
    return v128.and(w, f64x2.le(f64x2.mul(t, eta), f64x2.splat(1)));
  }

  bound(): f64 {
    return 1;
  }

  maxStep(): f64 {
    return 20;
  }

  rowDualScale(_w: v128, _y: v128, _theta: v128): v128 {
    return f64x2.splat(1);
  }

  rowFenchel(w: f64, t: f64, eta: f64, theta: f64): f64 {
    const a = (-t * theta) / w;
    if (a < 0) return Infinity;
    const q = 1 - t * eta;
    const h = max(q, 0);
    return w * (0.5 * (a - h) * (a - h) + a * (h - q));
  }

  fenchelNear(_w: v128, _y: v128, _eta: v128, _theta: v128): v128 {
    return f64x2.splat(NaN);
  }
}

export type SquaredHinge = ByRows<SquaredHingeRow>;
