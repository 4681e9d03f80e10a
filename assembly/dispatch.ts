// kind → class, once a call: the only switch statements. Every kind is called by the contract tests; one that is missing here traps.
import { LossKind, PenaltyKind } from "../src/abi";
import { Dense } from "./design/dense";
import { at } from "./lanes";
import { Huber } from "./losses/huber";
import { Logistic } from "./losses/logistic";
import { Loss } from "./losses/loss";
import { Poisson } from "./losses/poisson";
import { Squared } from "./losses/squared";
import { SquaredHinge } from "./losses/squaredHinge";
import { ElasticNet } from "./penalties/elasticNet";
import { Penalty } from "./penalties/penalty";
import { Certificate } from "./solvers/certificate";
import { descent } from "./solvers/descent";
import { Glm } from "./solvers/glm";
import { evaluate, gapOf, otherLoss, Smooth } from "./solvers/smooth";
import { State } from "./solvers/state";
import { epoch, Stochastic, sweep } from "./solvers/stochastic";

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

/** a λ of a Glm for a kind of loss */
export function glmOf(kind: LossKind, glm: Glm, alone: bool, target: f64, most: i32, out: Certificate): i32 {
  switch (kind) {
    case LossKind.Logistic:
      return glm.solve<Logistic>(alone, target, most, out);
    case LossKind.Huber:
      return glm.solve<Huber>(alone, target, most, out);
    case LossKind.Poisson:
      return glm.solve<Poisson>(alone, target, most, out);
    case LossKind.SquaredHinge:
      return glm.solve<SquaredHinge>(alone, target, most, out);
  }
  unreachable();
  return 0;
}

/** out ← value, prox, fenchel, dualScale, lambdaMax, free, inside, nearScale, calm on [min(b, z), max(b, z)]: what the contract tests judge of a penalty */
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
  f64.store(out, <f64>penalty.calm(min(b, z), max(b, z), j), 64);
}

/** g (3n) ← gradient at η, the one that comes with the value, curvature; out ← value, fenchel(η, κ, θ), value with gradient, bound */
export function lossOf(kind: LossKind, loss: usize, eta: usize, kappa: f64, theta: usize, g: usize, out: usize): void {
  switch (kind) {
    case LossKind.Squared:
      return vectors<Squared>(changetype<Squared>(loss), eta, kappa, theta, g, out);
    case LossKind.Logistic:
      return vectors<Logistic>(changetype<Logistic>(loss), eta, kappa, theta, g, out);
    case LossKind.Huber:
      return vectors<Huber>(changetype<Huber>(loss), eta, kappa, theta, g, out);
    case LossKind.Poisson:
      return vectors<Poisson>(changetype<Poisson>(loss), eta, kappa, theta, g, out);
    case LossKind.SquaredHinge:
      return vectors<SquaredHinge>(changetype<SquaredHinge>(loss), eta, kappa, theta, g, out);
  }
  unreachable();
}

function vectors<L extends Loss>(f: L, eta: usize, kappa: f64, theta: usize, g: usize, out: usize): void {
  f.gradient(eta, g);
  f64.store(out, f.value(eta));
  f64.store(out, f.fenchel(eta, kappa, theta), 8);
  f64.store(out, f.valueAndGradient(eta, at(g, f.n)), 16);
  f.curvature(eta, at(g, 2 * f.n));
  f64.store(out, f.bound(), 24);
}

/** F(b) and its gradient for a kind of loss */
export function evaluateOf(kind: LossKind, loss: usize, o: Smooth, b: usize, grad: usize): f64 {
  switch (kind) {
    case LossKind.Squared:
      return evaluate<Squared>(o, changetype<Squared>(loss), b, grad);
    case LossKind.Logistic:
      return evaluate<Logistic>(o, changetype<Logistic>(loss), b, grad);
    case LossKind.Huber:
      return evaluate<Huber>(o, changetype<Huber>(loss), b, grad);
    case LossKind.Poisson:
      return evaluate<Poisson>(o, changetype<Poisson>(loss), b, grad);
    case LossKind.SquaredHinge:
      return evaluate<SquaredHinge>(o, changetype<SquaredHinge>(loss), b, grad);
  }
  return unreachable();
}

/** f at the η of the last evaluation, for a kind of loss */
export function otherLossOf(kind: LossKind, loss: usize, o: Smooth): f64 {
  switch (kind) {
    case LossKind.Squared:
      return otherLoss<Squared>(o, changetype<Squared>(loss));
    case LossKind.Logistic:
      return otherLoss<Logistic>(o, changetype<Logistic>(loss));
    case LossKind.Huber:
      return otherLoss<Huber>(o, changetype<Huber>(loss));
    case LossKind.Poisson:
      return otherLoss<Poisson>(o, changetype<Poisson>(loss));
    case LossKind.SquaredHinge:
      return otherLoss<SquaredHinge>(o, changetype<SquaredHinge>(loss));
  }
  return unreachable();
}

/** the duality gap of b for a kind of loss */
export function gapFor(
  kind: LossKind,
  loss: usize,
  o: Smooth,
  penalty: ElasticNet,
  b: usize,
  theta: usize,
  partial: usize,
  out: Certificate,
): void {
  switch (kind) {
    case LossKind.Squared:
      return gapOf<Squared>(o, changetype<Squared>(loss), penalty, b, theta, partial, out);
    case LossKind.Logistic:
      return gapOf<Logistic>(o, changetype<Logistic>(loss), penalty, b, theta, partial, out);
    case LossKind.Huber:
      return gapOf<Huber>(o, changetype<Huber>(loss), penalty, b, theta, partial, out);
    case LossKind.Poisson:
      return gapOf<Poisson>(o, changetype<Poisson>(loss), penalty, b, theta, partial, out);
    case LossKind.SquaredHinge:
      return gapOf<SquaredHinge>(o, changetype<SquaredHinge>(loss), penalty, b, theta, partial, out);
  }
  unreachable();
}

/** an epoch of mini-batches for a kind of loss */
export function epochOf(kind: LossKind, loss: usize, s: Stochastic, order: usize, count: i32, rates: usize, t: f64): void {
  switch (kind) {
    case LossKind.Squared:
      return epoch<Squared>(s, changetype<Squared>(loss), order, count, rates, t);
    case LossKind.Logistic:
      return epoch<Logistic>(s, changetype<Logistic>(loss), order, count, rates, t);
    case LossKind.Huber:
      return epoch<Huber>(s, changetype<Huber>(loss), order, count, rates, t);
    case LossKind.Poisson:
      return epoch<Poisson>(s, changetype<Poisson>(loss), order, count, rates, t);
    case LossKind.SquaredHinge:
      return epoch<SquaredHinge>(s, changetype<SquaredHinge>(loss), order, count, rates, t);
  }
  unreachable();
}

/** the loss of some rows for a kind of loss */
export function sweepOf(kind: LossKind, loss: usize, s: Stochastic, order: usize, count: i32): f64 {
  switch (kind) {
    case LossKind.Squared:
      return sweep<Squared>(s, changetype<Squared>(loss), order, count);
    case LossKind.Logistic:
      return sweep<Logistic>(s, changetype<Logistic>(loss), order, count);
    case LossKind.Huber:
      return sweep<Huber>(s, changetype<Huber>(loss), order, count);
    case LossKind.Poisson:
      return sweep<Poisson>(s, changetype<Poisson>(loss), order, count);
    case LossKind.SquaredHinge:
      return sweep<SquaredHinge>(s, changetype<SquaredHinge>(loss), order, count);
  }
  return unreachable();
}
