// The loss of a problem, whichever it is: one switch a pass over its rows. A kind that is missing here traps.
import { LossKind } from "../../src/kernels/abi";
import { spend } from "../linear/heed";
import { Gamma } from "./gamma";
import { Huber } from "./huber";
import { Logistic } from "./logistic";
import { Loss } from "./loss";
import { Poisson } from "./poisson";
import { Squared } from "./squared";
import { SquaredHinge } from "./squaredHinge";

/** a row with its exponential and its logarithm takes as long as so many entries of a matrix */
export const A_ROW: i32 = 16;

@unmanaged
@final
export class AnyLoss extends Loss {
  value(eta: usize): f64 {
    spend(this.n, A_ROW);
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).value(eta);
      case LossKind.Logistic:
        return changetype<Logistic>(this).value(eta);
      case LossKind.Huber:
        return changetype<Huber>(this).value(eta);
      case LossKind.Poisson:
        return changetype<Poisson>(this).value(eta);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).value(eta);
      case LossKind.Gamma:
        return changetype<Gamma>(this).value(eta);
    }
    return unreachable();
  }

  gradient(eta: usize, g: usize): void {
    spend(this.n, A_ROW);
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).gradient(eta, g);
      case LossKind.Logistic:
        return changetype<Logistic>(this).gradient(eta, g);
      case LossKind.Huber:
        return changetype<Huber>(this).gradient(eta, g);
      case LossKind.Poisson:
        return changetype<Poisson>(this).gradient(eta, g);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).gradient(eta, g);
      case LossKind.Gamma:
        return changetype<Gamma>(this).gradient(eta, g);
    }
    unreachable();
  }

  valueAndGradient(eta: usize, g: usize): f64 {
    spend(this.n, A_ROW);
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).valueAndGradient(eta, g);
      case LossKind.Logistic:
        return changetype<Logistic>(this).valueAndGradient(eta, g);
      case LossKind.Huber:
        return changetype<Huber>(this).valueAndGradient(eta, g);
      case LossKind.Poisson:
        return changetype<Poisson>(this).valueAndGradient(eta, g);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).valueAndGradient(eta, g);
      case LossKind.Gamma:
        return changetype<Gamma>(this).valueAndGradient(eta, g);
    }
    return unreachable();
  }

  expand(eta: usize, g: usize, c: usize): f64 {
    spend(this.n, A_ROW);
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).expand(eta, g, c);
      case LossKind.Logistic:
        return changetype<Logistic>(this).expand(eta, g, c);
      case LossKind.Huber:
        return changetype<Huber>(this).expand(eta, g, c);
      case LossKind.Poisson:
        return changetype<Poisson>(this).expand(eta, g, c);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).expand(eta, g, c);
      case LossKind.Gamma:
        return changetype<Gamma>(this).expand(eta, g, c);
    }
    return unreachable();
  }

  bound(): f64 {
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).bound();
      case LossKind.Logistic:
        return changetype<Logistic>(this).bound();
      case LossKind.Huber:
        return changetype<Huber>(this).bound();
      case LossKind.Poisson:
        return changetype<Poisson>(this).bound();
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).bound();
      case LossKind.Gamma:
        return changetype<Gamma>(this).bound();
    }
    return unreachable();
  }

  maxStep(): f64 {
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).maxStep();
      case LossKind.Logistic:
        return changetype<Logistic>(this).maxStep();
      case LossKind.Huber:
        return changetype<Huber>(this).maxStep();
      case LossKind.Poisson:
        return changetype<Poisson>(this).maxStep();
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).maxStep();
      case LossKind.Gamma:
        return changetype<Gamma>(this).maxStep();
    }
    return unreachable();
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    spend(this.n, A_ROW);
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).fenchel(eta, kappa, theta);
      case LossKind.Logistic:
        return changetype<Logistic>(this).fenchel(eta, kappa, theta);
      case LossKind.Huber:
        return changetype<Huber>(this).fenchel(eta, kappa, theta);
      case LossKind.Poisson:
        return changetype<Poisson>(this).fenchel(eta, kappa, theta);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).fenchel(eta, kappa, theta);
      case LossKind.Gamma:
        return changetype<Gamma>(this).fenchel(eta, kappa, theta);
    }
    return unreachable();
  }

  dualScale(theta: usize): f64 {
    switch (this.kind) {
      case LossKind.Squared:
        return changetype<Squared>(this).dualScale(theta);
      case LossKind.Logistic:
        return changetype<Logistic>(this).dualScale(theta);
      case LossKind.Huber:
        return changetype<Huber>(this).dualScale(theta);
      case LossKind.Poisson:
        return changetype<Poisson>(this).dualScale(theta);
      case LossKind.SquaredHinge:
        return changetype<SquaredHinge>(this).dualScale(theta);
      case LossKind.Gamma:
        return changetype<Gamma>(this).dualScale(theta);
    }
    return unreachable();
  }
}
