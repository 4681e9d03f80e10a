/**
 * Ω(β), convex, Ω(0) = 0: what proofs and screens ask, over vectors and over single columns. `partial` is X̃ᵀθ, so that −κ·partial is what
 * the conjugate is taken of. Columns outside of a working set are listed by their places, and β is 0 there.
 */
@unmanaged
export abstract class Penalty {
  /** Ω(β) */
  abstract omega(m: i32, beta: usize): f64;
  /** Ω(β) + Ω*(κz) − κzᵀβ ≥ 0, z = −partial: the penalty's part of the duality gap; Infinity where Ω*(κz) is */
  abstract gap(m: i32, beta: usize, partial: usize, kappa: f64): f64;
  /** the same of columns outside */
  abstract gapOutside(count: i32, places: usize, partial: usize, kappa: f64): f64;
  /** the largest κ ≤ 1 for which Ω*(κz) is finite */
  abstract dualScale(m: i32, partial: usize): f64;
  abstract dualScaleOutside(count: i32, places: usize, partial: usize): f64;
  /** the same, but κz within reach of 0 unless β sits at a bound: finite is not small where the bound is far away */
  abstract nearScale(m: i32, beta: usize, partial: usize): f64;
  abstract nearScaleOutside(count: i32, places: usize, partial: usize): f64;
  /** the smallest λ for which 0 minimises Ω(b) − zb along column j */
  abstract lambdaMax(z: f64, j: i32): f64;
  /** true where 0 minimises Ω(b) − zb along column j for every z in [low, high]: it has nothing to add to the gap, nor to gain */
  abstract staysZero(low: f64, high: f64, j: i32): bool;
  /** true where Ω is 0 along column j, on its whole domain */
  abstract free(j: i32): bool;
  /** true where b lies strictly inside the domain along column j */
  abstract inside(b: f64, j: i32): bool;
  /** true where Ω*(z) is finite along column j */
  abstract allows(z: f64, j: i32): bool;
}
