// Minus the log partial likelihood of rows by their η, for what is judged outside of a fit (the kernels have it in assembly/losses/cox.ts).
import { exp, log } from "../elementary.js";
import { leastOf, type Survival, spansOf, type Ties } from "./cox.js";

/** −Σ wᵢ(ηᵢ − log Σⱼ at risk wⱼ exp(ηⱼ)) over the events, less the least it comes near to; w = 1 where there are no weights */
export function partialLikelihoodAboveLeast(survival: Survival, eta: ArrayLike<number>, ties: Ties, weights?: Float64Array): number {
  const n = survival.time.length;
  const w = weights ?? new Float64Array(n).fill(1);
  const spans = spansOf(survival, w, ties);
  const { times, timeStratum, termStart, fraction, D, first, last, event, stratum, strata } = spans;
  const T = times.length;
  const shift = new Float64Array(strata).fill(-Infinity);
  for (let i = 0; i < n; i++) if (w[i] > 0) shift[stratum[i]] = Math.max(shift[stratum[i]], eta[i]);
  const [there, late, tied] = [0, 1, 2].map(() => new Float64Array(T + 1));
  let value = 0;
  for (let i = 0; i < n; i++) {
    if (w[i] === 0) continue;
    const d = eta[i] - shift[stratum[i]];
    if (event[i] >= 0) value -= w[i] * d;
    if (last[i] <= first[i]) continue;
    const h = w[i] * exp(d);
    there[last[i] - 1] += h;
    if (first[i] > 0 && timeStratum[first[i] - 1] === timeStratum[first[i]]) late[first[i] - 1] += h;
    if (event[i] >= 0) tied[event[i]] += h;
  }
  for (let t = T - 1; t >= 0; t--) {
    if (t + 1 < T && timeStratum[t] === timeStratum[t + 1]) {
      there[t] += there[t + 1];
      late[t] += late[t + 1];
    }
    for (let l = termStart[t]; l < termStart[t + 1]; l++) value += D[l] * log(there[t] - late[t] - fraction[l] * tied[t]);
  }
  return value - leastOf(spans, w);
}
