// What a path and a fit of any loss have in common: a working set that grows, a face of it, and a look at every column outside.
import { at } from "../linear/lanes";
import { Loss } from "../losses/loss";
import { coordinates } from "../penalties/separable";
import { Certificate, Outside, prove } from "../proof/certificate";
import { State } from "../proof/state";
import { Face } from "./face";
import { Screen } from "./screen";
import { WorkingSet } from "./workingSet";

@unmanaged
export abstract class Solver {
  W: WorkingSet;
  face: Face;
  screen: Screen;
  outside: Outside;

  /** rows `from` … `to` of W's G, or of the face's L, lie behind one another at `rows` */
  give(ofL: bool, from: i32, to: i32, rows: usize): void {
    const table = ofL ? this.face.L : this.W.G;
    for (let i = from; i < to; i++) {
      i32.store(table + ((<usize>i) << 2), <i32>rows);
      rows = at(rows, i + 1);
    }
    if (ofL) this.face.capacity = to;
    else this.W.capacity = to;
  }

  /**
   * outside, certificate ← at the state's dual point. Columns that were near to leaving 0 are asked first: where one leaves, or the gap of W
   * alone is too large, the others need no look, and the gap is Infinity or one that is not held against them. Where it is at most `target`,
   * or `last`, it is held against all.
   */
  check<L extends Loss>(loss: L, s: State, target: f64, last: bool, out: Certificate): void {
    const W = this.W;
    const screen = this.screen;
    const outside = this.outside;
    const all = coordinates(W.allPenalty);
    if (!screen.q) {
      screen.lookNear(W.all, all, s.point, W.where, outside);
      out.gap = Infinity;
      if (outside.count === 0) prove(W.x, loss, coordinates(W.penalty), s, all, outside, out);
      if (out.gap > target && !last && screen.known) return;
      screen.look(W.all, all, s.point, W.where, outside);
      // without columns outside the gap is what it was
      if (outside.count === 0 && out.gap < Infinity) return;
    } else screen.look(W.all, all, s.point, W.where, outside);
    prove(W.x, loss, coordinates(W.penalty), s, all, outside, out);
  }

  /** q ← the columns, rounded, by which looks at all of them are cheaper */
  round(q: usize): void {
    this.screen.q = q;
    this.screen.stride = 2 * ((this.W.all.n + 7) & ~7);
    this.screen.h = q + <usize>(this.W.all.m + 3) * this.screen.stride;
    this.screen.round(this.W.all);
  }
}
