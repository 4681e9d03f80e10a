/**
 * What a solver may ask of the design matrix X̃ (n rows, m columns), the ones in the solver's own order. Nothing else is known of
 * how X is stored. W = diag(w) are the curvatures of the loss: sᵢ/n for squared error.
 */
@unmanaged
export abstract class Design {
  n: i32;
  m: i32;
  /** x̃ⱼᵀr */
  abstract dot(j: i32, r: usize): f64;
  /** g ← g + a·w∘x̃ⱼ: what a step of length a on coefficient j does to the gradient of a quadratic loss */
  abstract descend(j: i32, a: f64, g: usize): void;
  /** η ← η + X̃β */
  abstract gemv(beta: usize, eta: usize): void;
  /** out ← X̃ᵀr */
  abstract gemvT(r: usize, out: usize): void;
}
