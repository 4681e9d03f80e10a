// y·e^−η + η, y > 0
import { exp, expm1, log } from "../elementary.js";
import { lossKernels } from "../kernels/families.js";
import { type Loss, mean } from "./loss.js";

/** m − 1 − log m of m = eᵗ, with its digits where t is small */
const excess = (t: number) => expm1(t) - t;

export const GAMMA: Loss = {
  target: "positive",
  measures: ["deviance", "mse", "mae"],
  bound: Infinity,
  steepest: (y, intercept) => Math.max(1, y * exp(-intercept)),
  fill: (struct, n, y, w) => lossKernels().gamma(struct, n, y, w),
  start: (y, w) => log(mean(y, w, (value) => value)),
  saturated: (y, w) => mean(y, w, (value) => 1 + log(value)),
  nullModel(y, w, fitIntercept) {
    const intercept = fitIntercept ? log(mean(y, w, (value) => value)) : 0;
    return { intercept, objective: mean(y, w, (value) => excess(log(value) - intercept)) };
  },
  predict: exp,
  deviance: (y, eta) => 2 * excess(log(y) - eta),
};
