// Squared error with MCP or SCAD: stationary points along a path.
import { ConcavePath, concaveAt, concaveBytes } from "../concave/path";
import { AnyDesign } from "../design/anyDesign";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";

/** bytes of `path` */
export function concaveScratch(n: i32, m: i32): f64 {
  return concaveBytes(n, m);
}

/**
 * lays the state of a path out at `path`: SCAD or MCP of this γ, λ, v and d those of the lasso `penalty`; β (m) and the places of its entries
 * among the m columns (m, i32) stay the caller's
 */
export function concaveState(
  path: usize,
  design: usize,
  loss: usize,
  penalty: usize,
  h: usize,
  beta: usize,
  places: usize,
  scad: bool,
  gamma: f64,
): void {
  const lasso = changetype<ElasticNet>(penalty);
  const own = concaveAt(path, changetype<AnyDesign>(design), changetype<Squared>(loss), lasso, h, beta, places).pieces.penalty;
  own.scad = scad;
  own.gamma = gamma;
}

/** the columns at `count` places (i32) become entries of β, in this order, for which there is room; then all of β is given anew */
export function concaveJoin(path: usize, places: usize, count: i32): void {
  const p = changetype<ConcavePath>(path);
  p.face.clear();
  p.W.join(places, count);
}

/** β ← stationary at the penalty's λ; at most `most` passes and Newton steps. Returns 0, or the number of rows that it needs room for to go on. */
export function concaveSolve(path: usize, target: f64, most: i32, out: usize): i32 {
  return changetype<ConcavePath>(path).solve(target, most, changetype<Certificate>(out));
}
