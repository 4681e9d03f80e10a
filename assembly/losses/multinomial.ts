// K classes, one row a time: m = max ηₖ, pₖ = e^ηₖ / Σ e^ηₗ, y the place of the class that was seen
// ℓ(y, η) = log Σ e^ηₖ − η_y = m − η_y + log(1 + rest),  rest = Σ e^(ηₖ − m) over all but one of the largest
// ∇ℓ = p − e_y,  ∇²ℓ = diag(p) − ppᵀ                                        (Hastie, Tibshirani, Friedman 2009, section 4.4)
// u = e_y + θ on the simplex: ℓ*(θ) = Σ uₖ log uₖ, and ℓ(η) + ℓ*(θ) − θᵀη = Σ uₖ log(uₖ/pₖ)
import { exp, log, log1p } from "../linear/elementary";
import { at } from "../linear/lanes";
import { divergence } from "./divergence";
import { JointLoss } from "./joint";
import { EDGE } from "./loss";

/** how far an η may go on the word of a model: a row that is this wrong in its probability has that much more of curvature */
const REACH: f64 = 20;

@unmanaged
@final
export class Multinomial extends JointLoss {
  value(eta: usize): f64 {
    let total: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      if (wi !== 0) total += wi * this.row(i, eta, 0);
    }
    return total;
  }

  expand(eta: usize, g: usize): f64 {
    let total: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      total += wi !== 0 ? wi * this.row(i, eta, this.at) : 0;
      const own = this.own(i);
      let others: f64 = 0;
      for (let k = 0; k < this.K; k++) {
        // a row of weight 0 may have any η
        if (wi === 0) f64.store(this.slot(this.at, k, i), 0);
        if (k === own) continue;
        const p = f64.load(this.slot(this.at, k, i));
        others += p;
        f64.store(this.slot(g, k, i), wi * p);
      }
      f64.store(this.slot(g, own, i), -wi * others);
    }
    return total;
  }

  /** ℓ of row i; p ← its probabilities, where p is not 0 */
  private row(i: i32, eta: usize, p: usize): f64 {
    let most = -Infinity;
    for (let k = 0; k < this.K; k++) most = max(most, f64.load(this.slot(eta, k, i)));
    let rest: f64 = -1;
    // two classes at a time: of an odd number the last one is taken twice and counted once
    for (let k = 0; k < this.K; k += 2) {
      const a = f64.load(this.slot(eta, k, i)) - most;
      const last = k + 1 === this.K;
      const b = last ? 0 : f64.load(this.slot(eta, k + 1, i)) - most;
      const e = exp(f64x2.replace_lane(f64x2.splat(a), 1, b));
      const ea = f64x2.extract_lane(e, 0);
      const eb = f64x2.extract_lane(e, 1);
      if (p) {
        f64.store(this.slot(p, k, i), ea);
        if (!last) f64.store(this.slot(p, k + 1, i), eb);
      }
      // the largest is taken off before what is small beside it is added
      if (a === 0) rest += 1;
      if (!last && b === 0) rest += 1;
    }
    let small: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      const d = f64.load(this.slot(eta, k, i)) - most;
      if (d < 0) small += p ? f64.load(this.slot(p, k, i)) : f64x2.extract_lane(exp(f64x2.splat(d)), 0);
    }
    rest += small;
    if (p) {
      const whole = 1 / (1 + rest);
      for (let k = 0; k < this.K; k++) f64.store(this.slot(p, k, i), f64.load(this.slot(p, k, i)) * whole);
    }
    return most - f64.load(this.slot(eta, this.own(i), i)) + logOfOneAnd(rest);
  }

  curve(v: usize, out: usize): void {
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      let mean: f64 = 0;
      for (let k = 0; k < this.K; k++) mean += f64.load(this.slot(this.at, k, i)) * f64.load(this.slot(v, k, i));
      for (let k = 0; k < this.K; k++) {
        f64.store(this.slot(out, k, i), wi * f64.load(this.slot(this.at, k, i)) * (f64.load(this.slot(v, k, i)) - mean));
      }
    }
  }

  drift(_: usize): f64 {
    let moved: f64 = 0;
    let whole: f64 = 0;
    for (let k = 0; k < this.K; k++) {
      const p = at(this.at, k * this.ld);
      const q = at(this.kept, k * this.ld);
      for (let i = 0; i < this.n; i++) {
        const wi = f64.load(at(this.w, i));
        const a = f64.load(at(p, i));
        const b = f64.load(at(q, i));
        moved += wi * abs(a * (1 - a) - b * (1 - b));
        whole += wi * a * (1 - a);
      }
    }
    return whole > 0 ? moved / whole : moved > 0 ? Infinity : 0;
  }

  renew(_: usize): void {
    memory.copy(this.kept, this.at, (<usize>this.K * <usize>this.ld) << 3);
  }

  weights(k: i32, out: usize): void {
    const q = at(this.kept, k * this.ld);
    for (let i = 0; i < this.n; i++) {
      const p = f64.load(at(q, i));
      const off = this.own(i) === k ? 1 - p : p;
      f64.store(at(out, i), f64.load(at(this.w, i)) * (p + max(0, off / REACH - p * (1 - p))));
    }
  }

  spread(k: i32, x: usize, out: usize): void {
    const q = at(this.kept, k * this.ld);
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), sqrt(f64.load(at(this.w, i))) * f64.load(at(q, i)) * f64.load(at(x, i)));
  }

  between(k: i32, l: i32, out: usize): void {
    const p = at(this.kept, k * this.ld);
    const q = at(this.kept, l * this.ld);
    if (k === l) this.weights(k, out);
    else memory.fill(out, 0, (<usize>this.n) << 3);
    for (let i = 0; i < this.n; i++) {
      const product = f64.load(at(this.w, i)) * f64.load(at(p, i)) * f64.load(at(q, i));
      f64.store(at(out, i), f64.load(at(out, i)) - product);
    }
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    let total: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      if (wi === 0) continue;
      const loss = this.row(i, eta, this.kept + this.scratch());
      const own = this.own(i);
      const first = f64.load(this.slot(eta, own, i)) + loss;
      let others: f64 = 0;
      let off: f64 = 0;
      let sum: f64 = 0;
      for (let k = 0; k < this.K; k++) {
        if (k === own) continue;
        const u = (kappa * f64.load(this.slot(theta, k, i))) / wi;
        if (!(u >= 0)) return Infinity;
        const p = f64.load(this.slot(this.kept + this.scratch(), k, i));
        others += u;
        off += u - p;
        sum += divergence(u, p, f64.load(this.slot(eta, k, i)) - first, u - p);
      }
      if (!(others <= EDGE)) return Infinity;
      const p = f64.load(this.slot(this.kept + this.scratch(), own, i));
      total += wi * (sum + divergence(max(0, 1 - others), p, -loss, -off));
    }
    return total;
  }

  dualScale(theta: usize): f64 {
    let kappa: f64 = 1;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      if (wi === 0) continue;
      let others: f64 = 0;
      const own = this.own(i);
      for (let k = 0; k < this.K; k++) if (k !== own) others += f64.load(this.slot(theta, k, i)) / wi;
      if (others > 1) kappa = min(kappa, 1 / others);
    }
    return kappa;
  }

  /** the class of row i */
  @inline
  private own(i: i32): i32 {
    return <i32>f64.load(at(this.y, i));
  }

  @inline
  private slot(layers: usize, k: i32, i: i32): usize {
    return at(layers, k * this.ld + i);
  }

  /** how far behind `kept` probabilities of a proof may be written */
  @inline
  private scratch(): usize {
    return (<usize>this.K * <usize>this.ld) << 3;
  }
}

/** log(1 + x), x ≥ 0 */
function logOfOneAnd(x: f64): f64 {
  return x <= 1 ? f64x2.extract_lane(log1p(f64x2.splat(x)), 0) : log(1 + x);
}
