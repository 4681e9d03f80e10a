// The objective of a network in numbers of twice the usual digits, as its definition reads, and its slopes by central differences: with
// h = 1e-10 what the difference leaves out is h²F‴/6 ≈ 1e-21, and what it rounds 1e-31/h.
import { add, type Double2, div, exp, log1p, mul, negate, ONE, of, sub, times, toNumber, ZERO } from "./doubleDouble.js";

/** Weights, one array a unit, and biases. */
export interface PlainLayer {
  weights: number[][];
  biases: number[];
}

export interface NetworkProblem {
  X: number[][];
  /** numbers, one a row and output; −1 and 1 for "logistic"; the place of the class for "multinomial" */
  y: number[][];
  /** they sum to 1 */
  w: number[];
  activation: string;
  loss: string;
  lambda: number;
  l1Ratio: number;
}

function activate(kind: string, z: Double2): Double2 {
  if (kind === "relu") return z.hi > 0 ? z : ZERO;
  const e = exp(kind === "tanh" ? times(z, -2) : negate(z));
  return kind === "tanh" ? div(sub(ONE, e), add(ONE, e)) : div(ONE, add(ONE, e));
}

function rowLoss(kind: string, eta: Double2[], y: number[]): Double2 {
  if (kind === "logistic") return log1p(exp(times(eta[0], -y[0])));
  if (kind === "multinomial") {
    const sum = eta.map((e) => exp(sub(e, eta[y[0]]))).reduce(add, ZERO);
    return log1p(sub(sum, ONE));
  }
  const each = eta.map((e, k) => {
    const r = sub(e, of(y[k]));
    return kind === "squared" ? times(mul(r, r), 0.5) : sub(exp(e), times(e, y[k]));
  });
  return each.reduce(add, ZERO);
}

type Wide = { weights: Double2[][]; biases: Double2[] }[];

/** loss, and ½λ(1−ρ)Σw² unless it is left out */
function smooth({ X, y, w, activation, loss, lambda, l1Ratio }: NetworkProblem, layers: Wide): Double2 {
  let total = ZERO;
  for (const [i, row] of X.entries()) {
    let a = row.map(of);
    for (const [l, { weights, biases }] of layers.entries()) {
      const z = weights.map((unit, j) => unit.reduce((sum, weight, k) => add(sum, mul(weight, a[k])), biases[j]));
      a = l === layers.length - 1 ? z : z.map((each) => activate(activation, each));
    }
    total = add(total, times(rowLoss(loss, a, y[i]), w[i]));
  }
  let squares = ZERO;
  for (const { weights } of layers) for (const unit of weights) for (const weight of unit) squares = add(squares, mul(weight, weight));
  return add(total, times(squares, 0.5 * lambda * (1 - l1Ratio)));
}

const H = 1e-10;

/** ∂/∂θ of loss and L2 part, for every weight and bias */
export function slopes(problem: NetworkProblem, layers: PlainLayer[]): PlainLayer[] {
  const wide: Wide = layers.map(({ weights, biases }) => ({ weights: weights.map((unit) => unit.map(of)), biases: biases.map(of) }));
  const slope = (list: Double2[], k: number): number => {
    const here = list[k];
    list[k] = add(here, of(H));
    const above = smooth(problem, wide);
    list[k] = sub(here, of(H));
    const below = smooth(problem, wide);
    list[k] = here;
    return toNumber(times(sub(above, below), 0.5)) / H;
  };
  return wide.map(({ weights, biases }) => ({
    weights: weights.map((unit) => unit.map((_, k) => slope(unit, k))),
    biases: biases.map((_, j) => slope(biases, j)),
  }));
}

/** loss and the whole penalty */
export function networkObjective(problem: NetworkProblem, layers: PlainLayer[]): number {
  const wide: Wide = layers.map(({ weights, biases }) => ({ weights: weights.map((unit) => unit.map(of)), biases: biases.map(of) }));
  const sizes = layers.flatMap(({ weights }) => weights.flat()).reduce((sum, x) => sum + Math.abs(x), 0);
  return toNumber(smooth(problem, wide)) + problem.lambda * problem.l1Ratio * sizes;
}
