// Slopes of a quadratic model while rows move, by its second derivative G: ∂ ← ∂ + Σ gᵢdᵢᵀ. Four moves wait for one another, so that the slopes
// are read and written once for them.
import { at } from "../linear/lanes";
import { struct, vector } from "../linear/layout";
import { axpy } from "../linear/level1";
import { FourRows } from "../linear/level1f";
import { outer4 } from "../linear/outer";
import { row } from "../linear/packed";
import { Model } from "./model";
import { Working } from "./working";

/** rows whose moves are taken into the slopes together */
const PENDING: i32 = 4;

@unmanaged
@final
export class SlopesByProducts {
  W: Working;
  model: Model;
  /** rows that have moved and whose moves are not in the slopes yet: how many, which (i32), by how much; slopes of a block */
  waiting: i32;
  pending: usize;
  moves: usize;
  saved: usize;

  /** row s has moved by d (R) */
  pend(s: i32, d: usize, partial: usize): void {
    if (this.waiting === PENDING) this.flush(partial);
    const R = this.W.R;
    i32.store(this.pending + ((<usize>this.waiting) << 2), s);
    memory.copy(at(this.moves, this.waiting * R), d, (<usize>R) << 3);
    this.waiting++;
  }

  private waitingRow(k: i32): usize {
    return row(this.model.G, i32.load(this.pending + ((<usize>k) << 2)));
  }

  /** the slopes of the q rows from s on, as they are once what waits is taken in; until `restore` */
  ahead(s: i32, q: i32, partial: usize): void {
    const R = this.W.R;
    memory.copy(this.saved, at(partial, s * R), (<usize>(q * R)) << 3);
    for (let k = 0; k < this.waiting; k++) {
      const g = this.waitingRow(k);
      for (let i = s; i < s + q; i++) axpy(R, f64.load(at(g, i)), at(this.moves, k * R), at(partial, i * R));
    }
  }

  restore(s: i32, q: i32, partial: usize): void {
    memory.copy(at(partial, s * this.W.R), this.saved, (<usize>(q * this.W.R)) << 3);
  }

  /** partial ← partial + what waits; zeros stand in for moves that there are not */
  flush(partial: usize): void {
    if (this.waiting === 0) return;
    const m = this.W.m;
    const R = this.W.R;
    const d = this.moves;
    const first = this.waitingRow(0);
    memory.fill(at(d, this.waiting * R), 0, (<usize>((PENDING - this.waiting) * R)) << 3);
    const g1 = this.waiting > 1 ? this.waitingRow(1) : first;
    const g2 = this.waiting > 2 ? this.waitingRow(2) : first;
    const g3 = this.waiting > 3 ? this.waitingRow(3) : first;
    if (R === 1) FourRows.axpy(m, d, first, g1, g2, g3, partial);
    else outer4(m, R, first, g1, g2, g3, d, partial);
    this.waiting = 0;
  }
}

/** in the layout at hand */
export function laySlopesByProducts(W: Working, model: Model, widest: i32): SlopesByProducts {
  const slopes = changetype<SlopesByProducts>(struct(offsetof<SlopesByProducts>()));
  slopes.W = W;
  slopes.model = model;
  slopes.waiting = 0;
  slopes.pending = vector(PENDING);
  slopes.moves = vector(PENDING * W.R);
  slopes.saved = vector(widest);
  return slopes;
}
