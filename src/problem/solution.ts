// β as the places that have a coefficient and the values there, and what follows from it.
import type { Problem } from "./problem.js";

export interface Solution {
  /** among the p columns */
  readonly places: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** p coefficients, 0 where there is none; + 0 turns −0 into 0, which JSON keeps */
export function spread({ places, values }: Solution, p: number): Float64Array {
  const out = new Float64Array(p);
  for (let k = 0; k < places.length; k++) out[places[k]] = values[k] + 0;
  return out;
}

/** what is not 0 of a solution; `columns`: what its places are among the p columns, where they are not that already */
export function nonzero({ places, values }: Solution, columns?: readonly number[]): Solution {
  let count = 0;
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) count++;
  const kept = { places: new Int32Array(count), values: new Float64Array(count) };
  for (let k = 0, at = 0; at < count; k++) {
    if (values[k] === 0) continue;
    kept.places[at] = columns ? columns[places[k]] : places[k];
    kept.values[at++] = values[k];
  }
  return kept;
}

/** p coefficients by their places */
export function dense(values: Float64Array): Solution {
  const places = new Int32Array(values.length);
  for (let k = 0; k < places.length; k++) places[k] = k;
  return nonzero({ places, values });
}

/** Ω/λ = Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²) */
export function penaltyOverLambda({ settings, scales }: Problem, { places, values }: Solution, l1Ratio: number): number {
  let sum = 0;
  for (let k = 0; k < places.length; k++) {
    const factor = settings.penaltyFactors[places[k]];
    // where nothing is penalised, squares may leave the range of numbers
    if (values[k] === 0 || factor === 0) continue;
    const b = scales[places[k]] * Math.abs(values[k]);
    sum += factor * (l1Ratio * b + 0.5 * (1 - l1Ratio) * b * b);
  }
  return sum;
}

/** β₀ = ȳ − Σ x̄ⱼβⱼ */
export function intercept({ settings, yMeans, means }: Problem, { places, values }: Solution, target = 0): number {
  if (!settings.fitIntercept) return 0;
  let sum = 0;
  for (let k = 0; k < places.length; k++) sum += values[k] * means[places[k]];
  return yMeans[target] - sum;
}
