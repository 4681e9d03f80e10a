// Matrix against vector, O(n·m). X is column-major with n rows; `columns` (i32) names the m columns in use, `means` their m shifts.
import { at } from "./lanes";
import { axpyCentred, dotCentred } from "./level1";
import { Four } from "./level1f";

/** the address of the column that stands at place j of the list */
export function column(n: i32, X: usize, columns: usize, j: i32): usize {
  return X + ((<usize>i32.load(columns + ((<usize>j) << 2)) * <usize>n) << 3);
}

/** η ← η + Σⱼ βⱼ (xⱼ − mⱼ) */
export function gemv(n: i32, m: i32, X: usize, columns: usize, means: usize, beta: usize, eta: usize): void {
  let j = 0;
  for (; j + 4 <= m; j += 4) {
    const b = at(beta, j);
    // sparse coefficients are the rule after a lasso: four zeros cost four loads instead of a pass
    if (f64.load(b) === 0 && f64.load(b, 8) === 0 && f64.load(b, 16) === 0 && f64.load(b, 24) === 0) continue;
    const x0 = column(n, X, columns, j);
    const x1 = column(n, X, columns, j + 1);
    const x2 = column(n, X, columns, j + 2);
    const x3 = column(n, X, columns, j + 3);
    Four.axpy(n, b, x0, x1, x2, x3, at(means, j), eta);
  }
  for (; j < m; j++) {
    const b = f64.load(at(beta, j));
    if (b !== 0) axpyCentred(n, b, column(n, X, columns, j), f64.load(at(means, j)), eta);
  }
}

/** out ← ((xⱼ − mⱼ)ᵀr)ⱼ */
export function gemvT(n: i32, m: i32, X: usize, columns: usize, means: usize, r: usize, out: usize): void {
  let j = 0;
  for (; j + 4 <= m; j += 4) {
    const x0 = column(n, X, columns, j);
    const x1 = column(n, X, columns, j + 1);
    const x2 = column(n, X, columns, j + 2);
    const x3 = column(n, X, columns, j + 3);
    Four.dot(n, x0, x1, x2, x3, at(means, j), r, at(out, j));
  }
  for (; j < m; j++) f64.store(at(out, j), dotCentred(n, column(n, X, columns, j), f64.load(at(means, j)), r));
}
