// What a loss is, in one record: a new loss is one more record and one more name.
import type { Label } from "../tables/labels.js";

/** The losses of {@link path} beside "multinomial" and "cox". */
export type LossName = "squared" | "logistic" | "huber" | "poisson" | "squaredHinge" | "gamma";

/** All losses of {@link path}. */
export type PathLoss = LossName | "multinomial" | "cox";

/** whether each is one: the compiler says which name is missing */
const PATH_LOSS: Readonly<Record<PathLoss, true>> = {
  squared: true,
  logistic: true,
  huber: true,
  poisson: true,
  squaredHinge: true,
  gamma: true,
  multinomial: true,
  cox: true,
};

/** their names */
export const PATH_LOSSES = /* @__PURE__ */ Object.keys(PATH_LOSS) as PathLoss[];

/** A loss with everything it depends on, as plain data. */
export interface LossSpec {
  readonly loss: LossName;
  /** of "huber" */
  readonly delta?: number;
  /** of losses of classes: the two classes */
  readonly labels?: readonly [Label, Label];
}

/** how predictions are measured: the errors "mse", "mae" and "deviance"; of classes "accuracy" and "auc", of survival "concordance", of which more is better */
export type Measure = "mse" | "mae" | "deviance" | "accuracy" | "auc" | "concordance";

/** The best model without coefficients: where gradient methods start, and what their gaps are measured by. */
export interface NullModel {
  /** β₀; 0 where there is no intercept, or none that is finite and best */
  readonly intercept: number;
  /** its loss above the saturated one, > 0 unless nothing is left to explain */
  readonly objective: number;
}

/** ℓ(y, η): y is −1 or 1 where the targets are classes; w are shares that sum to 1; δ is read by "huber" alone. */
export interface Loss {
  /** what y holds: numbers, numbers ≥ 0, numbers > 0, or labels of two kinds */
  readonly target: "numbers" | "counts" | "positive" | "classes";
  /** what says something about its predictions; the first one is the default, as in cv.glmnet */
  readonly measures: readonly [Measure, ...Measure[]];
  /** sup ℓ″ in η */
  readonly bound: number;
  /** where that is infinite: ℓ″ at the null model or at y itself, whichever is larger */
  readonly steepest?: (y: number, intercept: number) => number;
  /** fills in the struct of n rows that kernels read */
  fill(struct: number, n: number, y: number, w: number, delta: number): void;
  /** an intercept to start from */
  start(y: Float64Array, w: Float64Array): number;
  /** the loss of the best conceivable η */
  saturated(y: Float64Array, w: Float64Array): number;
  nullModel(y: Float64Array, w: Float64Array, fitIntercept: boolean, delta: number): NullModel;
  /** what η says of y: the probability of the second class, the mean of a count, else η itself */
  predict(eta: number): number;
  /** twice the loss above that of a perfect fit (McCullagh, Nelder 1989, section 2.3) */
  deviance(y: number, eta: number, delta: number): number;
}

/** Σ w·each(y), rows of weight 0 left out: they may hold anything */
export function mean(y: Float64Array, w: Float64Array, each: (y: number) => number): number {
  let sum = 0;
  // a plain loop: on long tables this is a share of a fit
  for (let i = 0; i < y.length; i++) if (w[i] !== 0) sum += w[i] * each(y[i]);
  return sum;
}

/** the shares of the classes 1 and −1 */
export const shares = (t: Float64Array, w: Float64Array) => [
  mean(t, w, (value) => Number(value > 0)),
  mean(t, w, (value) => Number(value < 0)),
];
