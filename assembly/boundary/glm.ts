// Fits and paths of the other losses.
import { Dense } from "../design/dense";
import { AnyLoss } from "../losses/anyLoss";
import { giveRoom } from "../path/face";
import { Glm, glmAt, glmBytes } from "../path/glm";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** the same for fits with any loss; rows at 0: there is none to be had, and coordinate descent does without */
export function glmRoom(glm: usize, ofL: bool, from: i32, to: i32, rows: usize): void {
  const p = changetype<Glm>(glm);
  if (rows === 0) p.outgrown = true;
  else giveRoom(p.W, p.inner.face, ofL, from, to, rows);
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
  glmAt(glm, changetype<Dense>(design), changetype<AnyLoss>(loss), changetype<ElasticNet>(penalty), h, intercept, free, beta, places);
}

/** rounded ← the columns of the fits */
export function glmRound(glm: usize, rounded: usize): void {
  const p = changetype<Glm>(glm);
  p.screen.q = rounded;
  p.screen.stride = 2 * ((p.W.all.n + 7) & ~7);
  p.screen.round(p.W.all);
}

/** the columns at `count` places (i32) become entries of β, in this order */
export function glmJoin(glm: usize, places: usize, count: i32): void {
  changetype<Glm>(glm).W.enlist(places, count);
}

/** the intercept that belongs to β */
export function glmStart(glm: usize, intercept: f64): void {
  changetype<Glm>(glm).start(intercept);
}

/** how many entries β has */
export function glmSize(glm: usize): i32 {
  return changetype<Glm>(glm).W.x.m;
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
