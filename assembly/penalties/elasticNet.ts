// Ωⱼ(b) = λ vⱼ (ρ|dⱼb| + (1−ρ)/2 (dⱼb)²) on lowerⱼ ≤ b ≤ upperⱼ        (lower ≤ 0 ≤ upper; d = 1, or the column's sd when standardising)
// with a = λρvⱼdⱼ and c = λ(1−ρ)vⱼdⱼ²:   Ωⱼ(b) = a|b| + c/2 b²
// prox  = clip( S(z, ta)/(1 + tc) ),  S(z, t) = sign(z)·max(|z| − t, 0)          (Friedman, Hastie, Tibshirani 2010, eq. 5)
// Ωⱼ*(z) = z b* − Ωⱼ(b*),  b* = clip( S(z, a)/c )
import { at } from "../linear/lanes";
import { PiecewiseQuadratic } from "./piecewiseQuadratic";

@unmanaged
@final
export class ElasticNet extends PiecewiseQuadratic {
  lambda: f64;
  rho: f64;
  factors: usize;
  scales: usize;
  lower: usize;
  upper: usize;

  /** a: the slope at 0; like c never infinite, so that a|b| is 0 at b = 0 */
  l1(j: i32): f64 {
    return min(f64.MAX_VALUE, this.lambda * this.rho * (f64.load(at(this.factors, j)) * f64.load(at(this.scales, j))));
  }

  /** c: the curvature */
  l2(j: i32): f64 {
    const d = f64.load(at(this.scales, j));
    return min(f64.MAX_VALUE, this.lambda * (1 - this.rho) * f64.load(at(this.factors, j)) * d * d);
  }

  least(j: i32): f64 {
    return f64.load(at(this.lower, j));
  }

  most(j: i32): f64 {
    return f64.load(at(this.upper, j));
  }

  /** column k of `from` becomes column j here */
  take(j: i32, from: ElasticNet, k: i32): void {
    f64.store(at(this.factors, j), f64.load(at(from.factors, k)));
    f64.store(at(this.scales, j), f64.load(at(from.scales, k)));
    f64.store(at(this.lower, j), f64.load(at(from.lower, k)));
    f64.store(at(this.upper, j), f64.load(at(from.upper, k)));
  }

  /** λ and ρ of `from` */
  follow(from: ElasticNet): void {
    this.lambda = from.lambda;
    this.rho = from.rho;
  }

  clip(b: f64, j: i32): f64 {
    return max(this.least(j), min(this.most(j), b));
  }

  value(b: f64, j: i32): f64 {
    return this.l1(j) * abs(b) + 0.5 * this.l2(j) * b * b;
  }

  prox(z: f64, t: f64, j: i32): f64 {
    return this.clip(soft(z, t * this.l1(j)) / (1 + t * this.l2(j)), j);
  }

  fenchel(b: f64, z: f64, j: i32): f64 {
    const a = this.l1(j);
    const c = this.l2(j);
    const s = soft(z, a);
    // the maximiser of zb − Ωⱼ(b); where c = 0 it sits at a bound, and the conjugate is infinite if that bound is
    const best = s === 0 ? 0 : this.clip(s / c, j);
    if (abs(best) === Infinity) return Infinity;
    // Ω(b) − Ω(b*) − z(b − b*) with the square completed: what is left cancels to exactly 0 at the optimum
    const d = b - best;
    const q = z - c * best;
    const square = 0.5 * c * d * d;
    if (best === s / c || best === 0) {
      // b* inside: q ∈ a∂|b*|, and the kink contributes only where b and b* differ in sign
      if (best === 0) return square + max(0, a * abs(b) - q * b);
      return square + (b * best < 0 ? 2 * a * abs(b) : 0);
    }
    return max(0, square + a * (abs(b) - abs(best)) - q * d);
  }

  dualScale(z: f64, j: i32): f64 {
    const a = this.l1(j);
    if (abs(z) <= a || this.l2(j) > 0) return 1;
    const bound = z > 0 ? this.most(j) : this.least(j);
    return abs(bound) < Infinity ? 1 : scaleTo(a, abs(z));
  }

  nearScale(b: f64, z: f64, j: i32): f64 {
    const a = this.l1(j);
    if (abs(z) <= a || this.l2(j) > 0) return 1;
    const bound = z > 0 ? this.most(j) : this.least(j);
    return b === bound ? 1 : scaleTo(a, abs(z));
  }

  lambdaMax(z: f64, j: i32): f64 {
    const bound = z > 0 ? this.most(j) : this.least(j);
    if (z === 0 || bound === 0) return 0;
    return abs(z) / (this.rho * (f64.load(at(this.factors, j)) * f64.load(at(this.scales, j))));
  }

  staysZero(low: f64, high: f64, j: i32): bool {
    const a = this.l1(j);
    return (low >= -a || this.least(j) === 0) && (high <= a || this.most(j) === 0);
  }

  free(j: i32): bool {
    return this.lambda * f64.load(at(this.factors, j)) * f64.load(at(this.scales, j)) === 0;
  }

  inside(b: f64, j: i32): bool {
    return b > this.least(j) && b < f64.load(at(this.upper, j));
  }
}

/** the largest κ with κz ≤ a for z > a ≥ 0: a/z rounded up would carry κz past a, where the conjugate is infinite */
function scaleTo(a: f64, z: f64): f64 {
  const scale = a / z;
  return scale * z > a ? scale * (1 - f64.EPSILON) : scale;
}

/** S(z, t) = sign(z)·max(|z| − t, 0) */
function soft(z: f64, t: f64): f64 {
  return z > t ? z - t : z < -t ? z + t : 0;
}
