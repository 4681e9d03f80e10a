// What predictions are worth: errors of rows, averaged by weights, and measures of all rows together.

import { describe } from "../check.js";
import { square } from "../elementary.js";
import { auc } from "./classMeasures.js";
import type { LossSpec, Measure, PathLoss } from "./loss.js";
import { isOfClasses, LOSSES } from "./losses.js";

/** true where more is better */
export const isScore = (measure: Measure) => measure === "accuracy" || measure === "auc" || measure === "concordance";

/** the measure that was asked for, or the loss's own */
export function checkMeasure(name: string, given: unknown, loss: PathLoss): Measure {
  const measures = measuresOf(loss);
  const measure = (given === undefined ? measures[0] : given) as Measure;
  if (measures.includes(measure)) return measure;
  const expected = `expected "${measures.join('", "')}"`;
  if (!LOSSES.logistic.measures.includes(measure) || loss === "multinomial" || loss === "cox")
    throw new TypeError(`${name}: measure is ${describe(given)}, ${expected}`);
  throw new TypeError(`${name}: measure is "${measure}" with loss "${loss}", ${expected}; loss "logistic" with labels as y has it`);
}

/** what says something about predictions of a loss; the first one is the default */
function measuresOf(loss: PathLoss): readonly [Measure, ...Measure[]] {
  if (loss === "multinomial") return ["deviance", "accuracy", "auc"];
  return loss === "cox" ? ["deviance", "concordance"] : LOSSES[loss].measures;
}

/** the error of one row, or whether it is right */
export function errorOf({ loss, delta = 1 }: LossSpec, measure: Measure): (y: number, eta: number) => number {
  const { deviance, predict } = LOSSES[loss];
  if (measure === "accuracy") return (t, eta) => Number(t > 0 === eta > 0);
  if (measure === "deviance") return (y, eta) => deviance(y, eta, delta);
  const truth = isOfClasses(loss) ? (t: number) => (t > 0 ? 1 : 0) : (y: number) => y;
  if (measure === "mae") return (y, eta) => Math.abs(truth(y) - predict(eta));
  return (y, eta) => square(truth(y) - predict(eta));
}

/** what a measure makes of y and η; NaN where the weights s add up to 0 */
export type Judge = (y: Float64Array, eta: Float64Array, weights?: Float64Array) => number;

/** Σ sᵢ·error(yᵢ, ηᵢ) / Σ sᵢ, s = 1 where there are no weights; the area under the curve is of all rows together */
export function judgeOf(spec: LossSpec, measure: Measure): Judge {
  const classes = (values: Float64Array) => values.map((value) => Number(value > 0));
  if (measure === "auc") return (t, eta, weights) => auc(classes(t), eta, weights);
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
