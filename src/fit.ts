import { describe } from "./check.js";
import { scope, view } from "./memory.js";
import { asTable, readTable, readVector, type TableInput, type VectorInput } from "./table.js";
import { kernels } from "./wasm.js";

/** The proof that comes with a fit. */
export interface Certificate {
  /** the objective at the coefficients: mean squared error / 2 plus the penalty */
  objective: number;
  /** duality gap: the objective is at most this much above the smallest possible one */
  gap: number;
  /** gap / objective of the null model (intercept and unpenalised columns only) */
  relativeGap: number;
  /** passes of coordinate descent, or Newton steps (the solution and its refinements) */
  iterations: number;
  /** relativeGap ≤ tol */
  converged: boolean;
}

/** What a Fit is made of. */
export interface FitParts {
  coefficients: Float64Array;
  intercept: number;
  lambda: number;
  l1Ratio: number;
  certificate: Certificate;
  featureNames?: readonly string[];
}

const FORMAT = "shrinkage/fit";
const VERSION = 1;

/** A fitted linear model with the proof of how good it is. */
export class Fit {
  /** one coefficient a column, on the scale of the X that was given */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly lambda: number;
  readonly l1Ratio: number;
  readonly certificate: Certificate;
  readonly featureNames?: readonly string[];

  /** Fits come from `lasso`, `elasticNet`, `ridge`, `path` and `Fit.fromJSON` */
  constructor(parts: FitParts) {
    this.coefficients = parts.coefficients;
    this.intercept = parts.intercept;
    this.lambda = parts.lambda;
    this.l1Ratio = parts.l1Ratio;
    this.certificate = parts.certificate;
    if (parts.featureNames) this.featureNames = parts.featureNames;
  }

  /** how many coefficients are not exactly 0 */
  get nonzero(): number {
    return this.coefficients.reduce((count, b) => count + Number(b !== 0), 0);
  }

  /**
   * intercept + X·coefficients.
   * @param X any table with as many columns as the model; a record of columns is matched by name where the model knows its names
   * @returns one prediction a row
   * @throws {TypeError | RangeError} when X is no table, has other columns, or an entry is not a finite number
   */
  predict(X: TableInput): Float64Array {
    const table = readTable("predict", "X", this.#ordered(X));
    const p = this.coefficients.length;
    if (table.columns !== p) throw new RangeError(`predict: X has ${table.columns} columns but the model has ${p} coefficients`);
    return scope((memory) => {
      const n = table.rows;
      const at = table.pointer ?? memory.f64(n * p);
      const columns = memory.putIntegers(Int32Array.from({ length: p }, (_, j) => j));
      const means = memory.put(new Float64Array(p));
      const beta = memory.put(this.coefficients);
      const eta = memory.f64(n);
      if (table.pointer === undefined) table.copyTo(view(at, n * p));
      kernels().predict(n, p, at, columns, means, beta, this.intercept, eta);
      return view(eta, n).slice();
    });
  }

  /**
   * R² = 1 − Σ(y − prediction)² / Σ(y − mean of y)², at most 1 and negative for a model worse than the mean. For a constant y: 1 when
   * every prediction is right, else 0.
   * @throws {TypeError | RangeError} as {@link predict}, and when y is no vector of finite numbers as long as X has rows
   */
  score(X: TableInput, y: VectorInput): number {
    const truth = readVector("score", "y", y);
    if (!truth) throw new TypeError(`score: y is ${describe(y)}, expected an array of numbers`);
    const predicted = this.predict(X);
    if (truth.length !== predicted.length) throw new RangeError(`score: y has ${truth.length} entries but X has ${predicted.length} rows`);
    return rSquared(truth, predicted);
  }

  /** The columns of a record in the order of the model's names. */
  #ordered(X: TableInput): TableInput {
    const names = this.featureNames;
    if (!names || ArrayBuffer.isView(X) || Array.isArray(X) || asTable in X || !names.some((name) => Object.hasOwn(X, name))) return X;
    const record = X as Record<string, ArrayLike<number>>;
    const missing = names.filter((name) => !Object.hasOwn(record, name));
    if (missing.length > 0) throw new RangeError(`predict: X has no column ${missing.join(", ")}, expected ${names.join(", ")}`);
    return Object.fromEntries(names.map((name) => [name, record[name]]));
  }

  /** A plain object for JSON.stringify; every number comes back exactly through {@link Fit.fromJSON}. */
  toJSON(): object {
    return {
      format: FORMAT,
      version: VERSION,
      lambda: this.lambda,
      l1Ratio: this.l1Ratio,
      intercept: this.intercept,
      coefficients: Array.from(this.coefficients),
      ...(this.featureNames && { featureNames: this.featureNames }),
      certificate: this.certificate,
    };
  }

  /**
   * The fit that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError} when it is not a fit, or of a version this library does not know
   */
  static fromJSON(text: string | object): Fit {
    const value = typeof text === "string" ? JSON.parse(text) : text;
    if (value?.format !== FORMAT) throw new TypeError(`Fit.fromJSON: format is ${describe(value?.format)}, expected "${FORMAT}"`);
    if (value.version !== VERSION) throw new TypeError(`Fit.fromJSON: version is ${describe(value.version)}, expected ${VERSION}`);
    const { coefficients, intercept, lambda, l1Ratio, certificate, featureNames } = value;
    const numbers = [intercept, lambda, l1Ratio, ...(Array.isArray(coefficients) ? coefficients : [undefined])];
    if (!numbers.every((x) => typeof x === "number"))
      throw new TypeError("Fit.fromJSON: a coefficient, the intercept, lambda or l1Ratio is not a number");
    if (typeof certificate?.gap !== "number")
      throw new TypeError("Fit.fromJSON: the certificate is missing, expected what JSON.stringify(fit) wrote");
    return new Fit({ coefficients: Float64Array.from(coefficients), intercept, lambda, l1Ratio, certificate, featureNames });
  }
}

export function rSquared(truth: Float64Array, predicted: Float64Array): number {
  const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  let residual = 0;
  let total = 0;
  truth.forEach((y, i) => {
    residual += (y - predicted[i]) ** 2;
    total += (y - mean) ** 2;
  });
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
