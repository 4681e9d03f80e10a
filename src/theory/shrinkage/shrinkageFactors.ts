import { checkNumber, checkVector } from "../../check.js";
import { checkLambdas } from "../../options/pathOptions.js";
import type { TableInput } from "../../tables/readTable.js";
import { centredColumns, dot } from "../algebra/centredColumns.js";
import { type PrincipalAxes, principalAxes } from "../algebra/principalAxes.js";
import { checkOptions } from "../checkOptions.js";

/** What {@link shrinkageFactors} found. */
export class ShrinkageFactors {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "ShrinkageFactors";
  /** dᵢ of X̃ᵀX̃/n, p of them, from the largest down; those that are rounding beside the largest are 0 */
  readonly eigenvalues: Float64Array;
  /** qᵢ, unit vectors of p entries, one for every dᵢ that is not 0 */
  readonly axes: readonly Float64Array[];
  /** the λ's that were given */
  readonly lambdas: Float64Array;
  /** one array a λ: dᵢ/(dᵢ + λ), 0 where dᵢ is 0 */
  readonly factors: readonly Float64Array[];
  /** one a λ: Σ dᵢ/(dᵢ + λ), the intercept not counted */
  readonly degreesOfFreedom: Float64Array;

  /** @internal made by `shrinkageFactors` */
  constructor({ eigenvalues, axes }: PrincipalAxes, lambdas: Float64Array) {
    this.eigenvalues = eigenvalues;
    this.axes = axes;
    this.lambdas = lambdas;
    this.factors = Array.from(lambdas, (lambda) => eigenvalues.map((d) => (d > 0 ? d / (d + lambda) : 0)));
    this.degreesOfFreedom = Float64Array.from(this.factors, (factors) => factors.reduce((sum, factor) => sum + factor, 0));
  }

  /**
   * Ridge's answer from the one without penalty: w̃ = Q(Λ + λI)⁻¹ΛQᵀw*.
   * @param coefficients w*, p numbers: what `ridge` gives at λ = 0
   * @param lambda λ ≥ 0, any, not only those of `lambdas`
   * @returns p coefficients
   * @throws {TypeError | RangeError} when an argument is not what it should be
   */
  shrink(coefficients: ArrayLike<number>, lambda: number): Float64Array {
    const name = "ShrinkageFactors.shrink";
    const p = this.eigenvalues.length;
    const from = checkVector(name, "coefficients", coefficients, p, "columns", Number.isFinite, "a finite number");
    checkNumber(name, "lambda", lambda, (x) => x >= 0 && x < Infinity, "a finite number ≥ 0");
    const out = new Float64Array(p);
    this.axes.forEach((q, i) => {
      const d = this.eigenvalues[i];
      const along = (d / (d + lambda)) * dot(q, from);
      for (let j = 0; j < p; j++) out[j] += along * q[j];
    });
    return out;
  }
}

/**
 * What ridge does to each direction of the data: along the eigenvector qᵢ of X̃ᵀX̃/n = QΛQᵀ the least-squares answer w* is multiplied by
 * dᵢ/(dᵢ + λ), so w̃ = Q(Λ + λI)⁻¹ΛQᵀw*, and Σ dᵢ/(dᵢ + λ) are the effective degrees of freedom (Goodfellow, Bengio, Courville, Deep
 * Learning, eq. 7.13; Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, eq. 3.47 and 3.50). X̃ is X less the means of
 * its columns, as `ridge` beside an intercept sees it.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param lambdas λ's ≥ 0
 * @param options `fitIntercept` (default true): false leaves the columns where they are
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function shrinkageFactors(X: TableInput, lambdas: ArrayLike<number>, options: { fitIntercept?: boolean } = {}): ShrinkageFactors {
  const name = "shrinkageFactors";
  checkOptions(name, options, ["fitIntercept"]);
  const columns = centredColumns(name, X, options.fitIntercept);
  return new ShrinkageFactors(principalAxes(columns), checkLambdas(name, lambdas));
}
