import { DesignKind, LossKind } from "../../src/kernels/abi";
import { AnyDesign } from "../design/anyDesign";
import { sparseMoments as momentsByColumns } from "../design/sparseMoments";
import { at } from "../linear/lanes";
import { gemv } from "../linear/level2";
import { moments as columnMoments } from "../linear/moments";
import { transpose as transposed } from "../linear/transpose";
import { fillLoss, Targets } from "../losses/loss";
import { ElasticNet } from "../penalties/elasticNet";

/** X (n rows, column-major) through `columns` (i32, m places) and their `means`; w: curvatures, Σw = 1 */
export function dense(design: usize, n: i32, m: i32, X: usize, columns: usize, means: usize, w: usize): void {
  fillDesign(DesignKind.Dense, design, n, m, X, columns, means, w);
}

/** the same of a table by columns (design/sparse.ts), X: their descriptions */
export function sparse(design: usize, n: i32, m: i32, X: usize, columns: usize, means: usize, w: usize): void {
  fillDesign(DesignKind.Sparse, design, n, m, X, columns, means, w);
}

function fillDesign(kind: DesignKind, design: usize, n: i32, m: i32, X: usize, columns: usize, means: usize, w: usize): void {
  const x = changetype<AnyDesign>(design);
  x.kind = kind;
  x.n = n;
  x.m = m;
  x.X = X;
  x.columns = columns;
  x.means = means;
  x.w = w;
}

/** ½ Σ wᵢ(yᵢ − ηᵢ)² */
export function squared(loss: usize, n: i32, y: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.Squared, n, y, w);
}

/** λ Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²) on lower ≤ β ≤ upper; factors v, scales d */
export function elasticNet(penalty: usize, lambda: f64, rho: f64, factors: usize, scales: usize, lower: usize, upper: usize): void {
  const omega = changetype<ElasticNet>(penalty);
  omega.lambda = lambda;
  omega.rho = rho;
  omega.factors = factors;
  omega.scales = scales;
  omega.lower = lower;
  omega.upper = upper;
}

/** means and variances of the p columns of X */
export function moments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  columnMoments(n, p, X, w, means, variances);
}

/** the same of a table by columns */
export function sparseMoments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  momentsByColumns(n, p, X, w, means, variances);
}

/** X ← Bᵀ: a block of rows as a block of columns, which are n apart in X */
export function transpose(rows: i32, columns: i32, n: i32, B: usize, X: usize): void {
  transposed(rows, columns, n, B, X);
}

/** η ← β₀ + Xβ */
export function predict(n: i32, m: i32, X: usize, columns: usize, means: usize, beta: usize, beta0: f64, eta: usize): void {
  for (let i = 0; i < n; i++) f64.store(at(eta, i), beta0);
  gemv(n, m, X, columns, means, beta, eta);
}

/** out ← X̃ᵀr of a design */
export function slopes(design: usize, r: usize, out: usize): void {
  changetype<AnyDesign>(design).gemvT(r, out);
}

/** η ← β₀ + X̃β of a design */
export function fitted(design: usize, beta: usize, beta0: f64, eta: usize): void {
  const x = changetype<AnyDesign>(design);
  for (let i = 0; i < x.n; i++) f64.store(at(eta, i), beta0);
  x.gemv(beta, eta);
}
