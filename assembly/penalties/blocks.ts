// Coefficients t in blocks, q rows of R numbers each (R = 1, or the targets of one column), t = dβ on the scale of the penalty:
//     Ω(t) = λ Σ_b ( Σᵢ vᵢ‖tᵢ‖₁ + a_b‖t_b‖₂ + ½c_b‖t_b‖₂² )
// With s = S(z, λv), the block's conjugate is Ω*(z) = (‖s‖ − λa)₊²/(2λc): the sparse group lasso (Simon, Friedman, Hastie, Tibshirani 2013),
// the group lasso where v = 0 (Yuan, Lin 2006). Where every block is one number, an elastic net with its bounds stands in for all of it.
import { at } from "../linear/lanes";
import { ElasticNet } from "./elasticNet";

/** halvings after which an interval is one number */
const HALVINGS: i32 = 100;
/** what rounding a sum over a block may make of it, as a share */
const ROUNDED: f64 = 4 * f64.EPSILON;

@unmanaged
@final
export class Blocks {
  lambda: f64;
  /** blocks, and the numbers a row */
  count: i32;
  R: i32;
  /** i32, one more than blocks: where a block's rows start */
  starts: usize;
  /** a block: a and c; a row: v */
  norms: usize;
  ridges: usize;
  kinks: usize;
  /** 0, or the elastic net over the blocks where all are single numbers; its λ is not read */
  flat: usize;

  first(b: i32): i32 {
    return i32.load(this.starts + ((<usize>b) << 2));
  }

  size(b: i32): i32 {
    return this.first(b + 1) - this.first(b);
  }

  net(): ElasticNet {
    const net = changetype<ElasticNet>(this.flat);
    net.lambda = this.lambda;
    return net;
  }

  kink(b: i32, i: i32): f64 {
    return this.lambda * f64.load(at(this.kinks, this.first(b) + i));
  }

  /** true where entries of block b have kinks of their own */
  kinked(b: i32): bool {
    for (let i = 0, q = this.size(b); i < q; i++) if (this.kink(b, i) > 0) return true;
    return false;
  }

  norm(b: i32): f64 {
    return this.lambda * f64.load(at(this.norms, b));
  }

  ridge(b: i32): f64 {
    return this.lambda * f64.load(at(this.ridges, b));
  }

  /** Ω(t) of block b */
  value(b: i32, t: usize): f64 {
    if (this.flat) return this.net().value(f64.load(t), b);
    let kinks: f64 = 0;
    let squares: f64 = 0;
    for (let i = 0, q = this.size(b); i < q; i++) {
      const v = this.kink(b, i);
      for (let r = 0; r < this.R; r++, t += 8) {
        const x = f64.load(t);
        kinks += v * abs(x);
        squares += x * x;
      }
    }
    return kinks + this.norm(b) * sqrt(squares) + 0.5 * this.ridge(b) * squares;
  }

  /** out ← S(z, kλv) and its length, k a factor */
  soft(b: i32, z: usize, k: f64, out: usize): f64 {
    let squares: f64 = 0;
    for (let i = 0, q = this.size(b); i < q; i++) {
      const v = k * this.kink(b, i);
      for (let r = 0; r < this.R; r++, z += 8) {
        const x = f64.load(z);
        const s = x > v ? x - v : x < -v ? x + v : 0;
        squares += s * s;
        if (out) {
          f64.store(out, s);
          out += 8;
        }
      }
    }
    return sqrt(squares);
  }

  /** Ω(t) + Ω*(κz) − κzᵀt of block b, not below it but for what its terms round */
  gap(b: i32, t: usize, z: usize, kappa: f64): f64 {
    if (this.flat) return this.net().fenchel(f64.load(t), kappa * f64.load(z), b);
    let kinks: f64 = 0;
    let squares: f64 = 0;
    let product: f64 = 0;
    let length: f64 = 0;
    for (let i = 0, q = this.size(b), e = 0; i < q; i++) {
      const v = this.kink(b, i);
      for (let r = 0; r < this.R; r++, e++) {
        const x = f64.load(at(t, e));
        const y = kappa * f64.load(at(z, e));
        const s = y > v ? y - v : y < -v ? y + v : 0;
        kinks += v * abs(x);
        squares += x * x;
        product += x * y;
        length += s * s;
      }
    }
    const ridge = this.ridge(b);
    const whole = kinks + this.norm(b) * sqrt(squares) + 0.5 * ridge * squares;
    const excess = sqrt(length) - this.norm(b);
    const conjugate = excess <= ROUNDED * this.norm(b) ? 0 : ridge > 0 ? (0.5 * excess * excess) / ridge : Infinity;
    return max(0, whole + conjugate - product) + ROUNDED * (whole + conjugate);
  }

  /** the largest κ ≤ 1 with Ω*(κz) = 0 of block b */
  zeroScale(b: i32, z: usize): f64 {
    const length = this.soft(b, z, 1, 0);
    const norm = this.norm(b);
    if (norm >= length) return 1;
    if (!this.kinked(b)) {
      let kappa = norm / length;
      while (kappa * length > norm) kappa *= 1 - f64.EPSILON;
      return kappa;
    }
    let low: f64 = 0;
    let high: f64 = 1;
    // ‖S(κz, λv)‖ rises with κ: without v as κ‖z‖
    for (let k = 0; k < HALVINGS && high - low > f64.EPSILON * low; k++) {
      const middle = 0.5 * (low + high);
      if (middle * this.soft(b, z, 1 / middle, 0) <= norm) low = middle;
      else high = middle;
    }
    return low;
  }

  /** the largest κ ≤ 1 for which Ω*(κz) of block b is finite */
  dualScale(b: i32, z: usize): f64 {
    if (this.flat) return this.net().dualScale(f64.load(z), b);
    return this.ridge(b) > 0 ? 1 : this.zeroScale(b, z);
  }

  /** the same, but κz where Ω* is small: finite is not that where c is next to nothing, or a bound far away */
  nearScale(b: i32, t: usize, z: usize): f64 {
    if (this.flat) return this.net().nearScale(f64.load(t), f64.load(z), b);
    return this.zeroScale(b, z);
  }

  /** the smallest λ for which 0 minimises Ω(t) − zᵀt of block b */
  lambdaMax(b: i32, z: usize): f64 {
    if (this.flat) return this.net().lambdaMax(f64.load(z), b);
    const lambda = this.lambda;
    this.lambda = 1;
    const most = this.unitLambdaMax(b, z);
    this.lambda = lambda;
    return most;
  }

  /** the root of ‖S(z, λv)‖ = λa, from above */
  private unitLambdaMax(b: i32, z: usize): f64 {
    const norm = this.norm(b);
    const length = this.soft(b, z, 0, 0);
    if (length === 0) return 0;
    // from here on every entry of S is 0; where one has no v there is no such place
    let high: f64 = 0;
    for (let i = 0, q = this.size(b); i < q; i++) {
      for (let r = 0; r < this.R; r++) {
        const x = abs(f64.load(at(z, i * this.R + r)));
        if (x > 0) high = max(high, x / this.kink(b, i));
      }
    }
    if (high === Infinity) return length / norm;
    high = min(high, length / norm);
    let low: f64 = 0;
    for (let k = 0; k < HALVINGS && high - low > f64.EPSILON * low; k++) {
      const middle = 0.5 * (low + high);
      if (this.soft(b, z, middle, 0) <= middle * norm) high = middle;
      else low = middle;
    }
    return high;
  }

  /** true where 0 minimises Ω(t) − zᵀt of block b */
  staysZero(b: i32, z: usize): bool {
    if (this.flat) return this.net().staysZero(f64.load(z), f64.load(z), b);
    return this.soft(b, z, 1, 0) <= this.norm(b);
  }

  /** true where 0 minimises Ω(t) − kzᵀt of block b too, k > 1: z is not near to moving it */
  farFrom(b: i32, z: usize, k: f64): bool {
    if (this.flat) return this.net().staysZero(k * f64.load(z), k * f64.load(z), b);
    return k * this.soft(b, z, 1 / k, 0) <= this.norm(b);
  }

  /** true where block b has no penalty, and t lies strictly inside its bounds: a dual point has to be orthogonal to it */
  isOpen(b: i32, t: usize): bool {
    return this.free(b) && (!this.flat || this.net().inside(f64.load(t), b));
  }

  /** true where block b has no penalty */
  free(b: i32): bool {
    if (this.flat) return this.net().free(b);
    let whole = this.norm(b) + this.ridge(b);
    for (let i = 0, q = this.size(b); i < q; i++) whole += this.kink(b, i);
    return whole === 0;
  }
}
