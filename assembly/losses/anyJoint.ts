// The loss of a joint problem, whichever it is: one switch an operation. A kind that is missing here traps.
import { JointKind } from "../../src/kernels/abi";
import { spend } from "../linear/heed";
import { A_ROW } from "./anyLoss";
import { OneLayer } from "./byRows";
import { Cox } from "./cox";
import { JointLoss } from "./joint";
import { Multinomial } from "./multinomial";
import { SquaredTargets } from "./squaredTargets";

@unmanaged
@final
export class AnyJoint extends JointLoss {
  value(eta: usize): f64 {
    spend(this.n, A_ROW * this.K);
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).value(eta);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).value(eta);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).value(eta);
      case JointKind.Cox:
        return changetype<Cox>(this).value(eta);
    }
    return unreachable();
  }

  expand(eta: usize, g: usize): f64 {
    spend(this.n, A_ROW * this.K);
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).expand(eta, g);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).expand(eta, g);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).expand(eta, g);
      case JointKind.Cox:
        return changetype<Cox>(this).expand(eta, g);
    }
    return unreachable();
  }

  curve(v: usize, out: usize): void {
    spend(this.n, A_ROW * this.K);
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).curve(v, out);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).curve(v, out);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).curve(v, out);
      case JointKind.Cox:
        return changetype<Cox>(this).curve(v, out);
    }
    return unreachable();
  }

  amongIntercepts(A: usize): void {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).amongIntercepts(A);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).amongIntercepts(A);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).amongIntercepts(A);
      case JointKind.Cox:
        return changetype<Cox>(this).amongIntercepts(A);
    }
    return unreachable();
  }

  drift(g: usize): f64 {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).drift(g);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).drift(g);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).drift(g);
      case JointKind.Cox:
        return changetype<Cox>(this).drift(g);
    }
    return unreachable();
  }

  renew(g: usize): void {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).renew(g);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).renew(g);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).renew(g);
      case JointKind.Cox:
        return changetype<Cox>(this).renew(g);
    }
    return unreachable();
  }

  weights(k: i32, out: usize): void {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).weights(k, out);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).weights(k, out);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).weights(k, out);
      case JointKind.Cox:
        return changetype<Cox>(this).weights(k, out);
    }
    return unreachable();
  }

  spread(k: i32, x: usize, out: usize): void {
    spend(this.n, A_ROW * this.K);
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).spread(k, x, out);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).spread(k, x, out);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).spread(k, x, out);
      case JointKind.Cox:
        return changetype<Cox>(this).spread(k, x, out);
    }
    return unreachable();
  }

  between(k: i32, l: i32, out: usize): void {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).between(k, l, out);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).between(k, l, out);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).between(k, l, out);
      case JointKind.Cox:
        return changetype<Cox>(this).between(k, l, out);
    }
    return unreachable();
  }

  shift(v: usize, Hv: usize): void {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).shift(v, Hv);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).shift(v, Hv);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).shift(v, Hv);
      case JointKind.Cox:
        return changetype<Cox>(this).shift(v, Hv);
    }
    return unreachable();
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    spend(this.n, A_ROW * this.K);
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).fenchel(eta, kappa, theta);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).fenchel(eta, kappa, theta);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).fenchel(eta, kappa, theta);
      case JointKind.Cox:
        return changetype<Cox>(this).fenchel(eta, kappa, theta);
    }
    return unreachable();
  }

  dualScale(theta: usize): f64 {
    switch (this.kind) {
      case JointKind.Rows:
        return changetype<OneLayer>(this).dualScale(theta);
      case JointKind.Targets:
        return changetype<SquaredTargets>(this).dualScale(theta);
      case JointKind.Multinomial:
        return changetype<Multinomial>(this).dualScale(theta);
      case JointKind.Cox:
        return changetype<Cox>(this).dualScale(theta);
    }
    return unreachable();
  }
}

/** what all of them hold */
export function fillJoint(loss: usize, kind: JointKind, n: i32, K: i32, y: usize, w: usize, terms: i32): AnyJoint {
  const f = changetype<AnyJoint>(loss);
  f.kind = kind;
  f.n = n;
  f.K = K;
  f.ld = n + (n & 1);
  f.y = y;
  f.w = w;
  f.terms = terms;
  return f;
}
