// Newton on a working set: paths of squared error, and what fits of any loss share with them.
import { AnyDesign } from "../design/anyDesign";
import { Squared } from "../losses/squared";
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
