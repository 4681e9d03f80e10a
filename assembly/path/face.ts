// The face: the coefficients that may move without leaving their linear or quadratic piece of the penalty, with signs σ, and the Cholesky
// factor LLᵀ = G_AA + C′ that changes by rows as they come and go. C′ is the ridge part at the time that a row was made.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { filled, struct, vector } from "../linear/layout";
import { appendRow, removeRow, row, startFour } from "../linear/packed";
import { State } from "../proof/state";
import { WorkingSet } from "./workingSet";

/**
 * A column belongs to the face while the others leave more than this share of its squared length: a millionth of its length, of which the factor
 * still knows three digits.
 */
const INDEPENDENT: f64 = 1e-12;
/** The factor is made anew where the ridge part has shrunk below this share of what stands in it. */
const STALE: f64 = 0.35;

@unmanaged
@final
export class Face {
  W: WorkingSet;
  s: State;
  /** rows of L, and how many there is room for: more than the rank of X̃_W there cannot be without a ridge part */
  count: i32;
  capacity: i32;
  L: usize;
  /** i32: row → place in W; place in W → row or −1 */
  list: usize;
  spot: usize;
  /** by place in W: σ */
  sign: usize;
  /** by row: C′, and d */
  curvature: usize;
  d: usize;
  /** by place in W: how β has moved since X̃ᵀ∇f was `base` */
  move: usize;
  base: usize;
  /** rotations of removeRow */
  scratch: usize;
  /** the last descent has made a step: without one the next would be the same again */
  moved: bool;

  /** true where coefficient i, on the side of 0 that `side` is on, has become part of the face */
  enter(i: i32, side: f64): bool {
    return this.append(i, side, this.W.penalty.l2(i));
  }

  /** the same where the penalty's curvature is c */
  append(i: i32, side: f64, c: f64): bool {
    const k = this.count;
    if (k === this.capacity) return false;
    f64.store(at(this.sign, i), side > 0 ? 1 : -1);
    return this.appendFrom(0, i, c);
  }

  /** as `append`, the first `from` columns of its row being L's already */
  private appendFrom(from: i32, i: i32, c: f64): bool {
    const k = this.count;
    spend(k - from, k);
    this.putProducts(k, i, from, k);
    f64.store(at(row(this.L, k), k), this.W.product(i, i) + c);
    if (!(appendRow(k, this.L, INDEPENDENT, from) > 0)) return false;
    i32.store(this.list + ((<usize>k) << 2), i);
    i32.store(this.spot + ((<usize>i) << 2), k);
    f64.store(at(this.curvature, k), c);
    this.count++;
    return true;
  }

  /** row k ← the products of coefficient i with those of rows from … to */
  private putProducts(k: i32, i: i32, from: i32, to: i32): void {
    const l = row(this.L, k);
    for (let r = from; r < to; r++) f64.store(at(l, r), this.W.product(i, this.at(r)));
  }

  /** the coefficients at the `count` places of W (i32) that are in scratch enter on the sides that their signs say, as far as they are independent */
  private enterAll(count: i32): void {
    let k = 0;
    for (; k + 4 <= count && this.count + 4 <= this.capacity; k += 4) this.enterFour(this.scratch + ((<usize>k) << 2));
    for (; k < count; k++) {
      const i = i32.load(this.scratch + ((<usize>k) << 2));
      this.enter(i, f64.load(at(this.sign, i)));
    }
  }

  /** the same for the four at `places`: their rows are begun together */
  private enterFour(places: usize): void {
    const k = this.count;
    for (let e = 0; e < 4; e++) this.putProducts(k + e, i32.load(places + ((<usize>e) << 2)), 0, k);
    spend(4 * k, k);
    startFour(k, this.L);
    for (let e = 0; e < 4; e++) {
      const i = i32.load(places + ((<usize>e) << 2));
      // a row moves up where one before it has stayed outside
      if (this.count < k + e) memory.copy(row(this.L, this.count), row(this.L, k + e), (<usize>k) << 3);
      this.appendFrom(k, i, this.W.penalty.l2(i));
    }
  }

  /** row r leaves the face */
  leave(r: i32): void {
    i32.store(this.spot + ((<usize>this.at(r)) << 2), -1);
    spend(this.count - r, this.count - r);
    removeRow(this.count, r, this.L, this.scratch);
    this.count--;
    for (; r < this.count; r++) {
      const i = this.at(r + 1);
      i32.store(this.list + ((<usize>r) << 2), i);
      i32.store(this.spot + ((<usize>i) << 2), r);
      f64.store(at(this.curvature, r), f64.load(at(this.curvature, r + 1)));
      f64.store(at(this.d, r), f64.load(at(this.d, r + 1)));
    }
  }

  /** every coefficient that is not 0 enters, as far as they are independent */
  fill(): void {
    this.clear();
    this.follow();
  }

  /** the same from the face that is there, where G is as it was: who is at 0 leaves, who is not enters */
  follow(): void {
    for (let r = this.count - 1; r >= 0; r--) if (!this.belongs(this.at(r))) this.leave(r);
    this.renew();
    let count = 0;
    for (let i = 0; i < this.W.x.m; i++) {
      if (i32.load(this.spot + ((<usize>i) << 2)) >= 0 || !this.belongs(i)) continue;
      i32.store(this.scratch + ((<usize>count) << 2), i);
      count++;
    }
    this.enterAll(count);
  }

  /** true where coefficient i is not 0 and may move either way; its sign ← that of β */
  private belongs(i: i32): bool {
    const b = f64.load(at(this.s.beta, i));
    if (b === 0 || !this.W.penalty.inside(b, i)) return false;
    f64.store(at(this.sign, i), b > 0 ? 1 : -1);
    return true;
  }

  /** nobody is on the face: β was given anew */
  clear(): void {
    for (let r = 0; r < this.count; r++) i32.store(this.spot + ((<usize>this.at(r)) << 2), -1);
    this.count = 0;
  }

  /** the factor anew where too little is left of the ridge part in it, or more than it has */
  refresh(): void {
    let fits = true;
    for (let r = 0; r < this.count && fits; r++) {
      const before = f64.load(at(this.curvature, r));
      const now = this.W.penalty.l2(this.at(r));
      fits = now <= before && now >= STALE * before;
    }
    if (!fits) this.rebuild();
  }

  /** the factor anew where a ridge part in it is not today's; false where there is nothing to renew */
  renew(): bool {
    let fits = true;
    for (let r = 0; r < this.count && fits; r++) fits = f64.load(at(this.curvature, r)) === this.W.penalty.l2(this.at(r));
    if (!fits) this.rebuild();
    return !fits;
  }

  private rebuild(): void {
    const before = this.count;
    this.count = 0;
    memory.copy(this.scratch, this.list, (<usize>before) << 2);
    for (let r = 0; r < before; r++) {
      const i = i32.load(this.scratch + ((<usize>r) << 2));
      i32.store(this.spot + ((<usize>i) << 2), -1);
    }
    this.enterAll(before);
  }

  /** the derivative of the objective along coefficient i on the side of 0 that `side` is on */
  slope(i: i32, side: f64): f64 {
    const penalty = this.W.penalty;
    const kink = side > 0 ? penalty.l1(i) : -penalty.l1(i);
    return f64.load(at(this.s.partial, i)) + kink + penalty.l2(i) * f64.load(at(this.s.beta, i));
  }

  /** where the piece of coefficient i ends in the direction d */
  end(i: i32, d: f64): f64 {
    const penalty = this.W.penalty;
    const kink = penalty.l1(i) > 0 && d * f64.load(at(this.sign, i)) < 0;
    if (kink) return 0;
    return d > 0 ? penalty.most(i) : penalty.least(i);
  }

  /** the place in W of row r */
  at(r: i32): i32 {
    return i32.load(this.list + ((<usize>r) << 2));
  }
}

/** an empty face of W */
export function layFace(W: WorkingSet, s: State, m: i32): Face {
  const face = changetype<Face>(struct(offsetof<Face>()));
  face.W = W;
  face.s = s;
  face.count = 0;
  face.capacity = 0;
  face.L = vector(m);
  face.list = vector(m);
  face.spot = filled(4 * m, 0xff);
  face.sign = vector(m);
  face.curvature = vector(m);
  face.d = vector(m);
  face.move = vector(m);
  face.base = vector(m);
  face.scratch = vector(2 * m);
  return face;
}
