// Newton on a working set: paths of squared error, and fits of any loss.
import { AnyDesign } from "../design/anyDesign";
import { AnyLoss } from "../losses/anyLoss";
import { Squared } from "../losses/squared";
import { Glm, glmAt, glmBytes } from "../path/glm";
import { Path, pathAt, pathBytes } from "../path/path";
import { roundedBytes } from "../path/screen";
import { Solver } from "../path/solver";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** rows `from` … `to` of the solver's G, or of its L, lie behind one another at `rows` */
export function giveRoom(solver: usize, ofL: bool, from: i32, to: i32, rows: usize): void {
  changetype<Solver>(solver).give(ofL, from, to, rows);
}

/** bytes of the rounded columns by which `roundColumns` makes the looks at all columns cheaper */
export function roundedScratch(n: i32, m: i32): f64 {
  return roundedBytes(n, m);
}

/** rounded ← the columns of the solver */
export function roundColumns(solver: usize, rounded: usize): void {
  changetype<Solver>(solver).round(rounded);
}

/** how many entries β has */
export function workingSetSize(solver: usize): i32 {
  return changetype<Solver>(solver).W.x.m;
}

/** bytes of `path` */
export function pathScratch(n: i32, m: i32, free: i32): f64 {
  return pathBytes(n, m, free);
}

/** lays the state of a path out at `path`; β (m) and the places of its entries among the m columns (m, i32) stay the caller's */
export function pathState(path: usize, design: usize, loss: usize, penalty: usize, h: usize, free: i32, beta: usize, places: usize): void {
  pathAt(path, changetype<AnyDesign>(design), changetype<Squared>(loss), changetype<ElasticNet>(penalty), h, free, beta, places);
}

/** X̃ᵀWX̃ is known already: a packed lower triangle over the columns of X */
export function pathKnow(path: usize, triangle: usize): void {
  changetype<Path>(path).W.known = triangle;
}

/** the columns at `count` places (i32) become entries of β, in this order, for which there is room; then all of β is given anew */
export function pathJoin(path: usize, places: usize, count: i32): void {
  const p = changetype<Path>(path);
  p.face.clear();
  p.W.join(places, count);
}

/** β ← the solution at the penalty's λ, ρ; at most `most` Newton steps. Returns 0, or the number of rows that it needs room for to go on. */
export function pathSolve(path: usize, target: f64, most: i32, certificate: usize): i32 {
  return changetype<Path>(path).solve(target, most, changetype<Certificate>(certificate));
}

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
