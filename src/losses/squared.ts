// ½(y − η)²
import { square } from "../elementary.js";
import { kernels } from "../kernels/kernels.js";
import { type Loss, mean } from "./loss.js";

export const SQUARED: Loss = {
  target: "numbers",
  measures: ["mse", "mae", "deviance"],
  bound: 1,
  fill: (struct, n, y, w) => kernels().squared(struct, n, y, w),
  start: (y, w) => mean(y, w, (value) => value),
  saturated: () => 0,
  nullModel(y, w, fitIntercept) {
    const intercept = fitIntercept ? mean(y, w, (value) => value) : 0;
    return { intercept, objective: 0.5 * mean(y, w, (value) => square(value - intercept)) };
  },
  predict: (eta) => eta,
  deviance: (y, eta) => square(y - eta),
};
