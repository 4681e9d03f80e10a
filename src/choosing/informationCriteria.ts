import { checkNumber, describe } from "../check.js";
import { readProblem } from "../elasticNet.js";
import { Path } from "../fits.js";
import { type Scope, scope } from "../memory.js";
import { type CommonOptions, checkOptionNames } from "../options.js";
import { type Problem, place, select } from "../problem.js";
import type { TableInput, VectorInput } from "../table.js";
import { kernels } from "../wasm.js";
import { checkSquared } from "./squaredOnly.js";

/** Options of {@link informationCriteria}: those of the path that say what was minimised, and two of its own. */
export interface InformationCriteriaOptions extends Pick<CommonOptions, "fitIntercept" | "weights" | "penaltyFactors" | "standardize"> {
  /** σ², where it is known; by default it is estimated at every λ by the residuals */
  noiseVariance?: number;
  /** γ of EBIC from 0 (BIC) to 1 (default 0.5) */
  gamma?: number;
}

/** What {@link informationCriteria} found. Every array has one entry a λ of the path. */
export class InformationCriteria {
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

  /** Made by `informationCriteria` */
  constructor(parts: Pick<InformationCriteria, "lambdas" | "degreesOfFreedom" | "deviances" | "aic" | "bic" | "ebic">) {
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
}

/**
 * Information criteria along a path: with normal errors, n rows of positive weight and residuals r,
 *
 *     deviance   n(log(2πσ̂²) + 1), σ̂² = Σ sᵢrᵢ²/n;   with a known σ²   n·log(2πσ²) + Σ sᵢrᵢ²/σ²
 *     AIC        deviance + 2·df                                  (Akaike 1974)
 *     BIC        deviance + log(n)·df                             (Schwarz 1978)
 *     EBIC       BIC + 2γ·log(p over the number of coefficients)  (Chen, Chen 2008; p the columns that may get one)
 *
 * df is the number of coefficients that are not 0 for ρ = 1 (Zou, Hastie, Tibshirani 2007), and for ρ < 1 on those columns A the trace
 * tr(G(G + λ(1−ρ)C)⁻¹) with G = X̃_AᵀWX̃_A and C = diag(vⱼdⱼ²) (Zou 2005); coefficients without a penalty count fully. Where a fit leaves
 * no residuals the estimated σ̂² makes everything −Infinity: with p near n, give `noiseVariance`.
 *
 * @param path a path of squared error
 * @param X the table that the path was fitted to
 * @param y its n numbers
 * @param options those that the path was fitted with; `noiseVariance` and `gamma`
 * @throws {TypeError | RangeError} when an argument is not what it should be, or X has other columns than the path
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 */
export function informationCriteria(
  path: Path,
  X: TableInput,
  y: VectorInput,
  options: InformationCriteriaOptions = {},
): InformationCriteria {
  const name = "informationCriteria";
  if (!(path instanceof Path)) throw new TypeError(`${name}: path is ${describe(path)}, expected a Path`);
  checkSquared(name, path);
  checkOptionNames(name, options, ["noiseVariance", "gamma"]);
  const { noiseVariance, gamma = 0.5, ...rest } = options;
  if (noiseVariance !== undefined)
    checkNumber(name, "noiseVariance", noiseVariance, (x) => x > 0 && x < Infinity, "a finite number above 0");
  checkNumber(name, "gamma", gamma, (x) => x >= 0 && x <= 1, "a number from 0 to 1");
  const { table, target, settings } = readProblem(name, X, y, rest);
  const columns = path.coefficients(0).length;
  if (table.columns !== columns) throw new RangeError(`${name}: X has ${table.columns} columns but the path has ${columns} coefficients`);
  return scope((memory) => {
    const problem = place(memory, name, table, [target], settings);
    const { lambdas } = path;
    const weights = settings.weights ?? new Float64Array(table.rows).fill(1);
    const n = weights.reduce((count, s) => count + Number(s > 0), 0);
    const total = weights.reduce((sum, s) => sum + s, 0);
    const each = (value: (k: number) => number) => Float64Array.from(lambdas, (_, k) => value(k));
    const deviances = each((k) => {
      const predicted = path.fit(k).predict(X);
      const meanSquare = target.reduce((sum, value, i) => sum + (weights[i] / total) * (value - predicted[i]) ** 2, 0);
      if (noiseVariance === undefined) return n * (Math.log(2 * Math.PI * meanSquare) + 1);
      return n * (Math.log(2 * Math.PI * noiseVariance) + meanSquare / noiseVariance);
    });
    const degreesOfFreedom = each((k) => scope((own) => freedom(own, problem, path, k)));
    const aic = each((k) => deviances[k] + 2 * degreesOfFreedom[k]);
    const bic = each((k) => deviances[k] + Math.log(n) * degreesOfFreedom[k]);
    const ebic = each((k) => bic[k] + 2 * gamma * logChoose(problem.included.length, path.nonzero[k]));
    return new InformationCriteria({ lambdas: lambdas.slice(), degreesOfFreedom, deviances, aic, bic, ebic });
  });
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
  const failed = kernels().covariance(design, penalty, memory.f64(m * m), df, memory.bytes(kernels().covarianceScratch(problem.n, m)));
  // columns that depend on each other and that λ cannot tell apart: each is counted as if it were alone
  if (failed > 0) return m;
  return new Float64Array(kernels().memory.buffer, df, 1)[0];
}

/** log(p over m) */
function logChoose(p: number, m: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(m, p - m); i++) sum += Math.log((p - i + 1) / i);
  return sum;
}
