import { JointKind } from "../../src/kernels/abi";

/**
 * f(η), η of K layers of n numbers (classes, targets; one of a loss by rows), convex and smooth, whose second derivative couples layers or
 * rows. Layers lie `ld` numbers apart. The solver takes ∇²f at two places: where `expand` was last (`curve`), and where `renew` was called
 * after it, which its model keeps for many steps:
 *     ∇²f ⪯ diag(weights) − ZᵀZ there, with equality but for what `weights` adds where curvature ends;
 * of several layers Z couples those that differ, and `weights` have what it would take off a layer's own: a difference that would lose its digits
 */
@unmanaged
export abstract class JointLoss {
  n: i32;
  /** which loss it is, for AnyJoint */
  kind: JointKind;
  /** of y: see the losses */
  y: usize;
  /** wᵢ = sᵢ/n, the weights scaled to sum to 1 */
  w: usize;
  K: i32;
  ld: i32;
  /** K layers: what `curve` needs of the η of the last `expand`, and what the model keeps of it */
  at: usize;
  kept: usize;
  /** rows of Z; 0: there is none */
  terms: i32;

  /** f(η) */
  abstract value(eta: usize): f64;
  /** f(η), g ← ∇f(η) */
  abstract expand(eta: usize, g: usize): f64;
  /** out ← ∇²f(η)v, K layers, at the η of the last `expand` */
  abstract curve(v: usize, out: usize): void;
  /** A (K × K) ← 1ᵀ∇²f(η)1 by layers, at the η of the last `expand` */
  abstract amongIntercepts(A: usize): void;
  /** how far ∇²f has moved since `renew`, as a share of it; 0: it is the same everywhere */
  abstract drift(g: usize): f64;
  /** the model's second derivative ← that at the last `expand`, whose gradient is g */
  abstract renew(g: usize): void;
  /** out (n) ← weights of layer k in the model */
  abstract weights(k: i32, out: usize): void;
  /** out (terms) ← Zᵀ(xeₖ), x a column of n numbers, of the model */
  abstract spread(k: i32, x: usize, out: usize): void;
  /** out (n) ← what the model has between the layers k and l, of a loss without coupled rows */
  abstract between(k: i32, l: i32, out: usize): void;
  /** θ is ∇f − ∇²f v from here on, Hv = ∇²f v (v = 0: it is ∇f): for losses whose conjugate is known near ∇f alone */
  abstract shift(v: usize, Hv: usize): void;
  /** f(η) + f*(κθ) − κ⟨θ, η⟩ ≥ 0, zero where κθ = ∇f(η); Infinity where κθ lies outside of the domain of f* */
  abstract fenchel(eta: usize, kappa: f64, theta: usize): f64;
  /** the largest κ ≤ 1 with κθ in the domain of f*, where shrinking can bring it there */
  abstract dualScale(theta: usize): f64;
}
