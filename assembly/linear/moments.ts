import { spend } from "./heed";
import { at, madd, sum } from "./lanes";
import { dotCentred, sumSquaresCentred } from "./level1";

/**
 * mean ← Σ wᵢxᵢ and variance ← Σ wᵢ(xᵢ − mean)² of every column, Σw = 1. One pass around the first value of positive weight, so that a
 * constant column has exactly variance 0. Where that value lies so far from the mean that the difference of squares would lose more than
 * two bits, a second pass around the mean, corrected for its rounding (Chan, Golub, LeVeque 1983, eq. 1.7).
 */
export function moments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  let first = 0;
  while (f64.load(at(w, first)) === 0) first++;
  for (let j = 0; j < p; j++) {
    const x = X + ((<usize>j * <usize>n) << 3);
    const start = f64.load(at(x, first));
    spend(n, 1);
    sumsCentred(n, x, start, w, at(means, j), at(variances, j));
    const s = f64.load(at(means, j));
    const q = f64.load(at(variances, j));
    let mean = start + s;
    let variance = q - s * s;
    // also where the squares around the first value overflow, and their difference is NaN
    if (!(variance >= 0.25 * q)) {
      const off = dotCentred(n, x, mean, w);
      variance = max(0, sumSquaresCentred(n, w, x, mean) - off * off);
      mean += off;
    }
    f64.store(at(means, j), mean);
    f64.store(at(variances, j), variance);
  }
}

/** first ← Σ wᵢ(xᵢ − m), second ← Σ wᵢ(xᵢ − m)² */
function sumsCentred(n: i32, x: usize, m: f64, w: usize, first: usize, second: usize): void {
  const mm = f64x2.splat(m);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let q0 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32, w += 32) {
    const d0 = f64x2.sub(v128.load(x), mm);
    const d1 = f64x2.sub(v128.load(x, 16), mm);
    const e0 = f64x2.mul(v128.load(w), d0);
    const e1 = f64x2.mul(v128.load(w, 16), d1);
    s0 = f64x2.add(s0, e0);
    s1 = f64x2.add(s1, e1);
    q0 = madd(q0, e0, d0);
    q1 = madd(q1, e1, d1);
  }
  let s = sum(f64x2.add(s0, s1));
  let q = sum(f64x2.add(q0, q1));
  for (; x < end; x += 8, w += 8) {
    const d = f64.load(x) - m;
    const e = f64.load(w) * d;
    s += e;
    q += e * d;
  }
  f64.store(first, s);
  f64.store(second, q);
}
