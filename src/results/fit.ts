import { checkNames, describe, isFiniteNumber, isObject } from "../check.js";
import { exp, log2, powerOfTwo, square } from "../elementary.js";
import type { PathLoss } from "../losses/loss.js";
import type { Table } from "../tables/forms.js";
import { offsetFor, plus } from "../tables/offset.js";
import { readForModel, readTarget, type TableInput, type VectorInput } from "../tables/readTable.js";
import type { Certificate } from "./certificate.js";
import { fitLines } from "./fitLines.js";
import { certificateOf, flagOf, isCount, numberOf, numbersOf, parsed, penaltyOf, written, writtenAll, writtenCertificate } from "./json.js";
import { type Style, shown } from "./lines.js";
import { linearPredictors } from "./predictor.js";

/** How a ridge fit was computed, and how far that can be trusted. */
export interface Conditioning {
  /** Cholesky of XᵀX + nλI ("primal") or of XXᵀ ("dual"), or QR of X with column pivoting ("orthogonal") */
  route: "primal" | "dual" | "orthogonal";
  /** estimated reciprocal condition number of what was factorised (of XᵀX + nλI for "orthogonal"), scaled to a unit diagonal; 0 where singular */
  reciprocal: number;
  /** independent columns; fewer than `columns` means that the coefficients are the shortest of many that are equally good */
  rank: number;
  /** columns in use: constant and excluded ones are not */
  columns: number;
}

/** Options of predictions. */
export interface PredictOptions {
  /** one number a row that is added to intercept + xᵀβ: wanted where the model was fitted with one; 0 leaves it out */
  offset?: ArrayLike<number> | 0;
  /** "response" (default): the mean, where a loss has a link (exp of the linear predictor for "poisson" and "gamma"); "link": the predictor */
  type?: "link" | "response";
}

/** the links of losses whose mean is not η itself */
export const LINKS: Readonly<Partial<Record<PathLoss, "log">>> = { poisson: "log", gamma: "log" };

/** What a Fit is made of. */
export interface FitParts {
  coefficients: Float64Array;
  intercept: number;
  /** of several layers, whose coefficients then lie one behind the other */
  intercepts?: ArrayLike<number>;
  lambda: number;
  l1Ratio: number;
  certificate: Certificate;
  featureNames?: readonly string[];
  conditioning?: Conditioning;
  /** η has an offset beside the model */
  offset?: boolean;
  /** of losses whose mean is exp(η) */
  link?: "log";
  /** of Cox's model: what the cumulative hazard is at the times of events where η is `centre` */
  baseline?: { readonly centre: number; readonly hazards: Float64Array };
}

const FORMAT = "shrinkage/fit";

/** A fitted linear model with the proof of how good it is. */
export class Fit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Fit";
  /** one coefficient a column, on the scale of the X that was given */
  readonly coefficients: Float64Array;
  /** β₀; 0 where none was fitted */
  readonly intercept: number;
  /** λ of this fit */
  readonly lambda: number;
  /** ρ of this fit: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** how far the fit is from the optimum at most */
  readonly certificate: Certificate;
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** of a ridge fit without bounds */
  readonly conditioning?: Conditioning;

  /** true where the model was fitted with an offset, which `predict` then asks for */
  readonly offset?: true;

  /** "log" where the model's mean is exp(intercept + xᵀcoefficients): of "poisson" and "gamma" */
  readonly link?: "log";

  /** @internal fits come from `lasso`, `elasticNet`, `ridge`, `path` and `Fit.fromJSON` */
  constructor(parts: FitParts) {
    shown(this);
    this.coefficients = parts.coefficients;
    this.intercept = parts.intercept;
    this.lambda = parts.lambda;
    this.l1Ratio = parts.l1Ratio;
    this.certificate = parts.certificate;
    if (parts.featureNames) this.featureNames = parts.featureNames;
    if (parts.conditioning) this.conditioning = parts.conditioning;
    if (parts.offset) this.offset = true;
    if (parts.link) this.link = parts.link;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, featureNames, certificate } = this;
    return fitLines(
      {
        title: "Fit",
        lambda,
        l1Ratio,
        layers: [this.coefficients],
        intercepts: [this.intercept],
        featureNames,
        certificate,
        scored: this.link ? "R² of means" : "R²",
      },
      style,
    );
  }

  /** how many coefficients are not exactly 0 */
  get nonzero(): number {
    return this.coefficients.reduce((count, b) => count + Number(b !== 0), 0);
  }

  /**
   * intercept + X·coefficients, and the offset where there is one; of "poisson" and "gamma" the mean, which is exp of that.
   * @param X any table with as many columns as the model; a record of columns is matched by name where the model knows its names
   * @param options `offset`: one number a row, wanted where the model was fitted with one; 0 leaves it out; `type`: "link" for the linear
   *   predictor itself
   * @returns one prediction a row
   * @throws {TypeError | RangeError} when X is no table, has other columns, or an entry is not a finite number, or the offset is missing
   */
  predict(X: TableInput, options: PredictOptions = {}): Float64Array {
    const name = "predict";
    const { type = "response" } = options;
    if (type !== "link" && type !== "response") throw new TypeError(`${name}: type is ${describe(type)}, expected "link" or "response"`);
    const eta = this.#predict(name, this.#read(name, X), options);
    return this.link && type === "response" ? eta.map(exp) : eta;
  }

  #read(name: string, X: TableInput): { table: Table; order: readonly number[] } {
    return readForModel(name, X, this.coefficients.length, this.featureNames);
  }

  #predict(name: string, { table, order }: { table: Table; order: readonly number[] }, { offset: given }: PredictOptions): Float64Array {
    const offset = offsetFor(name, this.offset === true, given, table.rows);
    return plus(linearPredictors(table, order, [this.coefficients], [this.intercept]), offset)[0];
  }

  /**
   * R² = 1 − Σ(y − prediction)² / Σ(y − mean of y)², at most 1 and negative for a model worse than the mean. For a constant y: 1 when
   * every prediction is right, else 0.
   * @param X any table with as many columns as the model; a record is matched by name
   * @param y one number a row
   * @param options as for {@link predict}
   * @throws {TypeError | RangeError} as {@link predict}, and when y is no vector of finite numbers as long as X has rows
   */
  score(X: TableInput, y: VectorInput, options: PredictOptions = {}): number {
    const read = this.#read("score", X);
    const truth = readTarget("score", y, read.table.rows);
    const eta = this.#predict("score", read, options);
    return rSquared(truth, this.link ? eta.map(exp) : eta);
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link Fit.fromJSON}. */
  toJSON(): object {
    return {
      format: FORMAT,
      version: 1,
      lambda: written(this.lambda),
      l1Ratio: this.l1Ratio,
      intercept: written(this.intercept),
      coefficients: writtenAll(this.coefficients),
      ...(this.featureNames && { featureNames: this.featureNames }),
      certificate: writtenCertificate(this.certificate),
      ...(this.conditioning && { conditioning: this.conditioning }),
      ...(this.offset && { offset: true }),
      ...(this.link && { link: this.link }),
    };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): Fit {
    const name = "Fit.fromJSON";
    const value = parsed(name, text, FORMAT);
    const coefficients = numbersOf(value.coefficients);
    const [intercept, lambda, l1Ratio] = [value.intercept, value.lambda, value.l1Ratio].map(numberOf);
    if (!coefficients?.length || intercept === undefined || lambda === undefined || l1Ratio === undefined)
      throw new TypeError(`${name}: a coefficient, the intercept, lambda or l1Ratio is not a number`);
    if (!coefficients.every(isFiniteNumber) || !isFiniteNumber(intercept))
      throw new RangeError(`${name}: a coefficient or the intercept is infinite or NaN, expected finite numbers`);
    penaltyOf(name, lambda, l1Ratio);
    const certificate = certificateOf(value.certificate);
    if (!certificate) throw new TypeError(`${name}: the certificate is missing, expected what JSON.stringify(fit) wrote`);
    const p = coefficients.length;
    const { link, conditioning } = value;
    if (link !== undefined && link !== "log") throw new TypeError(`${name}: link is ${describe(link)}, expected "log" or nothing`);
    return new Fit({
      coefficients,
      intercept,
      lambda,
      l1Ratio,
      certificate,
      featureNames: checkNames(name, value.featureNames, p, `there are ${p} coefficients`),
      ...(conditioning !== undefined && { conditioning: conditioningOf(name, conditioning) }),
      offset: flagOf(name, "offset", value.offset),
      link,
    });
  }
}

function conditioningOf(name: string, value: unknown): Conditioning {
  const { route, reciprocal, rank, columns } = isObject(value) ? value : {};
  const known = route === "primal" || route === "dual" || route === "orthogonal";
  if (known && isFiniteNumber(reciprocal) && isCount(rank) && isCount(columns)) return { route, reciprocal, rank, columns };
  throw new TypeError(`${name}: conditioning is ${describe(value)}, expected what JSON.stringify(fit) wrote`);
}

/** 1 − Σ(y − prediction)² / Σ(y − ȳ)²; for a constant y 1 where every prediction is right, else 0 */
export function rSquared(truth: Float64Array, predicted: Float64Array): number {
  const largest = truth.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  // squares leave the range of numbers long before y does
  if (largest > 1e140 || (largest > 0 && largest < 1e-140)) {
    const scale = powerOfTwo(-Math.max(-1000, Math.floor(log2(largest))));
    return rSquared(
      truth.map((y) => y * scale),
      predicted.map((y) => y * scale),
    );
  }
  // around the first value, so that the mean of a constant is exact
  const mean = truth[0] + truth.reduce((sum, y) => sum + (y - truth[0]), 0) / truth.length;
  let residual = 0;
  let total = 0;
  truth.forEach((y, i) => {
    residual += square(y - predicted[i]);
    total += square(y - mean);
  });
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
