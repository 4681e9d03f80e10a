// kind of penalty → class, once a call: the only switch statements beside those of losses/anyLoss.ts. One that is missing here traps.
import { PenaltyKind } from "../src/kernels/abi";
import { AnyDesign } from "./design/anyDesign";
import { Squared } from "./losses/squared";
import { descent } from "./path/coordinateDescent";
import { ElasticNet } from "./penalties/elasticNet";
import { Separable } from "./penalties/separable";
import { Certificate } from "./proof/certificate";
import { State } from "./proof/state";

/** coordinate descent for a kind of penalty */
export function descentOf(
  kind: PenaltyKind,
  penalty: usize,
  x: AnyDesign,
  loss: Squared,
  h: usize,
  s: State,
  target: f64,
  maxPasses: i32,
  out: Certificate,
): void {
  switch (kind) {
    case PenaltyKind.ElasticNet:
      return descent<AnyDesign, Squared, ElasticNet>(x, loss, changetype<ElasticNet>(penalty), h, s, target, maxPasses, out);
  }
  unreachable();
}

/** out ← value, prox, fenchel, dualScale, lambdaMax, free, inside, nearScale, staysZero on [min(b, z), max(b, z)]: what the contract tests judge of a penalty */
export function penaltyOf(kind: PenaltyKind, penalty: usize, b: f64, z: f64, t: f64, j: i32, out: usize): void {
  switch (kind) {
    case PenaltyKind.ElasticNet:
      return methods<ElasticNet>(changetype<ElasticNet>(penalty), b, z, t, j, out);
  }
  unreachable();
}

function methods<P extends Separable>(penalty: P, b: f64, z: f64, t: f64, j: i32, out: usize): void {
  f64.store(out, penalty.value(b, j));
  f64.store(out, penalty.prox(z, t, j), 8);
  f64.store(out, penalty.fenchel(b, z, j), 16);
  f64.store(out, penalty.dualScale(z, j), 24);
  f64.store(out, penalty.lambdaMax(z, j), 32);
  f64.store(out, <f64>penalty.free(j), 40);
  f64.store(out, <f64>penalty.inside(b, j), 48);
  f64.store(out, penalty.nearScale(b, z, j), 56);
  f64.store(out, <f64>penalty.staysZero(min(b, z), max(b, z), j), 64);
}
