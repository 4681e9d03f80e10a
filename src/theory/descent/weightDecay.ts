import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { gradientAt, quadraticLoss } from "../constraint/quadraticLoss.js";
import { checkDescent, type Descended, type DescentOptions, startOf } from "./checkDescent.js";

/**
 * Gradient descent with weight decay: w ← (1 − ελ)w − ε∇L(w), L the loss without penalty, (1/2n)‖ỹ − X̃w‖². Every step shrinks the weights
 * by 1 − ελ before the data pull (Goodfellow, Bengio, Courville, Deep Learning, eq. 7.5). Step for step it is {@link penalizedDescent}, and
 * it tends to `ridge`'s answer at λ for ε < 2/(d + λ), d the largest eigenvalue of X̃ᵀX̃/n; above, it runs away.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambda`, `steps` and `learningRate` are required
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function weightDecay(X: TableInput, y: VectorInput, options: DescentOptions): Descended {
  const name = "weightDecay";
  const { lambda, steps, learningRate } = checkDescent(name, options);
  const loss = quadraticLoss(name, X, y, options.fitIntercept);
  const w = startOf(name, options.start, loss);
  const keep = 1 - learningRate * lambda;
  for (let step = 0; step < steps; step++) {
    const g = gradientAt(loss, w);
    for (let j = 0; j < loss.p; j++) w[j] = keep * w[j] - learningRate * g[j];
  }
  return { coefficients: w, intercept: loss.intercept(w) };
}
