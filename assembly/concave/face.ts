// Newton's method on a face of squared error and a concave penalty: every coefficient that may move stays in its piece (concave.ts), whose
// curvature c ≤ 0 is part of the factor of G_AA + C. At the end of its piece a coefficient goes on to the next one; at 0 it leaves.
//     d = −(G_AA + C)⁻¹(∂f_A + (a + c|β|)σ)
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { room as space, struct } from "../linear/layout";
import { row, solveLower, solveUpper, symv } from "../linear/packed";
import { Face } from "../path/face";
import { Concave } from "../penalties/concave";

@unmanaged
@final
export class ConcaveFace {
  face: Face;
  penalty: Concave;
  /** by place in W (i32): the piece that a row of the face is in */
  pieces: usize;

  private piece(i: i32): i32 {
    return i32.load(this.pieces + ((<usize>i) << 2));
  }

  private sign(i: i32): f64 {
    return f64.load(at(this.face.sign, i));
  }

  private beta(i: i32): f64 {
    return f64.load(at(this.face.s.beta, i));
  }

  private enter(i: i32, side: f64, k: i32): bool {
    i32.store(this.pieces + ((<usize>i) << 2), k);
    return this.face.append(i, side, this.penalty.l2(i, k));
  }

  /**
   * the face has the coefficients that are not 0, each in its piece, as far as the objective is convex along them; returns how many were
   * not there before, or elsewhere
   */
  gather(): i32 {
    const face = this.face;
    let changes = 0;
    for (let r = face.count - 1; r >= 0; r--) {
      const i = face.at(r);
      const b = this.beta(i);
      if (b === 0 || b * this.sign(i) < 0 || this.penalty.piece(b, i) !== this.piece(i)) {
        face.leave(r);
        changes++;
      }
    }
    for (let i = 0; i < face.W.x.m; i++) {
      const b = this.beta(i);
      if (b !== 0 && i32.load(face.spot + ((<usize>i) << 2)) < 0 && this.enter(i, b, this.penalty.piece(b, i))) changes++;
    }
    return changes;
  }

  /**
   * One pass of coordinate descent over W; returns the largest violation h|Δβ|/d that it found, 0 where no step was more than `noise`
   * in Σ h(Δβ)².
   */
  sweep(noise: f64): f64 {
    const W = this.face.W;
    const s = this.face.s;
    const m = W.x.m;
    let worst: f64 = 0;
    spend(m, m);
    let moved: f64 = 0;
    for (let i = 0; i < m; i++) {
      const b = this.beta(i);
      const h = f64.load(at(W.h, i));
      if (!(h > 0)) continue;
      const next = this.penalty.prox(b - f64.load(at(s.partial, i)) / h, h, i);
      const d = next - b;
      if (d === 0) continue;
      f64.store(at(s.beta, i), next);
      worst = max(worst, (h * abs(d)) / f64.load(at(W.penalty.scales, i)));
      moved += h * d * d;
      this.take(i, d);
    }
    return moved <= noise ? 0 : worst;
  }

  /** partial ← partial + G eᵢd */
  private take(i: i32, d: f64): void {
    const W = this.face.W;
    const partial = this.face.s.partial;
    const g = row(W.G, i);
    for (let j = 0; j <= i; j++) f64.store(at(partial, j), f64.load(at(partial, j)) + d * f64.load(at(g, j)));
    for (let j = i + 1; j < W.x.m; j++) f64.store(at(partial, j), f64.load(at(partial, j)) + d * f64.load(at(row(W.G, j), i)));
  }

  /** Newton steps from piece to piece until one is whole, or `most`; returns how many */
  descend(most: i32): i32 {
    const face = this.face;
    const s = face.s;
    const m = face.W.x.m;
    memory.copy(face.base, s.partial, (<usize>m) << 3);
    memory.fill(face.move, 0, (<usize>m) << 3);
    let steps = 0;
    while (face.count > 0 && steps < most) {
      this.direction();
      steps++;
      const t = this.room();
      if (t === 0) break;
      this.step(t);
      if (t === 1) break;
      this.go();
    }
    memory.copy(s.partial, face.base, (<usize>m) << 3);
    symv(m, face.W.G, face.move, s.partial);
    return steps;
  }

  /** the derivative of the objective along coefficient i of the face */
  private slope(i: i32): f64 {
    const k = this.piece(i);
    return f64.load(at(this.face.s.partial, i)) + this.sign(i) * this.penalty.l1(i, k) + this.penalty.l2(i, k) * this.beta(i);
  }

  private direction(): void {
    const face = this.face;
    spend(face.count, face.count);
    for (let r = 0; r < face.count; r++) f64.store(at(face.d, r), -this.slope(face.at(r)));
    solveLower(face.count, face.L, face.d);
    solveUpper(face.count, face.L, face.d);
  }

  /** where the piece of coefficient i ends in the direction d; a column without a penalty has one piece */
  private end(i: i32, d: f64): f64 {
    const k = this.piece(i);
    const sign = this.sign(i);
    if (this.penalty.top(i, 0) === 0) return d > 0 ? Infinity : -Infinity;
    return sign * (d * sign > 0 ? this.penalty.top(i, k) : this.penalty.bottom(i, k));
  }

  /** the largest step t ≤ 1 up to the first end */
  private room(): f64 {
    const face = this.face;
    let t: f64 = 1;
    for (let r = 0; r < face.count; r++) {
      const i = face.at(r);
      const d = f64.load(at(face.d, r));
      if (d === 0) continue;
      t = min(t, max(0, (this.end(i, d) - this.beta(i)) / d));
    }
    return t;
  }

  /** β_A ← β_A + td, and ∂f_A with it: G_AA d = (LLᵀ − C)d */
  private step(t: f64): void {
    const face = this.face;
    const s = face.s;
    for (let r = 0; r < face.count; r++) {
      const i = face.at(r);
      const d = f64.load(at(face.d, r));
      const b = this.beta(i);
      const partial = at(s.partial, i);
      f64.store(partial, f64.load(partial) - t * (this.slope(i) + f64.load(at(face.curvature, r)) * d));
      if (d === 0) continue;
      const end = this.end(i, d);
      let next = d > 0 ? min(end, b + t * d) : max(end, b + t * d);
      // the one that t was made for lands on its end, rounding or not
      if (t < 1 && (end - b) / d <= t) next = end;
      f64.store(at(s.beta, i), next);
      f64.store(at(face.move, i), f64.load(at(face.move, i)) + (next - b));
    }
  }

  /** coefficients that have come to the end of their piece go on to the next one, or leave at 0 */
  private go(): void {
    const face = this.face;
    for (let r = face.count - 1; r >= 0; r--) {
      const i = face.at(r);
      const b = this.beta(i);
      const d = f64.load(at(face.d, r));
      if (d === 0 || b !== this.end(i, d)) continue;
      const k = this.piece(i);
      const sign = this.sign(i);
      face.leave(r);
      if (b !== 0) this.enter(i, sign, d * sign > 0 ? k + 1 : k - 1);
    }
  }
}

/** pieces of the face of W, m columns at most */
export function layConcaveFace(face: Face, m: i32): ConcaveFace {
  const own = changetype<ConcaveFace>(struct(offsetof<ConcaveFace>()));
  const penalty = changetype<Concave>(struct(offsetof<Concave>()));
  penalty.lasso = face.W.penalty;
  own.face = face;
  own.penalty = penalty;
  own.pieces = space(4 * <f64>m);
  return own;
}
