import { exp, expm1, log1p } from "../../elementary.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { centredColumns, centredTarget, dot } from "../algebra/centredColumns.js";
import { principalAxes } from "../algebra/principalAxes.js";
import { checkOptions } from "../checkOptions.js";
import { checkSteps } from "./checkDescent.js";

/** What {@link earlyStopping} found. */
export interface EarlyStopping {
  /** w after `steps` steps from 0 */
  coefficients: Float64Array;
  /** the best one beside these coefficients; 0 without one */
  intercept: number;
  /** 1/(τε): ridge's λ that does nearly the same where ετd is small */
  lambda: number;
  /** dᵢ of X̃ᵀX̃/n, p of them, from the largest down */
  eigenvalues: Float64Array;
  /** 1 − (1 − εdᵢ)^τ: what the least-squares answer is multiplied by along qᵢ, ridge's dᵢ/(dᵢ + λ) */
  factors: Float64Array;
  /** dᵢ(1 − εdᵢ)^τ/(1 − (1 − εdᵢ)^τ): the λ at which ridge has exactly that factor; its limit 1/(τε) where dᵢ = 0 */
  lambdas: Float64Array;
}

/**
 * Gradient descent on the unpenalised squared loss, stopped after τ steps of size ε from w = 0, and the ridge it equals: along the
 * eigenvector qᵢ of X̃ᵀX̃/n it has come 1 − (1 − εdᵢ)^τ of the way to the least-squares answer, and ridge goes dᵢ/(dᵢ + λ) of it; the two
 * agree for λ ≈ 1/(τε) (Goodfellow, Bengio, Courville, Deep Learning, eq. 7.40 to 7.45). One λ for all directions is exact only where all
 * dᵢ are the same.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `steps` = τ and `learningRate` = ε are required, ε at most 1/d, d the largest eigenvalue: beyond, a direction overshoots
 *   and no λ ≥ 0 does what it does; `fitIntercept` (default true)
 * @throws {TypeError | RangeError} when an argument is not what it should be, or ε is above 1/d
 */
export function earlyStopping(
  X: TableInput,
  y: VectorInput,
  options: { steps: number; learningRate: number; fitIntercept?: boolean },
): EarlyStopping {
  const name = "earlyStopping";
  checkOptions(name, options, ["steps", "learningRate", "fitIntercept"]);
  const { steps, learningRate } = checkSteps(name, options);
  const columns = centredColumns(name, X, options.fitIntercept);
  const { n, p, means } = columns;
  const { target, mean } = centredTarget(name, y, n, options.fitIntercept ?? true);
  const { eigenvalues, axes } = principalAxes(columns);
  const most = 1 / eigenvalues[0];
  // what makes 1/d of d is rounded itself
  if (learningRate > most * (1 + 1e-12))
    throw new RangeError(`${name}: learningRate is ${learningRate}, expected at most 1/d = ${most}, d the largest eigenvalue of X'X/n`);
  // log1p and expm1 keep the digits of small εd
  const left = eigenvalues.map((d) => steps * log1p(-Math.min(1, learningRate * d)));
  const factors = left.map((logarithm) => -expm1(logarithm) + 0);
  const lambda = 1 / (steps * learningRate);
  const lambdas = eigenvalues.map((d, i) => (factors[i] > 0 ? (d * exp(left[i])) / factors[i] : lambda));
  const products = Float64Array.from(columns.columns, (column) => dot(column, target) / n);
  const coefficients = new Float64Array(p);
  axes.forEach((q, i) => {
    const along = (factors[i] / eigenvalues[i]) * dot(q, products);
    for (let j = 0; j < p; j++) coefficients[j] += along * q[j];
  });
  return { coefficients, intercept: mean - dot(means, coefficients), lambda, eigenvalues, factors, lambdas };
}
