// What predictions are worth: errors of rows, averaged by weights, and measures of all rows together.
import { describe } from "../check.js";
import { accuracy, auc } from "./classMeasures.js";
import type { LossName } from "./losses.js";
import type { LossSpec } from "./readLoss.js";

/** how predictions are measured: the errors "mse", "mae" and "deviance", and of classes "accuracy" and "auc", of which more is better */
export type Measure = "mse" | "mae" | "deviance" | "accuracy" | "auc";

/** what says something about each loss; the first one is the default, as in cv.glmnet */
const OF: Readonly<Record<LossName, readonly Measure[]>> = {
  squared: ["mse", "mae", "deviance"],
  logistic: ["deviance", "accuracy", "auc", "mse", "mae"],
  huber: ["deviance", "mse", "mae"],
  poisson: ["deviance", "mse", "mae"],
  squaredHinge: ["deviance", "accuracy", "auc"],
};
const CLASSES: readonly LossName[] = ["logistic", "squaredHinge"];

/** true for losses whose y are two classes */
export const isOfClasses = (loss: LossName) => CLASSES.includes(loss);
/** true where more is better */
export const isScore = (measure: Measure) => measure === "accuracy" || measure === "auc";

/** the measure that was asked for, or the loss's own */
export function checkMeasure(name: string, given: unknown, loss: LossName): Measure {
  const measure = (given === undefined ? OF[loss][0] : given) as Measure;
  if (OF[loss].includes(measure)) return measure;
  const expected = `expected "${OF[loss].join('", "')}"`;
  if (!OF.logistic.includes(measure)) throw new TypeError(`${name}: measure is ${describe(given)}, ${expected}`);
  throw new TypeError(`${name}: measure is "${measure}" with loss "${loss}", ${expected}; loss "logistic" with labels as y has it`);
}

/** what η = β₀ + xᵀβ predicts: the probability of the second class, the mean of a count, else η itself */
export function predictionOf(loss: LossName): (eta: number) => number {
  if (loss === "logistic") return (eta) => (eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta)));
  return loss === "poisson" ? Math.exp : (eta) => eta;
}

/** twice the loss above that of a perfect fit (McCullagh, Nelder 1989, section 2.3); y is −1 or 1 for classes */
function devianceOf({ loss, delta = 1 }: LossSpec): (y: number, eta: number) => number {
  if (loss === "logistic") return (t, eta) => 2 * (t * eta > 0 ? Math.log1p(Math.exp(-t * eta)) : Math.log1p(Math.exp(t * eta)) - t * eta);
  if (loss === "squaredHinge") return (t, eta) => Math.max(0, 1 - t * eta) ** 2;
  if (loss === "poisson") return (y, eta) => 2 * ((y > 0 ? y * (Math.log(y) - eta) : 0) - y + Math.exp(eta));
  if (loss === "squared") return (y, eta) => (y - eta) ** 2;
  return (y, eta) => {
    const r = Math.abs(y - eta);
    return r <= delta ? r * r : delta * (2 * r - delta);
  };
}

/** the error of one row */
function errorOf(spec: LossSpec, measure: Measure): (y: number, eta: number) => number {
  if (measure === "deviance") return devianceOf(spec);
  const { loss } = spec;
  const prediction = predictionOf(loss);
  const truth = isOfClasses(loss) ? (t: number) => (t > 0 ? 1 : 0) : (y: number) => y;
  if (measure === "mae") return (y, eta) => Math.abs(truth(y) - prediction(eta));
  return (y, eta) => (truth(y) - prediction(eta)) ** 2;
}

/** what a measure makes of y and η; NaN where the weights s add up to 0 */
export type Judge = (y: Float64Array, eta: Float64Array, weights?: Float64Array) => number;

/** Σ sᵢ·error(yᵢ, ηᵢ) / Σ sᵢ, s = 1 where there are no weights; the area under the curve is of all rows together */
export function judgeOf(spec: LossSpec, measure: Measure): Judge {
  const classes = (values: Float64Array) => values.map((value) => Number(value > 0));
  if (measure === "auc") return (t, eta, weights) => auc(classes(t), eta, weights);
  if (measure === "accuracy") return (t, eta, weights) => accuracy(classes(t), classes(eta), weights);
  const error = errorOf(spec, measure);
  return (y, eta, weights) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < y.length; i++) {
      const s = weights ? weights[i] : 1;
      // a row of weight 0 has no say, however far off it is
      if (s > 0) sum += s * error(y[i], eta[i]);
      total += s;
    }
    return sum / total;
  };
}
