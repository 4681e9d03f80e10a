// ½r² up to |r| = δ, δ|r| − ½δ² beyond, r = η − y (Huber 1964)
import { lossKernels } from "../kernels/families.js";
import { type Loss, mean } from "./loss.js";
import { weightedMedian } from "./weightedMedian.js";

const cut = (r: number, delta: number) => Math.max(-delta, Math.min(delta, r));

function value(r: number, delta: number): number {
  const s = cut(r, delta);
  return s * (r - s / 2);
}

export const HUBER: Loss = {
  target: "numbers",
  measures: ["deviance", "mse", "mae"],
  bound: 1,
  fill: (struct, n, y, w, delta) => lossKernels().huber(struct, n, y, w, delta),
  start: weightedMedian,
  saturated: () => 0,
  nullModel(y, w, fitIntercept, delta) {
    const intercept = fitIntercept ? centre(y, w, delta) : 0;
    return { intercept, objective: mean(y, w, (yi) => value(yi - intercept, delta)) };
  },
  predict: (eta) => eta,
  deviance: (y, eta, delta) => 2 * value(y - eta, delta),
};

/** where Σ w·(c − y cut to [−δ, δ]) = 0, by halving */
function centre(y: Float64Array, w: Float64Array, delta: number): number {
  let low = y.reduce((a, b, i) => (w[i] > 0 ? Math.min(a, b) : a), Infinity);
  let high = y.reduce((a, b, i) => (w[i] > 0 ? Math.max(a, b) : a), -Infinity);
  for (let k = 0; k < 60 && high > low; k++) {
    const c = low + (high - low) / 2;
    if (mean(y, w, (yi) => cut(c - yi, delta)) > 0) high = c;
    else low = c;
  }
  return low + (high - low) / 2;
}

/** Huber's estimate is 95 % as efficient as the mean at the normal distribution with this δ, in units of its sd (Huber 1981, section 4.5). */
const DELTA = 1.345;
/** The median of |z| for a standard normal z. */
const MEDIAN = 0.6744897501960817;

/** 1.345 sds of y, by its weighted median absolute deviation, or by its largest if that is 0; rows of weight 0 have no say */
export function defaultDelta(y: Float64Array, weights?: ArrayLike<number>): number {
  const middle = weightedMedian(y, weights);
  const off = y.map((value) => Math.abs(value - middle));
  const largest = () => off.reduce((a, b, i) => (weights?.[i] === 0 ? a : Math.max(a, b)), 0);
  return (DELTA * (weightedMedian(off, weights) || largest() || 1)) / MEDIAN;
}
