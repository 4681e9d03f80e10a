// ½ max(0, 1 − tη)², t ∈ {−1, 1}
import { square } from "../elementary.js";
import { lossKernels } from "../kernels/families.js";
import { type Loss, shares } from "./loss.js";

export const SQUARED_HINGE: Loss = {
  target: "classes",
  measures: ["deviance", "accuracy", "auc"],
  bound: 1,
  fill: (struct, n, t, w) => lossKernels().squaredHinge(struct, n, t, w),
  start: () => 0,
  saturated: () => 0,
  nullModel(t, w, fitIntercept) {
    const [up, down] = shares(t, w);
    // a class that is not there leaves nothing to balance: measured at 0 then
    if (!fitIntercept || up === 0 || down === 0) return { intercept: 0, objective: 0.5 };
    return { intercept: up - down, objective: 2 * up * down };
  },
  predict: (eta) => eta,
  deviance: (t, eta) => square(Math.max(0, 1 - t * eta)),
};
