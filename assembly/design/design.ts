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
  /** x̃ⱼᵀ diag(c) x̃ⱼ */
  abstract square(j: i32, c: usize): f64;
  /** g ← g + a·w∘x̃ⱼ: what a step of length a on coefficient j does to the gradient of a quadratic loss */
  abstract descend(j: i32, a: f64, g: usize): void;
  /** out ← x̃ⱼ */
  abstract copy(j: i32, out: usize): void;
  /** η ← η + X̃β */
  abstract gemv(beta: usize, eta: usize): void;
  /** out ← X̃ᵀr */
  abstract gemvT(r: usize, out: usize): void;
  /** out ← x̃ⱼᵀr of the first `count` columns */
  abstract gemvTo(count: i32, r: usize, out: usize): void;
  /** G ← X̃ᵀWX̃ (lower, padded(m)²), rootW = √w; `panels` has panelBytes(m) */
  abstract gram(rootW: usize, G: usize, panels: usize): void;
  /** K ← W½X̃D⁻¹X̃ᵀW½ (lower, padded(n)²), rootD = 1/√dⱼ (0 leaves the column out); `panels` has panelBytes(n) */
  abstract outer(rootW: usize, rootD: usize, K: usize, panels: usize): void;
}
