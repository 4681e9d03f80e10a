// What a look at all classes proves: a dual point, about what its gap will be, and the gap with what rounding may hide.
import { diagonal } from "../problem/statistics.js";
import { type Look, type Model, penaltyOf } from "./newton.js";
import { conjugateAt, rounding, type Setting } from "./setting.js";

/** One model a class. */
export type Models = readonly Model[];

/** What a round says of all classes. */
export interface ClassLook {
  readonly model: Models;
  readonly loss: number;
  readonly classes: readonly Look[];
}

/** A dual point t = scale·((1 − mix)p + mix·towards) + (1 − scale)[k = y], whose mean over the rows is that of the classes. */
export interface ClassDual {
  readonly scale: number;
  readonly mix: number;
  readonly towards: readonly number[];
  readonly conjugate: number;
}

export interface ClassSetting extends Setting {
  /** the share of every class, and (1/W) Σ s [k = y] xⱼ by scales */
  readonly shares: readonly number[];
  readonly crossed: readonly Float64Array[];
}

export function classDual(setting: ClassSetting, { classes }: ClassLook, lambda: number, off: number): ClassDual {
  const { fitIntercept, factors, means, lengths, shares, crossed } = setting;
  // mean p less the shares: what a constant distribution has to make good, at as small a share as leaves it one
  const excess = classes.map(({ slope }) => (fitIntercept ? slope : 0));
  const mean = excess.map((each, k) => shares[k] + each);
  const mix = Math.min(1, Math.max(0, ...excess.map((each, k) => each / mean[k])));
  const raw = mean.map((each, k) => (mix > 0 ? Math.max(0, each - excess[k] / mix) : each));
  const total = raw.reduce((sum, each) => sum + each, 0);
  const towards = raw.map((each) => each / total);
  let [scale, conjugate] = [1, 0];
  for (const [k, { gradient, residual }] of classes.entries())
    for (let j = 0; j < factors.length; j++) {
      if (factors[j] === Infinity) continue;
      const q = (1 - mix) * gradient[j] + mix * (towards[k] * means[j] - crossed[k][j]);
      const size = Math.abs(q) + off * lengths[j] * (residual + mix * (towards[k] + shares[k]));
      const found = conjugateAt(setting, j, size, lambda);
      scale = Math.min(scale, found.scale);
      conjugate += found.sum;
    }
  return { scale, mix, towards, conjugate };
}

/** about what the gap will be: Fenchel's equality at θ = u, and the second-order loss of a scale below 1 */
export function likelyGap(setting: ClassSetting, { classes }: ClassLook, lambda: number, { scale, conjugate }: ClassDual): number {
  let [inner, bent, penalty] = [0, 0, 0];
  for (const { model, gradient, slope, statistics } of classes) {
    const { b, intercept } = model;
    const { triangle, means, weightSum } = statistics;
    const q = means.length - 1;
    inner += gradient.reduce((sum, g, j) => sum + g * b[j], 0) + slope * intercept;
    bent += (triangle[diagonal(q)] + weightSum * means[q] * means[q]) / setting.weight;
    penalty += penaltyOf(setting, model);
  }
  const short = 1 - scale;
  return Math.abs(lambda * penalty + conjugate + scale * inner) + 0.5 * short * short * bent;
}

/** the gap, with what sums and η itself are off by, upwards */
export function gapOf(
  setting: ClassSetting,
  { look, objective, point }: { readonly look: ClassLook; readonly objective: number; readonly point: ClassDual },
  entropies: number,
  blur: number,
): number {
  const { weight, lengths, scales } = setting;
  const dual = -entropies / weight - point.conjugate;
  let size = blur / weight + look.loss + Math.abs(objective) + point.conjugate;
  for (const { model, slope, residual } of look.classes) {
    const reach = model.b.reduce((sum, value, j) => sum + lengths[j] * Math.abs(value), Math.abs(model.intercept));
    size += Math.abs(slope * model.intercept) + residual * reach;
  }
  return Math.max(0, objective - dual) + rounding(scales.length) * size;
}
