/** f(η) = Σ fᵢ(ηᵢ): convex and smooth; vector methods over the n linear predictors η. */
@unmanaged
export abstract class Loss {
  n: i32;
  y: usize;
  /** wᵢ = sᵢ/n, the weights scaled to sum to 1 */
  w: usize;
  /** f(η) */
  abstract value(eta: usize): f64;
  /** g ← ∇f(η) */
  abstract gradient(eta: usize, g: usize): void;
  /** f(η) + f*(κθ) − κθᵀη ≥ 0, zero where κθ = ∇f(η): the loss's part of the duality gap */
  abstract fenchel(eta: usize, kappa: f64, theta: usize): f64;
}
