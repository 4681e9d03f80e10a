// Cox's partial likelihood as the kernels read it (assembly/losses/cox.ts): rows as spans of event times, and the terms of every time.
import { log, log2, powerOfTwo } from "../elementary.js";
import { JointKind } from "../kernels/abi.js";
import { jointLossKernels } from "../kernels/families.js";
import type { JointLoss } from "./joint.js";
import { atRisk, entersLate, type RiskSets } from "./riskSets.js";

/** How long each row was observed, checked: one entry a row. */
export interface Survival {
  readonly time: Float64Array;
  /** 1 where it ended with the event, 0 where it was censored */
  readonly event: Uint8Array;
  /** when it came under observation */
  readonly start?: Float64Array;
  /** the number of its stratum, from 0 */
  readonly strata?: Int32Array;
}

/** how events at one time share their risk set: Breslow (1974) or Efron (1977) */
export type Ties = "breslow" | "efron";

/** Spans and times of a survival, with its weights. */
export interface Spans extends RiskSets {
  /** a row: its own event's time or −1 */
  readonly event: Int32Array;
  /** a time and one more: where its terms start */
  readonly termStart: Int32Array;
  /** a term */
  readonly fraction: Float64Array;
  readonly D: Float64Array;
  /** a row: its share among the events of its time */
  readonly share: Float64Array;
}

/** times of events rise within a stratum; rows of weight 0 have no events */
export function spansOf({ time, event, start, strata }: Survival, shares: Float64Array, ties: Ties): Spans {
  const n = time.length;
  const stratum = strata ?? new Int32Array(n);
  const count = stratum.reduce((a, b) => Math.max(a, b), 0) + 1;
  const rows = Array.from({ length: n }, (_, i) => i);
  const byStratum = Array.from({ length: count }, () => [] as number[]);
  for (const i of rows) byStratum[stratum[i]].push(i);
  const times: number[] = [];
  const timeStratum: number[] = [];
  const termStart = [0];
  const fraction: number[] = [];
  const D: number[] = [];
  const [first, last] = [new Int32Array(n), new Int32Array(n)];
  const own = new Int32Array(n).fill(-1);
  const share = new Float64Array(n);
  byStratum.forEach((members, s) => {
    const events = members.filter((i) => event[i] === 1 && shares[i] > 0);
    const from = times.length;
    const mine = risen(time, events);
    const [weight, tied] = [new Float64Array(mine.length), new Int32Array(mine.length)];
    for (const i of events) {
      const k = above(mine, time[i]) - 1;
      own[i] = from + k;
      weight[k] += shares[i];
      tied[k]++;
    }
    for (const i of events) share[i] = shares[i] / weight[own[i] - from];
    for (let k = 0; k < mine.length; k++) {
      const terms = ties === "efron" ? tied[k] : 1;
      for (let l = 0; l < terms; l++) {
        fraction.push(l / terms);
        D.push(weight[k] / terms);
      }
      times.push(mine[k]);
      timeStratum.push(s);
      termStart.push(D.length);
    }
    // at risk from the first event after its start to the last one up to its time
    for (const i of members) {
      first[i] = from + (start ? above(mine, start[i]) : 0);
      last[i] = from + above(mine, time[i]);
    }
  });
  return {
    strata: count,
    first,
    last,
    event: own,
    stratum,
    times: Float64Array.from(times),
    timeStratum: Int32Array.from(timeStratum),
    termStart: Int32Array.from(termStart),
    fraction: Float64Array.from(fraction),
    D: Float64Array.from(D),
    share,
  };
}

/** the different times of these rows, rising: numbers alone are sorted in a tenth of the time that rows take */
function risen(time: Float64Array, rows: readonly number[]): Float64Array {
  const sorted = new Float64Array(rows.length);
  for (let k = 0; k < sorted.length; k++) sorted[k] = time[rows[k]];
  sorted.sort();
  let count = 0;
  for (const at of sorted) if (count === 0 || at !== sorted[count - 1]) sorted[count++] = at;
  return sorted.slice(0, count);
}

/** how many of the rising values are ≤ x */
function above(values: Float64Array, x: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** the least that minus the log partial likelihood comes near to: in each term the events alone at risk; w: weights, or shares */
export function leastOf({ times, termStart, fraction, D, share, event }: Spans, w: Float64Array): number {
  const logs = new Float64Array(times.length);
  for (let i = 0; i < w.length; i++) if (event[i] >= 0) logs[event[i]] += share[i] * log(w[i] / share[i]);
  let least = 0;
  for (let t = 0; t < times.length; t++)
    for (let l = termStart[t]; l < termStart[t + 1]; l++) least += D[l] * (logs[t] + log(1 - fraction[l]));
  return least;
}

/** the loss of these spans; n rows */
export function coxLoss(spans: Spans, shares: Float64Array): JointLoss {
  const { times, termStart, fraction, D, share, event } = spans;
  const n = shares.length;
  const saturated = leastOf(spans, shares) + log(n) * D.reduce((sum, d) => sum + d, 0);
  const there = atRisk(spans, shares);
  const tied = new Float64Array(times.length);
  for (let i = 0; i < n; i++) if (event[i] >= 0) tied[event[i]] += shares[i];
  let zero = 0;
  for (let t = 0; t < times.length; t++)
    for (let l = termStart[t]; l < termStart[t + 1]; l++) zero += D[l] * log(n * (there[t] - fraction[l] * tied[t]));
  return {
    kind: JointKind.Cox,
    layers: 1,
    perRow: 1,
    terms: D.length,
    intercepts: false,
    saturated,
    zero: zero - saturated,
    start: [],
    fill(memory, loss, rows, w) {
      const { strata, first, last, stratum, timeStratum } = spans;
      const all = new Int32Array(4 * n);
      [first, last, event, stratum].forEach((list, k) => {
        all.set(list, k * n);
      });
      const spansAt = memory.putIntegers(all);
      const sums = memory.f64(2 * (times.length + 1) + strata);
      const leaves = powerOfTwo(Math.ceil(log2(times.length + 1)));
      const tree = entersLate(spans) ? memory.f64(2 * leaves) : 0;
      const [terms, of] = [termStart, timeStratum].map((list) => memory.putIntegers(list));
      const [fractions, weights, own] = [fraction, D, share].map((values) => memory.put(values));
      jointLossKernels().cox(
        loss,
        rows,
        w,
        times.length,
        strata,
        D.length,
        spansAt,
        of,
        terms,
        fractions,
        weights,
        own,
        sums,
        tree,
        leaves,
      );
    },
  };
}
