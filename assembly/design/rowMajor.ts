// Rows for methods that read one row at a time.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";
import { column } from "../linear/level2";

/** rows of a block: of each column a few cache lines, of each row what the next columns write to again */
const HEIGHT: i32 = 64;

/** out ← ((xᵢⱼ − mⱼ)/dⱼ), row by row, of the m columns in `columns` */
export function rowMajor(n: i32, m: i32, X: usize, columns: usize, means: usize, scales: usize, out: usize): void {
  for (let from = 0; from < n; from += HEIGHT) {
    const to = min(n, from + HEIGHT);
    spend(HEIGHT, m);
    for (let j = 0; j < m; j++) {
      const x = column(n, X, columns, j);
      const mean = f64.load(at(means, j));
      const scale = f64.load(at(scales, j));
      for (let i = from; i < to; i++) {
        f64.store(out + ((<usize>i * <usize>m + <usize>j) << 3), (f64.load(at(x, i)) - mean) / scale);
      }
    }
  }
}

/** out ← ‖xᵢ‖² of n rows of m numbers */
export function rowSquares(n: i32, m: i32, X: usize, out: usize): void {
  for (let i = 0; i < n; i++) {
    const x = X + ((<usize>i * <usize>m) << 3);
    f64.store(at(out, i), dot(m, x, x));
  }
}
