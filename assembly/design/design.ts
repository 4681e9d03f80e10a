/**
 * What a solver may ask of the design matrix X̃ (n rows, m columns), the ones in the solver's own order. Nothing else is known of
 * how X is stored. W = diag(w) are the curvatures of the loss: sᵢ/n for squared error.
 */
@unmanaged
export abstract class Design {
  n: i32;
  m: i32;
  /** what is asked for once before many `dot`, `square` and `step`: Σrᵢ where means are taken off sums, else 0 */
  abstract sum(r: usize): f64;
  /** x̃ⱼᵀr; `sum` = sum(r) */
  abstract dot(j: i32, r: usize, sum: f64): f64;
  /** x̃ⱼᵀ diag(c) x̃ⱼ; `sum` = sum(c) */
  abstract square(j: i32, c: usize, sum: f64): f64;
  /**
   * g ← g + a·w∘x̃ⱼ: what a step of length a on coefficient j does to the gradient of a quadratic loss. Returns a shift: g still lacks
   * −shift·w, which `settle` takes off for many steps together; until then sum(g) is larger by shift·sum(w).
   */
  abstract step(j: i32, a: f64, g: usize): f64;
  /** g ← g − shift·w */
  abstract settle(shift: f64, g: usize): void;
  /** out ← x̃ⱼ */
  abstract copy(j: i32, out: usize): void;
  /** η ← η + X̃β */
  abstract gemv(beta: usize, eta: usize): void;
  /** out ← X̃ᵀr */
  abstract gemvT(r: usize, out: usize): void;
  /**
   * rows of G (linear/packed.ts) ← X̃ᵀWX̃ from row `from` on, the rows before it are there already; means are those under w or 0; t (n) is 0,
   * before and after; `work` has workBytes(m)
   */
  abstract products(from: i32, G: usize, t: usize, work: usize): void;
  /** G ← X̃ᵀWX̃ (lower, padded(m)²), rootW = √w; `panels` has panelBytes(m); of its rows only those from `from` on are asked for */
  abstract gram(rootW: usize, G: usize, panels: usize, from: i32): void;
  /** K ← W½X̃D⁻¹X̃ᵀW½ (lower, padded(n)²), rootD = 1/√dⱼ (0 leaves the column out); `panels` has panelBytes(n) */
  abstract outer(rootW: usize, rootD: usize, K: usize, panels: usize): void;
}
