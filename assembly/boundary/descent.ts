// Coordinate descent.
import { PenaltyKind } from "../../src/kernels/abi";
import { AnyDesign } from "../design/anyDesign";
import { descentOf } from "../dispatch";
import { at } from "../linear/lanes";
import { Squared } from "../losses/squared";
import { descentAt, descentBytes } from "../path/coordinateDescent";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";

/** bytes of `state`; `free` bounds the number of columns without a penalty that are solved as a block */
export function descentScratch(n: i32, m: i32, free: i32): f64 {
  return descentBytes(n, m, free);
}

/** lays the solver's state out at `state`, once; `beta` (m) stays the caller's and is where every later call starts */
export function descentState(state: usize, n: i32, m: i32, free: i32, beta: usize): void {
  descentAt(state, n, m, free, beta);
}

/** β ← argmin by coordinate descent, from β; h (m): x̃ⱼᵀWx̃ⱼ; stops at gap ≤ target or after maxPasses */
export function descent(
  design: usize,
  loss: usize,
  penaltyKind: PenaltyKind,
  penalty: usize,
  h: usize,
  state: usize,
  target: f64,
  maxPasses: i32,
  certificate: usize,
): void {
  const x = changetype<AnyDesign>(design);
  const out = changetype<Certificate>(certificate);
  descentOf(penaltyKind, penalty, x, changetype<Squared>(loss), h, changetype<State>(state), target, maxPasses, out);
}

/** the smallest λ at which no coefficient leaves the β of `state`, where all penalised ones are 0 */
export function lambdaMax(design: usize, loss: usize, penalty: usize, state: usize): f64 {
  const x = changetype<AnyDesign>(design);
  const omega = changetype<ElasticNet>(penalty);
  const s = changetype<State>(state);
  s.evaluate(x, changetype<Squared>(loss));
  let lambda: f64 = 0;
  for (let j = 0; j < x.m; j++) if (!omega.free(j)) lambda = max(lambda, omega.lambdaMax(-f64.load(at(s.partial, j)), j));
  return lambda;
}
