// A = LLᵀ, lower, row-major with leading dimension ld, in place.
//
// Blocks of 64 columns, right-looking: the diagonal block row by row, the rows below it four at a time, and the rest of the matrix,
// which is nearly all of the work, through the tile of level3:
//     ┌ L₁₁      ┐    L₁₁L₁₁ᵀ = A₁₁,   L₂₁ = A₂₁L₁₁⁻ᵀ,   A₂₂ ← A₂₂ − L₂₁L₂₁ᵀ
//     └ L₂₁  A₂₂ ┘
import { spend } from "./heed";
import { at, PANEL, padded } from "./lanes";
import { axpy, dot } from "./level1";
import { Four, FourRows } from "./level1f";
import { accumulate } from "./level3";

/** Columns eliminated at a time: the diagonal block is 64 × 64 × 8 B = 32 KiB, and a tile pays for its 16 stores with 64 steps. */
const BLOCK: i32 = 64;

/** the four means of columns that are not centred */
const ZEROS: usize = memory.data<f64>([0, 0, 0, 0], 16);

/**
 * Row i of L from row i of A and the rows above, where the columns before `done` are eliminated already (those entries are L's).
 * False where the pivot is not positive beyond rounding, or not above `least`·Aᵢᵢ: column i depends on those before it.
 */
export function factorRow(i: i32, ld: i32, A: usize, done: i32 = 0, least: f64 = 0): bool {
  const row = at(A, i * ld);
  const start = at(row, done);
  for (let j = done; j < i; j++) {
    const above = at(A, j * ld);
    f64.store(at(row, j), (f64.load(at(row, j)) - dot(j - done, start, at(above, done))) / f64.load(at(above, j)));
  }
  const left = f64.load(at(row, i));
  const pivot = left - dot(i - done, start, start);
  // Aᵢᵢ − Σ Lᵢⱼ² carries a rounding error of about (i + 1)·ε·Aᵢᵢ (Higham, Accuracy and Stability, theorem 10.3)
  if (!(pivot > max(least, (i + 1) * f64.EPSILON) * (left + dot(done, row, row)))) return false;
  f64.store(at(row, i), sqrt(pivot));
  return true;
}

/** A ← L, row by row. Returns 0, or 1 + the index of the first pivot that fails. */
export function factor(m: i32, ld: i32, A: usize): i32 {
  for (let i = 0; i < m; i++) {
    if (!factorRow(i, ld, A)) return i + 1;
    spend(i, i);
  }
  return 0;
}

/** A ← L in blocks; A padded to whole panels as by syrk, `panels` as large as for syrk. Returns as `factor`. */
export function factorBlocked(m: i32, A: usize, panels: usize): i32 {
  const ld = padded(m);
  for (let done = 0; done < m; done += BLOCK) {
    const end = min(done + BLOCK, m);
    for (let i = done; i < end; i++) if (!factorRow(i, ld, A, done)) return i + 1;
    for (let i = end; i < m; i += PANEL) rowsBelow(i, done, end, m, ld, A, at(panels, (i - end) * BLOCK));
    accumulate(end - done, padded(m - end), -1, panels, ld, at(A, end * ld + end), 0);
  }
  return 0;
}

/** rows i … i+4 of L₂₁ ← A₂₁L₁₁⁻ᵀ, and their panel; rows past m are zero in the panel */
function rowsBelow(i: i32, done: i32, end: i32, m: i32, ld: i32, A: usize, panel: usize): void {
  const row = at(A, i * ld);
  const next = (<usize>ld) << 3;
  const r0 = at(row, done);
  for (let j = done; j < end; j++, panel += 32) {
    const above = at(A, j * ld);
    Four.dot(j - done, r0, r0 + next, r0 + 2 * next, r0 + 3 * next, ZEROS, at(above, done), panel);
    const pivot = f64.load(at(above, j));
    for (let r = 0; r < PANEL; r++) {
      const entry = at(row, r * ld + j);
      const value = i + r < m ? (f64.load(entry) - f64.load(at(panel, r))) / pivot : 0;
      f64.store(entry, value);
      f64.store(at(panel, r), value);
    }
  }
}

/** b ← (LLᵀ)⁻¹b */
export function solve(m: i32, ld: i32, L: usize, b: usize): void {
  spend(m, m);
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

/** four vectors b, ldb numbers after one another, ← (LLᵀ)⁻¹b; L is read once for all; out: four numbers of scratch */
export function solveFour(m: i32, ld: i32, L: usize, b: usize, ldb: i32, out: usize): void {
  spend(4 * m, m);
  const b1 = at(b, ldb);
  const b2 = at(b1, ldb);
  const b3 = at(b2, ldb);
  for (let i = 0; i < m; i++) {
    const row = at(L, i * ld);
    FourRows.dot(i, b, b1, b2, b3, row, out);
    const pivot = f64.load(at(row, i));
    for (let k = 0; k < 4; k++) {
      const entry = at(b, k * ldb + i);
      f64.store(entry, (f64.load(entry) - f64.load(at(out, k))) / pivot);
    }
  }
  for (let i = m - 1; i >= 0; i--) {
    const row = at(L, i * ld);
    const pivot = f64.load(at(row, i));
    for (let k = 0; k < 4; k++) {
      const entry = at(b, k * ldb + i);
      const z = f64.load(entry) / pivot;
      f64.store(entry, z);
      f64.store(at(out, k), -z);
    }
    FourRows.spread(i, out, row, b, b1, b2, b3);
  }
}
