import { checkIndex } from "../../check.js";
import { square } from "../../elementary.js";
import type { Measure } from "../../losses/loss.js";
import type { Fit } from "../../results/fit.js";
import { type Style, shown, written } from "../../results/lines.js";
import type { Path } from "../../results/path.js";
import { tableLines } from "../../results/tableLines.js";
import type { Outcome } from "./unit.js";

/** What cross-validation found at one l1Ratio. Arrays have one entry a λ. */
export interface Curve<F = Fit> {
  /** its ρ */
  readonly l1Ratio: number;
  /** the λ's that all folds share, as the path of all rows has them */
  readonly lambdas: Float64Array;
  /** the mean of the folds' errors (or scores), each weighted by the weights of its rows, and over repeats their mean */
  readonly means: Float64Array;
  /** √(Σ W_k(e_k − mean)²/Σ W_k/(K − 1)) over the K folds, as glmnet's cvsd; over repeats the root of the mean square; NaN for one fold */
  readonly standardErrors: Float64Array;
  /** the path of all rows */
  readonly path: Path<F>;
}

/** One place on the curves. */
export interface Choice {
  /** its ρ */
  readonly l1Ratio: number;
  /** its λ */
  readonly lambda: number;
  /** the number of its curve */
  readonly curve: number;
  /** its place on that curve */
  readonly k: number;
  /** the mean error there */
  readonly mean: number;
  /** the standard error of that mean; NaN for one fold */
  readonly standardError: number;
}

/** One division of the rows into folds, with its units' outcomes. */
export interface Division extends Pick<Repeat, "foldIds" | "weights"> {
  /** the rows of every fold */
  readonly folds: readonly Int32Array[];
  readonly outcomes: readonly Outcome[];
}

/** One division of the rows into folds, and what came of it. */
export interface Repeat<F = Fit> {
  /** the fold of every row: what `foldIds` takes; the last one where folds in time overlap, −2³¹ for rows that they never hold out */
  readonly foldIds: Int32Array;
  /** Σ s of every fold, folds by increasing number */
  readonly weights: Float64Array;
  /** [curve][fold][λ]: the mean error (or score) of the rows held out; NaN where they have no weight */
  readonly errors: readonly (readonly Float64Array[])[];
  /** for every row, the prediction of the fit at the choice that has not seen it */
  readonly predictions: PredictionsOf<F>;
}

/** Held-out predictions: one a row, or of several classes or targets a Float64Array of them a row. */
export type PredictionsOf<F> = F extends Pick<Fit, "coefficients"> ? Float64Array : Float64Array[];

/** What {@link crossValidate} found. Arrays of the chosen curve have one entry a λ. */
export class CrossValidation<F = Fit> {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "CrossValidation";
  /** what held-out rows were judged by */
  readonly measure: Measure;
  /** one an l1Ratio, in the order given */
  readonly curves: readonly Curve<F>[];
  /** one a division of the rows into folds */
  readonly repeats: readonly Repeat<F>[];
  /** the best mean, which of errors is the smallest, of accuracy and auc the largest; of equal ones the first l1Ratio's, there the largest λ */
  readonly min: Choice;
  /** at the same l1Ratio the largest λ whose mean is at most one standard error worse than the best (Breiman et al. 1984, section 3.4.3) */
  readonly oneSe: Choice;
  /** which of the two `lambda`, `l1Ratio`, `fit` and the predictions are of */
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
  /** the fold of every row, in the first repeat */
  readonly foldIds: Int32Array;
  /**
   * for every row, the prediction of the fit at the choice that has not seen it: of "logistic" the probability of the second class, of
   * "poisson" and "gamma" the mean, of "multinomial" the probability of every class, of several targets a value each, else intercept +
   * xᵀcoefficients; over repeats their mean
   */
  readonly predictions: PredictionsOf<F>;

  /** @internal made by `crossValidate` */
  constructor(parts: Pick<CrossValidation<F>, "measure" | "curves" | "repeats" | "min" | "oneSe" | "choice">) {
    shown(this);
    this.measure = parts.measure;
    this.curves = parts.curves;
    this.repeats = parts.repeats;
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
    const [first] = parts.repeats;
    this.foldIds = first.foldIds;
    this.predictions = meanOf(parts.repeats.map(({ predictions }) => predictions));
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits } = style;
    const { min, oneSe, curves, choice, measure } = this;
    const { curve, k } = this[choice];
    const { lambdas, means, standardErrors, path } = curves[curve];
    const here = [
      [min, "min"],
      [oneSe, "1-SE"],
    ] as const;
    const marks = new Map<number, string>();
    for (const [at, word] of here) if (at.curve === curve) marks.set(at.k, [marks.get(at.k), word].filter(Boolean).join(", "));
    const columns = [
      { head: "λ", cell: (at: number) => written(lambdas[at], digits) },
      { head: measure, cell: (at: number) => written(means[at], digits) },
      { head: "± se", cell: (at: number) => written(standardErrors[at], digits) },
      { head: "nonzero", cell: (at: number) => String(path.nonzero[at]) },
    ];
    const ratios = curves.length > 1 ? `, ρ = ${written(this.l1Ratio, digits)} of ${curves.length}` : "";
    const folds = new Set(this.foldIds.filter((fold) => fold >= 0)).size;
    const repeats = this.repeats.length > 1 ? `, ${this.repeats.length} times` : "";
    const chosen = `chosen (${choice === "min" ? "the smallest error" : "the largest λ within one standard error"})`;
    return [
      `CrossValidation by ${measure}: ${folds} folds${repeats}, ${lambdas.length} λ${ratios}`,
      ...tableLines(lambdas.length, columns, style, marks),
      `${chosen}: λ = ${written(lambdas[k], digits)}, ${measure} ${written(means[k], digits)} ± ${written(standardErrors[k], digits)}`,
    ];
  }

  /**
   * The fit of all rows at λ number k of a curve.
   * @param k the number of the λ, from 0
   * @param curve the number of the curve, the chosen one by default
   * @throws {TypeError | RangeError} when there is no such curve or λ
   */
  fitAt(k: number, curve = this[this.choice].curve): F {
    checkIndex("CrossValidation.fitAt", "curve", curve, this.curves.length);
    return this.curves[curve].path.fit(k);
  }
}

/** What a curve is made of: the folds' weights, and their errors [place][λ]. */
export interface Errors extends Pick<Repeat, "weights"> {
  readonly outcomes: readonly Pick<Outcome, "errors">[];
}

/** means and standard errors over the folds of every repeat, at one l1Ratio */
export function curveOf<F>(path: Path<F>, divisions: readonly Errors[], place: number): Curve<F> {
  const summaries = Array.from(path.lambdas, (_, k) =>
    divisions.map(({ weights, outcomes }) => summary(weights, (fold) => outcomes[fold].errors[place][k])),
  );
  return {
    l1Ratio: path.l1Ratio,
    lambdas: path.lambdas,
    means: Float64Array.from(summaries, (each) => average(each, ({ mean }) => mean)),
    standardErrors: Float64Array.from(summaries, (each) => Math.sqrt(average(each, ({ variance }) => variance))),
    path,
  };
}

/** the weighted mean over folds, and what its variance is estimated to be */
function summary(weights: Float64Array, error: (fold: number) => number): { mean: number; variance: number } {
  // a fold without weight has no error, and no say
  const folds = [...weights.keys()].filter((fold) => weights[fold] > 0);
  const total = folds.reduce((sum, fold) => sum + weights[fold], 0);
  const mean = folds.reduce((sum, fold) => sum + weights[fold] * error(fold), 0) / total;
  const spread = folds.reduce((sum, fold) => sum + weights[fold] * square(error(fold) - mean), 0) / total;
  return { mean, variance: spread / (folds.length - 1) };
}

/** the place of the best mean, and the one that is a standard error simpler; `more`: whether more is better */
export function choose(curves: readonly Curve<unknown>[], more: boolean): { min: Choice; oneSe: Choice } {
  const sign = more ? -1 : 1;
  const at = (curve: number, k: number): Choice => {
    const { l1Ratio, lambdas, means, standardErrors } = curves[curve];
    return { l1Ratio, lambda: lambdas[k], curve, k, mean: means[k], standardError: standardErrors[k] };
  };
  const places = curves.flatMap((each, curve) => Array.from(each.lambdas, (_, k) => at(curve, k)));
  const better = (a: Choice, b: Choice) =>
    sign * a.mean < sign * b.mean || (a.mean === b.mean && a.curve === b.curve && a.lambda > b.lambda);
  const min = places.reduce((a, b) => (better(b, a) ? b : a));
  const within = places.filter(({ curve, mean }) => curve === min.curve && sign * mean <= sign * min.mean + min.standardError);
  return { min, oneSe: within.reduce((a, b) => (b.lambda > a.lambda ? b : a), min) };
}

function average<T>(values: readonly T[], number: (value: T) => number): number {
  return values.reduce((sum, value) => sum + number(value), 0) / values.length;
}

/** the mean of predictions, entry by entry */
function meanOf<F>(all: readonly PredictionsOf<F>[]): PredictionsOf<F> {
  const [first] = all;
  const meanOfRows = (rows: readonly Float64Array[]) => rows[0].map((_, k) => average(rows, (row) => row[k]));
  if (first instanceof Float64Array) return meanOfRows(all as unknown as Float64Array[]) as PredictionsOf<F>;
  return (first as Float64Array[]).map((_, i) =>
    meanOfRows((all as unknown as Float64Array[][]).map((rows) => rows[i])),
  ) as PredictionsOf<F>;
}
