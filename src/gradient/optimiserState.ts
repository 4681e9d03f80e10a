// Where a stochastic optimiser stands, in the columns that it steps in: scaled and centred as the first call's X said.
import type { GradientProblem, Model } from "./gradientProblem.js";

/** Where an optimiser stands between two calls. */
export interface OptimiserState {
  /** the scaled coefficients and the intercept, then what the rule remembers, twice: whole pairs of numbers, at least m + 1 */
  readonly numbers: Float64Array;
  /** steps made */
  readonly steps: number;
  /** calls made, each with randomness of its own */
  readonly calls: number;
  /** the learning rate so far, where the caller names none */
  readonly rate: number;
  /** the included columns, what is taken off them and what they are divided by */
  readonly list: readonly number[];
  readonly centres: Float64Array;
  readonly scales: Float64Array;
}

/** numbers in a vector of m coefficients and the intercept: whole pairs, as the kernels take them */
export const widthOf = (m: number) => 2 * Math.ceil((m + 1) / 2);

/** where a first call starts */
export function freshState(g: GradientProblem, start: Model): OptimiserState {
  const { list, problem, plan } = g;
  const { standardize, fitIntercept } = problem.settings;
  // where the caller names no rate, the coordinates are ours to choose; dropout is of inputs as they are, and adam's steps are in them
  const centred = standardize || (plan.learningRate === "safe" && plan.dropout === 1 && !["adam", "adamw"].includes(plan.method));
  const centres = Float64Array.from(list, (j) => (centred ? problem.centres[j] : 0));
  const scales = Float64Array.from(list, (j) => (standardize ? problem.scales[j] : 1));
  const m = list.length;
  const numbers = new Float64Array(3 * widthOf(m));
  let shift = 0;
  for (let k = 0; k < m; k++) {
    numbers[k] = start.coefficients[k] * scales[k];
    shift += centres[k] * start.coefficients[k];
  }
  numbers[m] = fitIntercept ? start.intercept + shift : 0;
  return { numbers, steps: 0, calls: 0, rate: Infinity, list, centres, scales };
}

/** the model of the scaled coefficients and intercept */
export function modelOf(b: Float64Array, { list, centres, scales }: OptimiserState): Model {
  const coefficients = Float64Array.from(list, (_, k) => b[k] / scales[k]);
  return { coefficients, intercept: coefficients.reduce((sum, value, k) => sum - centres[k] * value, b[list.length]) };
}
