import { checkNumber, describe, isArrayLike } from "../check.js";
import { log, square } from "../elementary.js";
import { spectrumKernels } from "../kernels/families.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { CommonOptions } from "../options/commonOptions.js";
import { watchOf } from "../options/watch.js";
import { numbers, onProblem, readCall } from "../problem/call.js";
import { type Problem, select } from "../problem/problem.js";
import { type Style, shown, written } from "../results/lines.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import { tableLines } from "../results/tableLines.js";
import { readAsFitted, type TableInput, type VectorInput } from "../tables/readTable.js";
import { checkPlain, checkSquared } from "./squaredOnly.js";

/** Options of {@link informationCriteria}: those of the path that say what was minimised, and two of its own. */
export interface InformationCriteriaOptions
  extends Pick<CommonOptions, "fitIntercept" | "weights" | "penaltyFactors" | "standardize" | "signal" | "onProgress"> {
  /** σ², where it is known; by default it is estimated at every λ by the residuals */
  noiseVariance?: number;
  /** γ of EBIC from 0 (BIC) to 1 (default 0.5) */
  gamma?: number;
}

/** What {@link informationCriteria} found. Every array has one entry a λ of the path. */
export class InformationCriteria {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "InformationCriteria";
  /** those of the path */
  readonly lambdas: Float64Array;
  /** of the coefficients, the intercept not counted */
  readonly degreesOfFreedom: Float64Array;
  /** −2·log-likelihood */
  readonly deviances: Float64Array;
  /** deviance + 2·df */
  readonly aic: Float64Array;
  /** deviance + log(n)·df */
  readonly bic: Float64Array;
  /** BIC + 2γ·log(p over the number of coefficients) */
  readonly ebic: Float64Array;
  /** the place of the smallest value of each; of equal ones that of the largest λ */
  readonly best: Readonly<Record<"aic" | "bic" | "ebic", number>>;

  /** @internal made by `informationCriteria` */
  constructor(parts: Pick<InformationCriteria, "lambdas" | "degreesOfFreedom" | "deviances" | "aic" | "bic" | "ebic">) {
    shown(this);
    this.lambdas = parts.lambdas;
    this.degreesOfFreedom = parts.degreesOfFreedom;
    this.deviances = parts.deviances;
    this.aic = parts.aic;
    this.bic = parts.bic;
    this.ebic = parts.ebic;
    const best = (values: Float64Array) => {
      const better = (a: number, b: number) => values[a] < values[b] || (values[a] === values[b] && parts.lambdas[a] > parts.lambdas[b]);
      return values.reduce((a, _, k) => (better(k, a) ? k : a), 0);
    };
    this.best = { aic: best(parts.aic), bic: best(parts.bic), ebic: best(parts.ebic) };
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits } = style;
    const { lambdas, degreesOfFreedom, best } = this;
    const marks = new Map<number, string>();
    for (const name of ["aic", "bic", "ebic"] as const) marks.set(best[name], [marks.get(best[name]), name].filter(Boolean).join(", "));
    const columns = [
      { head: "λ", cell: (k: number) => written(lambdas[k], digits) },
      { head: "df", cell: (k: number) => written(degreesOfFreedom[k], digits) },
      ...(["aic", "bic", "ebic"] as const).map((name) => ({
        head: name.toUpperCase(),
        cell: (k: number) => written(this[name][k], digits),
      })),
    ];
    return [`InformationCriteria: ${lambdas.length} λ`, ...tableLines(lambdas.length, columns, style, marks)];
  }
}

/**
 * Information criteria along a path: with normal errors, n rows of positive weight and residuals r,
 *
 *     deviance   n(log(2πσ̂²) + 1), σ̂² = Σ sᵢrᵢ²/n;   with a known σ²   n·log(2πσ²) + Σ sᵢrᵢ²/σ²;   for "logistic" 2 Σ sᵢ log(1 + exp(−tᵢηᵢ))
 *     AIC        deviance + 2·df                                  (Akaike 1974)
 *     BIC        deviance + log(n)·df                             (Schwarz 1978)
 *     EBIC       BIC + 2γ·log(p over the number of coefficients)  (Chen, Chen 2008; p the columns that may get one)
 *
 * df is the number of coefficients that are not 0 for ρ = 1 (Zou, Hastie, Tibshirani 2007), and for ρ < 1 on those columns A the trace
 * tr(G(G + λ(1−ρ)C)⁻¹) with G = X̃_AᵀWX̃_A and C = diag(vⱼdⱼ²) (Zou 2005), for which the rows are needed; coefficients without a penalty
 * count fully. Where a fit leaves no residuals the estimated σ̂² makes everything −Infinity: with p near n, give `noiseVariance`.
 *
 * Alone, a path of ρ = 1 gives its losses as its certificates have them: of a condensed path to within the gap.
 *
 * @param path a path of squared error, or with ρ = 1 of "logistic"
 * @param options `noiseVariance` and `gamma`; `signal`
 * @throws {TypeError | RangeError} when an argument is not what it should be, or the path does not say enough without its rows
 * @throws the reason of `options.signal` when it is aborted
 */
export function informationCriteria(
  path: Path | Path<LogisticFit>,
  options?: Pick<InformationCriteriaOptions, "noiseVariance" | "gamma" | "signal">,
): InformationCriteria;
/**
 * The same with the rows: for any ρ, and with residuals computed anew.
 *
 * @param path a path of squared error
 * @param X the table that the path was fitted to; by name, in any order, if both it and the path know names
 * @param y its n numbers
 * @param options those that the path was fitted with, factors in the order of the path's columns; `noiseVariance` and `gamma`
 * @throws {TypeError | RangeError} when an argument is not what it should be, or X has other columns than the path
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function informationCriteria(path: Path, X: TableInput, y: VectorInput, options?: InformationCriteriaOptions): InformationCriteria;
export function informationCriteria(path: Path | Path<LogisticFit>, ...rest: unknown[]): InformationCriteria {
  const name = "informationCriteria";
  if (!(path instanceof Path)) throw new TypeError(`${name}: path is ${describe(path, "Path")}, expected a Path`);
  if (rest.length < 2) return fromPath(name, path as Path, rest[0] ?? {});
  const [X, y, options = {}] = rest as [TableInput, VectorInput, InformationCriteriaOptions?];
  checkSquared(name, path as Path);
  const likelihood = readLikelihood(name, options);
  const { noiseVariance: _, gamma: __, featureNames: called, ...common } = options as InformationCriteriaOptions & CommonOptions;
  const columns = path.coefficients(0).length;
  const fitted = readAsFitted(name, X, columns, path.featureNames, called, `the path has ${columns} coefficients`);
  const call = readCall(name, fitted, options, OWN, numbers(y), common);
  const { table, settings } = call;
  const [target] = call.targets;
  const { watch } = settings;
  return onProblem(call, (_memory, problem) => {
    const weights = settings.weights ?? new Float64Array(table.rows).fill(1);
    const rows = weights.reduce((count, s) => count + Number(s > 0), 0);
    const total = weights.reduce((sum, s) => sum + s, 0);
    const losses = Float64Array.from(path.lambdas, (_, k) => {
      const predicted = (path as Path).fit(k).predict(fitted as TableInput);
      return 0.5 * target.reduce((sum, value, i) => sum + (weights[i] / total) * square(value - predicted[i]), 0);
    });
    const degreesOfFreedom = Float64Array.from(path.lambdas, (_, k) => {
      const trace = scope((own) => freedom(own, problem, path as Path, k));
      watch.report("informationCriteria", k + 1, path.lambdas.length);
      return trace;
    });
    return criteria(path, { rows, candidates: problem.included.length, losses }, degreesOfFreedom, likelihood);
  });
}

const OWN = ["noiseVariance", "gamma"];

/** without the rows */
function fromPath(name: string, path: Path, given: object): InformationCriteria {
  const { signal, ...options } = given as { signal?: AbortSignal };
  const foreign = isArrayLike(given) || typeof given !== "object" ? "X" : Object.keys(options).find((key) => !OWN.includes(key));
  if (foreign !== undefined)
    throw new TypeError(`${name}: ${foreign} is given without y, expected ${OWN.join(" and ")} alone, or X, y and options`);
  watchOf(name, { signal }, {}).check();
  const likelihood = readLikelihood(name, options);
  if (path.loss !== "squared" && path.loss !== "logistic")
    throw new TypeError(`${name}: path has loss "${path.loss}", expected one of squared error or logistic`);
  checkPlain(name, "path", path.fit(0));
  if (path.loss === "logistic" && likelihood.noiseVariance !== undefined)
    throw new TypeError(`${name}: noiseVariance is given, but path has loss "logistic", expected it for squared error only`);
  if (path.l1Ratio < 1)
    throw new TypeError(
      `${name}: path has l1Ratio ${path.l1Ratio}, whose degrees of freedom are a trace over its rows, expected ` +
        (path.loss === "squared" ? "X, y and the path's options too" : "l1Ratio 1"),
    );
  return criteria(path, path.account, Float64Array.from(path.nonzero), likelihood);
}

/** What says how likely residuals are, and columns. */
interface Likelihood {
  noiseVariance?: number;
  gamma: number;
}

function readLikelihood(name: string, { noiseVariance, gamma = 0.5 }: InformationCriteriaOptions): Likelihood {
  if (noiseVariance !== undefined)
    checkNumber(name, "noiseVariance", noiseVariance, (x) => x > 0 && x < Infinity, "a finite number above 0");
  return { noiseVariance, gamma: checkNumber(name, "gamma", gamma, (x) => x >= 0 && x <= 1, "a number from 0 to 1") };
}

/** from the mean loss at every λ */
function criteria(
  { loss, lambdas, nonzero }: Pick<Path, "loss" | "lambdas" | "nonzero">,
  { rows: n, candidates, losses }: { rows: number; candidates: number; losses: Float64Array },
  degreesOfFreedom: Float64Array,
  { noiseVariance, gamma }: Likelihood,
): InformationCriteria {
  const deviances = losses.map((mean) => {
    if (loss === "logistic") return 2 * n * mean;
    // a fit without residuals may be left with less than none by rounding
    const meanSquare = Math.max(0, 2 * mean);
    if (noiseVariance === undefined) return n * (log(2 * Math.PI * meanSquare) + 1);
    return n * (log(2 * Math.PI * noiseVariance) + meanSquare / noiseVariance);
  });
  const aic = deviances.map((deviance, k) => deviance + 2 * degreesOfFreedom[k]);
  const bic = deviances.map((deviance, k) => deviance + log(n) * degreesOfFreedom[k]);
  const ebic = bic.map((value, k) => value + 2 * gamma * logChoose(candidates, nonzero[k]));
  return new InformationCriteria({ lambdas: lambdas.slice(), degreesOfFreedom, deviances, aic, bic, ebic });
}

/** how many coefficients there are, each counted by what shrinking leaves of it */
function freedom(memory: Scope, problem: Problem, path: Path, k: number): number {
  const coefficients = path.coefficients(k);
  const active = problem.included.filter((j) => coefficients[j] !== 0);
  const m = active.length;
  const shrinks = path.l1Ratio < 1 && path.lambdas[k] > 0;
  if (!shrinks || m === 0) return m;
  const { design, penalty, penalise } = select(memory, problem, active);
  penalise(path.lambdas[k], path.l1Ratio);
  const df = memory.f64(1);
  const failed = spectrumKernels().covariance(
    design,
    penalty,
    memory.f64(m * m),
    df,
    memory.bytes(spectrumKernels().covarianceScratch(problem.n, m)),
  );
  // columns that depend on each other and that λ cannot tell apart: each is counted as if it were alone
  if (failed > 0) return m;
  return new Float64Array(kernels().memory.buffer, df, 1)[0];
}

/** log(p over m) */
function logChoose(p: number, m: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(m, p - m); i++) sum += log((p - i + 1) / i);
  return sum;
}
