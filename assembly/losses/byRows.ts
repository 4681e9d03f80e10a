// A loss by rows (loss.ts), one layer, as the solver of joint problems asks for it: ∇²f is diagonal.
import { at } from "../linear/lanes";
import { total } from "../linear/level1";
import { AnyLoss } from "./anyLoss";
import { JointLoss } from "./joint";

@unmanaged
@final
export class OneLayer extends JointLoss {
  rows: AnyLoss;

  value(eta: usize): f64 {
    return this.rows.value(eta);
  }

  expand(eta: usize, g: usize): f64 {
    return this.rows.expand(eta, g, this.at);
  }

  curve(v: usize, out: usize): void {
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), f64.load(at(this.at, i)) * f64.load(at(v, i)));
  }

  amongIntercepts(A: usize): void {
    f64.store(A, total(this.n, this.at));
  }

  drift(g: usize): f64 {
    let moved: f64 = 0;
    let whole: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const c = this.bounded(i, g);
      moved += abs(c - f64.load(at(this.kept, i)));
      whole += c;
    }
    return whole > 0 ? moved / whole : moved > 0 ? Infinity : 0;
  }

  renew(g: usize): void {
    for (let i = 0; i < this.n; i++) f64.store(at(this.kept, i), this.bounded(i, g));
  }

  /** curvature of row i, at least as much as keeps a step within reach */
  @inline
  private bounded(i: i32, g: usize): f64 {
    return max(f64.load(at(this.at, i)), abs(f64.load(at(g, i))) / this.rows.maxStep());
  }

  weights(_: i32, out: usize): void {
    memory.copy(out, this.kept, (<usize>this.n) << 3);
  }

  spread(_k: i32, _x: usize, _out: usize): void {}

  between(_k: i32, _l: i32, out: usize): void {
    this.weights(0, out);
  }

  shift(_v: usize, _Hv: usize): void {}

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    return this.rows.fenchel(eta, kappa, theta);
  }

  dualScale(theta: usize): f64 {
    return this.rows.dualScale(theta);
  }
}
