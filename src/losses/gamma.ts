// y·e^−η + η, y > 0
import { kernels } from "../kernels/kernels.js";
import { type Loss, mean } from "./loss.js";

/** m − 1 − log m of m = eᵗ, with its digits where t is small */
const excess = (t: number) => Math.expm1(t) - t;

export const GAMMA: Loss = {
  target: "positive",
  measures: ["deviance", "mse", "mae"],
  bound: Infinity,
  steepest: (y, intercept) => Math.max(1, y * Math.exp(-intercept)),
  fill: (struct, n, y, w) => kernels().gamma(struct, n, y, w),
  start: (y, w) => Math.log(mean(y, w, (value) => value)),
  saturated: (y, w) => mean(y, w, (value) => 1 + Math.log(value)),
  nullModel(y, w, fitIntercept) {
    const intercept = fitIntercept ? Math.log(mean(y, w, (value) => value)) : 0;
    return { intercept, objective: mean(y, w, (value) => excess(Math.log(value) - intercept)) };
  },
  predict: Math.exp,
  deviance: (y, eta) => 2 * excess(Math.log(y) - eta),
};
