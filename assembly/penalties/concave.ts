// P(t) of t = d|b| ≥ 0 and ℓ = λv, whose slope falls from ℓ at 0 to 0 from γℓ on, quadratic between its ends: slope A + Ct in piece
//   MCP  (Zhang 2010):      0: [0, γℓ]: ℓ − t/γ                                     1: [γℓ, ∞]: 0
//   SCAD (Fan, Li 2001):    0: [0, ℓ]: ℓ     1: [ℓ, γℓ]: (γℓ − t)/(γ − 1)           2: [γℓ, ∞]: 0
import { at } from "../linear/lanes";
import { ElasticNet } from "./elasticNet";

@unmanaged
@final
export class Concave {
  /** λ, v and d are those of a lasso */
  lasso: ElasticNet;
  gamma: f64;
  scad: bool;

  /** ℓ */
  private level(j: i32): f64 {
    return this.lasso.lambda * f64.load(at(this.lasso.factors, j));
  }

  private scale(j: i32): f64 {
    return f64.load(at(this.lasso.scales, j));
  }

  last(): i32 {
    return this.scad ? 2 : 1;
  }

  /** where piece k ends, of |b| */
  top(j: i32, k: i32): f64 {
    if (k === this.last()) return Infinity;
    return (this.scad && k === 0 ? this.level(j) : this.gamma * this.level(j)) / this.scale(j);
  }

  /** where it begins */
  bottom(j: i32, k: i32): f64 {
    return k === 0 ? 0 : this.top(j, k - 1);
  }

  /** the piece that |b| lies in; on an end the lower one */
  piece(b: f64, j: i32): i32 {
    let k = 0;
    while (abs(b) > this.top(j, k)) k++;
    return k;
  }

  /** dA: the slope that piece k would have at 0 */
  l1(j: i32, k: i32): f64 {
    if (k === this.last()) return 0;
    const d = this.scale(j);
    return this.scad && k === 1 ? (d * this.gamma * this.level(j)) / (this.gamma - 1) : d * this.level(j);
  }

  /** d²C ≤ 0: its curvature */
  l2(j: i32, k: i32): f64 {
    if (k === this.last() || (this.scad && k === 0)) return 0;
    const d = this.scale(j);
    return (-d * d) / (this.scad ? this.gamma - 1 : this.gamma);
  }

  /** P */
  value(b: f64, j: i32): f64 {
    let total: f64 = 0;
    const last = this.piece(b, j);
    for (let k = 0; k <= last; k++) {
      const from = this.bottom(j, k);
      const to = min(abs(b), this.top(j, k));
      total += (to - from) * (this.l1(j, k) + 0.5 * this.l2(j, k) * (to + from));
    }
    return total;
  }

  /** argmin_b h/2 (b − z)² + P: the best of the pieces, where there are several */
  prox(z: f64, h: f64, j: i32): f64 {
    const size = abs(z);
    let best: f64 = 0;
    let least = 0.5 * h * size * size;
    let below: f64 = 0;
    for (let k = 0; k <= this.last(); k++) {
      const from = this.bottom(j, k);
      const to = this.top(j, k);
      const a = this.l1(j, k);
      const whole = h + this.l2(j, k);
      // where the piece is not convex the ends are tried by their neighbours, and 0
      const b = whole > 0 ? min(to, max(from, (h * size - a) / whole)) : from;
      const value = 0.5 * h * (b - size) * (b - size) + below + (b - from) * (a + 0.5 * this.l2(j, k) * (b + from));
      if (value < least) {
        least = value;
        best = b;
      }
      if (size <= from) break;
      if (k < this.last()) below += (to - from) * (a + 0.5 * this.l2(j, k) * (to + from));
    }
    return z < 0 ? -best : best;
  }
}
