import { describe } from "../check.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import type { CommonOptions } from "../options/commonOptions.js";
import { checkLambdas } from "../options/pathOptions.js";
import { numbers, onProblem, readCall } from "../problem/call.js";
import { combined } from "../problem/combined.js";
import type { Problem } from "../problem/problem.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import { type Style, shown, written } from "../results/lines.js";
import { tableLines } from "../results/tableLines.js";
import { solvePlaced } from "../solvers/factorised.js";
import { spectralGrid } from "../solvers/spectralPath.js";
import { checkQuadratic, Spectrum } from "../solvers/spectrum.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";

/** Options of {@link ridgeCv}. `warmStart` and `maxIterations` change nothing: nothing is iterated. */
export interface RidgeCvOptions extends CommonOptions {
  /** the λ's to choose from, in any order (default: 100 of them, geometric, from the largest eigenvalue down to 1e-6 of it) */
  lambdas?: ArrayLike<number>;
  /** "loo": leave-one-out (default); "gcv": generalised cross-validation */
  method?: "loo" | "gcv";
}

/** What {@link ridgeCv} found. Every array has one entry a λ. */
export class RidgeCv {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "RidgeCv";
  /** the λ's to choose from, as they were given or from the largest down */
  readonly lambdas: Float64Array;
  /** what `errors` are */
  readonly method: "loo" | "gcv";
  /** "loo": the (weighted) mean of the squared leave-one-out errors; "gcv": the GCV score. Infinity where there is none */
  readonly errors: Float64Array;
  /** effective degrees of freedom Σ dᵢ/(dᵢ + λ), dᵢ the eigenvalues of XᵀX/n (centred, weighted, scaled as penalised); the intercept not counted */
  readonly degreesOfFreedom: Float64Array;
  /** the place of the smallest error; of equal ones that of the largest λ */
  readonly best: number;
  /** lambdas[best] */
  readonly lambda: number;
  /** {@link ridge} of all rows at `lambda` */
  readonly fit: Fit;
  /** one a row: what the fit of the other rows at `lambda` predicts there, whatever `method` is; NaN where they leave no fit */
  readonly predictions: Float64Array;

  /** @internal made by `ridgeCv` */
  constructor(parts: Pick<RidgeCv, "lambdas" | "method" | "errors" | "degreesOfFreedom" | "best" | "fit" | "predictions">) {
    shown(this);
    this.lambdas = parts.lambdas;
    this.method = parts.method;
    this.errors = parts.errors;
    this.degreesOfFreedom = parts.degreesOfFreedom;
    this.best = parts.best;
    this.lambda = parts.lambdas[parts.best];
    this.fit = parts.fit;
    this.predictions = parts.predictions;
  }

  /** @internal what `summary` and the console show */
  summaryLines(style: Style): string[] {
    const { digits } = style;
    const { lambdas, errors, degreesOfFreedom, best, method } = this;
    const columns = [
      { head: "λ", cell: (k: number) => written(lambdas[k], digits) },
      { head: method === "loo" ? "leave-one-out error" : "GCV error", cell: (k: number) => written(errors[k], digits) },
      { head: "df", cell: (k: number) => written(degreesOfFreedom[k], digits) },
    ];
    return [
      `RidgeCv: ${lambdas.length} λ, the best ${written(this.lambda, digits)}`,
      ...tableLines(lambdas.length, columns, style, new Map([[best, "min"]])),
    ];
  }
}

/**
 * Ridge with λ chosen by leave-one-out or by generalised cross-validation, both exact and without a refit, from one eigendecomposition.
 *
 * "loo": the mean of (yᵢ − prediction of the fit without row i)², weighted (Allen 1974). Without row i, Σₖ sₖ(yₖ − …)² + nλ‖β‖² loses
 * its term and keeps its nλ, as in scikit-learn's RidgeCV: it is `ridge` of the other rows at λ·Σs/(Σs − sᵢ). With `standardize` the
 * scales stay those of all rows. At λ = 0 with p ≥ n − 1 the errors are the limit for λ → 0.
 * "gcv": n Σ sᵢrᵢ²/(n − df)², r the residuals, df with the intercept, n the rows of positive weight (Golub, Heath, Wahba 1979; not what
 * scikit-learn calls by that name).
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link ridge} without `lambda`; `lambdas` and `method`; no bounds, and no penalty factor of 0
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {RangeError} when no λ has a finite error: a row alone decides about a coefficient, and λ is 0 or nearly so
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function ridgeCv(X: TableInput, y: VectorInput, options: RidgeCvOptions = {}): RidgeCv {
  const call = readCall("ridgeCv", X, options, ["lambdas", "method"], numbers(y));
  const { name } = call;
  checkQuadratic(name, call.settings);
  const given = options.lambdas === undefined ? undefined : checkLambdas(name, options.lambdas);
  const { method = "loo" } = options;
  if (method !== "loo" && method !== "gcv") throw new TypeError(`${name}: method is ${describe(method)}, expected "loo" or "gcv"`);
  return onProblem(call, (memory, problem) => choose(memory, problem, given, method));
}

/** λ of a placed problem, chosen; errors are in the name that it was placed by */
export function choose(memory: Scope, problem: Problem, given?: Float64Array, method: "loo" | "gcv" = "loo"): RidgeCv {
  const { name, settings } = problem;
  const { lambdas, curves, best, left } = scope((own) => {
    const spectrum = new Spectrum(own, problem);
    settings.watch.check();
    const lambdas = given ?? spectralGrid(spectrum);
    const curves = spectrum.leaveOneOut(lambdas);
    const errors = curves[method];
    const better = (a: number, b: number) => errors[a] < errors[b] || (errors[a] === errors[b] && lambdas[a] > lambdas[b]);
    const best = lambdas.reduce((a, _, k) => (better(k, a) ? k : a), 0);
    return { lambdas, curves, best, left: spectrum.leftOutErrors(lambdas[best]) };
  });
  const errors = curves[method];
  if (!Number.isFinite(errors[best]))
    throw new RangeError(`${name}: no λ has a finite error, expected rows that can be left out; raise lambdas or give more rows`);
  settings.watch.check();
  const [fit] = solvePlaced(memory, problem, lambdas[best]);
  warnOnce(name, [fit], settings);
  settings.watch.report("path", lambdas.length, lambdas.length);
  const predictions = withoutEachRow(problem, fit, left);
  return new RidgeCv({ lambdas, method, errors, degreesOfFreedom: curves.df, best, fit, predictions });
}

/** by row, the prediction of the fit of the other rows: that of all rows where the row's weight is 0 */
function withoutEachRow(problem: Problem, { coefficients, intercept }: Fit, left: Float64Array): Float64Array {
  const { n, p, w, y, yMeans } = problem;
  const plain = { ...problem, centres: new Float64Array(p) };
  const fitted = combined(
    plain,
    Array.from({ length: p }, (_, j) => j),
    (j) => coefficients[j],
  );
  const [shares, target] = [view(w, n), view(y, n)];
  return left.map((error, i) => (shares[i] > 0 ? yMeans[0] + target[i] - error : intercept + fitted[i]));
}
