import { fMinusLog, log } from "../linear/elementary";

/** a log(a/b) − a + b ≥ 0 for a, b ≥ 0, with log b and d = a − b, which the caller knows better than b tells: b may have underflowed */
export function divergence(a: f64, b: f64, logB: f64, d: f64): f64 {
  if (a === 0) return b;
  const near = f64x2.extract_lane(divergenceNear(f64x2.splat(b), f64x2.splat(d)), 0);
  return near >= 0 ? near : a * (log(a) - logB) - d;
}

/**
 * the same of two pairs where d is small beside b, NaN elsewhere: b((1 + x) log(1 + x) − x) with x = d/b, where the terms of first order have
 * cancelled on paper: d²/2b does not drown
 */
export function divergenceNear(b: v128, d: v128): v128 {
  const x = f64x2.div(d, b);
  const rest = f64x2.mul(f64x2.add(f64x2.splat(1), x), fMinusLog(x));
  const value = f64x2.mul(b, f64x2.sub(f64x2.mul(x, x), rest));
  const isNear = v128.and(f64x2.ge(x, f64x2.splat(-0.25)), f64x2.le(x, f64x2.splat(0.5)));
  return v128.bitselect(value, f64x2.splat(NaN), isNear);
}
