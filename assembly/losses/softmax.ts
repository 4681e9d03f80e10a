// pₖ = e^ηₖ / Σ e^ηₗ of some rows at a time, layer after layer: m = max ηₖ, rest = Σ e^(ηₖ − m) over all but one of the largest, so that
// log Σ e^ηₗ = m + log(1 + rest) keeps its digits where one class has all the probability.
import { exp, log, log1p } from "../linear/elementary";
import { at } from "../linear/lanes";

/** rows that are taken at a time, of each layer 512 bytes, and what is known of each: max ηₖ, rest, 1/(1 + rest) */
export const ROWS: i32 = 64;
export const MOST: usize = memory.data(8 * 64, 16);
export const REST: usize = memory.data(8 * 64, 16);
export const WHOLE: usize = memory.data(8 * 64, 16);

/** p (K + 1 layers, `ld` apart), MOST, REST, WHOLE ← of the rows from … to */
export function probabilities(K: i32, ld: i32, from: i32, to: i32, eta: usize, p: usize): void {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  // layers have an even number of rows: beside an odd last one stands one that nobody reads
  const count = (to - from + 1) & ~1;
  memory.copy(MOST, at(eta, from), (<usize>count) << 3);
  for (let k = 1; k < K; k++) {
    const e = at(eta, k * ld + from);
    for (let i = 0; i < count; i += 2) v128.store(at(MOST, i), f64x2.max(v128.load(at(MOST, i)), v128.load(at(e, i))));
  }
  for (let i = 0; i < count; i += 2) {
    v128.store(at(REST, i), zero);
    v128.store(at(WHOLE, i), f64x2.splat(-1));
  }
  for (let k = 0; k < K; k++) {
    const e = at(eta, k * ld + from);
    const q = at(p, k * ld + from);
    for (let i = 0; i < count; i += 2) {
      const d = f64x2.sub(v128.load(at(e, i)), v128.load(at(MOST, i)));
      const below = f64x2.lt(d, zero);
      const x = exp(d);
      v128.store(at(q, i), x);
      // the largest is counted, not added to what is small beside it
      v128.store(at(REST, i), f64x2.add(v128.load(at(REST, i)), v128.and(below, x)));
      v128.store(at(WHOLE, i), f64x2.add(v128.load(at(WHOLE, i)), v128.andnot(one, below)));
    }
  }
  for (let i = 0; i < count; i += 2) {
    const rest = f64x2.add(v128.load(at(REST, i)), v128.load(at(WHOLE, i)));
    v128.store(at(REST, i), rest);
    v128.store(at(WHOLE, i), f64x2.div(one, f64x2.add(one, rest)));
  }
  for (let k = 0; k < K; k++) {
    const q = at(p, k * ld + from);
    for (let i = 0; i < count; i += 2) v128.store(at(q, i), f64x2.mul(v128.load(at(q, i)), v128.load(at(WHOLE, i))));
  }
  // one layer more: what all but the most probable class have
  const off = at(p, K * ld + from);
  for (let i = 0; i < count; i += 2) v128.store(at(off, i), f64x2.mul(v128.load(at(REST, i)), v128.load(at(WHOLE, i))));
}

/** log(1 + x), x ≥ 0 */
export function logOfOneAnd(x: f64): f64 {
  return x <= 1 ? f64x2.extract_lane(log1p(f64x2.splat(x)), 0) : log(1 + x);
}
