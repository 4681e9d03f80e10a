import { checkLambda } from "../../options/commonOptions.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";
import { quadraticLoss } from "../constraint/quadraticLoss.js";
import { softThreshold } from "./softThreshold.js";

/** What {@link diagonalLasso} found. */
export interface DiagonalLasso {
  /** sign(w*ⱼ)·max(|w*ⱼ| − λ/Hⱼⱼ, 0) */
  coefficients: Float64Array;
  /** the best one beside these coefficients; 0 without one */
  intercept: number;
  /** w*, the answer without penalty */
  leastSquares: Float64Array;
  /** Hⱼⱼ */
  hessian: Float64Array;
}

/** Columns whose correlation is below this are orthogonal but for the rounding of what made them so. */
const ORTHOGONAL = 1e-10;

/**
 * The lasso of columns that are orthogonal to each other, in closed form: with H = X̃ᵀX̃/n diagonal every coefficient is on its own and
 * wⱼ = sign(w*ⱼ)·max(|w*ⱼ| − λ/Hⱼⱼ, 0), w* the least-squares answer (Goodfellow, Bengio, Courville, Deep Learning, eq. 7.23; Tibshirani
 * 1996, section 2.2). `lasso` gives the same. {@link orthonormalize} makes such columns of any.
 *
 * @param X n rows, p columns, orthogonal to each other (centred, beside an intercept)
 * @param y n numbers
 * @param options `lambda` ≥ 0 is required; `fitIntercept` (default true)
 * @throws {TypeError | RangeError} when an argument is not what it should be, or two columns are not orthogonal
 */
export function diagonalLasso(X: TableInput, y: VectorInput, options: { lambda: number; fitIntercept?: boolean }): DiagonalLasso {
  const name = "diagonalLasso";
  checkOptions(name, options, ["lambda", "fitIntercept"]);
  const lambda = checkLambda(name, options.lambda);
  const loss = quadraticLoss(name, X, y, options.fitIntercept);
  const hessian = Float64Array.from(loss.hessian, (row, j) => row[j]);
  for (let i = 0; i < loss.p; i++) {
    for (let j = 0; j < i; j++) {
      const product = loss.hessian[i][j];
      if (Math.abs(product) > ORTHOGONAL * Math.sqrt(hessian[i]) * Math.sqrt(hessian[j]))
        throw new RangeError(
          `${name}: columns ${j} and ${i} of X have the mean product ${product}, expected orthogonal columns; see orthonormalize`,
        );
    }
  }
  const leastSquares = loss.products.map((c, j) => (hessian[j] > 0 ? c / hessian[j] : 0));
  const coefficients = leastSquares.map((w, j) => (hessian[j] > 0 ? softThreshold(w, lambda / hessian[j]) : 0));
  return { coefficients, intercept: loss.intercept(coefficients), leastSquares, hessian };
}
