// The independent judge: the objective of an answer from the rows as they were given, in arithmetic of 106 bits, for every loss. It shares
// no code with src/ or assembly/ and reads nothing of an answer but its numbers.
//
//   P(β, β₀) = Σ wᵢ ℓ(yᵢ, β₀ + xᵢᵀβ) + Σ aⱼ|βⱼ| + cⱼβⱼ²/2,   w = s/Σs,   aⱼ = λρvⱼdⱼ,  cⱼ = λ(1−ρ)vⱼdⱼ²,   dⱼ = 1, or the weighted population
//   sd of column j with `standardize`; Infinity outside of the bounds, for a coefficient of a column that is out (factor Infinity, constant
//   beside an intercept or if standardised, all 0), and for an intercept where none was asked for.
//
// Rows of weight 0 are left out. Columns are divided by the power of two of their largest entry, y of squared and Huber's loss by its own:
// objectives are in units of its square, and scales of 1e±150 and weights of 1e±300 neither overflow nor vanish.
//
// Rounding, for an η that is right to k·ε of Σ|terms| = |yᵢ| + |β₀| + Σ|xᵢⱼ||βⱼ| (Higham 2002, section 3.1: k ≤ the number of terms, n for the mean
// of a column and p for η, times the four operations that each term goes through: centred, multiplied, added, weighted):
//   rounding(β, k) ≥ |P in such arithmetic − P|
// An answer is due k = 4(n + p): that is what any order of summation may lose. The point that refutes a claim is due k = 8: data are
// known to their last digits only, and a better point that these decide about does not count.
import { add, type Double2, div, exponent, ldexp, mul, negate, of, scaled, sqrt, sub, times, toNumber, ZERO } from "./doubleDouble.js";
import { axpy, Vector } from "./doubleVectors.js";
import { type JudgedLoss, lossOf, type RowLoss } from "./judgedLosses.js";

/** What was asked for: rows, y (−1 and 1 for classes), and the options that the objective depends on. */
export interface Asked {
  X: readonly ArrayLike<number>[];
  y: ArrayLike<number>;
  loss: JudgedLoss;
  /** of "huber" */
  delta?: number;
  lambda: number;
  l1Ratio: number;
  fitIntercept?: boolean;
  weights?: ArrayLike<number>;
  penaltyFactors?: ArrayLike<number>;
  standardize?: boolean;
  lower?: number | ArrayLike<number>;
  upper?: number | ArrayLike<number>;
}

/** A point in the judge's units. */
export interface Point {
  beta: Vector;
  beta0: Double2;
  /** β₀ + X̃β */
  eta: Vector;
}

/** One column in the judge's units. */
export interface JudgedColumn {
  /** x/2^exponent of the rows in use */
  x: Float64Array;
  /** the same with lower digits, all 0 */
  vector: Vector;
  exponent: number;
  mean: number;
  out: boolean;
  a: Double2;
  c: Double2;
  /** how much a and c lose with the sd of a column that is nearly constant: ε·(largest |x|/sd) */
  blur: number;
  lower: number;
  upper: number;
}

/** 2^±960: beyond them a penalty is as good as infinite, or none */
const LIMIT = 960;

export class Judged {
  readonly n: number;
  readonly p: number;
  readonly w: Vector;
  readonly y: Float64Array;
  readonly columns: readonly JudgedColumn[];
  readonly fitIntercept: boolean;
  readonly loss: RowLoss;
  /** y is divided by 2^this */
  readonly yExponent: number;

  constructor(asked: Asked) {
    const { X, y, weights, loss } = asked;
    const used = Array.from(y, (_, i) => i).filter((i) => (weights?.[i] ?? 1) > 0);
    this.n = used.length;
    this.p = X[0].length;
    this.fitIntercept = asked.fitIntercept ?? true;
    const s = used.map((i) => weights?.[i] ?? 1);
    const most = exponent(Math.max(...s));
    const shares = s.map((value) => of(ldexp(value, -most)));
    const total = shares.reduce(add, ZERO);
    this.w = new Vector(this.n);
    for (let i = 0; i < this.n; i++) this.w.set(i, div(shares[i], total));
    const hasScale = loss === "squared" || loss === "huber";
    this.yExponent = hasScale ? exponent(Math.max(...used.map((i) => Math.abs(y[i])))) : 0;
    this.y = Float64Array.from(used, (i) => ldexp(y[i], -this.yExponent));
    this.loss = lossOf(loss, ldexp(asked.delta ?? 1, -this.yExponent));
    this.columns = Array.from({ length: this.p }, (_, j) => this.#column(asked, used, j));
  }

  #column(asked: Asked, used: readonly number[], j: number): JudgedColumn {
    const { X, lambda, l1Ratio, penaltyFactors, standardize = false, lower = -Infinity, upper = Infinity } = asked;
    const raw = used.map((i) => X[i][j]);
    const e = exponent(Math.max(...raw.map(Math.abs)));
    const x = Float64Array.from(raw, (value) => ldexp(value, -e));
    let mean = ZERO;
    for (let i = 0; i < this.n; i++) mean = add(mean, times(this.w.get(i), x[i]));
    let variance = ZERO;
    for (let i = 0; i < this.n; i++) {
      const off = sub(of(x[i]), mean);
      variance = add(variance, mul(this.w.get(i), mul(off, off)));
    }
    const constant = x.every((value) => value === x[0]);
    const factor = penaltyFactors?.[j] ?? 1;
    const out = factor === Infinity || (constant && (this.fitIntercept || standardize || x[0] === 0));
    const d = standardize ? sqrt(variance) : of(1);
    const bound = (limit: number | ArrayLike<number>) => ldexp(typeof limit === "number" ? limit : limit[j], e - this.yExponent);
    // β = 2^(yExponent − e)·β̃, and the objective is in units of 2^(2·yExponent)
    const own = standardize ? 0 : e;
    const strength = (share: Double2, size: Double2, power: number) => (out ? ZERO : product([of(lambda), share, of(factor), size], power));
    return {
      x,
      vector: Vector.from(x),
      exponent: e,
      mean: toNumber(mean),
      out,
      a: strength(of(l1Ratio), d, -own - this.yExponent),
      c: strength(sub(of(1), of(l1Ratio)), mul(d, d), -2 * own),
      blur: standardize && !out ? Number.EPSILON / Math.max(Number.EPSILON ** 2, toNumber(d)) : 0,
      lower: bound(lower),
      upper: bound(upper),
    };
  }

  /** an answer as it was given, in the judge's units; nothing where a coefficient has no size there */
  point(coefficients: ArrayLike<number>, intercept: number): Point | undefined {
    const beta = Vector.from(Array.from(coefficients, (b, j) => ldexp(b, this.columns[j].exponent - this.yExponent)));
    const beta0 = ldexp(intercept, -this.yExponent);
    if (![...beta.hi, beta0].every((b) => Math.abs(b) < 1e150)) return undefined;
    return this.at(beta, of(beta0));
  }

  at(beta: Vector, beta0: Double2): Point {
    const eta = new Vector(this.n);
    for (let i = 0; i < this.n; i++) eta.set(i, beta0);
    this.columns.forEach(({ x }, j) => {
      if (beta.hi[j] !== 0) axpy(beta.get(j), x, eta);
    });
    return { beta, beta0, eta };
  }

  isFeasible({ beta, beta0 }: Point): boolean {
    const inside = ({ out, lower, upper }: JudgedColumn, j: number) =>
      out ? beta.hi[j] === 0 : beta.hi[j] >= lower && beta.hi[j] <= upper;
    return (this.fitIntercept || beta0.hi === 0) && this.columns.every(inside);
  }

  /** P in units of 2^(2·yExponent), whether or not the point is feasible */
  objective({ beta, eta }: Pick<Point, "beta" | "eta">): Double2 {
    let total = ZERO;
    for (let i = 0; i < this.n; i++) total = add(total, mul(this.w.get(i), this.loss.value(this.y[i], eta.get(i))));
    for (let j = 0; j < this.p; j++) {
      const b = beta.get(j);
      if (b.hi === 0) continue;
      const { a, c } = this.columns[j];
      const size = b.hi < 0 ? negate(b) : b;
      total = add(total, mul(size, add(a, scaled(mul(c, size), -1))));
    }
    return total;
  }

  /** how far P in arithmetic that is right to k·ε of the terms of each η may be from P */
  rounding({ beta, beta0, eta }: Point, k: number): number {
    const unit = k * Number.EPSILON;
    let total = 0;
    for (let i = 0; i < this.n; i++) {
      const size = this.#size(i, beta.hi, beta0.hi);
      const off = unit * size;
      const at = eta.hi[i];
      const slope = Math.abs(toNumber(this.loss.slope(this.y[i], eta.get(i))));
      const curve = this.loss.steepest(at, off, this.y[i]);
      const terms = this.loss.terms(this.y[i], at, Math.abs(toNumber(this.loss.value(this.y[i], eta.get(i)))));
      total += this.w.hi[i] * (slope * off + 0.5 * curve * off * off + unit * terms);
    }
    for (let j = 0; j < this.p; j++) {
      const { a, c, blur } = this.columns[j];
      const b = Math.abs(beta.hi[j]);
      if (b > 0) total += b * (a.hi + c.hi * b) * Math.min(1, unit + k * blur);
    }
    return total;
  }

  /** the same of a P that is computed from the second moments, each right to k·ε of its terms */
  roundingOfMoments({ beta, beta0 }: Point, k: number): number {
    let total = 0;
    for (let i = 0; i < this.n; i++) total += this.w.hi[i] * this.#size(i, beta.hi, beta0.hi) ** 2;
    return k * Number.EPSILON * total;
  }

  /** |yᵢ| + |β₀| + Σ(|xᵢⱼ| + |mean|)|βⱼ| */
  #size(i: number, beta: Float64Array, beta0: number): number {
    return this.columns.reduce(
      (sum, { x, mean }, j) => (beta[j] === 0 ? sum : sum + (Math.abs(x[i]) + Math.abs(mean)) * Math.abs(beta[j])),
      Math.abs(this.y[i]) + Math.abs(beta0),
    );
  }

  /** a number in units of the data, in the judge's; ±Infinity where it has no size there */
  inUnits(value: number): number {
    return ldexp(value, -2 * this.yExponent);
  }
}

/** the product of the factors times 2^power, no larger and no smaller than the limits */
function product(factors: readonly Double2[], power: number): Double2 {
  let total = of(1);
  let e = power;
  for (const factor of factors) {
    if (factor.hi === 0) return ZERO;
    const own = exponent(factor.hi);
    e += own;
    total = mul(total, scaled(factor, -own));
  }
  if (e > LIMIT) return of(2 ** LIMIT);
  return e < -LIMIT ? ZERO : scaled(total, e);
}
