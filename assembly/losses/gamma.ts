// y > 0, mean e^η, m = y·e^−η:
// ℓ(y, η) = m + η,  ℓ′ = 1 − m,  ℓ″ = m      (minus log likelihood of a gamma distribution, over its shape, without what no solver can change)
// a = 1 − θ: ℓ*(θ) = a log(a/y) − a on a ≥ 0, and ℓ(η) + ℓ*(θ) − θη = a log(a/m) − a + m
import { exp, log } from "../linear/elementary";
import { divergence, divergenceNear } from "./divergence";
import { EDGE, RowLoss, weighted } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class GammaRow extends RowLoss {
  /** m */
  core(y: v128, eta: v128): v128 {
    return f64x2.mul(y, exp(f64x2.neg(eta)));
  }

  term(w: v128, _y: v128, eta: v128, m: v128): v128 {
    return weighted(w, f64x2.add(m, eta));
  }

  slope(w: v128, _y: v128, _eta: v128, m: v128): v128 {
    return weighted(w, f64x2.sub(f64x2.splat(1), m));
  }

  curvature(w: v128, _y: v128, _eta: v128, m: v128): v128 {
    return weighted(w, m);
  }

  bound(): f64 {
    return Infinity;
  }

  maxStep(): f64 {
    return 20;
  }

  rowDualScale(w: v128, _y: v128, theta: v128): v128 {
    return v128.bitselect(f64x2.div(w, theta), f64x2.splat(1), f64x2.gt(theta, f64x2.splat(0)));
  }

  rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64 {
    theta /= w;
    if (theta > EDGE) return Infinity;
    const m = y * f64x2.extract_lane(exp(f64x2.splat(-eta)), 0);
    const a = max(1 - theta, 0);
    return w * divergence(a, m, log(y) - eta, a - m);
  }

  fenchelNear(w: v128, y: v128, eta: v128, theta: v128): v128 {
    const m = f64x2.mul(y, exp(f64x2.neg(eta)));
    return f64x2.mul(w, divergenceNear(m, f64x2.sub(f64x2.sub(f64x2.splat(1), f64x2.div(theta, w)), m)));
  }
}

export type Gamma = ByRows<GammaRow>;
