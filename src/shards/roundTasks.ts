// What a shard adds to a round of Newton's method, and to the proof.
import { STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { type Scope, scope } from "../kernels/scope.js";
import { noStatistics, statisticsOf } from "../problem/statistics.js";
import { linearPredictor } from "../results/predictor.js";
import { fillDesign, storeTable } from "../tables/storedTable.js";
import type { Linear, Rows, Target } from "./chunk.js";
import { Exactly, FAMILIES, type RoundLoss } from "./families.js";
import { type Folds, weightsBut } from "./foldRule.js";
import { settle } from "./someRows.js";
import type { Sum } from "./sum.js";

/** A model that a round looks at. */
export interface RoundModel extends Linear {
  /** the fold that its rows leave out */
  readonly without?: number;
  /** the columns whose curvature is asked for, in order; without them those of all, from which the gradient of all follows */
  readonly columns?: readonly number[];
}

/** The value, gradient and curvature of some models. */
export interface Round {
  readonly kind: "round";
  readonly target: Target & { loss: RoundLoss };
  readonly models: readonly RoundModel[];
  /** what `without` numbers */
  readonly folds?: Folds;
  /** the least curvature: below it steps would be long and gain nothing */
  readonly floor: number;
}

/** What the dual is worth at θ = scale·((1 − mix)·b′(η) + mix·towards − y). */
export interface Proof {
  readonly kind: "proof";
  readonly target: Target & { loss: RoundLoss };
  readonly models: readonly (Linear & {
    readonly scale: number;
    readonly mix: number;
    readonly towards: number;
    readonly without?: number;
  })[];
  readonly folds?: Folds;
}

/** how many numbers a round has first for each model: Σ s(b(η) − yη), Σ s·(what u is made of)², Σ s·(the least that the loss can be) */
export const NUMBERS = 3;

/** how many follow: of a model of some columns Σ s u x of all */
export const slopesOf = ({ columns }: Pick<RoundModel, "columns">, p: number) => (columns ? p : 0);

/** Rows in memory as a design. */
export interface Placed extends Rows {
  readonly design: number;
}

/** the rows in memory, while the scope lasts */
export function placed(memory: Scope, rows: Rows): Placed {
  const p = rows.order.length;
  const table = settle(memory, rows.table);
  const design = memory.bytes(STRUCT_BYTES);
  fillDesign(design, storeTable(memory, table), p, memory.putIntegers(rows.order), memory.put(new Float64Array(p)), 0);
  return { ...rows, table, design };
}

/** η of one model after another */
export function* predictors(memory: Scope, rows: Placed, models: readonly Linear[]): Generator<Float64Array, void, undefined> {
  const { design, table, order } = rows;
  const p = order.length;
  const eta = memory.f64(rows.y.length);
  for (const { intercept, places, values } of models) {
    const beta = new Float64Array(p);
    for (let a = 0; a < places.length; a++) beta[places[a]] = values[a];
    yield scope((own) => linearPredictor({ design, table, order }, own.put(beta), intercept, eta));
  }
}

/** Xᵀv */
export function slopes({ design, order }: Placed, v: Float64Array): Float64Array {
  return scope((memory) => {
    const out = memory.f64(order.length);
    kernels().slopes(design, memory.put(v), out);
    return view(out, order.length).slice();
  });
}

/** the places in the table of the columns that are asked for */
export function placesOf(name: string, { columns }: Pick<RoundModel, "columns">, order: readonly number[]): readonly number[] {
  const odd = columns?.find((j) => j >= order.length);
  if (odd !== undefined) throw new RangeError(`${name}: the task has column ${odd}, but the rows have ${order.length} columns`);
  return columns?.map((j) => order[j]) ?? order;
}

/**
 * For every model the second moments of X and −u/c of weights s·c, c = max(b″, floor): Newton's working response less η, from which the gradient
 * comes out as it is, whatever c is; of a model of some columns these alone, and the gradient of all beside. A model whose loss leaves the range of numbers has none.
 */
export function round(name: string, { target, models, floor, folds }: Round, rows: Rows): Sum {
  const family = FAMILIES[target.loss];
  const { y, order } = rows;
  const n = y.length;
  const weights = weightsBut(rows, folds);
  const least = y.map((value) => -family.conjugate(value, family.most - value));
  return scope((memory) => {
    const all = placed(memory, rows);
    const numbers: Float64Array[] = [];
    const statistics = Array.from(predictors(memory, all, models), (eta, k) => {
      const model = models[k];
      const own = weights(model.without);
      const sums = [new Exactly(), new Exactly(), new Exactly()];
      const [value, squares, smallest] = sums;
      const [c, r, v] = [0, 1, 2].map(() => new Float64Array(n));
      let finite = true;
      for (let i = 0; i < n; i++) {
        const s = own[i];
        if (s === 0) continue;
        const mean = family.mean(eta[i]);
        const u = family.residual(y[i], eta[i]);
        const size = family.size(y[i], eta[i]);
        c[i] = s * Math.max(family.curvature(mean, family.rest(eta[i])), floor);
        v[i] = s * u;
        r[i] = -v[i] / c[i];
        value.add(s * family.value(y[i], eta[i]));
        squares.add(s * size * size);
        smallest.add(s * least[i]);
        finite &&= mean < 1e100;
      }
      const found = new Float64Array(NUMBERS + slopesOf(model, order.length));
      found.set(sums.map((sum) => sum.value));
      if (!finite) found[0] = Infinity;
      else if (model.columns) found.set(slopes(all, v), NUMBERS);
      numbers.push(found);
      const places = placesOf(name, model, order);
      return finite ? statisticsOf(name, all.table, places, r, c) : noStatistics(places.length);
    });
    return { rows: n, statistics, numbers: joined(numbers) };
  });
}

/** one behind the other */
export const joined = (parts: readonly Float64Array[]) => Float64Array.from(parts.flatMap((part) => Array.from(part)));

/** numbers: for every model Σ s b*(θ + y), and what of it may be rounding */
export function proof({ target, models, folds }: Proof, rows: Rows): Sum {
  const family = FAMILIES[target.loss];
  // of a mean without an end the distance from it is not asked for
  const most = family.most === Infinity ? 0 : family.most;
  const { y } = rows;
  const weights = weightsBut(rows, folds);
  return scope((memory) => {
    const numbers = new Float64Array(2 * models.length);
    let k = 0;
    for (const eta of predictors(memory, placed(memory, rows), models)) {
      const { scale, mix, towards, without } = models[k];
      const own = weights(without);
      const [sum, size] = [new Exactly(), new Exactly()];
      for (let i = 0; i < y.length; i++) {
        const s = own[i];
        if (s === 0) continue;
        const t = scale * ((1 - mix) * family.mean(eta[i]) + mix * towards) + (1 - scale) * y[i];
        const rest = scale * ((1 - mix) * family.rest(eta[i]) + mix * (most - towards)) + (1 - scale) * (most - y[i]);
        sum.add(s * family.conjugate(t, rest));
        size.add(s * family.blur(t, rest));
      }
      numbers[2 * k] = sum.value;
      numbers[2 * k + 1] = size.value;
      k++;
    }
    return { rows: y.length, statistics: [], numbers };
  });
}
