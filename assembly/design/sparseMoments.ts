// Means and variances of sparse columns, Σw = 1.
import { at } from "../linear/lanes";
import { moments } from "../linear/moments";
import { columnAt } from "./column";

/**
 * mean ← Σ wᵢxᵢ and variance ← Σ wᵢ(xᵢ − mean)² of every column: of the entries as they are, of the zeros by what they weigh together.
 * Around the mean, and corrected for its rounding (Chan, Golub, LeVeque 1983, eq. 1.7).
 */
export function sparseMoments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  for (let j = 0; j < p; j++) {
    const x = columnAt(X, j);
    if (!x.rows) {
      moments(n, 1, x.values, w, at(means, j), at(variances, j));
      continue;
    }
    const mean = x.dot(w);
    let variance: f64 = 0;
    let off: f64 = 0;
    let there: f64 = 0;
    for (let k = 0; k < x.count; k++) {
      const wi = f64.load(at(w, x.row(k)));
      const d = x.value(k) - mean;
      there += wi;
      off += wi * d;
      variance += wi * d * d;
    }
    // where the entries have all the weight, the zeros have none
    const zeros = max(0, 1 - there);
    off -= zeros * mean;
    variance += zeros * mean * mean;
    f64.store(at(means, j), mean + off);
    f64.store(at(variances, j), max(0, variance - off * off));
  }
}
