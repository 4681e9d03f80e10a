import { Dense } from "../design/dense";
import { at } from "../lanes";
import { ElasticNet } from "../penalties/elasticNet";

/** A = X̃ᵀWX̃ + C, the Hessian of ½ Σ wᵢ(yᵢ − x̃ᵢᵀβ)² + ½ Σ cⱼβⱼ², behind one of two factorisations (primal.ts, dual.ts). */
@unmanaged
export abstract class Hessian {
  x: Dense;
  penalty: ElasticNet;
  /** n: √w */
  rootW: usize;
  /** the matrix that is factored, padded to whole panels */
  A: usize;
  /** packing space for level3 */
  panels: usize;
  /** 0, or 1 + the place of the column whose pivot fails */
  abstract factorise(): i32;
  /** d ← A⁻¹d */
  abstract solve(d: usize): void;
}

/** rootW ← √w */
export function squareRoots(n: i32, w: usize, rootW: usize): void {
  for (let i = 0; i < n; i++) f64.store(at(rootW, i), sqrt(f64.load(at(w, i))));
}

/** A ← A + diag: the entry at (j, j) */
export function addDiagonal(A: usize, ld: i32, j: i32, c: f64): void {
  const entry = at(A, j * ld + j);
  f64.store(entry, f64.load(entry) + c);
}
