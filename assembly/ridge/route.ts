import { AnyDesign } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { State } from "../proof/state";

/**
 * A way to the minimum of P(β) = ½ Σ wᵢ(yᵢ − x̃ᵢᵀβ)² + ½ Σ cⱼβⱼ², whose Hessian is A = X̃ᵀWX̃ + C: primal.ts, dual.ts or orthogonal.ts.
 * They are called through their own type (newton<R>), never through this one.
 */
@unmanaged
export abstract class Route {
  x: AnyDesign;
  penalty: ElasticNet;
  /** n: √w */
  rootW: usize;
  /** of what was factorised, its columns scaled alike: an estimate of the reciprocal condition number of A, and the rank */
  reciprocal: f64;
  rank: i32;
  /** 0, or 1 + the place of the column whose pivot fails */
  abstract factorise(): i32;
  /** called before the first step, at β = 0 */
  abstract begin(): void;
  /** step ← β* − β from a state at β; returns P(β) − P(β*) */
  abstract step(loss: Squared, s: State, step: usize): f64;
}

/** s.partial ← ∇P(β), from ∇ of the loss */
export function gradient<R extends Route>(route: R, s: State): void {
  for (let j = 0; j < route.x.m; j++) {
    const d = at(s.partial, j);
    f64.store(d, f64.load(d) + route.penalty.l2(j) * f64.load(at(s.beta, j)));
  }
}

/** P(β) − P(β*) = −½∇P(β)ᵀδ of the step δ to the optimum, from a state with ∇P(β) */
export function gain(m: i32, s: State, step: usize): f64 {
  const won = abs(0.5 * dot(m, s.partial, step));
  // its sign is rounding's where it is small; what is no number must not look like a proof
  return won < Infinity ? won : Infinity;
}

/** A ← A + diag: the entry at (j, j) */
export function addDiagonal(A: usize, ld: i32, j: i32, c: f64): void {
  const entry = at(A, j * ld + j);
  f64.store(entry, f64.load(entry) + c);
}
