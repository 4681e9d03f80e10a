// The best model without coefficients: where gradient methods start, and what their gaps are measured by.
import { huberLoss, type LossName } from "./losses.js";

export interface NullModel {
  /** β₀; 0 where there is no intercept, or none that is finite and best */
  readonly intercept: number;
  /** its objective, > 0 unless nothing is left to explain; of Poisson half the deviance, for its likelihood may have either sign */
  readonly objective: number;
}

/** y: t ∈ {−1, +1} for losses of classes; w: shares that sum to 1 */
export function nullModel(loss: LossName, y: Float64Array, w: Float64Array, fitIntercept: boolean, delta: number): NullModel {
  const mean = (f: (y: number) => number) => y.reduce((sum, value, i) => (w[i] === 0 ? sum : sum + w[i] * f(value)), 0);
  const up = mean((t) => Number(t > 0));
  const down = mean((t) => Number(t < 0));
  // a class that is not there would send β₀ to infinity: measured at 0 then
  const both = fitIntercept && up > 0 && down > 0;
  switch (loss) {
    case "squared": {
      const intercept = fitIntercept ? mean((value) => value) : 0;
      return { intercept, objective: 0.5 * mean((value) => (value - intercept) ** 2) };
    }
    case "huber": {
      const intercept = fitIntercept ? huberCentre(y, w, delta) : 0;
      return { intercept, objective: mean((value) => huberLoss(value - intercept, delta)) };
    }
    case "poisson": {
      const average = mean((value) => value);
      const intercept = fitIntercept && average > 0 ? Math.log(average) : 0;
      const mu = Math.exp(intercept);
      return { intercept, objective: mean((value) => mu - value + (value > 0 ? value * (Math.log(value) - intercept) : 0)) };
    }
    case "logistic":
      return both
        ? { intercept: Math.log(up / down), objective: -up * Math.log(up) - down * Math.log(down) }
        : { intercept: 0, objective: Math.LN2 };
    case "squaredHinge":
      return both ? { intercept: up - down, objective: 2 * up * down } : { intercept: 0, objective: 0.5 };
  }
}

/** where Σ w·(c − y cut to [−δ, δ]) = 0, by halving */
function huberCentre(y: Float64Array, w: Float64Array, delta: number): number {
  let low = y.reduce((a, b, i) => (w[i] > 0 ? Math.min(a, b) : a), Infinity);
  let high = y.reduce((a, b, i) => (w[i] > 0 ? Math.max(a, b) : a), -Infinity);
  for (let k = 0; k < 60 && high > low; k++) {
    const c = low + (high - low) / 2;
    const slope = y.reduce((sum, value, i) => sum + w[i] * Math.max(-delta, Math.min(delta, c - value)), 0);
    if (slope > 0) high = c;
    else low = c;
  }
  return low + (high - low) / 2;
}
