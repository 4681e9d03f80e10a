import { describe } from "../check.js";
import { accuracy } from "../losses/classMeasures.js";
import { sigmoid } from "../losses/logistic.js";
import type { LossName } from "../losses/loss.js";
import { isOfClasses, LOSSES } from "../losses/losses.js";
import type { Certificate } from "../results/certificate.js";
import { Fit, rSquared } from "../results/fit.js";
import { fitLines } from "../results/fitLines.js";
import { inner, numbersOf, parsed, writtenAll, writtenCertificate } from "../results/json.js";
import { type Style, shown, written } from "../results/lines.js";
import { type Label, labelsOf, readClasses } from "../tables/labels.js";
import { readTarget, type TableInput, type VectorInput } from "../tables/readTable.js";
import type { History } from "./history.js";

/** The proof that comes with a gradient fit, about the rows that trained. */
export interface GradientCertificate extends Certificate {
  /**
   * "gap": as in every certificate. "kkt": the gradient is no dual point (λ = 0, a penalty factor of 0, or `penaltyPower`). `gap` is a bound
   * on objective − optimum there too, by the conjugate of the powers or by the solvers of `ridge` and `path`, where those cost no more than
   * the steps did, else the objective itself; or the KKT residual √(Σ hⱼΔⱼ²), Δⱼ the step that column j alone would still take, hⱼ its
   * curvature, where that is larger. `relativeGap` is the larger of the two, each relative to its own of the null model.
   */
  proof: "gap" | "kkt";
}

/** y for {@link gradientDescent}: numbers, or two classes as 0 and 1, −1 and 1, booleans or two strings */
export type TargetInput = VectorInput | ArrayLike<Label>;

/** What a GradientFit is made of. */
export interface GradientParts {
  fit: Fit;
  loss: LossName;
  certificate: GradientCertificate;
  history: History;
  classes?: readonly [Label, Label];
  /** trains on with another chunk */
  resume?: (X: TableInput, y: TargetInput, options: PartialFitOptions) => GradientFit;
}

/** Options of {@link GradientFit.partialFit}. */
export interface PartialFitOptions {
  /** one weight ≥ 0 a row of the chunk (default 1 each) */
  weights?: ArrayLike<number>;
  /** passes over the chunk (default 1) */
  epochs?: number;
}

const FORMAT = "shrinkage/gradient-fit";
/** what JSON keeps of a history */
const CURVES = ["objective", "trainingLoss", "validationLoss", "gradientNorm"] as const;
const FORMER = ["shrinkage/gradientFit"];

/** A linear model that gradients trained. */
export class GradientFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "GradientFit";
  /** one coefficient a column, on the scale of the X that was given */
  readonly coefficients: Float64Array;
  /** β₀; 0 where none was fitted */
  readonly intercept: number;
  /** λ of this fit */
  readonly lambda: number;
  /** ρ of this fit: 1 lasso, 0 ridge */
  readonly l1Ratio: number;
  /** what was minimised beside the penalty */
  readonly loss: LossName;
  /** how far the fit is from the optimum, and by which proof */
  readonly certificate: GradientCertificate;
  /** objective, losses and gradient by epoch */
  readonly history: History;
  /** of losses of classes: what the classes are called, the one that η < 0 means first */
  readonly classes?: readonly [Label, Label];
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  /** @internal the same coefficients as a Fit of η */
  readonly linear: Fit;
  readonly #resume?: GradientParts["resume"];

  /** @internal made by `gradientDescent`, `partialFit` and `GradientFit.fromJSON` */
  constructor(parts: GradientParts) {
    shown(this);
    const { fit } = parts;
    this.linear = fit;
    this.coefficients = fit.coefficients;
    this.intercept = fit.intercept;
    this.lambda = fit.lambda;
    this.l1Ratio = fit.l1Ratio;
    this.loss = parts.loss;
    this.certificate = parts.certificate;
    this.history = parts.history;
    if (parts.classes) this.classes = parts.classes;
    if (fit.featureNames) this.featureNames = fit.featureNames;
    this.#resume = parts.resume;
    Object.defineProperty(this, "linear", { enumerable: false });
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { lambda, l1Ratio, featureNames, certificate, loss, history } = this;
    const title = `GradientFit of ${loss} loss`;
    const [layers, intercepts, epochs] = [[this.coefficients], [this.intercept], history.objective.length];
    const notes = epochs > 0 ? [`objective ${written(history.objective[epochs - 1], style.digits)} after ${epochs} epochs`] : [];
    const scored = this.classes ? "accuracy" : "R²";
    return fitLines({ title, lambda, l1Ratio, layers, intercepts, featureNames, certificate, scored, notes }, style);
  }

  /** how many coefficients are not exactly 0 */
  get nonzero(): number {
    return this.linear.nonzero;
  }

  /**
   * η = intercept + X·coefficients, one a row; inputs as they are, without noise or dropout.
   * @param X any table with as many columns as the model
   * @throws {TypeError | RangeError} when X is no table, has other columns, or an entry is not a finite number
   */
  decision(X: TableInput): Float64Array {
    return this.linear.predict(X);
  }

  /**
   * What the model expects, one entry a row: η (squared, huber), e^η (poisson, gamma), or the label of the class (logistic, squaredHinge).
   * @param X any table with as many columns as the model
   * @throws {TypeError | RangeError} as {@link decision}
   */
  predict(X: TableInput): Float64Array | Label[] {
    const eta = this.decision(X);
    const { classes } = this;
    if (classes) return Array.from(eta, (value) => classes[Number(value > 0)]);
    return eta.map(LOSSES[this.loss].predict);
  }

  /**
   * The probability of the second label, 1/(1 + e^−η), one a row.
   * @param X any table with as many columns as the model
   * @throws {TypeError} when the loss is not "logistic"
   * @throws {TypeError | RangeError} as {@link decision}
   */
  predictProbability(X: TableInput): Float64Array {
    if (this.loss !== "logistic") throw new TypeError(`predictProbability: loss is "${this.loss}", expected "logistic"`);
    return this.decision(X).map(sigmoid);
  }

  /**
   * The share of right classes, or R² of what {@link predict} expects.
   * @param X any table with as many columns as the model
   * @param y one a row: a number, or one of the two labels
   * @throws {TypeError | RangeError} as {@link decision}, and when y is not what the loss wants or not as long as X has rows
   */
  score(X: TableInput, y: TargetInput): number {
    const eta = this.decision(X);
    if (this.classes) {
      const t = readClasses("score", y, eta.length, this.classes).signs;
      return accuracy(
        t,
        eta.map((value) => (value > 0 ? 1 : -1)),
      );
    }
    const truth = readTarget("score", y, eta.length);
    return rSquared(truth, eta.map(LOSSES[this.loss].predict));
  }

  /**
   * Trains on with more rows, from the coefficients and the memory of the optimiser; this fit stays as it is. λ, the standardisation and
   * the columns in use stay those of the first call; objective and certificate are those of the chunk.
   *
   * ```js
   * let fit = gradientDescent(first.X, first.y, { lambda: 0.01, method: "adam", epochs: 1 });
   * for (const { X, y } of chunks) fit = fit.partialFit(X, y);
   * ```
   * @param X the rows of the chunk, any table with as many columns as the model
   * @param y one a row, of the kind that the first call had
   * @param options `epochs` (default 1) and `weights` of the chunk
   * @throws {TypeError} when the method looks at all rows, early stopping keeps rows apart, the schedule is "cosine", or the fit came from JSON
   * @throws {TypeError | RangeError} when an argument is not what it should be
   */
  partialFit(X: TableInput, y: TargetInput, options: PartialFitOptions = {}): GradientFit {
    if (!this.#resume)
      throw new TypeError(
        "partialFit: the fit cannot go on, expected one of a stochastic method without early stopping or a cosine schedule",
      );
    return this.#resume(X, y, options);
  }

  /** A plain object for JSON.stringify; the model comes back exactly through {@link GradientFit.fromJSON}, the optimiser's memory does not. */
  toJSON(): object {
    const { history } = this;
    return {
      format: FORMAT,
      version: 1,
      loss: this.loss,
      ...(this.classes && { classes: this.classes }),
      fit: this.linear,
      certificate: writtenCertificate(this.certificate),
      history: Object.fromEntries(CURVES.map((key) => [key, writtenAll(history[key])])),
    };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a gradient fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): GradientFit {
    const name = "GradientFit.fromJSON";
    const value = parsed(name, text, FORMAT, FORMER);
    const history = (value.history ?? {}) as Partial<Record<keyof History, unknown>>;
    const loss = value.loss as LossName;
    if (typeof loss !== "string" || !Object.hasOwn(LOSSES, loss))
      throw new TypeError(`${name}: loss is ${describe(loss)}, expected one of ${Object.keys(LOSSES).join(", ")}`);
    const { proof } = (value.certificate ?? {}) as Partial<GradientCertificate>;
    if (proof !== "gap" && proof !== "kkt")
      throw new TypeError(`${name}: the certificate is missing, expected what JSON.stringify(fit) wrote`);
    const curve = (key: (typeof CURVES)[number]) => {
      const values = numbersOf(history[key] ?? [], NaN);
      if (!values) throw new TypeError(`${name}: history.${key} is ${describe(history[key])}, expected what JSON.stringify(fit) wrote`);
      return values;
    };
    const { offset, link, ...read } = Fit.fromJSON(inner(name, "fit", value.fit));
    if (offset || link) throw new TypeError(`${name}: fit has ${link ? "a link" : "an offset"}, expected what JSON.stringify(fit) wrote`);
    const classes = isOfClasses(loss) ? labelsOf(name, value.classes, 2) : undefined;
    if (!classes && value.classes !== undefined)
      throw new TypeError(`${name}: classes is ${describe(value.classes)}, expected nothing, as loss is "${loss}"`);
    const certificate = { ...read.certificate, proof };
    return new GradientFit({
      fit: new Fit({ ...read, certificate }),
      loss,
      certificate,
      history: {
        objective: curve("objective"),
        trainingLoss: curve("trainingLoss"),
        validationLoss: curve("validationLoss"),
        gradientNorm: curve("gradientNorm"),
      },
      ...(classes && { classes: [classes[0], classes[1]] as const }),
    });
  }
}
