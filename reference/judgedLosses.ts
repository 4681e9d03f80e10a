// The losses ℓ(y, η) in arithmetic of 106 bits; y is −1 or 1 where the targets are classes.
import { add, type Double2, div, exp, expm1, log1p, mul, negate, ONE, of, scaled, sub, times, ZERO } from "./doubleDouble.js";

export type JudgedLoss = "squared" | "logistic" | "huber" | "poisson" | "squaredHinge" | "gamma";

export interface RowLoss {
  value(y: number, eta: Double2): Double2;
  /** ℓ′ in η */
  slope(y: number, eta: Double2): Double2;
  /** ℓ″, to the digits of a double */
  curvature(y: number, eta: number): number;
  /** the curvature of a parabola that touches ℓ at η and lies above it; for Poisson and gamma near η only */
  above(y: number, eta: number): number;
  /** the largest ℓ″ from η to η + off on either side */
  steepest(eta: number, off: number, y: number): number;
  /** Σ|terms| of the value */
  terms(y: number, eta: number, value: number): number;
}

const half = (a: Double2) => scaled(mul(a, a), -1);
const itself = (_y: number, _eta: number, value: number) => value;

const squared: RowLoss = {
  value: (y, eta) => half(sub(eta, of(y))),
  slope: (y, eta) => sub(eta, of(y)),
  curvature: () => 1,
  above: () => 1,
  steepest: () => 1,
  terms: itself,
};

// the parabola: Huber 1981, section 7.8
const huber = (delta: number): RowLoss => ({
  value(y, eta) {
    const r = sub(eta, of(y));
    const size = r.hi < 0 ? negate(r) : r;
    return size.hi <= delta ? half(r) : times(sub(size, of(delta / 2)), delta);
  },
  slope(y, eta) {
    const r = sub(eta, of(y));
    return Math.abs(r.hi) <= delta ? r : of(Math.sign(r.hi) * delta);
  },
  curvature: (y, eta) => (Math.abs(eta - y) <= delta ? 1 : 0),
  above: (y, eta) => Math.min(1, delta / Math.abs(eta - y)),
  steepest: () => 1,
  terms: (y, eta, value) => value + delta * Math.min(delta, Math.abs(eta - y)),
});

// the parabola: Jaakkola, Jordan 2000
const logistic: RowLoss = {
  value(y, eta) {
    const m = times(eta, y);
    const tail = log1p(exp(m.hi < 0 ? m : negate(m)));
    return m.hi < 0 ? sub(tail, m) : tail;
  },
  slope(y, eta) {
    const m = times(eta, y);
    const e = exp(m.hi < 0 ? m : negate(m));
    return times(div(m.hi < 0 ? ONE : e, add(ONE, e)), -y);
  },
  curvature(_y, eta) {
    const e = Math.exp(-Math.abs(eta));
    return e / (1 + e) ** 2;
  },
  above: (_y, eta) => (Math.abs(eta) < 1e-4 ? 0.25 : Math.tanh(eta / 2) / (2 * eta)),
  steepest: (eta, off) => Math.exp(-Math.max(0, Math.abs(eta) - off)),
  terms: itself,
};

const poisson: RowLoss = {
  value: (y, eta) => sub(exp(eta), times(eta, y)),
  // with all its digits near y = 1, η = 0
  slope: (y, eta) => (y === 1 ? expm1(eta) : sub(exp(eta), of(y))),
  curvature: (_y, eta) => Math.exp(eta),
  above: (y, eta) => Math.exp(eta) + y,
  steepest: (eta, off) => Math.exp(Math.min(700, eta + off)),
  terms: (y, eta) => Math.exp(Math.min(700, eta)) + Math.abs(y * eta),
};

const gamma: RowLoss = {
  value: (y, eta) => add(times(exp(negate(eta)), y), eta),
  // with all its digits near y = 1, η = 0
  slope: (y, eta) => (y === 1 ? negate(expm1(negate(eta))) : sub(ONE, times(exp(negate(eta)), y))),
  curvature: (y, eta) => y * Math.exp(-eta),
  above: (y, eta) => y * Math.exp(-eta) + 1,
  steepest: (eta, off, y) => y * Math.exp(Math.min(700, off - eta)),
  terms: (y, eta) => y * Math.exp(Math.min(700, -eta)) + Math.abs(eta),
};

const squaredHinge: RowLoss = {
  value(y, eta) {
    const m = sub(ONE, times(eta, y));
    return m.hi > 0 ? half(m) : ZERO;
  },
  slope(y, eta) {
    const m = sub(ONE, times(eta, y));
    return m.hi > 0 ? times(m, -y) : ZERO;
  },
  curvature: (y, eta) => (y * eta < 1 ? 1 : 0),
  above: () => 1,
  steepest: () => 1,
  terms: itself,
};

export function lossOf(name: JudgedLoss, delta: number): RowLoss {
  return name === "huber" ? huber(delta) : { squared, logistic, poisson, gamma, squaredHinge }[name];
}
