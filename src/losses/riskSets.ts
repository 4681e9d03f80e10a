// Sums over those who are at risk at each event time, of n rows and T times: n + T steps, and log T of them a row where some enter late. Nothing is taken off
// a sum, as late risk sets may be tiny beside early ones; assembly/losses/cox.ts has the same of e^η.

/** Rows as spans of event times, which rise within a stratum. */
export interface RiskSets {
  readonly strata: number;
  /** a row: first time at risk, one past the last, its stratum */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly stratum: Int32Array;
  /** a time: when it is, its stratum */
  readonly times: Float64Array;
  readonly timeStratum: Int32Array;
}

/** the shares that are at risk at each time */
export function atRisk(spans: RiskSets, shares: Float64Array): Float64Array {
  return entersLate(spans) ? overTree(spans, shares) : fromTheLast(spans, shares);
}

/** true where a row comes under observation after the first time of its stratum */
export function entersLate({ strata, timeStratum, first, stratum }: RiskSets): boolean {
  // where a stratum has no times its rows have no span
  const starts = new Int32Array(strata).fill(timeStratum.length);
  for (let t = timeStratum.length - 1; t >= 0; t--) starts[timeStratum[t]] = t;
  for (let i = 0; i < first.length; i++) if (first[i] > starts[stratum[i]]) return true;
  return false;
}

/** rows are at risk up to a time: they join one after another, from the last time on */
function fromTheLast({ first, last, times, timeStratum }: RiskSets, shares: Float64Array): Float64Array {
  const T = times.length;
  // the rows whose last time is t, in their order: the first of them, and the one behind each
  const head = new Int32Array(T).fill(-1);
  const next = new Int32Array(shares.length);
  for (let i = shares.length - 1; i >= 0; i--) {
    if (last[i] <= first[i]) continue;
    next[i] = head[last[i] - 1];
    head[last[i] - 1] = i;
  }
  const sums = new Float64Array(T);
  let sum = 0;
  for (let t = T - 1; t >= 0; t--) {
    if (timeStratum[t] !== timeStratum[t + 1]) sum = 0;
    for (let i = head[t]; i >= 0; i = next[i]) sum += shares[i];
    sums[t] = sum;
  }
  return sums;
}

/** a row is added to the few nodes of a binary tree that make up its span; a time is in the nodes above it */
export function overTree({ first, last, times }: RiskSets, shares: Float64Array): Float64Array {
  const T = times.length;
  const nodes = new Float64Array(2 * T);
  for (let i = 0; i < shares.length; i++)
    for (let [from, to] = [first[i] + T, last[i] + T]; from < to; from >>= 1, to >>= 1) {
      if (from & 1) nodes[from++] += shares[i];
      if (to & 1) nodes[--to] += shares[i];
    }
  const sums = new Float64Array(T);
  for (let t = 0; t < T; t++) for (let node = t + T; node >= 1; node >>= 1) sums[t] += nodes[node];
  return sums;
}
