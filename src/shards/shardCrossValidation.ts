import { checkIndex } from "../check.js";
import type { Choice, Curve } from "../choosing/folds/crossValidation.js";
import type { Fit } from "../results/fit.js";

/** What {@link Shards.crossValidate} found: as a CrossValidation, without what it would have to say of every row. */
export class ShardCrossValidation {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "ShardCrossValidation";
  /** what held-out rows were judged by */
  readonly measure = "mse";
  /** one an l1Ratio, in the order given */
  readonly curves: readonly Curve<Fit>[];
  /** Σ s of every fold */
  readonly weights: Float64Array;
  /** how many rows every fold holds out */
  readonly rows: Int32Array;
  /** [curve][fold][λ]: the mean squared error of the rows held out; NaN where they have no weight */
  readonly errors: readonly (readonly Float64Array[])[];
  /** the smallest mean; of equal ones the first l1Ratio's, there the largest λ */
  readonly min: Choice;
  /** at the same l1Ratio the largest λ whose mean is at most one standard error worse */
  readonly oneSe: Choice;
  /** which of the two `lambda`, `l1Ratio` and `fit` are of */
  readonly choice: "min" | "oneSe";
  /** λ of the choice */
  readonly lambda: number;
  /** ρ of the choice */
  readonly l1Ratio: number;
  /** the fit of all rows at the choice */
  readonly fit: Fit;
  /** the λ's of the chosen curve */
  readonly lambdas: Float64Array;
  /** the mean errors of the chosen curve */
  readonly means: Float64Array;
  /** their standard errors */
  readonly standardErrors: Float64Array;

  /** @internal made by `Shards.crossValidate` */
  constructor(parts: Pick<ShardCrossValidation, "curves" | "weights" | "rows" | "errors" | "min" | "oneSe" | "choice">) {
    this.curves = parts.curves;
    this.weights = parts.weights;
    this.rows = parts.rows;
    this.errors = parts.errors;
    this.min = parts.min;
    this.oneSe = parts.oneSe;
    this.choice = parts.choice;
    const { curve, k } = this[parts.choice];
    const { path, lambdas, means, standardErrors, l1Ratio } = parts.curves[curve];
    this.lambda = lambdas[k];
    this.l1Ratio = l1Ratio;
    this.fit = path.fit(k);
    this.lambdas = lambdas;
    this.means = means;
    this.standardErrors = standardErrors;
  }

  /**
   * The fit of all rows at λ number k of a curve.
   * @param k the number of the λ, from 0
   * @param curve the number of the curve, the chosen one by default
   * @throws {TypeError | RangeError} when there is no such curve or λ
   */
  fitAt(k: number, curve = this[this.choice].curve): Fit {
    checkIndex("ShardCrossValidation.fitAt", "curve", curve, this.curves.length);
    return this.curves[curve].path.fit(k);
  }
}
