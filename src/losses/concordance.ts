// Harrell's concordance: of the pairs of rows of which one is known to have had its event first, the share whose hazards are in that order.
import type { Survival } from "./cox.js";

/**
 * Σ over pairs i, j with an event of i at tᵢ while j was observed beyond it of 1 where ηᵢ > ηⱼ, ½ where they are equal, by the number of
 * pairs (Harrell, Lee, Mark 1996); pairs are weighted by wᵢwⱼ, and lie within a stratum. NaN without such a pair. O(n log n).
 */
export function concordance({ time, event, start, strata }: Survival, eta: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const n = time.length;
  const byStratum = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const rows = byStratum.get(strata?.[i] ?? 0);
    if (rows) rows.push(i);
    else byStratum.set(strata?.[i] ?? 0, [i]);
  }
  const weight = (i: number) => weights?.[i] ?? 1;
  let [right, all] = [0, 0];
  for (const rows of byStratum.values()) {
    const values = [...new Set(rows.map((i) => eta[i]))].sort((a, b) => a - b);
    const rank = new Map(values.map((value, k) => [value, k]));
    const at = (i: number) => rank.get(eta[i]) as number;
    const there = new Sums(values.length);
    const late = [...rows].sort((a, b) => time[b] - time[a]);
    // rows leave again, last entries first, before the events at or before their start
    const entries = start ? [...rows].sort((a, b) => start[b] - start[a]) : [];
    let left = 0;
    for (let k = 0; k < late.length; ) {
      const now = time[late[k]];
      for (; start && left < entries.length && start[entries[left]] >= now; left++) there.add(at(entries[left]), -weight(entries[left]));
      let end = k;
      while (end < late.length && time[late[end]] === now) end++;
      const tied = late.slice(k, end);
      for (const i of tied) if (!event[i]) there.add(at(i), weight(i));
      for (const i of tied) {
        if (!event[i]) continue;
        const r = at(i);
        const below = there.upTo(r - 1);
        const same = there.upTo(r) - below;
        right += weight(i) * (below + same / 2);
        all += weight(i) * there.upTo(values.length - 1);
      }
      for (const i of tied) if (event[i]) there.add(at(i), weight(i));
      k = end;
    }
  }
  return right / all;
}

/** Sums of what was added up to a place (Fenwick 1994). */
class Sums {
  readonly #tree: Float64Array;

  constructor(size: number) {
    this.#tree = new Float64Array(size + 1);
  }

  add(place: number, x: number): void {
    for (let k = place + 1; k < this.#tree.length; k += k & -k) this.#tree[k] += x;
  }

  upTo(place: number): number {
    let sum = 0;
    for (let k = place + 1; k > 0; k -= k & -k) sum += this.#tree[k];
    return sum;
  }
}
