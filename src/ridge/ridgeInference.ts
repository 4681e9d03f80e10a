import { checkIndex, checkNumber } from "../check.js";
import { square } from "../elementary.js";
import { spectrumKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import { checkLambda, type FitOptions } from "../options/commonOptions.js";
import { numbers, onProblem, readCall } from "../problem/call.js";
import { type Problem, select } from "../problem/problem.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { aligned, type Style, shown, written } from "../results/lines.js";
import { ILL_CONDITIONED, solvePlaced } from "../solvers/factorised.js";
import { readForModel, type TableInput, type VectorInput } from "../tables/readTable.js";
import { twoSided } from "./studentT.js";

/** Numbers with a band around them, one entry each. */
export interface Band {
  /** what the bands are around */
  estimate: Float64Array;
  /** how far the estimates vary */
  standardErrors: Float64Array;
  /** lower ends */
  lower: Float64Array;
  /** upper ends */
  upper: Float64Array;
}

/** What a RidgeInference is made of. */
export type InferenceParts = ConstructorParameters<typeof RidgeInference>;

/**
 * Standard errors of a ridge fit in closed form (Hoerl, Kennard 1970). With Var(yᵢ) = σ²/sᵢ, G = X̃ᵀSX̃/n and C = diag(vⱼ):
 *
 *     Var(β)  = (σ²/n)·(G + λC)⁻¹G(G + λC)⁻¹
 *     Var(β₀) = σ²/n + x̄ᵀVar(β)x̄
 *     σ̂²      = Σ sᵢrᵢ²/(n − 1 − df),  df = tr((G + λC)⁻¹G)      the 1 is the intercept's; n counts the rows of positive weight
 *
 * They measure how far the estimate varies, not how far the penalty pulls it: bands are around its mean, which for λ > 0 is not the
 * truth. For λ = 0 they are the ordinary least-squares ones.
 */
export class RidgeInference {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "RidgeInference";
  /** the fit that they are of */
  readonly fit: Fit;
  /** one a coefficient; 0 where a column is left out */
  readonly standardErrors: Float64Array;
  /** of the intercept; 0 without one */
  readonly interceptStandardError: number;
  /** σ̂² */
  readonly residualVariance: number;
  /** df = tr((G + λC)⁻¹G), the intercept not counted */
  readonly degreesOfFreedom: number;
  /** n − 1 − df, or n − df without an intercept */
  readonly residualDegreesOfFreedom: number;
  readonly #means: Float64Array;
  /** (1/n)A⁻¹GA⁻¹, p × p */
  readonly #unscaled: Float64Array;
  /** Var of the mean of y: σ̂²/n, or 0 without an intercept */
  readonly #ofMean: number;

  /** @internal made by `ridgeInference` */
  constructor(fit: Fit, unscaled: Float64Array, variance: number, df: number, residualDf: number, means: Float64Array, ofMean: number) {
    shown(this);
    this.fit = fit;
    this.residualVariance = variance;
    this.degreesOfFreedom = df;
    this.residualDegreesOfFreedom = residualDf;
    this.#means = means;
    this.#unscaled = unscaled;
    this.#ofMean = ofMean;
    const p = means.length;
    this.standardErrors = Float64Array.from({ length: p }, (_, j) => Math.sqrt(variance) * Math.sqrt(unscaled[j * p + j]));
    this.interceptStandardError = ofMean > 0 ? this.#error(new Float64Array(p)) : 0;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits, rows } = style;
    const { coefficients, featureNames, intercept, lambda } = this.fit;
    const ratio = (j: number) => (this.standardErrors[j] > 0 ? Math.abs(coefficients[j]) / this.standardErrors[j] : 0);
    const order = Array.from(coefficients.keys()).sort((a, b) => ratio(b) - ratio(a) || a - b);
    const row = (name: string, value: number, error: number) => [
      name,
      ...[value, error, error > 0 ? value / error : Number.NaN].map((number) => written(number, digits)),
    ];
    const more = Math.max(0, order.length - rows);
    return [
      `RidgeInference: λ = ${written(lambda, digits)}, ${written(this.degreesOfFreedom, digits)} degrees of freedom, σ² = ${written(this.residualVariance, digits)}`,
      ...aligned([
        ["", "coefficient", "se", "coefficient / se"],
        ...order.slice(0, rows).map((j) => row(featureNames?.[j] ?? `x${j}`, coefficients[j], this.standardErrors[j])),
        row("(intercept)", intercept, this.interceptStandardError),
      ]),
      ...(more > 0 ? [`… and ${more} more`] : []),
    ];
  }

  /** @internal what the same one is made of */
  get parts(): InferenceParts {
    const { fit, residualVariance, degreesOfFreedom, residualDegreesOfFreedom } = this;
    return [fit, this.#unscaled, residualVariance, degreesOfFreedom, residualDegreesOfFreedom, this.#means, this.#ofMean];
  }

  /**
   * Cov(βᵢ, βⱼ)
   * @param i a column, from 0
   * @param j a column, from 0
   * @throws {TypeError | RangeError} when there is no such coefficient
   */
  covariance(i: number, j: number): number {
    for (const [what, at] of Object.entries({ i, j })) checkIndex("RidgeInference.covariance", what, at, this.#means.length);
    return this.residualVariance * this.#unscaled[i * this.#means.length + j];
  }

  /**
   * Bands around the coefficients, by Student's t with the residual degrees of freedom.
   * @param level the share of samples whose band holds the estimate's mean (default 0.95)
   * @throws {TypeError | RangeError} when level is not between 0 and 1
   */
  coefficients({ level = 0.95 }: { level?: number } = {}): Band {
    return this.#band("RidgeInference.coefficients", this.fit.coefficients, this.standardErrors, level);
  }

  /**
   * Predictions with bands around their means, by Student's t; a new y varies by σ̂² more.
   * @param X any table that `fit.predict` takes
   * @param level the share of samples whose band holds the prediction's mean (default 0.95)
   * @throws {TypeError | RangeError} as `fit.predict`, and when level is not between 0 and 1
   */
  predict(X: TableInput, { level = 0.95 }: { level?: number } = {}): Band {
    const name = "RidgeInference.predict";
    const { table, order } = readForModel(name, X, this.#means.length, this.fit.featureNames);
    const estimate = this.fit.predict(X);
    const errors = estimate.map((_, i) => this.#error(Float64Array.from(order, (j) => table.at(i, j) as number)));
    return this.#band(name, estimate, errors, level);
  }

  /** √( Var(ȳ) + (x − x̄)ᵀVar(β)(x − x̄) ) */
  #error(x: Float64Array): number {
    const p = x.length;
    const d = x.map((value, j) => value - this.#means[j]);
    let variance = this.#ofMean;
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) variance += d[i] * d[j] * (this.residualVariance * this.#unscaled[i * p + j]);
    return Math.sqrt(variance);
  }

  #band(name: string, estimate: Float64Array, standardErrors: Float64Array, level: number): Band {
    checkNumber(name, "level", level, (x) => x > 0 && x < 1, "a number between 0 and 1");
    const t = twoSided(level, this.residualDegreesOfFreedom);
    const at = (sign: number) => estimate.map((value, i) => value + sign * t * standardErrors[i]);
    return { estimate, standardErrors, lower: at(-1), upper: at(1) };
  }
}

/**
 * A ridge fit with standard errors of its coefficients and predictions, see {@link RidgeInference}.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link ridge}, without bounds
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated; RangeError when columns
 *   depend on each other too nearly and nothing penalises them, or no degrees of freedom are left for σ̂²
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory: it needs two p × p matrices
 */
export function ridgeInference(X: TableInput, y: VectorInput, options: FitOptions): RidgeInference {
  const call = readCall("ridgeInference", X, options, ["lambda"], numbers(y));
  const { name, settings, targets } = call;
  const lambda = checkLambda(name, options.lambda);
  if (settings.bounded) throw new TypeError(`${name}: lower or upper is given, expected none; there is no closed form with bounds`);
  return onProblem(call, (memory, problem) =>
    inferenceOf(memory, problem, lambda, (fit) => {
      const predicted = fit.predict(X);
      const w = view(problem.w, problem.n);
      const rows = w.reduce((count, wi) => count + Number(wi > 0), 0);
      return { rows, rss: targets[0].reduce((sum, value, i) => sum + w[i] * rows * square(value - predicted[i]), 0) };
    }),
  );
}

/** of a placed problem; `residuals`: the number of rows of positive weight, and Σ sᵢrᵢ² with Σ s = n, of a fit */
export function inferenceOf(
  memory: Scope,
  problem: Problem,
  lambda: number,
  residuals: (fit: Fit) => { rows: number; rss: number },
): RidgeInference {
  const { name, settings, p, included, means } = problem;
  const [fit] = solvePlaced(memory, problem, lambda);
  if (fit.conditioning?.route === "orthogonal") throw dependent(name);
  warnOnce(name, [fit], settings);
  const { df, unscaled } = covarianceOf(memory, name, problem, lambda);
  const { rows, rss } = residuals(fit);
  const residualDf = rows - Number(settings.fitIntercept) - df;
  if (!(residualDf > 1e-9 * rows))
    throw new RangeError(`${name}: ${rows} rows leave no degrees of freedom for the variance, expected more rows or a larger lambda`);
  const variance = rss / residualDf;
  const full = new Float64Array(p * p);
  included.forEach((i, a) => {
    included.forEach((j, b) => {
      full[i * p + j] = unscaled[a * included.length + b] / rows;
    });
  });
  const centres = settings.fitIntercept ? Float64Array.from(means.subarray(0, p)) : new Float64Array(p);
  const inference = new RidgeInference(fit, full, variance, df, residualDf, centres, settings.fitIntercept ? variance / rows : 0);
  if (![...inference.standardErrors, inference.interceptStandardError].every(Number.isFinite))
    throw new RangeError(`${name}: standard errors leave the range of numbers, expected X and y of sizes less far apart; rescale them`);
  return inference;
}

const dependent = (name: string) =>
  new RangeError(`${name}: the columns depend on each other too nearly for a variance, expected independent columns or a larger lambda`);

/** A⁻¹GA⁻¹ of the columns in use, and tr(A⁻¹G) */
function covarianceOf(memory: Scope, name: string, problem: Problem, lambda: number): { unscaled: Float64Array; df: number } {
  const { n, included, settings, scales, h } = problem;
  const m = included.length;
  const { design, penalty, penalise } = select(memory, problem, included);
  const V = memory.f64(m * m);
  const df = memory.f64(1);
  const work = memory.bytes(spectrumKernels().covarianceScratch(n, m));
  penalise(lambda, 0);
  // more columns than rows: where X̃β = 0 only λC is left of A, which the dual that ridge factorises does not see
  const least = included.reduce((a, j) => Math.min(a, (lambda * settings.penaltyFactors[j] * square(scales[j])) / h[j]), 1);
  if (m > n && least < ILL_CONDITIONED) throw dependent(name);
  const failed = spectrumKernels().covariance(design, penalty, V, df, work);
  if (failed > 0) {
    const column = included[failed - 1];
    throw new RangeError(`${name}: column ${column} depends on the columns before it, expected independent columns or a larger lambda`);
  }
  const unscaled = view(V, m * m).slice();
  // a variance below 0 is rounding, and so are the others
  if (included.some((_, a) => unscaled[a * m + a] < 0)) throw dependent(name);
  return { unscaled, df: view(df, 1)[0] };
}
