// Coordinate descent by blocks on a quadratic model (blockStep.ts), over W in passes, with Anderson's extrapolation between them.

import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";
import { row } from "../linear/packed";
import { Iterates, layIterates, PASSES } from "../path/extrapolation";
import { BlockStep } from "./blockStep";
import { Model } from "./model";
import { laySlopesByProducts, SlopesByProducts } from "./slopesByProducts";
import { laySlopesByRows, SlopesByRows } from "./slopesByRows";
import { Working } from "./working";

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
  /** what keeps the slopes, the one or the other */
  products: SlopesByProducts;
  rows: SlopesByRows;

  /** t ← argmin of the model from t, whose slopes are `partial`, until a pass moves it by no more than `enough`; returns the passes */
  solve(t: usize, partial: usize, enough: f64, most: i32): i32 {
    const size = this.W.m * this.W.R;
    memory.copy(this.slopes, partial, (<usize>size) << 3);
    memory.copy(this.start, t, (<usize>size) << 3);
    if (this.model.byRows) this.rows.begin();
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
    const byRows = this.model.byRows;
    let moved: f64 = 0;
    spend(W.m * R, byRows ? 2 * W.x.n : W.m);
    for (let i = 0; i < W.count; i++) {
      const s = W.first(i);
      const q = W.first(i + 1) - s;
      if (byRows) this.rows.slopes(s, q, this.slopes, partial);
      else this.products.ahead(s, q, partial);
      const h = this.step.solve(i, t, partial);
      if (!byRows) this.products.restore(s, q, partial);
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
      if (byRows) this.rows.take(s, q, next);
      else for (let k = 0; k < q; k++) this.products.pend(s + k, at(next, k * R), partial);
    }
    if (!byRows) this.products.flush(partial);
    return moved;
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
    const byRows = this.model.byRows;
    const size = (<usize>(W.m * R)) << 3;
    const value = this.value(t, partial);
    if (byRows) this.rows.keep();
    else memory.copy(this.before, partial, size);
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
      if (byRows) this.rows.take(i, 1, d);
      else this.products.pend(i, d, partial);
    }
    if (!byRows) this.products.flush(partial);
    if (this.value(t, partial) < value) return;
    for (let k = 0; k < active; k++) f64.store(at(t, i32.load(this.active + ((<usize>k) << 2))), this.iterates.last(k));
    if (byRows) this.rows.back();
    else memory.copy(partial, this.before, size);
  }

  /** the model at t, its constant left out: a quadratic's change is the move times the mean slope */
  private value(t: usize, partial: usize): f64 {
    let total = this.W.omega(t);
    if (this.model.byRows) {
      for (let e = 0; e < this.W.m * this.W.R; e++)
        total += (f64.load(at(t, e)) - f64.load(at(this.start, e))) * f64.load(at(this.slopes, e));
      return total + this.rows.half();
    }
    for (let e = 0; e < this.W.m * this.W.R; e++) {
      const d = f64.load(at(t, e)) - f64.load(at(this.start, e));
      if (d !== 0) total += 0.5 * d * (f64.load(at(this.slopes, e)) + f64.load(at(partial, e)));
    }
    return total;
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
  descent.products = laySlopesByProducts(W, model, widest);
  descent.rows = laySlopesByRows(W, model);
  return descent;
}
