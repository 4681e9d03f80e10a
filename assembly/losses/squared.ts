// ℓ(y, η) = ½ (y − η)²,  ℓ′ = η − y,  ℓ″ = 1
// f*(θ) = Σ θᵢyᵢ + θᵢ²/2wᵢ, so f(η) + f*(θ) − θᵀη = ½ Σ (θᵢ − ∇fᵢ)²/wᵢ      (rows of weight 0 have θᵢ = 0)
import { RowLoss } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class SquaredRow extends RowLoss {
  /** η − y */
  core(y: v128, eta: v128): v128 {
    return f64x2.sub(eta, y);
  }

  term(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return f64x2.mul(f64x2.splat(0.5), f64x2.mul(f64x2.mul(w, r), r));
  }

  slope(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return f64x2.mul(w, r);
  }

  curvature(w: v128, _y: v128, _eta: v128, _r: v128): v128 {
    return w;
  }

  bound(): f64 {
    return 1;
  }

  maxStep(): f64 {
    return Infinity;
  }

  rowDualScale(_w: v128, _y: v128, _theta: v128): v128 {
    return f64x2.splat(1);
  }

  rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64 {
    const d = theta - w * (eta - y);
    return (0.5 * (d * d)) / w;
  }

  fenchelNear(w: v128, y: v128, eta: v128, theta: v128): v128 {
    const d = f64x2.sub(theta, f64x2.mul(w, f64x2.sub(eta, y)));
    return f64x2.div(f64x2.mul(f64x2.splat(0.5), f64x2.mul(d, d)), w);
  }
}

export type Squared = ByRows<SquaredRow>;
