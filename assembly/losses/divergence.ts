import { fMinusLog, log } from "../linear/elementary";

/**
 * a log(a/b) − a + b ≥ 0 for a, b ≥ 0, with log b and d = a − b, which the caller knows better than b tells: b may have underflowed.
 * Near a = b it is b((1 + x) log(1 + x) − x) with x = d/b, where the terms of first order have cancelled on paper: d²/2b does not drown.
 */
export function divergence(a: f64, b: f64, logB: f64, d: f64): f64 {
  if (a === 0) return b;
  const x = d / b;
  if (x >= -0.25 && x <= 0.5) return b * (x * x - (1 + x) * f64x2.extract_lane(fMinusLog(f64x2.splat(x)), 0));
  return a * (log(a) - logB) - d;
}
