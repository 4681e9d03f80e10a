// How near a positive definite A is to a singular matrix, its rows and columns scaled to a unit diagonal, B = D⁻½AD⁻½: what Cholesky's
// accuracy depends on (Demmel 1989; Higham, Accuracy and Stability, section 10.1). ‖B⁻¹‖₁ is estimated from the factor by a few
// solves (Hager 1984; Higham, algorithm 15.1), never above the truth and rarely below a third of it.
import { solve } from "./cholesky";
import { at } from "./lanes";

/** roots (m) ← D½; returns ‖B‖₁ from the lower triangle of A, before it is factored; sums (m) is scratch */
export function scaledNorm(m: i32, ld: i32, A: usize, roots: usize, sums: usize): f64 {
  memory.fill(sums, 0, (<usize>m) << 3);
  let norm: f64 = 0;
  for (let i = 0; i < m; i++) f64.store(at(roots, i), sqrt(f64.load(at(A, i * ld + i))));
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const b = abs(f64.load(at(A, i * ld + j))) / (f64.load(at(roots, i)) * f64.load(at(roots, j)));
      f64.store(at(sums, i), f64.load(at(sums, i)) + b);
      f64.store(at(sums, j), f64.load(at(sums, j)) + b);
    }
  }
  for (let i = 0; i < m; i++) norm = max(norm, 1 + f64.load(at(sums, i)));
  return norm;
}

/** 1 / (‖B‖₁ · estimate of ‖B⁻¹‖₁) from the factor L, the norm and the roots; x and z (m each) are scratch */
export function reciprocalCondition(m: i32, ld: i32, L: usize, norm: f64, roots: usize, x: usize, z: usize): f64 {
  if (m === 0) return 1;
  let estimate: f64 = 0;
  let unit = -1;
  for (let round = 0; round < 5; round++) {
    // x ← B⁻¹x for the vector of 1/m, then for unit vectors
    for (let j = 0; j < m; j++) f64.store(at(x, j), unit < 0 ? 1.0 / m : j === unit ? 1 : 0);
    inverse(m, ld, L, roots, x);
    let size: f64 = 0;
    for (let j = 0; j < m; j++) {
      const v = f64.load(at(x, j));
      size += abs(v);
      f64.store(at(z, j), v < 0 ? -1 : 1);
    }
    if (size <= estimate) break;
    estimate = size;
    inverse(m, ld, L, roots, z);
    let best = 0;
    for (let j = 1; j < m; j++) if (abs(f64.load(at(z, j))) > abs(f64.load(at(z, best)))) best = j;
    if (best === unit) break;
    unit = best;
  }
  return 1 / (norm * estimate);
}

/** v ← B⁻¹v = D½A⁻¹D½v */
function inverse(m: i32, ld: i32, L: usize, roots: usize, v: usize): void {
  for (let j = 0; j < m; j++) f64.store(at(v, j), f64.load(at(v, j)) * f64.load(at(roots, j)));
  solve(m, ld, L, v);
  for (let j = 0; j < m; j++) f64.store(at(v, j), f64.load(at(v, j)) * f64.load(at(roots, j)));
}
