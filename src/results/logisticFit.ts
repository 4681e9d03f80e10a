import { sigmoid } from "../losses/logistic.js";
import { type Label, labelsOf, readClasses } from "../tables/labels.js";
import type { TableInput } from "../tables/readTable.js";
import type { Certificate } from "./certificate.js";
import { Fit, type FitParts, type PredictOptions } from "./fit.js";
import { fitLines } from "./fitLines.js";
import { inner, parsed } from "./json.js";
import { type Style, shown } from "./lines.js";

const FORMAT = "shrinkage/logistic-fit";
const FORMER = ["shrinkage/logistic"];

/** A logistic regression: the probability of the second class is 1/(1 + exp(−intercept − xᵀcoefficients)). */
export class LogisticFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "LogisticFit";
  /** one coefficient a column, on the scale of the X that was given: log odds of the second class */
  readonly coefficients: Float64Array;
  /** β₀: log odds of the second class where all columns are 0; 0 where none was fitted */
  readonly intercept: number;
  /** λ of this fit */
  readonly lambda: number;
  /** ρ of this fit: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** how far the fit is from the optimum at most */
  readonly certificate: Certificate;
  /** the two labels; probabilities are of the second */
  readonly classes: readonly [Label, Label];
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** true where the model was fitted with an offset, which predictions then ask for */
  readonly offset?: true;
  readonly #linear: Fit;

  /** @internal made by `logistic`, `path` with `loss: "logistic"` and `LogisticFit.fromJSON` */
  constructor(parts: FitParts, classes: readonly [Label, Label]) {
    shown(this);
    this.#linear = new Fit(parts);
    this.coefficients = parts.coefficients;
    this.intercept = parts.intercept;
    this.lambda = parts.lambda;
    this.l1Ratio = parts.l1Ratio;
    this.certificate = parts.certificate;
    this.classes = classes;
    if (parts.featureNames) this.featureNames = parts.featureNames;
    if (parts.offset) this.offset = true;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, featureNames, certificate } = this;
    return fitLines(
      {
        title: `LogisticFit of ${this.classes.join(" and ")}`,
        lambda,
        l1Ratio,
        layers: [this.coefficients],
        intercepts: [this.intercept],
        featureNames,
        certificate,
        scored: "accuracy",
      },
      style,
    );
  }

  /** how many coefficients are not exactly 0 */
  get nonzero(): number {
    return this.#linear.nonzero;
  }

  /**
   * intercept + X·coefficients: the log odds of the second class.
   * @param X any table with as many columns as the model
   * @param options `offset`, as for {@link Fit.predict}
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  decision(X: TableInput, options: PredictOptions = {}): Float64Array {
    return this.#linear.predict(X, options);
  }

  /**
   * The probability of the second class, one a row.
   * @param X any table with as many columns as the model
   * @param options `offset`, as for {@link Fit.predict}
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predictProbability(X: TableInput, options: PredictOptions = {}): Float64Array {
    return this.decision(X, options).map(sigmoid);
  }

  /**
   * The more probable label, one a row; at odds of one the first.
   * @param X any table with as many columns as the model
   * @param options `offset`, as for {@link Fit.predict}
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predict(X: TableInput, options: PredictOptions = {}): Label[] {
    return Array.from(this.decision(X, options), (eta) => this.classes[eta > 0 ? 1 : 0]);
  }

  /**
   * Accuracy: the share of rows whose label is predicted.
   * @param X any table with as many columns as the model
   * @param y one of the two labels a row
   * @param options `offset`, as for {@link Fit.predict}
   * @throws {TypeError | RangeError} as {@link Fit.predict}, and when y is not one of the two labels a row
   */
  score(X: TableInput, y: ArrayLike<Label>, options: PredictOptions = {}): number {
    const eta = this.decision(X, options);
    const { signs } = readClasses("score", y, eta.length, this.classes);
    return eta.reduce((right, value, i) => right + Number(value > 0 === signs[i] > 0), 0) / eta.length;
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link LogisticFit.fromJSON}. */
  toJSON(): object {
    return { format: FORMAT, version: 1, classes: this.classes, linear: this.#linear };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a logistic fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): LogisticFit {
    const name = "LogisticFit.fromJSON";
    const { classes, linear } = parsed(name, text, FORMAT, FORMER);
    const [first, second] = labelsOf(name, classes, 2);
    const fit = Fit.fromJSON(inner(name, "linear", linear));
    if (fit.link) throw new TypeError(`${name}: linear has a link, expected what JSON.stringify(fit) wrote`);
    return new LogisticFit(fit, [first, second]);
  }
}
