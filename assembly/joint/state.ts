// Where the solver of joint problems stands.
import { at } from "../linear/lanes";
import { struct, vector } from "../linear/layout";
import { Working } from "./working";

@unmanaged
@final
export class JointState {
  W: Working;
  /** K layers that η has beside all else (0: none): offsets of rows */
  offset: usize;
  /** true where η has intercepts of its own: one a layer, or none */
  intercepts: i32;
  /** coefficients by row of W, and K intercepts; the same at the model's minimum */
  t: usize;
  b: usize;
  nextT: usize;
  nextB: usize;
  /** K layers: η, ∇f there, the way to the model's minimum, η on it */
  eta: usize;
  g: usize;
  move: usize;
  trial: usize;
  /** f(η) */
  value: f64;
  /** by number of W: slopes of the model */
  partial: usize;

  /** η, f, ∇f ← from t and b, afresh */
  evaluate(): void {
    this.predict(this.t, this.b, this.eta, true);
    this.value = this.W.loss.expand(this.eta, this.g);
  }

  /** out ← offset + b + X̃t by layers, or without the offset */
  predict(t: usize, b: usize, out: usize, whole: bool): void {
    const W = this.W;
    const ld = W.loss.ld;
    for (let k = 0; k < W.K; k++) {
      const start = this.intercepts > 0 ? f64.load(at(b, k)) : 0;
      for (let i = k * ld; i < k * ld + W.x.n; i++) {
        f64.store(at(out, i), start + (whole && this.offset ? f64.load(at(this.offset, i)) : 0));
      }
    }
    W.gemv(t, out);
  }

  /** rounding of an objective: a sum of n terms is off by √n of their roundings, four times that at most */
  noise(objective: f64): f64 {
    return (16 + 4 * sqrt(<f64>(this.W.x.n * this.W.K))) * f64.EPSILON * abs(objective);
  }
}

/** at 0, in the layout at hand; M numbers in W at most, whose coefficients at t are the caller's */
export function layJointState(W: Working, ld: i32, M: i32, t: usize): JointState {
  const s = changetype<JointState>(struct(offsetof<JointState>()));
  s.W = W;
  s.t = t;
  s.b = vector(W.K);
  s.nextT = vector(M);
  s.nextB = vector(W.K);
  s.eta = vector(ld * W.K);
  s.g = vector(ld * W.K);
  s.move = vector(ld * W.K);
  s.trial = vector(ld * W.K);
  s.partial = vector(M);
  return s;
}
