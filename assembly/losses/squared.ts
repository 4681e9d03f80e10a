// f(η)  = ½ Σ wᵢ (yᵢ − ηᵢ)²
// ∇f(η) = w∘(η − y)
// f*(θ) = Σ θᵢyᵢ + θᵢ²/2wᵢ, so f(η) + f*(θ) − θᵀη = ½ Σ (θᵢ − ∇fᵢ)²/wᵢ      (rows of weight 0 have θᵢ = 0)
import { sum } from "../lanes";
import { Loss } from "./loss";

@unmanaged
@final
export class Squared extends Loss {
  value(eta: usize): f64 {
    let y = this.y;
    let w = this.w;
    let s = f64x2.splat(0);
    const main = y + ((<usize>(this.n & ~1)) << 3);
    for (; y < main; y += 16, w += 16, eta += 16) {
      const r = f64x2.sub(v128.load(y), v128.load(eta));
      s = f64x2.add(s, f64x2.mul(f64x2.mul(v128.load(w), r), r));
    }
    let total = sum(s);
    if (this.n & 1) {
      const r = f64.load(y) - f64.load(eta);
      total += f64.load(w) * r * r;
    }
    return 0.5 * total;
  }

  gradient(eta: usize, g: usize): void {
    let y = this.y;
    let w = this.w;
    const main = y + ((<usize>(this.n & ~1)) << 3);
    for (; y < main; y += 16, w += 16, eta += 16, g += 16) {
      v128.store(g, f64x2.mul(v128.load(w), f64x2.sub(v128.load(eta), v128.load(y))));
    }
    if (this.n & 1) f64.store(g, f64.load(w) * (f64.load(eta) - f64.load(y)));
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    let y = this.y;
    let w = this.w;
    let total: f64 = 0;
    const end = y + ((<usize>this.n) << 3);
    for (; y < end; y += 8, w += 8, eta += 8, theta += 8) {
      const wi = f64.load(w);
      if (wi === 0) continue;
      const d = kappa * f64.load(theta) - wi * (f64.load(eta) - f64.load(y));
      total += (d * d) / wi;
    }
    return 0.5 * total;
  }
}
