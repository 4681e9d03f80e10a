// The losses that are not quadratic, by the names that options know them by.
import { kernels } from "../kernels/kernels.js";
import { weightedMedian } from "./weightedMedian.js";

/** The losses of {@link path}. */
export type LossName = "squared" | "logistic" | "huber" | "poisson" | "squaredHinge";

const mean = (y: Float64Array, w: Float64Array, each: (y: number) => number) => y.reduce((sum, value, i) => sum + w[i] * each(value), 0);

/** log(1 + exp(−tη)), t ∈ {−1, 1} */
export const LOGISTIC: Smooth = {
  start: (t, w) => {
    const share = mean(t, w, (value) => (value > 0 ? 1 : 0));
    return share > 0 && share < 1 ? Math.log(share / (1 - share)) : 0;
  },
  make: (loss, n, t, w) => kernels().logistic(loss, n, t, w),
  saturated: () => 0,
  atZero: () => Math.LN2,
};

/** ½ max(0, 1 − tη)², t ∈ {−1, 1} */
export const SQUARED_HINGE: Smooth = {
  start: () => 0,
  make: (loss, n, t, w) => kernels().squaredHinge(loss, n, t, w),
  saturated: () => 0,
  atZero: () => 0.5,
};

/** exp(η) − yη, y ≥ 0 */
export const POISSON: Smooth = {
  start: (y, w) => Math.log(mean(y, w, (value) => value) || 1),
  make: (loss, n, y, w) => kernels().poisson(loss, n, y, w),
  saturated: (y, w) => mean(y, w, (value) => (value > 0 ? value - value * Math.log(value) : 0)),
  atZero: () => 1,
};

/** ½r² up to |r| = δ, δ|r| − ½δ² beyond */
export function huberLoss(r: number, delta: number): number {
  const s = Math.max(-delta, Math.min(delta, r));
  return s * (r - s / 2);
}

/** the loss above, δ its `delta` */
export function huber(delta: number): Smooth {
  return {
    start: weightedMedian,
    make: (loss, n, y, w) => kernels().huber(loss, n, y, w, delta),
    saturated: () => 0,
    atZero: (y, w) => mean(y, w, (value) => huberLoss(value, delta)),
  };
}

/** A loss and what it is measured by. */
export interface Smooth {
  /** fills the struct in */
  make(loss: number, n: number, y: number, w: number): void;
  /** an intercept to start from */
  start(y: Float64Array, w: Float64Array): number;
  /** the loss of the best conceivable η, and that of η = 0 */
  saturated(y: Float64Array, w: Float64Array): number;
  atZero(y: Float64Array, w: Float64Array): number;
}
