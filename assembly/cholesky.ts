// A = LLᵀ, lower, row-major with leading dimension ld, in place. Up-looking: row i needs only the rows above it, so a block of
// columns can grow one at a time (solvers/free.ts) and both inner loops are dot products along rows.
import { at } from "./lanes";
import { axpy, dot } from "./level1";

/** Lᵢ· from Aᵢ· and the rows above. False where the pivot is not positive beyond rounding: column i depends on those before it. */
export function factorRow(i: i32, ld: i32, A: usize): bool {
  const row = at(A, i * ld);
  for (let j = 0; j < i; j++) {
    const above = at(A, j * ld);
    f64.store(at(row, j), (f64.load(at(row, j)) - dot(j, row, above)) / f64.load(at(above, j)));
  }
  const diagonal = f64.load(at(row, i));
  const pivot = diagonal - dot(i, row, row);
  // Aᵢᵢ − Σ Lᵢⱼ² carries a rounding error of about (i + 1)·ε·Aᵢᵢ (Higham, Accuracy and Stability, theorem 10.3)
  if (!(pivot > (i + 1) * f64.EPSILON * diagonal)) return false;
  f64.store(at(row, i), sqrt(pivot));
  return true;
}

/** A ← L. Returns 0, or 1 + the index of the first pivot that fails. */
export function factor(m: i32, ld: i32, A: usize): i32 {
  for (let i = 0; i < m; i++) if (!factorRow(i, ld, A)) return i + 1;
  return 0;
}

/** b ← (LLᵀ)⁻¹b */
export function solve(m: i32, ld: i32, L: usize, b: usize): void {
  for (let i = 0; i < m; i++) {
    const row = at(L, i * ld);
    f64.store(at(b, i), (f64.load(at(b, i)) - dot(i, row, b)) / f64.load(at(row, i)));
  }
  for (let i = m - 1; i >= 0; i--) {
    const row = at(L, i * ld);
    const z = f64.load(at(b, i)) / f64.load(at(row, i));
    f64.store(at(b, i), z);
    axpy(i, -z, row, b);
  }
}
