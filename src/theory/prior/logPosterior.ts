import { checkNumber, checkVector, describe } from "../../check.js";
import { log } from "../../elementary.js";
import { readTable, readTarget, type TableInput, type VectorInput } from "../../tables/readTable.js";
import { checkOptions } from "../checkOptions.js";
import { checkPositive } from "../checkPositive.js";
import { checkPrior } from "../checkPrior.js";
import type { OnePrior } from "./lambdaFromPrior.js";

/**
 * log p(y | X, w, β₀) + log p(w): how probable coefficients are after the data were seen, up to the log of the evidence, which is the same
 * for all of them. y ~ N(β₀ + Xw, σ²), w ~ N(0, τ²) or Laplace(0, b), a flat prior for β₀. With the prior of `priorFromLambda` its
 * differences are −n/σ² times the objective's, so the penalised fit is the most probable w (Goodfellow, Bengio, Courville, Deep Learning,
 * section 5.6.1).
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `coefficients` (p numbers) and `intercept` (default 0), which a Fit has; `noiseVariance` = σ² > 0; one prior
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function logPosterior(
  X: TableInput,
  y: VectorInput,
  options: OnePrior & { coefficients: ArrayLike<number>; intercept?: number; noiseVariance: number },
): number {
  const name = "logPosterior";
  checkOptions(name, options, ["coefficients", "intercept", "noiseVariance", "gaussianVariance", "laplaceScale"]);
  const table = readTable(name, "X", X);
  const { rows: n, columns: p } = table;
  const target = readTarget(name, y, n);
  const { coefficients, intercept = 0 } = options;
  if (coefficients === undefined) throw new TypeError(`${name}: coefficients is ${describe(coefficients)}, expected an array of numbers`);
  const w = checkVector(name, "coefficients", coefficients, p, "columns", Number.isFinite, "a finite number");
  checkNumber(name, "intercept", intercept, Number.isFinite, "a finite number");
  const noise = checkPositive(name, "noiseVariance", options.noiseVariance);
  const { kind, width } = checkPrior(name, options, false);
  const all = new Float64Array(n * p);
  table.copyTo(all);
  let likelihood = -0.5 * n * log(2 * Math.PI * noise);
  for (let i = 0; i < n; i++) {
    let r = target[i] - intercept;
    for (let j = 0; j < p; j++) r -= w[j] * all[j * n + i];
    likelihood -= (r * r) / (2 * noise);
  }
  let prior = -p * (kind === "gaussian" ? 0.5 * log(2 * Math.PI * width) : log(2 * width));
  for (const b of w) prior -= kind === "gaussian" ? (b * b) / (2 * width) : Math.abs(b) / width;
  return likelihood + prior;
}
