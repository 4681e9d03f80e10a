// Where steps begin: random weights, so that units differ, and the outputs at the best constant.
import { log } from "../elementary.js";
import { nextUniform, seeded } from "../random.js";
import type { NetworkLossName, Plan } from "./planned.js";
import { biasPlace, type Layer, type LayerShape, placeOf, sizeOf } from "./shape.js";
import type { Target } from "./target.js";

/** the stream of initial weights; training has those from 1 on */
const STREAM = 2 ** 32 - 1;

/** uniform weights, ±√(6/(inputs + units)), of relu ±√(6/inputs) (Glorot, Bengio 2010; He et al. 2015); without hidden layers 0 */
export function randomWeights(plan: Plan, shapes: readonly LayerShape[]): Float64Array {
  const b = new Float64Array(sizeOf(shapes));
  if (shapes.length === 1) return b;
  const random = seeded(plan.seed, STREAM);
  for (const shape of shapes) {
    const wide = plan.activation === "relu" ? shape.inputs : shape.inputs + shape.units;
    const range = Math.sqrt(6 / wide);
    for (let j = 0; j < shape.units; j++)
      for (let k = 0; k < shape.inputs; k++) b[placeOf(shape, k, j)] = range * (2 * nextUniform(random) - 1);
  }
  return b;
}

/** η of the best constant, one an output; w sums to 1 */
export function bestConstant(loss: NetworkLossName, { y, perRow, outputs }: Target, w: Float64Array): Float64Array {
  const finite = (x: number) => (Number.isFinite(x) ? x : 0);
  const mean = (of: (i: number) => number) => w.reduce((sum, weight, i) => sum + weight * of(i), 0);
  if (loss === "logistic") {
    const share = mean((i) => Number(y[i] > 0));
    return Float64Array.of(finite(log(share) - log(1 - share)));
  }
  if (loss === "multinomial") {
    const logs = Float64Array.from({ length: outputs.count }, (_, k) => finite(log(mean((i) => Number(y[i] === k)))));
    const middle = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    return logs.map((x) => x - middle);
  }
  const means = Float64Array.from({ length: perRow }, (_, k) => mean((i) => y[i * perRow + k]));
  return loss === "poisson" ? means.map((x) => finite(log(x))) : means;
}

/** the biases of the last layer ← η */
export function setOutputs(b: Float64Array, shapes: readonly LayerShape[], eta: Float64Array): void {
  const last = shapes[shapes.length - 1];
  for (let j = 0; j < last.units; j++) b[biasPlace(last, j)] = eta[j];
}

/** layers over (x − centre)/scale → the same over x */
export function overX([first, ...rest]: readonly Layer[], centres: Float64Array, scales: Float64Array): Layer[] {
  const weights = first.weights.map((w) => w.map((value, k) => value / scales[k]));
  const biases = first.biases.map((bias, j) => weights[j].reduce((sum, value, k) => sum - value * centres[k], bias));
  return [{ weights, biases }, ...rest];
}

/** layers over x → the same over (x − centre)/scale */
export function overScaled([first, ...rest]: readonly Layer[], centres: Float64Array, scales: Float64Array): Layer[] {
  const biases = first.biases.map((bias, j) => first.weights[j].reduce((sum, value, k) => sum + value * centres[k], bias));
  return [{ weights: first.weights.map((w) => Float64Array.from(w, (value, k) => value * scales[k])), biases }, ...rest];
}
