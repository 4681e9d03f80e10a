/** Ω(β) = Σ Ωⱼ(βⱼ): convex, Ωⱼ(0) = 0; scalar methods over the coefficients. The 1-dimensional domain may be an interval around 0. */
@unmanaged
export abstract class Penalty {
  /** Ωⱼ(b) */
  abstract value(b: f64, j: i32): f64;
  /** argmin_b ½(b − z)²/t + Ωⱼ(b) */
  abstract prox(z: f64, t: f64, j: i32): f64;
  /** Ωⱼ(b) + Ωⱼ*(z) − zb ≥ 0: the coefficient's part of the duality gap; Infinity where Ωⱼ*(z) is */
  abstract fenchel(b: f64, z: f64, j: i32): f64;
  /** the largest κ ≤ 1 for which Ωⱼ*(κz) is finite */
  abstract dualScale(z: f64, j: i32): f64;
  /** the same, but κz within reach of 0 unless b sits at a bound: finite is not small where the bound is far away */
  abstract nearScale(b: f64, z: f64, j: i32): f64;
  /** the smallest λ for which 0 minimises Ωⱼ(b) − zb */
  abstract lambdaMax(z: f64, j: i32): f64;
  /** true where 0 minimises Ωⱼ(b) − zb for every z in [low, high]: a coefficient of 0 has nothing to add to the gap, nor to gain */
  abstract calm(low: f64, high: f64, j: i32): bool;
  /** true where Ωⱼ is 0 on its whole domain */
  abstract free(j: i32): bool;
  /** true where b lies strictly inside the domain of Ωⱼ */
  abstract inside(b: f64, j: i32): bool;
}
