// What a shard adds to a round of softmax regression, and to its proof. Of row i, with p the softmax of η and y its class:
//     ℓ = log Σₖ exp(ηₖ) − η_y,  uₖ = pₖ − [k = y],  and the curvature diag(p) − ppᵀ ≼ 2 diag(pₖ(1 − pₖ)), which is a Laplacian
import { exp, log, log1p } from "../elementary.js";
import { scope } from "../kernels/scope.js";
import { noStatistics, statisticsOf } from "../problem/statistics.js";
import type { Label } from "../tables/labels.js";
import type { Linear, Rows, Target } from "./chunk.js";
import { Exactly, entropy } from "./families.js";
import { type Folds, weightsBut } from "./foldRule.js";
import { joined, placed, placesOf, predictors, type RoundModel, slopes } from "./roundTasks.js";
import type { Sum } from "./sum.js";

export type ClassTarget = Target & { readonly loss: "multinomial"; readonly classes: readonly Label[] };

/** The value, gradients and curvatures of some models, each of one linear predictor a class. */
export interface ClassRound {
  readonly kind: "classRound";
  readonly target: ClassTarget;
  readonly models: readonly { readonly layers: readonly RoundModel[]; readonly without?: number }[];
  /** what `without` numbers */
  readonly folds?: Folds;
  /** the least curvature */
  readonly floor: number;
}

/** What the dual is worth at θ = t − [k = y], t = scale·((1 − mix)·p + mix·towards) + (1 − scale)·[k = y]. */
export interface ClassProof {
  readonly kind: "classProof";
  readonly target: ClassTarget;
  readonly models: readonly {
    readonly layers: readonly Linear[];
    readonly scale: number;
    readonly mix: number;
    readonly towards: ArrayLike<number>;
    readonly without?: number;
  }[];
  readonly folds?: Folds;
}

/**
 * pₖ(1 − pₖ) times this is the curvature of class k: with two classes the bound 2, which is exact there; with more of them 3/2, at which steps of
 * all classes at once overshoot by a third at most where the bound may be short by twice.
 */
const overlap = (K: number) => (K === 2 ? 2 : 1.5);

/** p ← softmax of a row, rest ← 1 − p with all digits; returns log Σ exp(η − η_y) */
export function softmax(etas: readonly Float64Array[], i: number, y: number, p: Float64Array, rest: Float64Array): number {
  const K = p.length;
  let first = 0;
  for (let k = 1; k < K; k++) if (etas[k][i] > etas[first][i]) first = k;
  const top = etas[first][i];
  let others = 0;
  for (let k = 0; k < K; k++) {
    p[k] = k === first ? 1 : exp(etas[k][i] - top);
    if (k !== first) others += p[k];
  }
  const sum = 1 + others;
  for (let k = 0; k < K; k++) {
    rest[k] = k === first ? others / sum : (sum - p[k]) / sum;
    p[k] /= sum;
  }
  return y === first ? log1p(others) : top - etas[y][i] + log(sum);
}

/** for every model Σ sℓ, of every class Σ su², and of every one of some columns Σ s u x of all; statistics of every class: the moments of X and −u/c of weights s·c */
export function classRound(name: string, { target, models, floor, folds }: ClassRound, rows: Rows): Sum {
  const { y, order } = rows;
  const weights = weightsBut(rows, folds);
  const [n, K] = [y.length, target.classes.length];
  const width = 1 + K;
  return scope((memory) => {
    const all = placed(memory, rows);
    const numbers: Float64Array[] = [];
    const [p, rest] = [new Float64Array(K), new Float64Array(K)];
    const statistics = models.flatMap(({ layers, without }) => {
      const own = weights(without);
      const etas = Array.from(predictors(memory, all, layers), (eta) => eta.slice());
      const [c, r, v] = [0, 1, 2].map(() => Array.from({ length: K }, () => new Float64Array(n)));
      const [value, ...squares] = Array.from({ length: width }, () => new Exactly());
      for (let i = 0; i < n; i++) {
        const s = own[i];
        if (s === 0) continue;
        value.add(s * softmax(etas, i, y[i], p, rest));
        for (let k = 0; k < K; k++) {
          const u = k === y[i] ? -rest[k] : p[k];
          const curvature = Math.max(overlap(K) * p[k] * rest[k], floor);
          c[k][i] = s * curvature;
          v[k][i] = s * u;
          r[k][i] = -u / curvature;
          squares[k].add(s * u * u);
        }
      }
      const finite = Number.isFinite(value.value);
      numbers.push(
        finite ? Float64Array.of(value.value, ...squares.map((each) => each.value)) : new Float64Array(width).fill(Infinity, 0, 1),
      );
      for (const [k, layer] of layers.entries())
        if (layer.columns) numbers.push(finite ? slopes(all, v[k]) : new Float64Array(order.length));
      return layers.map((layer, k) => {
        const places = placesOf(name, layer, order);
        return finite ? statisticsOf(name, all.table, places, r[k], c[k]) : noStatistics(places.length);
      });
    });
    return { rows: n, statistics, numbers: joined(numbers) };
  });
}

/** numbers: for every model Σ s Σ t log t, and what of it may be rounding */
export function classProof({ target, models, folds }: ClassProof, rows: Rows): Sum {
  const { y } = rows;
  const weights = weightsBut(rows, folds);
  const K = target.classes.length;
  return scope((memory) => {
    const all = placed(memory, rows);
    const numbers = new Float64Array(2 * models.length);
    const [p, rest] = [new Float64Array(K), new Float64Array(K)];
    models.forEach(({ layers, scale, mix, towards, without }, m) => {
      const weightsOf = weights(without);
      const etas = Array.from(predictors(memory, all, layers), (eta) => eta.slice());
      const [sum, size] = [new Exactly(), new Exactly()];
      for (let i = 0; i < y.length; i++) {
        const s = weightsOf[i];
        if (s === 0) continue;
        softmax(etas, i, y[i], p, rest);
        for (let k = 0; k < K; k++) {
          const own = k === y[i] ? 1 - scale : 0;
          const t = scale * ((1 - mix) * p[k] + mix * towards[k]) + own;
          const left = scale * ((1 - mix) * rest[k] + mix * (1 - towards[k])) + (k === y[i] ? 0 : 1 - scale);
          const value = entropy(t, left);
          sum.add(s * value);
          size.add(s * (Math.abs(value) + Math.min(t, left)));
        }
      }
      numbers[2 * m] = sum.value;
      numbers[2 * m + 1] = size.value;
    });
    return { rows: y.length, statistics: [], numbers };
  });
}
