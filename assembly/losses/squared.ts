// ℓ(y, η) = ½ (y − η)²,  ℓ′ = η − y,  ℓ″ = 1
// f*(θ) = Σ θᵢyᵢ + θᵢ²/2wᵢ, so f(η) + f*(θ) − θᵀη = ½ Σ (θᵢ − ∇fᵢ)²/wᵢ      (rows of weight 0 have θᵢ = 0)
import { RowLoss } from "./loss";
import { rowsBoth, rowsExpand, rowsFenchel, rowsGradient, rowsValue } from "./rows";

@unmanaged
@final
export class Squared extends RowLoss {
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

  bend(w: v128, _y: v128, _eta: v128, _r: v128): v128 {
    return w;
  }

  bound(): f64 {
    return 1;
  }

  reach(): f64 {
    return Infinity;
  }

  edge(_w: f64, _y: f64, _theta: f64): f64 {
    return 1;
  }

  shrink(_theta: usize): f64 {
    return 1;
  }

  young(w: f64, y: f64, eta: f64, theta: f64): f64 {
    const d = theta - w * (eta - y);
    return (0.5 * (d * d)) / w;
  }

  value(eta: usize): f64 {
    return rowsValue<Squared>(this, eta);
  }

  gradient(eta: usize, g: usize): void {
    rowsGradient<Squared>(this, eta, g);
  }

  valueAndGradient(eta: usize, g: usize): f64 {
    return rowsBoth<Squared>(this, eta, g);
  }

  expand(eta: usize, g: usize, c: usize): f64 {
    return rowsExpand<Squared>(this, eta, g, c);
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    return rowsFenchel<Squared>(this, eta, kappa, theta);
  }
}
