// One model between rounds: what a round says of it, Newton's next model, and the dual point. Everything here is of columns divided by
// their scales, b = dβ, so that the penalty is λ Σ vⱼ(ρ|bⱼ| + (1−ρ)/2 bⱼ²).
import { GramFits } from "../chunks/fromGram.js";
import { diagonal, type Statistics } from "../problem/statistics.js";
import type { Linear } from "./chunk.js";
import { conjugateAt, type Setting } from "./setting.js";

/** The same of a loss of one number a row. */
export interface ScalarSetting extends Setting {
  /** of b′: the mean of y, and its end */
  readonly mean: number;
  readonly most: number;
  /** (1/W) Σ s y xⱼ, by scales */
  readonly crossed: Float64Array;
}

/** A model: b, and β₀. */
export interface Model {
  readonly b: Float64Array;
  readonly intercept: number;
}

/** a model on the scale of X, as plain data */
export function linear({ scales }: Setting, { b, intercept }: Model): Linear {
  const places = Array.from(b.keys()).filter((j) => b[j] !== 0);
  return { intercept, places, values: places.map((j) => b[j] / scales[j]) };
}

/** half way between two models */
export const between = (a: Model, b: Model): Model => ({
  b: a.b.map((value, j) => 0.5 * (value + b.b[j])),
  intercept: 0.5 * (a.intercept + b.intercept),
});

/** What a round says of a model. */
export interface Look {
  readonly model: Model;
  /** of the working set and the working response, in the order of `columns` */
  readonly statistics: Statistics;
  /** the working set, in order; undefined: all */
  readonly columns?: readonly number[];
  /** (1/W) Σ s ℓ */
  readonly loss: number;
  /** (1/W) Σ s u xⱼ by scales, and of the intercept (1/W) Σ s u */
  readonly gradient: Float64Array;
  readonly slope: number;
  /** √((1/W) Σ s u²), u by what it is made of where that cancels: what rounding is relative to */
  readonly residual: number;
}

/** Ω/λ */
export function penaltyOf({ l1Ratio, factors }: Setting, { b }: Model): number {
  let sum = 0;
  for (let j = 0; j < b.length; j++) if (b[j] !== 0) sum += factors[j] * (l1Ratio * Math.abs(b[j]) + 0.5 * (1 - l1Ratio) * b[j] * b[j]);
  return sum;
}

/** What a round has found of one linear predictor. */
export interface Parts {
  readonly statistics: Statistics;
  /** Σ s ℓ, and Σ s u² */
  readonly value: number;
  readonly squares: number;
  /** where the statistics are of some columns: these, and Σ s u x of all */
  readonly columns?: readonly number[];
  readonly slopes?: Float64Array;
}

/** what a round says; nothing but that of a model whose loss leaves the range of numbers */
export function lookAt({ weight, scales, factors }: Setting, model: Model, { statistics, value, squares, columns, slopes }: Parts): Look {
  const { triangle, means, weightSum } = statistics;
  const q = means.length - 1;
  const gradient = new Float64Array(scales.length);
  const look = { model, statistics, columns, gradient };
  if (!(value < Infinity)) return { ...look, loss: Infinity, slope: 0, residual: Infinity };
  slopes?.forEach((sum, j) => {
    gradient[j] = sum / weight / scales[j];
  });
  // of the working set with the digits of centred columns
  const row = diagonal(q) - q;
  for (let a = 0; a < q; a++) {
    const j = columns ? columns[a] : a;
    gradient[j] = -(triangle[row + a] + weightSum * means[a] * means[q]) / weight / scales[j];
  }
  for (let j = 0; j < factors.length; j++) if (factors[j] === Infinity) gradient[j] = 0;
  return { ...look, loss: value / weight, slope: (-weightSum * means[q]) / weight, residual: Math.sqrt(squares / weight) };
}

/** the minimum of the quadratic model at a look over its working set, with the penalty */
export function next(setting: Setting, look: Pick<Look, "model" | "statistics" | "columns">, lambda: number): Model {
  const { model, columns } = look;
  if (!columns) return nextOfAll(setting, look, lambda);
  const pick = (values: Float64Array) => Float64Array.from(columns, (j) => values[j]);
  const own = { ...setting, scales: pick(setting.scales), factors: pick(setting.factors) };
  const found = nextOfAll(own, { model: { ...model, b: pick(model.b) }, statistics: look.statistics }, lambda);
  const b = new Float64Array(model.b.length);
  for (const [a, j] of columns.entries()) b[j] = found.b[a];
  return { b, intercept: found.intercept };
}

/** the same where all columns are in it; from the moments of the working response r + η */
function nextOfAll(setting: Setting, { model, statistics }: Pick<Look, "model" | "statistics">, lambda: number): Model {
  const { scales, factors, l1Ratio, fitIntercept, weight } = setting;
  const p = scales.length;
  const q = p + 1;
  const at = (i: number, j: number) => (i >= j ? diagonal(i) - i + j : diagonal(j) - j + i);
  const scale = (j: number) => (j < p ? scales[j] : 1);
  const triangle = statistics.triangle.slice();
  const means = statistics.means.slice();
  const rests = statistics.rests.slice();
  for (let i = 0, k = 0; i < q; i++) for (let j = 0; j <= i; j++, k++) triangle[k] /= scale(i) * scale(j);
  for (let j = 0; j < p; j++) {
    means[j] /= scales[j];
    rests[j] /= scales[j];
  }
  const { b, intercept } = model;
  const active = Array.from(b.keys()).filter((j) => b[j] !== 0);
  // Var(r + xᵀb) = Var(r) + 2 bᵀCov(x, r) + bᵀVar(x)b, then the covariances with every column
  const Mb = Float64Array.from({ length: p }, (_, j) => active.reduce((sum, a) => sum + triangle[at(j, a)] * b[a], 0));
  triangle[at(p, p)] += active.reduce((sum, a) => sum + b[a] * (2 * triangle[at(p, a)] + Mb[a]), 0);
  for (let j = 0; j < p; j++) triangle[at(p, j)] += Mb[j];
  means[p] += intercept + active.reduce((sum, a) => sum + b[a] * means[a], 0);
  triangle[at(p, p)] = Math.max(0, triangle[at(p, p)]);
  const fits = new GramFits({ ...statistics, triangle, means, rests }, undefined, "Shards");
  const options = { l1Ratio, penaltyFactors: factors, fitIntercept, tol: TOLERANCE, maxIterations: 10_000 };
  const fit = quietly(() => fits.elasticNet({ ...options, lambda: (lambda * weight) / statistics.weightSum }));
  return { b: fit.coefficients, intercept: fit.intercept };
}

/** of the quadratic models: what is left is the next round's */
const TOLERANCE = 1e-11;

/** a quadratic model that does not converge to the last digit is of no concern: the gap of the whole says what it is worth */
function quietly<T>(work: () => T): T {
  const { console } = globalThis;
  if (!console) return work();
  const { warn } = console;
  console.warn = () => {};
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}

/** A dual point θ = scale·((1 − mix)b′(η) + mix·towards − y), whose sum over the rows is 0, and what is known of it without the rows. */
export interface DualPoint {
  readonly scale: number;
  readonly mix: number;
  readonly towards: number;
  /** Ω*(−(1/W) Σ s θ x), rounded up */
  readonly conjugate: number;
}

/** the dual point of a look; `rounding`: how far sums are off, relative to the lengths of what is multiplied */
export function dualPoint(setting: ScalarSetting, look: Look, lambda: number, rounding: number): DualPoint {
  const { fitIntercept, factors, mean, most, means, crossed, lengths } = setting;
  let [mix, towards] = [0, 0];
  if (fitIntercept && look.slope !== 0) {
    // a constant mean on the other side of that of y, inside its range
    towards = look.slope > 0 ? 0.5 * mean : most === Infinity ? 2 * mean : 0.5 * (mean + most);
    mix = look.slope / (look.slope - (towards - mean));
  }
  let scale = 1;
  let sum = 0;
  for (let j = 0; j < factors.length; j++) {
    if (factors[j] === Infinity) continue;
    const q = (1 - mix) * look.gradient[j] + mix * (towards * means[j] - crossed[j]);
    const size = Math.abs(q) + rounding * lengths[j] * (look.residual + mix * (towards + mean));
    const found = conjugateAt(setting, j, size, lambda);
    scale = Math.min(scale, found.scale);
    sum += found.sum;
  }
  return { scale, mix, towards, conjugate: sum };
}

/** about what the gap will be: Fenchel's equality at θ = u, and the second-order loss of a scale below 1 */
export function likelyGap(setting: Setting, look: Look, lambda: number, point: DualPoint): number {
  const { b, intercept } = look.model;
  const inner = look.gradient.reduce((sum, g, j) => sum + g * b[j], 0) + look.slope * intercept;
  const { triangle, means, weightSum } = look.statistics;
  const q = means.length - 1;
  // (1/W) Σ s u²/c
  const bent = (triangle[diagonal(q)] + weightSum * means[q] * means[q]) / setting.weight;
  const short = 1 - point.scale;
  return Math.abs(lambda * penaltyOf(setting, look.model) + point.conjugate + point.scale * inner) + 0.5 * short * short * bent;
}
