// kind → class, once a call: the only switch statements. Every kind is called by the contract tests; one that is missing here traps.
import { LossKind, PenaltyKind } from "../src/abi";
import { Dense } from "./design/dense";
import { Loss } from "./losses/loss";
import { Squared } from "./losses/squared";
import { ElasticNet } from "./penalties/elasticNet";
import { Penalty } from "./penalties/penalty";
import { Certificate } from "./solvers/certificate";
import { descent } from "./solvers/descent";
import { State } from "./solvers/state";

/** coordinate descent for a kind of loss and a kind of penalty */
export function descentOf(
  lossKind: LossKind,
  loss: usize,
  penaltyKind: PenaltyKind,
  penalty: usize,
  x: Dense,
  h: usize,
  s: State,
  target: f64,
  maxPasses: i32,
  out: Certificate,
): void {
  switch (lossKind) {
    case LossKind.Squared:
      return withLoss<Squared>(changetype<Squared>(loss), penaltyKind, penalty, x, h, s, target, maxPasses, out);
  }
  unreachable();
}

function withLoss<L extends Loss>(
  loss: L,
  penaltyKind: PenaltyKind,
  penalty: usize,
  x: Dense,
  h: usize,
  s: State,
  target: f64,
  maxPasses: i32,
  out: Certificate,
): void {
  switch (penaltyKind) {
    case PenaltyKind.ElasticNet:
      return descent<Dense, L, ElasticNet>(x, loss, changetype<ElasticNet>(penalty), h, s, target, maxPasses, out);
  }
  unreachable();
}

/** out ← value, prox, fenchel, dualScale, lambdaMax, free, inside, nearScale of a kind of penalty: what the contract tests judge */
export function penaltyOf(kind: PenaltyKind, penalty: usize, b: f64, z: f64, t: f64, j: i32, out: usize): void {
  switch (kind) {
    case PenaltyKind.ElasticNet:
      return methods<ElasticNet>(changetype<ElasticNet>(penalty), b, z, t, j, out);
  }
  unreachable();
}

function methods<P extends Penalty>(penalty: P, b: f64, z: f64, t: f64, j: i32, out: usize): void {
  f64.store(out, penalty.value(b, j));
  f64.store(out, penalty.prox(z, t, j), 8);
  f64.store(out, penalty.fenchel(b, z, j), 16);
  f64.store(out, penalty.dualScale(z, j), 24);
  f64.store(out, penalty.lambdaMax(z, j), 32);
  f64.store(out, <f64>penalty.free(j), 40);
  f64.store(out, <f64>penalty.inside(b, j), 48);
  f64.store(out, penalty.nearScale(b, z, j), 56);
}

/** g ← gradient at η, out ← value, fenchel(η, κ, θ) of a kind of loss */
export function lossOf(kind: LossKind, loss: usize, eta: usize, kappa: f64, theta: usize, g: usize, out: usize): void {
  switch (kind) {
    case LossKind.Squared: {
      const f = changetype<Squared>(loss);
      f.gradient(eta, g);
      f64.store(out, f.value(eta));
      f64.store(out, f.fenchel(eta, kappa, theta), 8);
      return;
    }
  }
  unreachable();
}
