// A (rows × m, column-major) = QRPᵀ by Householder reflections with column pivoting (Businger, Golub 1965; Golub, Van Loan, Matrix
// Computations, section 5.4). Columns stay where they are: `order` (i32) names them in pivot order. Above and on the diagonal of a
// column in pivot order stands R, below it the reflection's vector v (v₀ = 1 not stored); H = I − τvvᵀ.
import { spend } from "./heed";
import { at } from "./lanes";
import { axpy, dot } from "./level1";

/** column j of A */
function col(rows: i32, A: usize, j: i32): usize {
  return A + ((<usize>j * <usize>rows) << 3);
}

/** the column at place k of the pivot order */
export function pivot(order: usize, k: i32): i32 {
  return i32.load(order + ((<usize>k) << 2));
}

/**
 * A ← R and the reflections, tau (min(rows, m)), order (m, i32), norms (m) as scratch. Returns the rank: where the largest remaining
 * column is rounding, |R_kk| ≤ noise, the factorisation ends.
 */
export function factorQR(rows: i32, m: i32, A: usize, tau: usize, order: usize, norms: usize, noise: f64): i32 {
  for (let j = 0; j < m; j++) {
    i32.store(order + ((<usize>j) << 2), j);
    f64.store(at(norms, j), dot(rows, col(rows, A, j), col(rows, A, j)));
  }
  const steps = min(rows, m);
  for (let k = 0; k < steps; k++) {
    spend(rows - k, m - k);
    choose(k, m, order, norms);
    const j = pivot(order, k);
    const a = at(col(rows, A, j), k);
    const size = sqrt(dot(rows - k, a, a));
    if (!(size > noise)) return k;
    f64.store(at(tau, k), reflection(rows - k, a, size));
    for (let i = k + 1; i < m; i++) {
      const other = pivot(order, i);
      const b = at(col(rows, A, other), k);
      reflect(rows - k, a, f64.load(at(tau, k)), b);
      // what is left below row k; computed anew, because a downdated norm loses its digits just where the rank is decided
      f64.store(at(norms, other), dot(rows - k - 1, b + 8, b + 8));
    }
  }
  return steps;
}

/** order: the column with the largest norm among places k … m comes to place k */
function choose(k: i32, m: i32, order: usize, norms: usize): void {
  let best = k;
  for (let i = k + 1; i < m; i++) if (f64.load(at(norms, pivot(order, i))) > f64.load(at(norms, pivot(order, best)))) best = i;
  const first = pivot(order, k);
  i32.store(order + ((<usize>k) << 2), pivot(order, best));
  i32.store(order + ((<usize>best) << 2), first);
}

/** a ← (R_kk, v) for a vector a of norm `size` > 0; returns τ */
function reflection(n: i32, a: usize, size: f64): f64 {
  const head = f64.load(a);
  const r = head > 0 ? -size : size;
  const scale = 1 / (head - r);
  for (let i = 1; i < n; i++) f64.store(at(a, i), f64.load(at(a, i)) * scale);
  f64.store(a, r);
  return (r - head) / r;
}

/** b ← b − τ(vᵀb)v, v₀ = 1 */
function reflect(n: i32, v: usize, tau: f64, b: usize): void {
  const w = tau * (f64.load(b) + dot(n - 1, v + 8, b + 8));
  f64.store(b, f64.load(b) - w);
  axpy(n - 1, -w, v + 8, b + 8);
}

/** b ← Qᵀb for the first `rank` reflections */
export function applyQT(rows: i32, rank: i32, A: usize, tau: usize, order: usize, b: usize): void {
  spend(rank, rows);
  for (let k = 0; k < rank; k++) reflect(rows - k, at(col(rows, A, pivot(order, k)), k), f64.load(at(tau, k)), at(b, k));
}

/** R_kj, j a place in the pivot order */
function entry(rows: i32, A: usize, order: usize, k: i32, j: i32): usize {
  return at(col(rows, A, pivot(order, j)), k);
}

/**
 * [R₁₁ R₁₂] ← [T 0]Z for a rank below m: reflections from the right, kept in the rows of R₁₂ and in zeta (rank), last row first
 * (Golub, Van Loan, section 5.4.7). With it the least-squares solution of smallest norm is Zᵀ(T⁻¹Qᵀb, 0).
 */
export function completeQR(rows: i32, m: i32, rank: i32, A: usize, order: usize, zeta: usize): void {
  for (let k = rank - 1; k >= 0; k--) {
    const head = f64.load(entry(rows, A, order, k, k));
    let squares = head * head;
    for (let j = rank; j < m; j++) {
      const value = f64.load(entry(rows, A, order, k, j));
      squares += value * value;
    }
    const size = sqrt(squares);
    const t = head > 0 ? -size : size;
    const scale = 1 / (head - t);
    const tau = (t - head) / t;
    for (let j = rank; j < m; j++) {
      const v = entry(rows, A, order, k, j);
      f64.store(v, f64.load(v) * scale);
    }
    f64.store(entry(rows, A, order, k, k), t);
    f64.store(at(zeta, k), tau);
    spend(k, m - rank);
    for (let i = 0; i < k; i++) {
      const first = entry(rows, A, order, i, k);
      let w = f64.load(first);
      for (let j = rank; j < m; j++) w += f64.load(entry(rows, A, order, i, j)) * f64.load(entry(rows, A, order, k, j));
      w *= tau;
      f64.store(first, f64.load(first) - w);
      for (let j = rank; j < m; j++) {
        const e = entry(rows, A, order, i, j);
        f64.store(e, f64.load(e) - w * f64.load(entry(rows, A, order, k, j)));
      }
    }
  }
}

/** x (m) ← the solution of smallest norm from b = Qᵀy, which is overwritten; with rank < m after completeQR */
export function solveQR(rows: i32, m: i32, rank: i32, A: usize, order: usize, zeta: usize, b: usize, x: usize): void {
  spend(rank, m);
  memory.fill(x, 0, (<usize>m) << 3);
  for (let k = rank - 1; k >= 0; k--) {
    const z = f64.load(at(b, k)) / f64.load(entry(rows, A, order, k, k));
    f64.store(at(x, pivot(order, k)), z);
    axpy(k, -z, col(rows, A, pivot(order, k)), b);
  }
  if (rank === m) return;
  for (let k = 0; k < rank; k++) {
    const first = at(x, pivot(order, k));
    let w = f64.load(first);
    for (let j = rank; j < m; j++) w += f64.load(entry(rows, A, order, k, j)) * f64.load(at(x, pivot(order, j)));
    w *= f64.load(at(zeta, k));
    f64.store(first, f64.load(first) - w);
    for (let j = rank; j < m; j++) {
      const e = at(x, pivot(order, j));
      f64.store(e, f64.load(e) - w * f64.load(entry(rows, A, order, k, j)));
    }
  }
}
