// y ≥ 0, mean μ = e^η:
// ℓ(y, η) = μ − yη,  ℓ′ = μ − y,  ℓ″ = μ      (minus log likelihood without log y!, which no solver can change)
// a = θ + y: ℓ*(θ) = a log a − a on a ≥ 0, and ℓ(η) + ℓ*(θ) − θη = a log(a/μ) − a + μ
import { exp } from "../linear/elementary";
import { divergence, divergenceNear } from "./divergence";
import { EDGE, RowLoss, weighted } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class PoissonRow extends RowLoss {
  /** e^η */
  core(_y: v128, eta: v128): v128 {
    return exp(eta);
  }

  term(w: v128, y: v128, eta: v128, mu: v128): v128 {
    return weighted(w, f64x2.sub(mu, f64x2.mul(y, eta)));
  }

  slope(w: v128, y: v128, _eta: v128, mu: v128): v128 {
    return weighted(w, f64x2.sub(mu, y));
  }

  curvature(w: v128, _y: v128, _eta: v128, mu: v128): v128 {
    return weighted(w, mu);
  }

  bound(): f64 {
    return Infinity;
  }

  maxStep(): f64 {
    return 20;
  }

  rowDualScale(w: v128, y: v128, theta: v128): v128 {
    return v128.bitselect(f64x2.div(f64x2.mul(y, w), f64x2.neg(theta)), f64x2.splat(1), f64x2.lt(theta, f64x2.splat(0)));
  }

  rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64 {
    theta /= w;
    if (theta < -EDGE * y) return Infinity;
    const mu = f64x2.extract_lane(exp(f64x2.splat(eta)), 0);
    const a = max(theta + y, 0);
    return w * divergence(a, mu, eta, a - mu);
  }

  fenchelNear(w: v128, y: v128, eta: v128, theta: v128): v128 {
    const mu = exp(eta);
    return f64x2.mul(w, divergenceNear(mu, f64x2.sub(f64x2.add(f64x2.div(theta, w), y), mu)));
  }
}

export type Poisson = ByRows<PoissonRow>;
