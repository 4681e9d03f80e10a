// The boundary and every kernel, built for test/ and bench/ only, never shipped.
import { AnyDesign } from "../design/anyDesign";
import { CentredColumns } from "../design/centredColumns";
import { productsByRows } from "../design/sparseProducts";
import { at } from "../linear/lanes";
import { Four } from "../linear/level1f";
import { AnyLoss } from "../losses/anyLoss";

export { workBytes } from "../design/anyDesign";
export { productsBytes } from "../design/sparseProducts";
export { penaltyOf } from "../dispatch";
export { direction } from "../gradient/quasiNewton";
export * from "../index";
export { factor, factorBlocked, solve, solveFour } from "../linear/cholesky";
export { reciprocalCondition, scaledNorm } from "../linear/condition";
export { eigen } from "../linear/eigen";
export { elementary } from "../linear/elementary";
export { gemm, gemmT } from "../linear/gemm";
export * from "../linear/level1";
export { gemv, gemvT } from "../linear/level2";
export { panelBytes, syrk, syrkT } from "../linear/level3";
export { outer4, outerThenT } from "../linear/outer";
export { appendRow, removeRow, row, solveLower, solveUpper, startFour, symv } from "../linear/packed";
export { applyQT, completeQR, factorQR, solveQR } from "../linear/qr";
export { dot4Rounded, roundColumn, roundedLength } from "../linear/rounded";
export { registers, stream, tiles } from "./ceilings";

/** rows of G (packed) ← X̃ᵀWX̃ of a sparse design, in strips of at most `entries`; `work` has productsBytes */
export function sparseProducts(design: usize, G: usize, work: usize, entries: i32): void {
  productsByRows(changetype<CentredColumns>(design), G, work, entries);
}

/** g ← g + Σ aⱼ·w∘x̃ⱼ of all columns of any design, settled together; returns what sum(g) is off by before that, over sum(w) */
export function steps(design: usize, a: usize, g: usize): f64 {
  const x = changetype<AnyDesign>(design);
  let shift: f64 = 0;
  for (let j = 0; j < x.m; j++) shift += x.step(j, f64.load(at(a, j)), g);
  x.settle(shift, g);
  return shift;
}

/** rows of G (packed) ← X̃ᵀWX̃ of any design, from row `from` on */
export function products(design: usize, from: i32, G: usize, t: usize, work: usize): void {
  changetype<AnyDesign>(design).products(from, G, t, work);
}

/** out ← ((xₖ − mₖ)ᵀr) for k = 0…3 */
export function dot4(n: i32, x0: usize, x1: usize, x2: usize, x3: usize, m: usize, r: usize, out: usize): void {
  Four.dot(n, x0, x1, x2, x3, m, r, out);
}

/** η ← η + Σₖ aₖ (xₖ − mₖ) for k = 0…3 */
export function axpy4(n: i32, a: usize, x0: usize, x1: usize, x2: usize, x3: usize, m: usize, eta: usize): void {
  Four.axpy(n, a, x0, x1, x2, x3, m, eta);
}

/**
 * g (4n) ← gradient at η, the one that comes with the value, the one that comes with the curvature, curvature; out ← value,
 * fenchel(η, κ, θ), value with gradient, bound, value with curvature
 */
export function lossOf(loss: usize, eta: usize, kappa: f64, theta: usize, g: usize, out: usize): void {
  const f = changetype<AnyLoss>(loss);
  f.gradient(eta, g);
  f64.store(out, f.value(eta));
  f64.store(out, f.fenchel(eta, kappa, theta), 8);
  f64.store(out, f.valueAndGradient(eta, at(g, f.n)), 16);
  f64.store(out, f.bound(), 24);
  f64.store(out, f.expand(eta, at(g, 2 * f.n), at(g, 3 * f.n)), 32);
}

/** never returns: what a test breaks an instance with */
export function trap(): void {
  unreachable();
}
