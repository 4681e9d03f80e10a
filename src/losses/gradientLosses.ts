// The losses by name: what their targets are, how their struct is filled in, how curved they are.

import { kernels } from "../kernels/kernels.js";
import type { LossName } from "./losses.js";

export interface LossInfo {
  /** y is one of two classes */
  readonly classes: boolean;
  /** sup ℓ″ in η */
  readonly bound: number;
  /** fills in the struct of n rows */
  fill(loss: number, n: number, y: number, w: number, delta: number): void;
}

export const LOSSES: Readonly<Record<LossName, LossInfo>> = {
  squared: { classes: false, bound: 1, fill: (loss, n, y, w) => kernels().squared(loss, n, y, w) },
  logistic: { classes: true, bound: 0.25, fill: (loss, n, y, w) => kernels().logistic(loss, n, y, w) },
  huber: { classes: false, bound: 1, fill: (loss, n, y, w, delta) => kernels().huber(loss, n, y, w, delta) },
  poisson: { classes: false, bound: Infinity, fill: (loss, n, y, w) => kernels().poisson(loss, n, y, w) },
  squaredHinge: { classes: true, bound: 1, fill: (loss, n, y, w) => kernels().squaredHinge(loss, n, y, w) },
};
