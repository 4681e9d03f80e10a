// Newton's method on a face: the coefficients that may move without leaving their linear or quadratic piece of the penalty, with signs σ,
//     d = −(G_AA + C)⁻¹(∂f_A + aσ + cβ_A),   β_A ← β_A + td,   t ≤ 1 up to where the first coefficient meets the end of its piece,
// which then leaves the face. With no end in between the step is the optimum on the face, whatever the tolerance (Osborne, Presnell,
// Turlach 2000, section 3). LLᵀ = G_AA + C′ changes by rows; where a ridge part has shrunk since (C ≤ C′) d is still a descent and t = 1
// an improvement, and repeating it converges as (1 − C/C′)ᵏ.
import { at } from "../lanes";
import { appendRow, removeRow, row, solveLower, solveUpper, symv } from "../packed";
import { State } from "./state";
import { WorkingSet } from "./workingSet";

/** A column belongs to the face while the others leave more than this share of its squared length. */
const INDEPENDENT: f64 = 1e-11;
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

  /** β ← argmin over W from β with s.partial; decrements below `enough` are not worth a step, those below `noise` are rounding. Returns the steps taken. */
  settle(most: i32, enough: f64, noise: f64): i32 {
    let steps = 0;
    let best = -1;
    this.refresh();
    do {
      if (this.count > 0) steps += this.descend(best, most - steps, max(enough, noise));
      best = this.admit(noise);
    } while (best >= 0 && steps < most);
    return steps;
  }

  /** Newton steps on the face, until one is not cut short; `best`: the newcomer that has the right to stay */
  private descend(best: i32, most: i32, enough: f64): i32 {
    const s = this.s;
    const m = this.W.x.m;
    memory.copy(this.base, s.partial, (<usize>m) << 3);
    memory.fill(this.move, 0, (<usize>m) << 3);
    let steps = 0;
    while (this.count > 0 && steps < most) {
      const decrement = this.direction();
      steps++;
      const t = this.room(best);
      if (t === 0) continue;
      best = -1;
      this.step(t);
      if (t === 1) {
        const rest = this.drift();
        if (rest * rest * decrement <= enough) break;
      } else this.leaveAtEnd();
    }
    memory.copy(s.partial, this.base, (<usize>m) << 3);
    symv(m, this.W.G, this.move, s.partial);
    return steps;
  }

  /** d; returns ½dᵀ(G_AA + C′)d */
  private direction(): f64 {
    for (let r = 0; r < this.count; r++) {
      const i = this.at(r);
      f64.store(at(this.d, r), -this.slope(i, f64.load(at(this.sign, i))));
    }
    solveLower(this.count, this.L, this.d);
    let decrement: f64 = 0;
    for (let r = 0; r < this.count; r++) decrement += 0.5 * f64.load(at(this.d, r)) * f64.load(at(this.d, r));
    solveUpper(this.count, this.L, this.d);
    return decrement;
  }

  /** the largest step t ≤ 1; where it is 0, the coefficients that forbid it leave, `best` only if it is alone in that */
  private room(best: i32): f64 {
    let t: f64 = 1;
    for (let r = 0; r < this.count; r++) {
      const d = f64.load(at(this.d, r));
      if (d === 0) continue;
      const b = f64.load(at(this.s.beta, this.at(r)));
      const end = this.end(this.at(r), d);
      t = b === end ? 0 : min(t, (end - b) / d);
    }
    if (t > 0) return t;
    let left = false;
    for (let r = this.count - 1; r >= 0; r--) {
      const i = this.at(r);
      const d = f64.load(at(this.d, r));
      if (i === best || d === 0 || f64.load(at(this.s.beta, i)) !== this.end(i, d)) continue;
      this.leave(r);
      left = true;
    }
    if (!left) this.leave(i32.load(this.spot + ((<usize>best) << 2)));
    return 0;
  }

  /** the derivative of the objective along coefficient i on the side of 0 that `side` is on */
  private slope(i: i32, side: f64): f64 {
    const penalty = this.W.penalty;
    const kink = side > 0 ? penalty.l1(i) : -penalty.l1(i);
    return f64.load(at(this.s.partial, i)) + kink + penalty.l2(i) * f64.load(at(this.s.beta, i));
  }

  /** where the piece of coefficient i ends in the direction d */
  private end(i: i32, d: f64): f64 {
    const penalty = this.W.penalty;
    const kink = penalty.l1(i) > 0 && d * f64.load(at(this.sign, i)) < 0;
    if (kink) return 0;
    return f64.load(at(d > 0 ? penalty.upper : penalty.lower, i));
  }

  /** β_A ← β_A + td, and X̃_Aᵀ∇f with it: G_AA d = (LLᵀ − C′)d */
  private step(t: f64): void {
    const s = this.s;
    for (let r = 0; r < this.count; r++) {
      const i = this.at(r);
      const d = f64.load(at(this.d, r));
      const b = f64.load(at(s.beta, i));
      const slope = this.slope(i, f64.load(at(this.sign, i)));
      const partial = at(s.partial, i);
      f64.store(partial, f64.load(partial) - t * (slope + f64.load(at(this.curvature, r)) * d));
      const end = this.end(i, d);
      let next = d > 0 ? min(end, b + t * d) : max(end, b + t * d);
      // the one that t was made for lands on its end, rounding or not
      if (t < 1 && d !== 0 && (end - b) / d <= t) next = end;
      f64.store(at(s.beta, i), next);
      f64.store(at(this.move, i), f64.load(at(this.move, i)) + (next - b));
    }
  }

  /** coefficients that have come to the end of their piece leave */
  private leaveAtEnd(): void {
    for (let r = this.count - 1; r >= 0; r--) {
      const i = this.at(r);
      if (f64.load(at(this.s.beta, i)) === this.end(i, f64.load(at(this.d, r)))) this.leave(r);
    }
  }

  /** how much less than C′ is C, as a share: what a full step leaves of the way */
  private drift(): f64 {
    let most: f64 = 0;
    for (let r = 0; r < this.count; r++) {
      const before = f64.load(at(this.curvature, r));
      if (before > 0) most = max(most, abs(1 - this.W.penalty.l2(this.at(r)) / before));
    }
    return most;
  }

  /** coefficients outside the face that gain from moving enter it; returns the one that gains most, or −1 */
  private admit(noise: f64): i32 {
    const penalty = this.W.penalty;
    let best = -1;
    let most: f64 = noise;
    for (let i = 0; i < this.W.x.m; i++) {
      if (i32.load(this.spot + ((<usize>i) << 2)) >= 0) continue;
      const b = f64.load(at(this.s.beta, i));
      const h = f64.load(at(this.W.h, i));
      const next = penalty.prox(b - f64.load(at(this.s.partial, i)) / h, 1 / h, i);
      const gain = h * (next - b) * (next - b);
      if (!(gain > noise)) continue;
      if (!this.enter(i, b !== 0 ? b : next) && !this.exchange(i, next - b)) continue;
      if (gain < most) continue;
      most = gain;
      best = i;
    }
    return best;
  }

  /** true where coefficient i, on the side of 0 that `side` is on, has become part of the face */
  private enter(i: i32, side: f64): bool {
    const k = this.count;
    if (k === this.capacity) return false;
    const c = this.W.penalty.l2(i);
    const l = row(this.L, k);
    for (let r = 0; r < k; r++) f64.store(at(l, r), this.W.product(i, this.at(r)));
    f64.store(at(l, k), this.W.product(i, i) + c);
    f64.store(at(this.sign, i), side > 0 ? 1 : -1);
    if (!(appendRow(k, this.L, INDEPENDENT) > 0)) return false;
    i32.store(this.list + ((<usize>k) << 2), i);
    i32.store(this.spot + ((<usize>i) << 2), k);
    f64.store(at(this.curvature, k), c);
    this.count++;
    return true;
  }

  /**
   * For a column that depends on the face: it moves and the others make up for it, so that X̃β stays, until one of them comes to the end
   * of its piece and leaves room. L⁻¹a stands in row `count`. False where nothing came to an end.
   */
  private exchange(i: i32, side: f64): bool {
    const k = this.count;
    if (k === this.capacity) return false;
    memory.copy(this.d, row(this.L, k), (<usize>k) << 3);
    solveUpper(k, this.L, this.d);
    const sign: f64 = side > 0 ? 1 : -1;
    const b = f64.load(at(this.s.beta, i));
    const end = this.W.penalty.l1(i) > 0 && b * sign < 0 ? 0 : f64.load(at(sign > 0 ? this.W.penalty.upper : this.W.penalty.lower, i));
    let t = (end - b) * sign;
    let first = -1;
    let slope = sign * this.slope(i, b !== 0 ? b : sign);
    for (let r = 0; r < k; r++) {
      const d = -sign * f64.load(at(this.d, r));
      f64.store(at(this.d, r), d);
      slope += d * this.slope(this.at(r), f64.load(at(this.sign, this.at(r))));
      if (d === 0) continue;
      const room = (this.end(this.at(r), d) - f64.load(at(this.s.beta, this.at(r)))) / d;
      if (room >= t) continue;
      t = room;
      first = r;
    }
    if (!(slope < 0 && t < Infinity)) return false;
    const m = this.W.x.m;
    memory.fill(this.move, 0, (<usize>m) << 3);
    for (let r = 0; r < k; r++) f64.store(at(this.move, this.at(r)), t * f64.load(at(this.d, r)));
    f64.store(at(this.move, i), t * sign);
    const last = first < 0 ? i : this.at(first);
    const stop = first < 0 ? end : this.end(last, f64.load(at(this.d, first)));
    for (let j = 0; j < m; j++) f64.store(at(this.s.beta, j), f64.load(at(this.s.beta, j)) + f64.load(at(this.move, j)));
    f64.store(at(this.s.beta, last), stop);
    symv(m, this.W.G, this.move, this.s.partial);
    if (first < 0) return false;
    this.leave(first);
    return this.enter(i, b !== 0 ? b : sign);
  }

  /** row r leaves the face */
  private leave(r: i32): void {
    i32.store(this.spot + ((<usize>this.at(r)) << 2), -1);
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

  /** the factor anew where too little is left of the ridge part in it, or more than it has */
  private refresh(): void {
    let fits = true;
    for (let r = 0; r < this.count && fits; r++) {
      const before = f64.load(at(this.curvature, r));
      const now = this.W.penalty.l2(this.at(r));
      fits = now <= before && now >= STALE * before;
    }
    if (fits) return;
    const before = this.count;
    this.count = 0;
    memory.copy(this.scratch, this.list, (<usize>before) << 2);
    for (let r = 0; r < before; r++) {
      const i = i32.load(this.scratch + ((<usize>r) << 2));
      i32.store(this.spot + ((<usize>i) << 2), -1);
    }
    for (let r = 0; r < before; r++) {
      const i = i32.load(this.scratch + ((<usize>r) << 2));
      this.enter(i, f64.load(at(this.sign, i)));
    }
  }

  /** the place in W of row r */
  private at(r: i32): i32 {
    return i32.load(this.list + ((<usize>r) << 2));
  }
}
