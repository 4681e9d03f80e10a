import { Dense } from "../design/dense";
import { Squared } from "../losses/squared";
import { giveRoom } from "../path/face";
import { Path, pathAt, pathBytes } from "../path/path";
import { roundedBytes } from "../path/screen";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** bytes of `path` */
export function pathScratch(n: i32, m: i32, free: i32): f64 {
  return pathBytes(n, m, free);
}

/** lays the state of a path out at `path`; β (m) and the places of its entries among the m columns (m, i32) stay the caller's */
export function pathState(path: usize, design: usize, loss: usize, penalty: usize, h: usize, free: i32, beta: usize, places: usize): void {
  pathAt(path, changetype<Dense>(design), changetype<Squared>(loss), changetype<ElasticNet>(penalty), h, free, beta, places);
}

/** rows `from` … `to` of the path's G, or of its L, lie behind one another at `rows` */
export function pathRoom(path: usize, ofL: bool, from: i32, to: i32, rows: usize): void {
  const p = changetype<Path>(path);
  giveRoom(p.W, p.face, ofL, from, to, rows);
}

/** bytes of the rounded columns by which `pathRound` makes the looks at all columns cheaper */
export function pathRounded(n: i32, m: i32): f64 {
  return roundedBytes(n, m);
}

/** rounded ← the columns of the path */
export function pathRound(path: usize, rounded: usize): void {
  const p = changetype<Path>(path);
  p.screen.q = rounded;
  p.screen.stride = 2 * ((p.W.all.n + 7) & ~7);
  p.screen.round(p.W.all);
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

/** how many entries β has */
export function pathSize(path: usize): i32 {
  return changetype<Path>(path).W.x.m;
}

/** β ← the solution at the penalty's λ, ρ; at most `most` Newton steps. Returns 0, or the number of rows that it needs room for to go on. */
export function pathSolve(path: usize, target: f64, most: i32, certificate: usize): i32 {
  return changetype<Path>(path).solve(target, most, changetype<Certificate>(certificate));
}
