import { LossKind } from "../../src/kernels/abi";

/** What every loss holds. */
@unmanaged
export abstract class Targets {
  n: i32;
  /** which loss it is, for AnyLoss */
  kind: LossKind;
  y: usize;
  /** wᵢ = sᵢ/n, the weights scaled to sum to 1 */
  w: usize;
}

/**
 * f(η) = Σ wᵢ ℓ(yᵢ, ηᵢ), ℓ convex and smooth in η: vector methods over the n linear predictors, for the solvers. Rows of weight 0 count for
 * nothing, whatever they hold.
 */
@unmanaged
export abstract class Loss extends Targets {
  /** f(η) */
  abstract value(eta: usize): f64;
  /** g ← ∇f(η) */
  abstract gradient(eta: usize, g: usize): void;
  /** f(η), g ← ∇f(η) in one pass */
  abstract valueAndGradient(eta: usize, g: usize): f64;
  /** the same, and c ← the diagonal of ∇²f(η), all there is of it: cᵢ = wᵢ ℓ″(yᵢ, ηᵢ) */
  abstract expand(eta: usize, g: usize, c: usize): f64;
  /** sup ℓ″, so that ∇²f ⪯ bound·W and a step of 1/(bound·λmax(X̃ᵀWX̃)) descends; Infinity where there is none */
  abstract bound(): f64;
  /** how far an η may go on the word of a quadratic model */
  abstract maxStep(): f64;
  /**
   * f(η) + f*(κθ) − κθᵀη ≥ 0, zero where κθ = ∇f(η): the loss's part of the duality gap. Infinity where κθ lies outside of the domain of f*;
   * outside by no more than 8ε, which is rounding, counts as on its edge.
   */
  abstract fenchel(eta: usize, kappa: f64, theta: usize): f64;
  /** the largest κ ≤ 1 with κθ in the domain of f*, where shrinking can bring it there */
  abstract dualScale(theta: usize): f64;
}

/** What one loss differs in from another, two rows at a time: `ByRows` (rows.ts) makes a `Loss` of it. */
@unmanaged
export abstract class RowLoss extends Targets {
  /** what the next three have in common, computed once: a residual, a margin or an exponential */
  abstract core(y: v128, eta: v128): v128;
  /** w∘ℓ */
  abstract term(w: v128, y: v128, eta: v128, core: v128): v128;
  /** w∘ℓ′ */
  abstract slope(w: v128, y: v128, eta: v128, core: v128): v128;
  /** w∘ℓ″; where ℓ″ jumps, the larger one */
  abstract curvature(w: v128, y: v128, eta: v128, core: v128): v128;
  /** sup ℓ″ */
  abstract bound(): f64;
  /** how far an η may go on the word of a quadratic model */
  abstract maxStep(): f64;
  /** dualScale of a row each, w > 0 */
  abstract rowDualScale(w: v128, y: v128, theta: v128): v128;
  /** fenchel of one row, w > 0, at κθᵢ = theta */
  abstract rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64;
  /** the same of two rows where θ is so near to the slope that it takes no logarithms; NaN elsewhere, and where `rowFenchel` does as well */
  abstract fenchelNear(w: v128, y: v128, eta: v128, theta: v128): v128;
}

/** w∘v, 0 where w is 0: v may be ∞ there */
export function weighted(w: v128, v: v128): v128 {
  return v128.and(f64x2.ne(w, f64x2.splat(0)), f64x2.mul(w, v));
}

/** how far a dual point may lie outside of a domain before it is outside: rounding of κ·θᵢ/wᵢ */
export const EDGE: f64 = 1 + 8 * f64.EPSILON;

/** what all losses by rows hold */
export function fillLoss(f: Targets, kind: LossKind, n: i32, y: usize, w: usize): void {
  f.kind = kind;
  f.n = n;
  f.y = y;
  f.w = w;
}
