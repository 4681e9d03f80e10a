// Newton on a working set for any loss.
import { AnyDesign } from "../design/anyDesign";
import { AnyLoss } from "../losses/anyLoss";
import { Glm, glmAt, glmBytes } from "../path/glm";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** there is no room for more products: coordinate descent does without */
export function glmOutgrown(glm: usize): void {
  changetype<Glm>(glm).outgrown = true;
}

/** bytes of `glm` */
export function glmScratch(n: i32, m: i32, free: i32): f64 {
  return glmBytes(n, m, free);
}

/** lays the state of fits with any loss out at `glm`; β (m) and the places of its entries (m, i32) stay the caller's */
export function glmState(
  glm: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  h: usize,
  intercept: bool,
  free: i32,
  beta: usize,
  places: usize,
): void {
  glmAt(glm, changetype<AnyDesign>(design), changetype<AnyLoss>(loss), changetype<ElasticNet>(penalty), h, intercept, free, beta, places);
}

/** the columns at `count` places (i32) become entries of β, in this order */
export function glmJoin(glm: usize, places: usize, count: i32): void {
  changetype<Glm>(glm).W.enlist(places, count);
}

/** the intercept that belongs to β */
export function glmStart(glm: usize, intercept: f64): void {
  changetype<Glm>(glm).start(intercept);
}

/** β ← the solution at the penalty's λ, ρ after at most `most` passes; `alone`: without the columns that are no entries of β
 * yet. Returns 0, or the number of rows that it needs room for to go on. */
export function glmSolve(glm: usize, alone: bool, target: f64, most: i32, certificate: usize): i32 {
  return changetype<Glm>(glm).solve(alone, target, most, changetype<Certificate>(certificate));
}

/** the smallest λ at which no further coefficient leaves 0 */
export function glmLambdaMax(glm: usize): f64 {
  return changetype<Glm>(glm).lambdaMax();
}

/** β₀ */
export function glmIntercept(glm: usize): f64 {
  return changetype<Glm>(glm).intercept();
}
