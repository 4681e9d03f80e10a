import { checkIndex } from "../check.js";
import type { Choice, Curve } from "../choosing/folds/crossValidation.js";
import type { Measure } from "../losses/loss.js";
import type { Fit } from "../results/fit.js";
import type { Path } from "../results/path.js";

/** What {@link Shards.crossValidate} found: as a CrossValidation, without what it would have to say of every row. */
export class ShardCrossValidation<F = Fit> {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "ShardCrossValidation";
  /** what held-out rows were judged by */
  readonly measure: Measure;
  /** one an l1Ratio, in the order given */
  readonly curves: readonly Curve<F>[];
  /** [curve][fold]: the path of the rows outside of the fold, with the gap of each of its fits */
  readonly foldPaths: readonly (readonly Path<F>[])[];
  /** Σ s of every fold */
  readonly weights: Float64Array;
  /** how many rows every fold holds out */
  readonly rows: Int32Array;
  /** [curve][fold][λ]: the mean error (or score) of the rows held out; NaN where they have no weight */
  readonly errors: readonly (readonly Float64Array[])[];
  /** the best mean, which of errors is the smallest, of accuracy the largest; of equal ones the first l1Ratio's, there the largest λ */
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
  readonly fit: F;
  /** the λ's of the chosen curve */
  readonly lambdas: Float64Array;
  /** the mean errors of the chosen curve */
  readonly means: Float64Array;
  /** their standard errors */
  readonly standardErrors: Float64Array;

  /** @internal made by `Shards.crossValidate` */
  constructor(
    parts: Pick<ShardCrossValidation<F>, "measure" | "curves" | "foldPaths" | "weights" | "rows" | "errors" | "min" | "oneSe" | "choice">,
  ) {
    this.measure = parts.measure;
    this.foldPaths = parts.foldPaths;
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
  fitAt(k: number, curve = this[this.choice].curve): F {
    checkIndex("ShardCrossValidation.fitAt", "curve", curve, this.curves.length);
    return this.curves[curve].path.fit(k);
  }
}
