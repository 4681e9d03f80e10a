import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { gradientAt, quadraticLoss } from "../constraint/quadraticLoss.js";
import { checkDescent, type Descended, type DescentOptions, startOf } from "./checkDescent.js";

/**
 * Plain gradient descent on ridge's objective: w ← w − ε∇(L(w) + (λ/2)‖w‖²), ∇ = X̃ᵀ(X̃w − ỹ)/n + λw (Goodfellow, Bengio, Courville, Deep
 * Learning, eq. 7.4). What {@link weightDecay} is compared with.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `lambda`, `steps` and `learningRate` are required
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function penalizedDescent(X: TableInput, y: VectorInput, options: DescentOptions): Descended {
  const name = "penalizedDescent";
  const { lambda, steps, learningRate } = checkDescent(name, options);
  const loss = quadraticLoss(name, X, y, options.fitIntercept);
  const w = startOf(name, options.start, loss);
  for (let step = 0; step < steps; step++) {
    const g = gradientAt(loss, w);
    for (let j = 0; j < loss.p; j++) g[j] += lambda * w[j];
    for (let j = 0; j < loss.p; j++) w[j] -= learningRate * g[j];
  }
  return { coefficients: w, intercept: loss.intercept(w) };
}
