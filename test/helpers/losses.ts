import { LossKind } from "../../src/kernels/abi.js";
import { kernels as k } from "./kernels.js";

/** What the contract test needs to know of a loss f(η) = Σ wᵢ ℓ(yᵢ, ηᵢ): ℓ, as naive as possible. Sums come as lists of their terms. */
export interface Reference {
  kind: LossKind;
  name: string;
  fill(struct: number, n: number, y: number, w: number): void;
  /** a y that the loss admits */
  target(random: () => number): number;
  /** ℓ(y, η) */
  value(y: number, eta: number): number[];
  /** ∂ℓ/∂η */
  slope(y: number, eta: number): number;
  /** ∂²ℓ/∂η², the larger one where it jumps */
  bend(y: number, eta: number): number;
  /** sup ∂²ℓ/∂η² */
  bound: number;
  /** bound |∂³ℓ/∂η³| and |∂⁴ℓ/∂η⁴| within ½ of η, but for the kinks */
  third(eta: number): number;
  fourth(eta: number): number;
  /** where ∂²ℓ/∂η² jumps, by 1 */
  kinks(y: number): number[];
  /** sup_η θη − ℓ(y, η), for θ of the domain */
  conjugate(y: number, theta: number): number[];
  /** the ends of the domain of the conjugate */
  domain(y: number): [low: number, high: number];
  /** the numbers stay finite at any η, not only where e^η does */
  everywhere: boolean;
}

const none = () => 0;
const everything: [number, number] = [-Infinity, Infinity];
const sign = (random: () => number) => (random() < 0 ? -1 : 1);
const xlogx = (x: number) => (x === 0 ? 0 : x * Math.log(x));

const squared: Reference = {
  kind: LossKind.Squared,
  name: "squared",
  fill: k.squared,
  target: (random) => 3 * random(),
  value: (y, eta) => [0.5 * (y - eta) ** 2],
  slope: (y, eta) => eta - y,
  bend: () => 1,
  bound: 1,
  third: none,
  fourth: none,
  kinks: () => [],
  conjugate: (y, theta) => [theta * y, 0.5 * theta ** 2],
  domain: () => everything,
  everywhere: true,
};

const logistic: Reference = {
  kind: LossKind.Logistic,
  name: "logistic",
  fill: k.logistic,
  target: sign,
  // log(1 + e⁻ᵐ) is −m to the last bit where e⁻ᵐ overflows
  value: (t, eta) => [t * eta < -700 ? -t * eta : Math.log1p(Math.exp(-t * eta))],
  slope: (t, eta) => -t / (1 + Math.exp(t * eta)),
  bend: (t, eta) => 1 / (1 + Math.exp(t * eta)) / (1 + Math.exp(-t * eta)),
  bound: 0.25,
  // with p the probability: p(1 − p)(1 − 2p) and p(1 − p)(1 − 6p + 6p²)
  third: () => 1 / (6 * Math.sqrt(3)),
  fourth: () => 1 / 8,
  kinks: () => [],
  conjugate: (t, theta) => [xlogx(-t * theta), xlogx(1 + t * theta)],
  domain: (t) => (t > 0 ? [-1, 0] : [0, 1]),
  everywhere: true,
};

const huber = (delta: number): Reference => ({
  ...squared,
  kind: LossKind.Huber,
  name: `huber with δ = ${delta}`,
  fill: (struct, n, y, w) => k.huber(struct, n, y, w, delta),
  value: (y, eta) => (Math.abs(y - eta) <= delta ? [0.5 * (y - eta) ** 2] : [delta * Math.abs(y - eta), -0.5 * delta ** 2]),
  slope: (y, eta) => Math.max(-delta, Math.min(delta, eta - y)),
  bend: (y, eta) => Number(Math.abs(y - eta) <= delta),
  kinks: (y) => [y - delta, y + delta],
  domain: () => [-delta, delta],
});

const poisson: Reference = {
  kind: LossKind.Poisson,
  name: "poisson",
  fill: k.poisson,
  target: (random) => Math.floor(Math.abs(3 * random())),
  value: (y, eta) => [Math.exp(eta), -y * eta],
  slope: (y, eta) => Math.exp(eta) - y,
  bend: (_, eta) => Math.exp(eta),
  bound: Infinity,
  third: (eta) => Math.exp(eta + 0.5),
  fourth: (eta) => Math.exp(eta + 0.5),
  kinks: () => [],
  conjugate: (y, theta) => [xlogx(theta + y), -(theta + y)],
  domain: (y) => [-y, Infinity],
  everywhere: false,
};

const gamma: Reference = {
  kind: LossKind.Gamma,
  name: "gamma",
  fill: k.gamma,
  target: (random) => 0.1 + Math.abs(3 * random()),
  value: (y, eta) => [y * Math.exp(-eta), eta],
  slope: (y, eta) => 1 - y * Math.exp(-eta),
  bend: (y, eta) => y * Math.exp(-eta),
  bound: Infinity,
  // y is at most about 10 here
  third: (eta) => 12 * Math.exp(0.5 - eta),
  fourth: (eta) => 12 * Math.exp(0.5 - eta),
  kinks: () => [],
  conjugate: (y, theta) => [xlogx(1 - theta), -(1 - theta) * Math.log(y), -(1 - theta)],
  domain: () => [-Infinity, 1],
  everywhere: false,
};

const squaredHinge: Reference = {
  ...squared,
  kind: LossKind.SquaredHinge,
  name: "squared hinge",
  fill: k.squaredHinge,
  target: sign,
  value: (t, eta) => [0.5 * Math.max(0, 1 - t * eta) ** 2],
  slope: (t, eta) => -t * Math.max(0, 1 - t * eta),
  bend: (t, eta) => Number(t * eta <= 1),
  kinks: (t) => [t],
  conjugate: (t, theta) => [t * theta, 0.5 * theta ** 2],
  domain: (t) => (t > 0 ? [-Infinity, 0] : [0, Infinity]),
};

/** THE list: a new loss gets an entry here, and every test of losses.test.ts is about it too. */
export const references = [squared, logistic, huber(1.345), huber(0.1), poisson, gamma, squaredHinge];
