// log(1 + exp(−tη)), t ∈ {−1, 1}
import { exp, log, log1p } from "../elementary.js";
import { lossKernels } from "../kernels/families.js";
import { type Loss, shares } from "./loss.js";

/** 1/(1 + e^−η), to the last digits on both sides: e^η/(1 + e^η) where η < 0 */
export function sigmoid(eta: number): number {
  const e = exp(-Math.abs(eta));
  return (eta >= 0 ? 1 : e) / (1 + e);
}

export const LOGISTIC: Loss = {
  target: "classes",
  measures: ["deviance", "accuracy", "auc", "mse", "mae"],
  bound: 0.25,
  fill: (struct, n, t, w) => lossKernels().logistic(struct, n, t, w),
  start: (t, w) => LOGISTIC.nullModel(t, w, true, 1).intercept,
  saturated: () => 0,
  nullModel(t, w, fitIntercept) {
    const [up, down] = shares(t, w);
    // a class that is not there would send β₀ to infinity: measured at 0 then
    if (!fitIntercept || up === 0 || down === 0) return { intercept: 0, objective: Math.LN2 };
    return { intercept: log(up / down), objective: -up * log(up) - down * log(down) };
  },
  predict: sigmoid,
  deviance: (t, eta) => 2 * (t * eta > 0 ? log1p(exp(-t * eta)) : log1p(exp(t * eta)) - t * eta),
};
