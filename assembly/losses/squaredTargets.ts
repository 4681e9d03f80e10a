// f(η) = Σₖ ½ Σᵢ wᵢ(yᵢₖ − ηᵢₖ)², summed over targets: y has a layer each. ∇²f = I ⊗ W, the same everywhere.
// f(η) + f*(θ) − ⟨θ, η⟩ = Σ ½(wᵢ(ηᵢₖ − yᵢₖ) − θᵢₖ)²/wᵢ
import { at } from "../linear/lanes";
import { JointLoss } from "./joint";

@unmanaged
@final
export class SquaredTargets extends JointLoss {
  value(eta: usize): f64 {
    let total: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      const from = k * this.ld;
      for (let i = 0; i < this.n; i++) {
        const wi = f64.load(at(this.w, i));
        const r = f64.load(at(eta, from + i)) - f64.load(at(this.y, from + i));
        if (wi !== 0) total += 0.5 * wi * r * r;
      }
    }
    return total;
  }

  expand(eta: usize, g: usize): f64 {
    let total: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      const from = k * this.ld;
      for (let i = 0; i < this.n; i++) {
        const wi = f64.load(at(this.w, i));
        const r = wi === 0 ? 0 : f64.load(at(eta, from + i)) - f64.load(at(this.y, from + i));
        total += 0.5 * wi * r * r;
        f64.store(at(g, from + i), wi * r);
      }
    }
    return total;
  }

  curve(v: usize, out: usize): void {
    for (let k = 0; k < this.K; k++) {
      const from = k * this.ld;
      for (let i = 0; i < this.n; i++) f64.store(at(out, from + i), f64.load(at(this.w, i)) * f64.load(at(v, from + i)));
    }
  }

  amongIntercepts(_: usize): void {}

  drift(_: usize): f64 {
    return 0;
  }

  renew(_: usize): void {}

  weights(_: i32, out: usize): void {
    memory.copy(out, this.w, (<usize>this.n) << 3);
  }

  spread(_k: i32, _x: usize, _out: usize): void {}

  between(_k: i32, _l: i32, _out: usize): void {}

  shift(_v: usize, _Hv: usize): void {}

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    let total: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      const from = k * this.ld;
      for (let i = 0; i < this.n; i++) {
        const wi = f64.load(at(this.w, i));
        if (wi === 0) continue;
        const r = f64.load(at(eta, from + i)) - f64.load(at(this.y, from + i)) - (kappa * f64.load(at(theta, from + i))) / wi;
        total += 0.5 * wi * r * r;
      }
    }
    return total;
  }

  dualScale(_: usize): f64 {
    return 1;
  }
}
