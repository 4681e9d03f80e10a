import { describe, isObject } from "../check.js";
import { GradientFit } from "../gradient/gradientFit.js";
import { CoxFit } from "../results/coxFit.js";
import { Fit } from "../results/fit.js";
import { parsed } from "../results/json.js";
import { type Shown, type Style, shown } from "../results/lines.js";
import { LogisticFit } from "../results/logisticFit.js";
import { MultiFit } from "../results/multiFit.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import type { Matrix } from "../tables/matrix.js";
import type { SparseMatrix } from "../tables/sparseMatrix.js";
import { Encoding, targetOf, transformed } from "./encoding.js";
import type { RawTable } from "./rawTable.js";
import { listed } from "./settle.js";

const FORMAT = "shrinkage/model";

/** A fit of another entry point, such as a network's. */
export interface OtherFit {
  /** names of the columns of X */
  readonly featureNames?: readonly string[];
  /** an answer a row */
  predict(X: Matrix | SparseMatrix, options?: never): unknown;
  /** how good the answers are */
  score(X: Matrix | SparseMatrix, y: never, options?: never): number;
  /** a plain object for JSON.stringify */
  toJSON(): object;
}

/** Any fit of this entry point that a {@link Model} may have. */
export type ModelFit = Fit | LogisticFit | MultinomialFit | MultiFit | CoxFit | GradientFit;

/** What a fit predicts. */
export type ModelPredictions<F extends ModelFit | OtherFit> = ReturnType<F["predict"]>;

/** What a fit of classes says of their probabilities. */
export type ModelProbabilities<F> = F extends {
  /** one number a row, or one a class */
  predictProbability(...given: never[]): infer P;
}
  ? P
  : never;

/** Options of a fit's `predict`. */
export type ModelOptions<F extends ModelFit | OtherFit> = Parameters<F["predict"]>[1];

/** how the fit of each format is read */
const FITS: Readonly<Record<string, (value: object) => ModelFit>> = {
  "shrinkage/fit": (value) => Fit.fromJSON(value),
  "shrinkage/logistic-fit": (value) => LogisticFit.fromJSON(value),
  "shrinkage/multinomial-fit": (value) => MultinomialFit.fromJSON(value),
  "shrinkage/multi-fit": (value) => MultiFit.fromJSON(value),
  "shrinkage/cox-fit": (value) => CoxFit.fromJSON(value),
  "shrinkage/gradient-fit": (value) => GradientFit.fromJSON(value),
};

/** From raw records to answers: an encoding, and a fit of its columns. */
export class Model<F extends ModelFit | OtherFit = ModelFit> {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "Model";
  /** what makes a table of records */
  readonly encoding: Encoding<unknown>;
  /** what makes answers of the table */
  readonly fit: F;

  /** @internal made by `model` and `Model.fromJSON` */
  constructor(encoding: Encoding<unknown>, fit: F) {
    shown(this);
    this.encoding = encoding;
    this.fit = fit;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { encoding, fit } = this;
    const title = `Model of ${encoding.featureNames.length} columns`;
    const { summaryLines } = fit as unknown as Partial<Shown>;
    // a fit of another entry point need not have words
    return [title, ...(summaryLines ? summaryLines.call(fit, style) : [fit.constructor.name])];
  }

  /**
   * What the fit predicts for raw rows: numbers or labels, as the fit's own `predict`.
   * @param table records or columns, as for {@link encode}; the target need not be there
   * @param options those of the fit's `predict`
   * @throws {TypeError | RangeError} naming row and column, as {@link Encoding.transform}
   */
  predict(table: RawTable, options?: ModelOptions<F>): ModelPredictions<F> {
    return on("predict", this, table, (X) => (this.fit.predict as (...given: unknown[]) => ModelPredictions<F>).call(this.fit, X, options));
  }

  /**
   * The probability of the second class, or of every class of several, one a row, as the fit's own `predictProbability`.
   * @param table records or columns, as for {@link encode}
   * @param options those of the fit's `predict`
   * @throws {TypeError} when the fit is none of classes
   * @throws {TypeError | RangeError} naming row and column, as {@link Encoding.transform}
   */
  predictProbability(table: RawTable, options?: ModelOptions<F>): ModelProbabilities<F> {
    const { fit } = this;
    if (!("predictProbability" in fit))
      throw new TypeError(`predictProbability: the fit is ${describe(fit)}, expected one of classes; predict has its answers`);
    const answer = fit.predictProbability as (...given: unknown[]) => ModelProbabilities<F>;
    return on("predictProbability", this, table, (X) => answer.call(fit, X, options));
  }

  /**
   * R², accuracy or concordance on raw rows, as the fit's own `score`.
   * @param table records or columns, as for {@link encode}
   * @param y the truth, as for the fit's `score` (default: the target among the columns)
   * @param options those of the fit's `predict`
   * @throws {TypeError | RangeError} naming row and column, as {@link Encoding.transform}, and when there is no y
   */
  score(table: RawTable, y?: Parameters<F["score"]>[1], options?: ModelOptions<F>): number {
    const truth = y ?? targetOf("score", this.encoding, table);
    return on("score", this, table, (X) => (this.fit.score as (...given: unknown[]) => number).call(this.fit, X, truth, options));
  }

  /** A plain object for JSON.stringify: encoding and fit in one; predictions come back to the bit through {@link Model.fromJSON}. */
  toJSON(): object {
    return { format: FORMAT, version: 1, encoding: this.encoding.toJSON(), fit: this.fit.toJSON() };
  }

  /**
   * The model that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @param other the class of its fit, where that is of another entry point: `Model.fromJSON(text, NetworkFit)`
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a model, or of a version this library does not know
   */
  static fromJSON<F extends ModelFit | OtherFit = ModelFit>(text: string | object, other?: { fromJSON(text: object): F }): Model<F> {
    const name = "Model.fromJSON";
    const value = parsed(name, text, FORMAT);
    const { encoding, fit } = value;
    if (!isObject(encoding)) throw new TypeError(`${name}: encoding is ${describe(encoding)}, expected what JSON.stringify(model) wrote`);
    if (!isObject(fit) || typeof fit.format !== "string")
      throw new TypeError(`${name}: fit is ${describe(fit)}, expected what JSON.stringify(model) wrote`);
    const isKnown = Object.hasOwn(FITS, fit.format);
    if (!isKnown && typeof other?.fromJSON !== "function")
      throw new TypeError(
        `${name}: fit has format ${describe(fit.format)}, expected one of this entry point; Model.fromJSON(text, NetworkFit) reads one of another`,
      );
    const read = isKnown ? FITS[fit.format](fit) : (other as { fromJSON(text: object): OtherFit }).fromJSON(fit);
    return modelOf(name, Encoding.fromJSON(encoding), read as F);
  }
}

/**
 * An encoding and a fit of its X as one: answers for raw records, and one file of both.
 *
 * ```ts
 * const answer = model(encoding, lasso(encoding.X, encoding.y, { lambda: 0.1 }));
 * answer.predict([{ age: 31, town: "Bern" }]);
 * Model.fromJSON(JSON.stringify(answer)); // in any engine, the same to the bit
 * ```
 * @param encoding what {@link encode} made
 * @param fit any fit of `encoding.X`: of `lasso` and its like, `path(…).fit(k)`, `crossValidate(…).fit`
 * @throws {TypeError | RangeError} when encoding or fit is something else, or the fit has other columns
 */
export function model<F extends ModelFit | OtherFit>(encoding: Encoding<unknown>, fit: F): Model<F> {
  const name = "model";
  if (!(encoding instanceof Encoding))
    throw new TypeError(`${name}: encoding is ${describe(encoding, "Encoding")}, expected what encode returned`);
  const classes = [Fit, LogisticFit, MultinomialFit, MultiFit, CoxFit, GradientFit];
  const given: unknown = fit;
  const inside = isObject(given) ? typeof given.fit : "undefined";
  if (!classes.some((each) => given instanceof each) && !isOther(given, classes)) {
    const remedy = inside === "function" ? "; fit(k) of a path is one" : inside === "object" ? "; its .fit is one" : "";
    throw new TypeError(`${name}: fit is ${describe(given, ...classes.map((each) => each.name))}, expected a fit of encoding.X${remedy}`);
  }
  return modelOf(name, encoding, fit);
}

/** true for a fit of another entry point; another copy's fit would not know this one's tables */
function isOther(fit: unknown, classes: readonly { readonly name: string }[]): boolean {
  if (!isObject(fit) || fit.fit !== undefined || classes.some(({ name }) => name === fit.constructor.name)) return false;
  return [fit.predict, fit.score, fit.toJSON].every((method) => typeof method === "function");
}

/** the model, if the fit has the columns of the encoding */
function modelOf<F extends ModelFit | OtherFit>(name: string, encoding: Encoding<unknown>, fit: F): Model<F> {
  const { featureNames } = encoding;
  const fits: readonly { coefficients?: Float64Array | Float64Array[]; featureNames?: readonly string[] }[] =
    fit instanceof MultiFit ? fit.fits : [fit];
  for (const { coefficients, featureNames: own } of fits) {
    const p = coefficients ? columnsOf(coefficients) : (own?.length ?? featureNames.length);
    if (p !== featureNames.length)
      throw new RangeError(
        `${name}: the fit is of ${p} columns but the encoding makes ${featureNames.length}, expected a fit of encoding.X`,
      );
    if (own?.some((feature, j) => feature !== featureNames[j]))
      throw new RangeError(`${name}: the fit has columns ${listed(own)}, expected those of the encoding, ${listed(featureNames)}`);
  }
  return new Model(encoding, fit);
}

/** p, of coefficients of one layer or of many */
function columnsOf(coefficients: Float64Array | Float64Array[]): number {
  const [first] = coefficients;
  return typeof first === "number" || first === undefined ? coefficients.length : first.length;
}

/** what `answer` says of the rows, whose table is then given back */
function on<T>(
  name: string,
  { encoding }: { readonly encoding: Encoding<unknown> },
  table: RawTable,
  answer: (X: ReturnType<typeof transformed>) => T,
): T {
  // without names, which were compared when the model was made
  const X = transformed(name, encoding.plan, table);
  try {
    return answer(X);
  } finally {
    X.dispose();
  }
}
