// exp(η) − yη, y ≥ 0
import { exp, log } from "../elementary.js";
import { lossKernels } from "../kernels/families.js";
import { type Loss, mean } from "./loss.js";

/** y log y, 0 at 0 */
const entropy = (y: number) => (y > 0 ? y * log(y) : 0);

export const POISSON: Loss = {
  target: "counts",
  measures: ["deviance", "mse", "mae"],
  bound: Infinity,
  steepest: (y, intercept) => Math.max(exp(intercept), y),
  fill: (struct, n, y, w) => lossKernels().poisson(struct, n, y, w),
  start: (y, w) => log(mean(y, w, (value) => value) || 1),
  saturated: (y, w) => mean(y, w, (value) => (value > 0 ? value : 0) - entropy(value)),
  nullModel(y, w, fitIntercept) {
    const average = mean(y, w, (value) => value);
    const intercept = fitIntercept && average > 0 ? log(average) : 0;
    const mu = exp(intercept);
    return { intercept, objective: mean(y, w, (value) => mu - value + (value > 0 ? value * (log(value) - intercept) : 0)) };
  },
  predict: exp,
  deviance: (y, eta) => 2 * ((y > 0 ? y * (log(y) - eta) : 0) - y + exp(eta)),
};
