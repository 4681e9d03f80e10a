// The quadratic model of a joint loss by rows: G = CᵀC with C = √w∘(X̃D⁻¹ − 1vᵀ), v what the intercept takes off. Where W has more columns than
// half the rows, G takes longer to make than descent on Ct, which has n numbers a target, takes to end.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { struct } from "../linear/layout";
import { axpy, dot } from "../linear/level1";
import { Working } from "./working";

@unmanaged
@final
export class RowModel {
  W: Working;
  /** rows of the widest block */
  widest: i32;
  /** a column of n numbers a row of W, and rows of its block's own part of G */
  C: usize;
  own: usize;

  /** the column of C that row i of W is */
  column(i: i32): usize {
    return at(this.C, i * this.W.loss.ld);
  }

  /** C, and the blocks' own parts of G ← of the rows of W from `from` on; V/L (or 0): what the intercept has in common with them; rootW is read, with padding */
  fill(from: i32, rootW: usize, V: usize, overL: f64, G: usize): void {
    const W = this.W;
    const n = W.x.n;
    W.select(0);
    const x = W.layer;
    x.w = rootW;
    for (let i = from; i < W.m; i++) {
      spend(n, 1 + this.widest);
      const c = this.column(i);
      memory.fill(c, 0, (<usize>W.loss.ld) << 3);
      x.settle(x.step(i, 1 / W.scale(W.position(i)), c), c);
      if (V) axpy(n, -overL * f64.load(at(V, i)), rootW, c);
    }
    for (let k = 0; k < W.count; k++) {
      const s = W.first(k);
      if (s >= from) this.products(s, W.first(k + 1), G);
    }
  }

  /** rows s … end − 1 of G ← among themselves: an entry stands where it would in a whole row */
  private products(s: i32, end: i32, G: usize): void {
    for (let i = s; i < end; i++) {
      const g = at(this.own, i * this.widest - s);
      i32.store(G + ((<usize>i) << 2), <i32>g);
      for (let j = s; j < end; j++) f64.store(at(g, j), dot(this.W.x.n, this.column(i), this.column(j)));
    }
  }

  /** where C and the own parts of G are, the room at `start` (0: they are counted); returns how many bytes they are */
  place(start: usize, rows: i32): f64 {
    const C = 8 * <f64>rows * <f64>this.W.loss.ld;
    this.C = start;
    this.own = start + <usize>C;
    return C + 8 * <f64>rows * <f64>this.widest;
  }
}

/** without rows, in the layout at hand */
export function layRowModel(W: Working, widest: i32): RowModel {
  const rows = changetype<RowModel>(struct(offsetof<RowModel>()));
  rows.W = W;
  rows.widest = widest;
  return rows;
}
