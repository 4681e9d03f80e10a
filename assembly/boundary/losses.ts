// Losses by rows but the squared one, which is in problem.ts.
import { LossKind } from "../../src/kernels/abi";
import { HuberRow } from "../losses/huber";
import { fillLoss, Targets } from "../losses/loss";

/** Σ wᵢ log(1 + exp(−tᵢηᵢ)), t ∈ {−1, +1} */
export function logistic(loss: usize, n: i32, t: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.Logistic, n, t, w);
}

/** Σ wᵢ of ½rᵢ² where |rᵢ| ≤ δ, δ|rᵢ| − ½δ² beyond, r = η − y */
export function huber(loss: usize, n: i32, y: usize, w: usize, delta: f64): void {
  const f = changetype<HuberRow>(loss);
  fillLoss(f, LossKind.Huber, n, y, w);
  f.delta = delta;
}

/** Σ wᵢ (exp(ηᵢ) − yᵢηᵢ), y ≥ 0 */
export function poisson(loss: usize, n: i32, y: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.Poisson, n, y, w);
}

/** Σ wᵢ (yᵢ exp(−ηᵢ) + ηᵢ), y > 0 */
export function gamma(loss: usize, n: i32, y: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.Gamma, n, y, w);
}

/** ½ Σ wᵢ max(0, 1 − tᵢηᵢ)², t ∈ {−1, +1} */
export function squaredHinge(loss: usize, n: i32, t: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.SquaredHinge, n, t, w);
}
