import { checkNames } from "../check.js";
import { exp } from "../elementary.js";
import { type Label, labelsOf, readLabels } from "../tables/labels.js";
import type { TableInput } from "../tables/readTable.js";
import type { Certificate } from "./certificate.js";
import type { FitParts } from "./fit.js";
import { fitLines } from "./fitLines.js";
import { certificateOf, finitesOf, flagOf, numberOf, parsed, penaltyOf, written, writtenAll, writtenCertificate } from "./json.js";
import { layersOf, oneBehindAnother, predictLayers } from "./layers.js";
import { type Style, shown } from "./lines.js";

const FORMAT = "shrinkage/multinomial-fit";

/** Options of predictions of several layers. */
export interface LayeredOffset {
  /** n rows and one column a class, added to the linear predictors: wanted where the model was fitted with one; 0 leaves it out */
  offset?: TableInput | 0;
}

/** A softmax regression: the probability of class k is exp(ηₖ)/Σ exp(ηₗ), ηₖ = interceptₖ + xᵀcoefficientsₖ. */
export class MultinomialFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "MultinomialFit";
  /** the labels in order, one a vector of coefficients */
  readonly classes: readonly Label[];
  /** one Float64Array(p) a class, on the scale of the X that was given */
  readonly coefficients: Float64Array[];
  /** one a class; they sum to 0, as a common shift changes no probability */
  readonly intercepts: Float64Array;
  /** λ of this fit */
  readonly lambda: number;
  /** ρ of this fit: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** how far the fit is from the optimum at most */
  readonly certificate: Certificate;
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** true where the model was fitted with an offset, which predictions then ask for */
  readonly offset?: true;

  /** @internal made by `multinomial`, `path` with `loss: "multinomial"` and `MultinomialFit.fromJSON` */
  constructor(parts: FitParts, classes: readonly Label[]) {
    shown(this);
    const { coefficients, intercepts = [], lambda, l1Ratio, certificate, featureNames } = parts;
    this.classes = classes;
    this.coefficients = layersOf(coefficients, classes.length);
    this.intercepts = Float64Array.from(intercepts);
    this.lambda = lambda;
    this.l1Ratio = l1Ratio;
    this.certificate = certificate;
    if (featureNames) this.featureNames = featureNames;
    if (parts.offset) this.offset = true;
  }

  /** @internal what a copy of it is made from */
  get parts(): FitParts & { classes: readonly Label[] } {
    const { coefficients, intercepts, lambda, l1Ratio, certificate, featureNames, classes, offset } = this;
    return {
      offset,
      coefficients: oneBehindAnother(coefficients),
      intercept: 0,
      intercepts,
      lambda,
      l1Ratio,
      certificate,
      featureNames,
      classes,
    };
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, featureNames, certificate, classes } = this;
    const title = `MultinomialFit of ${classes.length} classes`;
    const headings = classes.map(String);
    const [layers, intercepts] = [this.coefficients, this.intercepts];
    return fitLines({ title, lambda, l1Ratio, layers, intercepts, headings, featureNames, certificate, scored: "accuracy" }, style);
  }

  /** how many coefficients are not exactly 0, over all classes */
  get nonzero(): number {
    return this.coefficients.reduce((sum, beta) => sum + beta.reduce((count, b) => count + Number(b !== 0), 0), 0);
  }

  /**
   * intercept + X·coefficients: one Float64Array a class, one entry a row.
   * @param X any table with as many columns as the model
   * @param options `offset`: a table of one column a class, wanted where the model was fitted with one; 0 leaves it out
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  decision(X: TableInput, options: LayeredOffset = {}): Float64Array[] {
    const offset = { hadOne: this.offset, given: options.offset };
    return predictLayers("decision", X, this.coefficients, this.intercepts, this.featureNames, offset);
  }

  /**
   * The probability of every class: one Float64Array(classes) a row, which sums to 1.
   * @param X any table with as many columns as the model
   * @param options `offset`: a table of one column a class, wanted where the model was fitted with one; 0 leaves it out
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predictProbability(X: TableInput, options: LayeredOffset = {}): Float64Array[] {
    return byRow(this.decision(X, options), softmax);
  }

  /**
   * The most probable label, one a row; of equally probable ones the first.
   * @param X any table with as many columns as the model
   * @param options `offset`: a table of one column a class, wanted where the model was fitted with one; 0 leaves it out
   * @throws {TypeError | RangeError} as {@link Fit.predict}
   */
  predict(X: TableInput, options: LayeredOffset = {}): Label[] {
    return byRow(this.decision(X, options), (eta) => this.classes[eta.reduce((best, value, k) => (value > eta[best] ? k : best), 0)]);
  }

  /**
   * Accuracy: the share of rows whose label is predicted.
   * @param X any table with as many columns as the model
   * @param y one of the labels a row
   * @param options `offset`, as for {@link MultinomialFit.decision}
   * @throws {TypeError | RangeError} as {@link Fit.predict}, and when y is not one of the labels a row
   */
  score(X: TableInput, y: ArrayLike<Label>, options: LayeredOffset = {}): number {
    const predicted = this.predict(X, options);
    const { places } = readLabels("score", y, predicted.length, this.classes);
    return predicted.filter((label, i) => label === this.classes[places[i]]).length / predicted.length;
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link MultinomialFit.fromJSON}. */
  toJSON(): object {
    return {
      format: FORMAT,
      version: 1,
      classes: this.classes,
      lambda: written(this.lambda),
      l1Ratio: written(this.l1Ratio),
      intercepts: writtenAll(this.intercepts),
      coefficients: this.coefficients.map(writtenAll),
      ...(this.featureNames && { featureNames: this.featureNames }),
      certificate: writtenCertificate(this.certificate),
      ...(this.offset && { offset: true }),
    };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a multinomial fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): MultinomialFit {
    const name = "MultinomialFit.fromJSON";
    const value = parsed(name, text, FORMAT);
    const classes = labelsOf(name, value.classes);
    const layers = Array.isArray(value.coefficients) ? value.coefficients.map(finitesOf) : [];
    const p = layers[0]?.length ?? 0;
    const intercepts = finitesOf(value.intercepts);
    if (p === 0 || layers.length !== classes.length || layers.some((each) => each?.length !== p) || intercepts?.length !== classes.length)
      throw new TypeError(`${name}: coefficients or intercepts are no finite numbers, expected as many vectors as there are classes`);
    const [lambda, l1Ratio] = [value.lambda, value.l1Ratio].map(numberOf);
    const certificate = certificateOf(value.certificate);
    if (lambda === undefined || l1Ratio === undefined) throw new TypeError(`${name}: lambda or l1Ratio is not a number`);
    penaltyOf(name, lambda, l1Ratio);
    if (!certificate) throw new TypeError(`${name}: the certificate is missing, expected what JSON.stringify(fit) wrote`);
    const coefficients = oneBehindAnother(layers as Float64Array[]);
    const featureNames = checkNames(name, value.featureNames, p, `there are ${p} coefficients`);
    const offset = flagOf(name, "offset", value.offset);
    return new MultinomialFit({ offset, coefficients, intercept: 0, intercepts, lambda, l1Ratio, certificate, featureNames }, classes);
  }
}

/** what `each` makes of the layers' entries of a row */
function byRow<T>(layers: readonly Float64Array[], each: (eta: Float64Array) => T): T[] {
  return Array.from(layers[0], (_, i) => each(Float64Array.from(layers, (layer) => layer[i])));
}

/** exp(ηₖ)/Σ exp(ηₗ) */
export function softmax(eta: Float64Array): Float64Array {
  const most = eta.reduce((a, b) => Math.max(a, b));
  // of infinite ones too
  const each = eta.map((value) => (value === most ? 1 : exp(value - most)));
  const whole = each.reduce((sum, value) => sum + value, 0);
  return each.map((value) => value / whole);
}
