// Models of all classes together: one linear predictor a class.
import type { Models } from "./classDual.js";

/** all numbers of the models, one behind the other */
export const flat = (models: Models): Float64Array => Float64Array.from(models.flatMap(({ b, intercept }) => [...b, intercept]));

/** the models of such numbers; what is 0 in `like` stays so */
export function modelsOf(numbers: Float64Array, like: Models): Models {
  const size = like[0].b.length + 1;
  return like.map(({ b }, k) => ({
    b: b.map((value, j) => (value === 0 ? 0 : numbers[k * size + j])),
    intercept: numbers[k * size + size - 1],
  }));
}

/**
 * The same predictions at the least penalty: what all classes have in common of a column changes no probability (Friedman, Hastie, Tibshirani 2010,
 * section 4.1). Intercepts sum to 0.
 */
export function centred(l1Ratio: number, models: Models): Models {
  const mean = models.reduce((sum, { intercept }) => sum + intercept, 0) / models.length;
  const shifts = models[0].b.map((_, j) =>
    leastShift(
      l1Ratio,
      models.map(({ b }) => b[j]),
    ),
  );
  return models.map(({ b, intercept }) => ({ b: b.map((value, j) => value - shifts[j]), intercept: intercept - mean }));
}

/** the c at which Σ ρ|b − c| + (1−ρ)/2 (b − c)² is least; of several the nearest to 0 */
function leastShift(l1Ratio: number, b: readonly number[]): number {
  const sorted = [...b, 0].sort((x, y) => x - y);
  const sum = b.reduce((total, each) => total + each, 0);
  // the slope just above and just below c
  const slope = (c: number, side: number) =>
    b.reduce((total, each) => total + l1Ratio * (each === c ? side : Math.sign(c - each)), 0) + (1 - l1Ratio) * (b.length * c - sum);
  const holds = sorted.filter((c) => slope(c, 1) >= 0 && slope(c, -1) <= 0);
  if (holds.length > 0) return holds.reduce((least, c) => (Math.abs(c) < Math.abs(least) ? c : least));
  const above = sorted.findIndex((c) => slope(c, -1) > 0);
  const inside = (sorted[above - 1] + sorted[above]) / 2;
  return inside - slope(inside, 1) / ((1 - l1Ratio) * b.length);
}
