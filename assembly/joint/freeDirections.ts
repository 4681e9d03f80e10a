// The directions that nothing is paid for, intercepts and blocks without a penalty: a dual point has to be orthogonal to them. With F these
// directions and A = Fᵀ∇²fF,
//     θ ← θ − ∇²f F A⁻¹Fᵀθ,
// the gradient of f's quadratic model at a step of Newton's: it stays in the domain of f* as long as the step is short.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";
import { dot, total } from "../linear/level1";
import { appendRow, row, solveLower, solveUpper } from "../linear/packed";
import { JointState } from "./state";

/** a direction counts while the others leave more than this share of its squared length */
const INDEPENDENT: f64 = 1e-11;

/** what rounding leaves of a sum of n products, in units of ε and of the products' sizes: this and √n */
const ROUNDING: f64 = 4;

@unmanaged
@final
export class FreeDirections {
  s: JointState;
  /** how many there are, of at most `capacity` */
  count: i32;
  capacity: i32;
  /** i32: layer k as −1 − k, number e of W as e */
  list: usize;
  /** i32: those that depend on others, as far as can be told */
  dropped: usize;
  droppedCount: i32;
  /** A among the intercepts, rows of its factor; A⁻¹Fᵀθ */
  A: usize;
  L: usize;
  a: usize;
  /** K layers each: a direction, ∇²f times it */
  v: usize;
  u: usize;

  /** A ← of the intercepts, and of the blocks of W that are free where `all` */
  gather(all: bool): void {
    const W = this.s.W;
    this.count = 0;
    this.droppedCount = 0;
    if (this.s.intercepts > 0) W.loss.amongIntercepts(this.A);
    for (let k = 0; k < this.s.intercepts; k++) this.take(-1 - k);
    if (!all) return;
    for (let i = 0; i < W.count; i++) {
      if (!W.penalty.isOpen(W.block(i), at(this.s.t, W.first(i) * W.R))) continue;
      for (let e = W.first(i) * W.R; e < W.first(i + 1) * W.R; e++) this.take(e);
    }
  }

  /** one more, where it does not depend on the others */
  private take(direction: i32): void {
    const W = this.s.W;
    // more than the rank there cannot be: the row beyond is where that shows
    const l = row(this.L, this.count);
    spend(this.count + 4 * W.K, W.x.n + this.count);
    if (direction < 0) {
      const a = at(this.A, (-1 - direction) * W.K);
      for (let k = 0; k < this.count; k++) f64.store(at(l, k), f64.load(at(a, -1 - this.at(k))));
      f64.store(at(l, this.count), f64.load(at(a, -1 - direction)));
    } else {
      memory.fill(this.v, 0, (<usize>(W.K * W.loss.ld)) << 3);
      this.add(direction, 1);
      W.loss.curve(this.v, this.u);
      for (let k = 0; k < this.count; k++) f64.store(at(l, k), this.along(this.at(k), this.u));
      f64.store(at(l, this.count), this.along(direction, this.u));
    }
    if (!(appendRow(this.count, this.L, INDEPENDENT, 0) > 0) || this.count === this.capacity) {
      // an intercept that depends on the others is what all layers have in common
      if (direction < 0) return;
      i32.store(this.dropped + ((<usize>this.droppedCount) << 2), direction);
      this.droppedCount++;
      return;
    }
    i32.store(this.list + ((<usize>this.count) << 2), direction);
    this.count++;
  }

  private at(k: i32): i32 {
    return i32.load(this.list + ((<usize>k) << 2));
  }

  /** v ← v + a·direction */
  private add(direction: i32, a: f64): void {
    const W = this.s.W;
    const n = W.x.n;
    if (direction < 0) {
      const from = (-1 - direction) * W.loss.ld;
      for (let i = from; i < from + n; i++) f64.store(at(this.v, i), f64.load(at(this.v, i)) + a);
      return;
    }
    const position = W.position(direction / W.R);
    const k = W.R === 1 ? W.layerOf(position) : direction % W.R;
    W.x.copy(W.column(position), this.u);
    const scaled = a / W.scale(position);
    for (let i = 0; i < n; i++) {
      const slot = at(this.v, k * W.loss.ld + i);
      f64.store(slot, f64.load(slot) + scaled * f64.load(at(this.u, i)));
    }
  }

  /** directionᵀr */
  private along(direction: i32, r: usize): f64 {
    const W = this.s.W;
    if (direction < 0) return total(W.x.n, at(r, (-1 - direction) * W.loss.ld));
    const position = W.position(direction / W.R);
    const layer = at(r, (W.R === 1 ? W.layerOf(position) : direction % W.R) * W.loss.ld);
    return W.x.dot(W.column(position), layer, W.x.sum(layer)) / W.scale(position);
  }

  /** a ← A⁻¹Fᵀθ; returns half of θᵀF A⁻¹Fᵀθ: what a step of Newton's along them promises */
  solve(theta: usize): f64 {
    for (let k = 0; k < this.count; k++) f64.store(at(this.a, k), this.along(this.at(k), theta));
    solveLower(this.count, this.L, this.a);
    const decrement = 0.5 * dot(this.count, this.a, this.a);
    solveUpper(this.count, this.L, this.a);
    return decrement;
  }

  /** θ ← θ − ∇²f F a */
  orthogonalise(theta: usize): void {
    const W = this.s.W;
    const size = W.K * W.loss.ld;
    memory.fill(this.v, 0, (<usize>size) << 3);
    spend(this.count, W.x.n);
    for (let k = 0; k < this.count; k++) this.add(this.at(k), f64.load(at(this.a, k)));
    W.loss.curve(this.v, this.u);
    W.loss.shift(this.v, this.u);
    for (let k = 0; k < W.K; k++) {
      for (let i = k * W.loss.ld; i < k * W.loss.ld + W.x.n; i++) f64.store(at(theta, i), f64.load(at(theta, i)) - f64.load(at(this.u, i)));
    }
  }

  /** true where θ is orthogonal, up to rounding, to what was left out as dependent: what depends only nearly may not be */
  isOrthogonal(theta: usize): bool {
    const W = this.s.W;
    const share = (ROUNDING + sqrt(<f64>W.x.n)) * f64.EPSILON;
    for (let k = 0; k < this.droppedCount; k++) {
      const direction = i32.load(this.dropped + ((<usize>k) << 2));
      const position = W.position(direction / W.R);
      const layer = at(theta, (W.R === 1 ? W.layerOf(position) : direction % W.R) * W.loss.ld);
      W.x.copy(W.column(position), this.v);
      let sum: f64 = 0;
      let size: f64 = 0;
      for (let i = 0; i < W.x.n; i++) {
        const product = f64.load(at(this.v, i)) * f64.load(at(layer, i));
        sum += product;
        size += abs(product);
      }
      if (!(abs(sum) <= share * size)) return false;
    }
    return true;
  }

  /** b ← b − a: a step along the intercepts */
  step(from: usize, t: f64, to: usize): void {
    for (let k = 0; k < this.s.intercepts; k++) f64.store(at(to, k), f64.load(at(from, k)));
    for (let k = 0; k < this.count; k++) {
      const slot = at(to, -1 - this.at(k));
      f64.store(slot, f64.load(slot) - t * f64.load(at(this.a, k)));
    }
  }
}

/** none, in the layout at hand; at most `capacity` that are independent, of `most` */
export function layFreeDirections(s: JointState, ld: i32, capacity: i32, most: i32): FreeDirections {
  const free = changetype<FreeDirections>(struct(offsetof<FreeDirections>()));
  free.s = s;
  free.count = 0;
  free.capacity = capacity;
  free.list = room(4 * <f64>capacity);
  free.dropped = room(4 * <f64>most);
  free.L = room(4 * <f64>capacity + 4);
  // one more row is where a dependent direction shows
  let next = room((8 * (<f64>capacity + 1) * (<f64>capacity + 2)) / 2);
  if (next) {
    for (let i = 0; i <= capacity; i++) {
      i32.store(free.L + ((<usize>i) << 2), <i32>next);
      next = at(next, i + 1);
    }
  }
  free.A = vector(s.W.K * s.W.K);
  free.a = vector(capacity);
  free.v = vector(ld * s.W.K);
  free.u = vector(ld * s.W.K);
  return free;
}
