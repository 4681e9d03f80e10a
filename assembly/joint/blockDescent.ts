// Coordinate descent by blocks on a quadratic model (blockStep.ts), over W in passes, with Anderson's extrapolation between them.

import { spend } from "../linear/heed";
import { at, madd } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";
import { axpy } from "../linear/level1";
import { FourRows } from "../linear/level1f";
import { row } from "../linear/packed";
import { Iterates, layIterates, PASSES } from "../path/extrapolation";
import { BlockStep } from "./blockStep";
import { Model } from "./model";
import { Working } from "./working";

/** rows whose moves are taken into the slopes together */
const PENDING: i32 = 4;

@unmanaged
@final
export class BlockDescent {
  W: Working;
  model: Model;
  step: BlockStep;
  iterates: Iterates;
  /** by number of W: slopes and coefficients at the start, slopes before an extrapolation, curvatures, places (i32) of those that are not 0 */
  slopes: usize;
  start: usize;
  before: usize;
  h: usize;
  active: usize;
  /** rows that have moved and whose moves are not in the slopes yet: how many, which (i32), by how much; slopes of a block */
  waiting: i32;
  pending: usize;
  moves: usize;
  saved: usize;

  /** t ← argmin of the model from t, whose slopes are `partial`, until a pass moves it by no more than `enough`; returns the passes */
  solve(t: usize, partial: usize, enough: f64, most: i32): i32 {
    const size = this.W.m * this.W.R;
    memory.copy(this.slopes, partial, (<usize>size) << 3);
    memory.copy(this.start, t, (<usize>size) << 3);
    this.iterates.count = 0;
    let active = 0;
    let passes = 0;
    while (passes < most) {
      passes++;
      if (this.pass(t, partial) <= enough) break;
      if (this.iterates.count === 0) active = this.activate(t);
      this.iterates.keep(active, this.active, t);
      if (this.iterates.count <= PASSES) continue;
      if (active > 0) this.extrapolate(active, t, partial);
      this.iterates.count = 0;
    }
    return passes;
  }

  /** one pass over W; returns Σ h‖Δt‖² */
  private pass(t: usize, partial: usize): f64 {
    const W = this.W;
    const R = W.R;
    const next = this.step.next;
    let moved: f64 = 0;
    spend(W.m * R, W.m);
    for (let i = 0; i < W.count; i++) {
      const s = W.first(i);
      const q = W.first(i + 1) - s;
      this.ahead(s, q, partial);
      const h = this.step.solve(i, t, partial);
      memory.copy(at(partial, s * R), this.saved, (<usize>(q * R)) << 3);
      const own = at(t, s * R);
      let square: f64 = 0;
      for (let e = 0; e < q * R; e++) {
        const d = f64.load(at(next, e)) - f64.load(at(own, e));
        square += d * d;
        f64.store(at(own, e), f64.load(at(next, e)));
        f64.store(at(next, e), d);
      }
      if (square === 0) continue;
      moved += h * square;
      for (let k = 0; k < q; k++) this.pend(s + k, at(next, k * R), partial);
    }
    this.flush(partial);
    return moved;
  }

  /** row s has moved by d (R): four such rows are taken into the slopes together, which are read and written once for them */
  private pend(s: i32, d: usize, partial: usize): void {
    if (this.waiting === PENDING) this.flush(partial);
    const R = this.W.R;
    i32.store(this.pending + ((<usize>this.waiting) << 2), s);
    memory.copy(at(this.moves, this.waiting * R), d, (<usize>R) << 3);
    this.waiting++;
  }

  private waitingRow(k: i32): usize {
    return row(this.model.G, i32.load(this.pending + ((<usize>k) << 2)));
  }

  /** the slopes of the q rows from s on, as they are once what waits is taken in; `saved` keeps what stands there until then */
  private ahead(s: i32, q: i32, partial: usize): void {
    const R = this.W.R;
    memory.copy(this.saved, at(partial, s * R), (<usize>(q * R)) << 3);
    for (let k = 0; k < this.waiting; k++) {
      const g = this.waitingRow(k);
      for (let i = s; i < s + q; i++) axpy(R, f64.load(at(g, i)), at(this.moves, k * R), at(partial, i * R));
    }
  }

  /** partial ← partial + what waits */
  private flush(partial: usize): void {
    const m = this.W.m;
    const R = this.W.R;
    const d = this.moves;
    if (this.waiting === PENDING && R === 1) {
      FourRows.axpy(m, d, this.waitingRow(0), this.waitingRow(1), this.waitingRow(2), this.waitingRow(3), partial);
    } else if (this.waiting === PENDING) {
      outer4(m, R, this.waitingRow(0), this.waitingRow(1), this.waitingRow(2), this.waitingRow(3), d, partial);
    } else {
      for (let k = 0; k < this.waiting; k++) {
        if (R === 1) axpy(m, f64.load(at(d, k)), this.waitingRow(k), partial);
        else outer(m, R, this.waitingRow(k), at(d, k * R), partial);
      }
    }
    this.waiting = 0;
  }

  /** active, h ← the numbers that are not 0; returns how many */
  private activate(t: usize): i32 {
    const R = this.W.R;
    let count = 0;
    for (let i = 0; i < this.W.m; i++) {
      const h = f64.load(at(row(this.model.G, i), i));
      for (let r = 0; r < R; r++) {
        const e = i * R + r;
        f64.store(at(this.h, e), h);
        if (f64.load(at(t, e)) === 0) continue;
        i32.store(this.active + ((<usize>count) << 2), e);
        count++;
      }
    }
    return count;
  }

  private extrapolate(active: i32, t: usize, partial: usize): void {
    const W = this.W;
    const R = W.R;
    if (active > this.iterates.capacity || !this.iterates.weigh(active, this.active, this.h)) return;
    const size = (<usize>(W.m * R)) << 3;
    const value = this.value(t, partial);
    memory.copy(this.before, partial, size);
    const d = this.step.v;
    for (let k = 0; k < active; ) {
      const i = i32.load(this.active + ((<usize>k) << 2)) / R;
      memory.fill(d, 0, (<usize>R) << 3);
      for (; k < active && i32.load(this.active + ((<usize>k) << 2)) / R === i; k++) {
        const e = i32.load(this.active + ((<usize>k) << 2));
        const to = this.iterates.combined(k);
        f64.store(at(d, e - i * R), to - f64.load(at(t, e)));
        f64.store(at(t, e), to);
      }
      if (R > 1) outer(W.m, R, row(this.model.G, i), d, partial);
      else axpy(W.m, f64.load(d), row(this.model.G, i), partial);
    }
    if (this.value(t, partial) < value) return;
    for (let k = 0; k < active; k++) f64.store(at(t, i32.load(this.active + ((<usize>k) << 2))), this.iterates.last(k));
    memory.copy(partial, this.before, size);
  }

  /** the model at t, its constant left out: a quadratic's change is the move times the mean slope */
  private value(t: usize, partial: usize): f64 {
    let total = this.W.omega(t);
    for (let e = 0; e < this.W.m * this.W.R; e++) {
      const d = f64.load(at(t, e)) - f64.load(at(this.start, e));
      if (d !== 0) total += 0.5 * d * (f64.load(at(this.slopes, e)) + f64.load(at(partial, e)));
    }
    return total;
  }
}

/** Y ← Y + Σₖ gₖdₖᵀ for k = 0…3, m rows of R numbers; the dₖ behind one another */
function outer4(m: i32, R: i32, g0: usize, g1: usize, g2: usize, g3: usize, d: usize, Y: usize): void {
  let r = 0;
  for (; r + 4 <= R; r += 4) {
    const a0 = v128.load(at(d, r));
    const b0 = v128.load(at(d, r), 16);
    const a1 = v128.load(at(d, R + r));
    const b1 = v128.load(at(d, R + r), 16);
    const a2 = v128.load(at(d, 2 * R + r));
    const b2 = v128.load(at(d, 2 * R + r), 16);
    const a3 = v128.load(at(d, 3 * R + r));
    const b3 = v128.load(at(d, 3 * R + r), 16);
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      let u = v128.load(y);
      let v = v128.load(y, 16);
      let x = v128.load64_splat(at(g0, i));
      u = madd(u, x, a0);
      v = madd(v, x, b0);
      x = v128.load64_splat(at(g1, i));
      u = madd(u, x, a1);
      v = madd(v, x, b1);
      x = v128.load64_splat(at(g2, i));
      u = madd(u, x, a2);
      v = madd(v, x, b2);
      x = v128.load64_splat(at(g3, i));
      v128.store(y, madd(u, x, a3));
      v128.store(y, madd(v, x, b3), 16);
    }
  }
  for (; r + 2 <= R; r += 2) {
    const a0 = v128.load(at(d, r));
    const a1 = v128.load(at(d, R + r));
    const a2 = v128.load(at(d, 2 * R + r));
    const a3 = v128.load(at(d, 3 * R + r));
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      let u = madd(v128.load(y), v128.load64_splat(at(g0, i)), a0);
      u = madd(u, v128.load64_splat(at(g1, i)), a1);
      u = madd(u, v128.load64_splat(at(g2, i)), a2);
      v128.store(y, madd(u, v128.load64_splat(at(g3, i)), a3));
    }
  }
  if (r < R) {
    const a0 = f64.load(at(d, r));
    const a1 = f64.load(at(d, R + r));
    const a2 = f64.load(at(d, 2 * R + r));
    const a3 = f64.load(at(d, 3 * R + r));
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      const more = f64.load(at(g0, i)) * a0 + f64.load(at(g1, i)) * a1 + (f64.load(at(g2, i)) * a2 + f64.load(at(g3, i)) * a3);
      f64.store(y, f64.load(y) + more);
    }
  }
}

/** Y ← Y + gdᵀ, m rows of R numbers */
function outer(m: i32, R: i32, g: usize, d: usize, Y: usize): void {
  const pairs = R & ~1;
  for (let i = 0; i < m; i++) {
    const gi = f64.load(at(g, i));
    const gg = f64x2.splat(gi);
    let r = 0;
    for (; r < pairs; r += 2) v128.store(at(Y, r), f64x2.add(v128.load(at(Y, r)), f64x2.mul(gg, v128.load(at(d, r)))));
    if (r < R) f64.store(at(Y, r), f64.load(at(Y, r)) + gi * f64.load(at(d, r)));
    Y = at(Y, R);
  }
}

/** in the layout at hand; M numbers in all */
export function layBlockDescent(W: Working, model: Model, step: BlockStep, M: i32, widest: i32): BlockDescent {
  const descent = changetype<BlockDescent>(struct(offsetof<BlockDescent>()));
  descent.W = W;
  descent.model = model;
  descent.step = step;
  descent.iterates = layIterates(M);
  descent.slopes = vector(M);
  descent.start = vector(M);
  descent.before = vector(M);
  descent.h = vector(M);
  descent.active = room(4 * <f64>M);
  descent.waiting = 0;
  descent.pending = vector(PENDING);
  descent.moves = vector(PENDING * W.R);
  descent.saved = vector(widest);
  return descent;
}
