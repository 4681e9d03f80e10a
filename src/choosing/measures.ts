// What a prediction is worth: errors of numbers, weighted means over rows.

/** how an error of a prediction is measured */
export type Measure = "mse" | "mae" | "deviance";

/** the error of one prediction; the deviance of squared error is the squared error itself (McCullagh, Nelder 1989, section 2.3) */
export const MEASURES: Readonly<Record<Measure, (y: number, prediction: number) => number>> = {
  mse: (y, prediction) => (y - prediction) ** 2,
  mae: (y, prediction) => Math.abs(y - prediction),
  deviance: (y, prediction) => (y - prediction) ** 2,
};

/** Σ sᵢ·error(yᵢ, prediction of i) / Σ sᵢ, s = 1 where there are no weights; NaN where they add up to 0 */
export function meanError(measure: Measure, y: Float64Array, predictions: Float64Array, weights?: Float64Array): number {
  const error = MEASURES[measure];
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const s = weights ? weights[i] : 1;
    sum += s * error(y[i], predictions[i]);
    total += s;
  }
  return sum / total;
}
