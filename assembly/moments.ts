import { at } from "./lanes";
import { dotCentred, sumSquaresCentred } from "./level1";

/**
 * mean ← Σ wᵢxᵢ and variance ← Σ wᵢ(xᵢ − mean)² of every column, Σw = 1. Two passes around the first value of positive weight, so
 * that a constant column has exactly variance 0; the second is corrected for the rounding of the mean (Chan, Golub, LeVeque 1983, eq. 1.7).
 */
export function moments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  let first = 0;
  while (f64.load(at(w, first)) === 0) first++;
  for (let j = 0; j < p; j++) {
    const x = X + ((<usize>j * <usize>n) << 3);
    const start = f64.load(at(x, first));
    const mean = start + dotCentred(n, x, start, w);
    const off = dotCentred(n, x, mean, w);
    f64.store(at(means, j), mean + off);
    f64.store(at(variances, j), max(0, sumSquaresCentred(n, w, x, mean) - off * off));
  }
}
