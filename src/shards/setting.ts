// What the models of all λ's have in common, from the margins of their rows.
import type { Settings } from "../options/commonOptions.js";
import { isIncluded } from "../problem/problem.js";
import type { Margins } from "./margins.js";

/** Columns are divided by their scales, b = dβ. */
export interface Setting {
  readonly fitIntercept: boolean;
  readonly l1Ratio: number;
  /** vⱼ, Infinity where a column is left out */
  readonly factors: Float64Array;
  /** dⱼ */
  readonly scales: Float64Array;
  /** Σ s */
  readonly weight: number;
  /** root mean squares of the columns, divided by their scales */
  readonly lengths: Float64Array;
  /** (1/W) Σ s xⱼ, by scales */
  readonly means: Float64Array;
}

export function settingOf(name: string, { means, variances, weightSum }: Margins, settings: Settings, l1Ratio: number): Setting {
  const factors = settings.penaltyFactors.map((v, j) => {
    if (v === 0)
      throw new TypeError(
        `${name}: penaltyFactors has 0 at index ${j}, expected numbers above 0, or Infinity; rounds prove nothing without a penalty`,
      );
    const flat = variances[j] === 0 || (settings.fitIntercept && Math.sqrt(variances[j]) <= 1e-14 * Math.abs(means[j]));
    const h = variances[j] + (settings.fitIntercept ? 0 : means[j] * means[j]);
    return isIncluded(name, j, flat, means[j], h, settings) ? v : Infinity;
  });
  const scales = variances.map((variance, j) => (settings.standardize && factors[j] < Infinity ? Math.sqrt(variance) : 1));
  return {
    fitIntercept: settings.fitIntercept,
    l1Ratio,
    factors,
    scales,
    weight: weightSum,
    lengths: variances.map((variance, j) => Math.sqrt(variance + means[j] * means[j]) / scales[j]),
    means: scales.map((scale, j) => means[j] / scale),
  };
}

/** how far sums of products over rows are off, relative to their lengths: η's own rounding is in it */
export const rounding = (p: number) => (64 + p) * Number.EPSILON;

/** Ω*(−q) of one column, rounded up: what it adds, and the share of q that is allowed */
export function conjugateAt({ l1Ratio, factors }: Setting, j: number, size: number, lambda: number): { sum: number; scale: number } {
  const limit = lambda * factors[j];
  if (l1Ratio === 1) return { sum: 0, scale: size > limit ? limit / size : 1 };
  const over = Math.max(0, size - l1Ratio * limit);
  return { sum: (over * over) / (2 * (1 - l1Ratio) * limit), scale: 1 };
}

/** where the first coefficient enters, from the gradients of the null model */
export function lambdaMax({ factors, l1Ratio }: Setting, gradients: readonly Float64Array[]): number {
  let largest = 0;
  for (const gradient of gradients)
    for (let j = 0; j < factors.length; j++) if (factors[j] < Infinity) largest = Math.max(largest, Math.abs(gradient[j]) / factors[j]);
  return (largest / Math.max(l1Ratio, 1e-3)) * (1 + 4 * Number.EPSILON);
}
