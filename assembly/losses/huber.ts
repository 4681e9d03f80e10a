// r = η − y, s = r cut to [−δ, δ]:
// ℓ(y, η) = s(r − s/2): ½r² where |r| ≤ δ, δ|r| − ½δ² beyond;  ℓ′ = s,  ℓ″ = 1 where |r| ≤ δ, 0 beyond      (Huber 1964)
// ℓ*(θ) = θy + ½θ² on |θ| ≤ δ, and with d = θ − s: ℓ(η) + ℓ*(θ) − θη = d(½d − (r − s)), a sum of terms ≥ 0
import { EDGE, RowLoss } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class HuberRow extends RowLoss {
  /** δ > 0, on the scale of y: how far a residual counts with its square */
  delta: f64;

  /** η − y */
  core(y: v128, eta: v128): v128 {
    return f64x2.sub(eta, y);
  }

  /** r cut to [−δ, δ] */
  cut(r: v128): v128 {
    return f64x2.pmax(f64x2.pmin(r, f64x2.splat(this.delta)), f64x2.splat(-this.delta));
  }

  term(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    const s = this.cut(r);
    return f64x2.mul(f64x2.mul(w, s), f64x2.sub(r, f64x2.mul(f64x2.splat(0.5), s)));
  }

  slope(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return f64x2.mul(w, this.cut(r));
  }

  curvature(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return v128.and(w, f64x2.le(f64x2.abs(r), f64x2.splat(this.delta)));
  }

  bound(): f64 {
    return 1;
  }

  maxStep(): f64 {
    return 20 * this.delta;
  }

  rowDualScale(w: v128, _y: v128, theta: v128): v128 {
    return f64x2.div(f64x2.mul(f64x2.splat(this.delta), w), f64x2.abs(theta));
  }

  rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64 {
    const delta = this.delta;
    theta /= w;
    if (abs(theta) > EDGE * delta) return Infinity;
    const r = eta - y;
    const s = max(-delta, min(delta, r));
    const d = max(-delta, min(delta, theta)) - s;
    return w * (d * (0.5 * d - (r - s)));
  }

  fenchelNear(_w: v128, _y: v128, _eta: v128, _theta: v128): v128 {
    return f64x2.splat(NaN);
  }
}

export type Huber = ByRows<HuberRow>;
