// Slopes of a quadratic model while rows of W move, by its factor C (rowModel.ts): with E = CΔt the slopes of a block are those at the start and
// C_bᵀE. The last move of several targets waits for the next slopes, so that E is read once for both.
import { at } from "../linear/lanes";
import { struct, vector } from "../linear/layout";
import { axpy, dot } from "../linear/level1";
import { FourRows } from "../linear/level1f";
import { outerThenT } from "../linear/outer";
import { Model } from "./model";
import { Working } from "./working";

@unmanaged
@final
export class SlopesByRows {
  W: Working;
  model: Model;
  /** n rows of R numbers: CΔt, and what it was before an extrapolation */
  E: usize;
  before: usize;
  /** the row whose move is not in E yet, or −1; its move (R), or zeros; slopes that nobody asks for */
  waiting: i32;
  move: usize;
  unread: usize;

  begin(): void {
    this.settle();
    memory.fill(this.E, 0, this.bytes());
  }

  /** partial ← slopes of the q rows from s on; start: those at Δt = 0 */
  slopes(s: i32, q: i32, start: usize, partial: usize): void {
    const R = this.W.R;
    if (R === 1) return this.slopesOfOne(s, s + q, start, partial);
    memory.copy(at(partial, s * R), at(start, s * R), (<usize>(q * R)) << 3);
    for (let i = s; i < s + q; i++) this.takeIn(this.column(i), at(partial, i * R));
  }

  /** the same of one target and the rows i … end − 1, four of them at a time */
  private slopesOfOne(i: i32, end: i32, start: usize, partial: usize): void {
    const n = this.W.x.n;
    for (; i + 4 <= end; i += 4) {
      FourRows.dot(n, this.column(i), this.column(i + 1), this.column(i + 2), this.column(i + 3), this.E, at(partial, i));
      axpy(4, 1, at(start, i), at(partial, i));
    }
    for (; i < end; i++) f64.store(at(partial, i), f64.load(at(start, i)) + dot(n, this.column(i), this.E));
  }

  /** the q rows from s on move by d (R numbers a row) */
  take(s: i32, q: i32, d: usize): void {
    const R = this.W.R;
    if (R === 1) return this.takeOfOne(s, q, d);
    for (let k = 0; k < q; k++) {
      this.flush();
      this.waiting = s + k;
      memory.copy(this.move, at(d, k * R), (<usize>R) << 3);
    }
  }

  private takeOfOne(s: i32, q: i32, d: usize): void {
    const n = this.W.x.n;
    let k = 0;
    for (; k + 4 <= q; k += 4) {
      FourRows.axpy(n, at(d, k), this.column(s + k), this.column(s + k + 1), this.column(s + k + 2), this.column(s + k + 3), this.E);
    }
    for (; k < q; k++) axpy(n, f64.load(at(d, k)), this.column(s + k), this.E);
  }

  private column(i: i32): usize {
    return this.model.rows.column(i);
  }

  /** E ← E and what waits, out ← out + Eᵀc */
  private takeIn(c: usize, out: usize): void {
    outerThenT(this.W.x.n, this.W.R, this.column(max(0, this.waiting)), this.move, c, this.E, out);
    this.settle();
  }

  /** E ← E and what waits */
  flush(): void {
    if (this.waiting >= 0) this.takeIn(this.column(this.waiting), this.unread);
  }

  /** nothing waits */
  private settle(): void {
    this.waiting = -1;
    memory.fill(this.move, 0, (<usize>this.W.R) << 3);
  }

  keep(): void {
    this.flush();
    memory.copy(this.before, this.E, this.bytes());
  }

  back(): void {
    this.settle();
    memory.copy(this.E, this.before, this.bytes());
  }

  /** ½‖E‖² */
  half(): f64 {
    this.flush();
    return 0.5 * dot(this.W.x.n * this.W.R, this.E, this.E);
  }

  private bytes(): usize {
    return (<usize>(this.W.x.n * this.W.R)) << 3;
  }
}

/** in the layout at hand */
export function laySlopesByRows(W: Working, model: Model): SlopesByRows {
  const slopes = changetype<SlopesByRows>(struct(offsetof<SlopesByRows>()));
  slopes.W = W;
  slopes.model = model;
  slopes.E = vector(W.x.n * W.R);
  slopes.before = vector(W.x.n * W.R);
  slopes.waiting = -1;
  slopes.move = vector(W.R);
  slopes.unread = vector(W.R);
  return slopes;
}
