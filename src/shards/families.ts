// Losses b(η) − yη of canonical families, y as numbers (of two classes 0 and 1): u = b′(η) − y, and at a dual point θ the conjugate b*(θ + y).
import { exp, log, log1p } from "../elementary.js";
import { sigmoid } from "../losses/logistic.js";

/** The losses that are fitted in rounds. */
export type RoundLoss = "logistic" | "poisson";

export interface Family {
  /** b(η) − yη, ≥ its value at the best η */
  value(y: number, eta: number): number;
  /** b′(η) */
  mean(eta: number): number;
  /** what b′(η) is short of its end, with all digits; 0 where there is no end */
  rest(eta: number): number;
  /** b′(η) − y, with all digits that η gives; what it is made of, where they cancel, is at most `size` */
  residual(y: number, eta: number): number;
  size(y: number, eta: number): number;
  /** b″(η), from the mean and its rest */
  curvature(mean: number, rest: number): number;
  /** b*(t) = sup tη − b(η), t inside its domain, `rest` its distance from the end */
  conjugate(t: number, rest: number): number;
  /** how much of it may be rounding, in units of what one rounding takes */
  blur(t: number, rest: number): number;
  /** the η whose mean that is */
  link(mean: number): number;
  /** what means of y may be, both ends excluded */
  readonly most: number;
}

/** t log t, from 1 − t where that has more digits */
export const entropy = (t: number, rest: number) => (t > 0 ? t * (rest < 0.5 ? log1p(-rest) : log(t)) : 0);
const softplus = (eta: number) => Math.max(eta, 0) + log1p(exp(-Math.abs(eta)));

export const FAMILIES: Readonly<Record<RoundLoss, Family>> = {
  logistic: {
    value: (y, eta) => (y > 0 ? softplus(-eta) : softplus(eta)),
    mean: sigmoid,
    rest: (eta) => sigmoid(-eta),
    residual: (y, eta) => (y > 0 ? -sigmoid(-eta) : sigmoid(eta)),
    size: (y, eta) => (y > 0 ? sigmoid(-eta) : sigmoid(eta)),
    curvature: (mean, rest) => mean * rest,
    conjugate: (t, rest) => entropy(t, rest) + entropy(rest, t),
    blur: (t, rest) => Math.abs(entropy(t, rest) + entropy(rest, t)) + Math.min(t, rest),
    link: (mean) => log(mean / (1 - mean)),
    most: 1,
  },
  poisson: {
    value: (y, eta) => exp(eta) - y * eta,
    mean: exp,
    rest: () => 0,
    residual: (y, eta) => exp(eta) - y,
    size: (y, eta) => exp(eta) + y,
    curvature: (mean) => mean,
    conjugate: (t) => (t > 0 ? t * log(t) - t : 0),
    blur: (t) => (t > 0 ? t * Math.abs(log(t)) + t : 0),
    link: log,
    most: Infinity,
  },
};

/** a sum with what rounding took off it (Neumaier 1974) */
export class Exactly {
  #sum = 0;
  #rest = 0;

  add(x: number): void {
    const sum = this.#sum + x;
    this.#rest += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - sum + x : x - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    // an infinite sum has no rest
    return Number.isFinite(this.#sum) ? this.#sum + this.#rest : this.#sum;
  }
}
