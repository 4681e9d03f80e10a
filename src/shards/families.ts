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
  /** b″(η), from the mean */
  curvature(mean: number): number;
  /** b*(t) = sup tη − b(η), t inside its domain */
  conjugate(t: number): number;
  /** the η whose mean that is */
  link(mean: number): number;
  /** what means of y may be, both ends excluded */
  readonly most: number;
}

const entropy = (t: number) => (t > 0 ? t * log(t) : 0);
const softplus = (eta: number) => Math.max(eta, 0) + log1p(exp(-Math.abs(eta)));

export const FAMILIES: Readonly<Record<RoundLoss, Family>> = {
  logistic: {
    value: (y, eta) => (y > 0 ? softplus(-eta) : softplus(eta)),
    mean: sigmoid,
    curvature: (mean) => mean * (1 - mean),
    conjugate: (t) => entropy(t) + entropy(1 - t),
    link: (mean) => log(mean / (1 - mean)),
    most: 1,
  },
  poisson: {
    value: (y, eta) => exp(eta) - y * eta,
    mean: exp,
    curvature: (mean) => mean,
    conjugate: (t) => entropy(t) - t,
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
