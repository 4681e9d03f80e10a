// The blocks that may move, and X̃ as their rows see it. A row of coefficients stands for a column in one layer (R = 1), or for a column in
// all layers (R = K: targets of squared error, whose curvature is the same in every layer).
import { AnyDesign } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { filled, room, struct, vector } from "../linear/layout";
import { AnyJoint } from "../losses/anyJoint";
import { Blocks } from "../penalties/blocks";

@unmanaged
@final
export class Working {
  x: AnyDesign;
  loss: AnyJoint;
  penalty: Blocks;
  /** layers of η */
  K: i32;
  /** numbers a row */
  R: i32;
  /** i32 by position: k·p + j, the column j and the layer k of a row; d by column */
  entries: usize;
  scales: usize;
  /** i32: block → place in W or −1; place in W → block, and (one more) where its rows start */
  where: usize;
  list: usize;
  from: usize;
  count: i32;
  /** rows of W, and by row its position (i32) */
  m: i32;
  positions: usize;
  /** the columns of one layer, the rows that they are (i32), and R numbers for each */
  layer: AnyDesign;
  rows: usize;
  each: usize;

  /** the place in W of its block number i, as a row */
  first(i: i32): i32 {
    return i32.load(this.from + ((<usize>i) << 2));
  }

  block(i: i32): i32 {
    return i32.load(this.list + ((<usize>i) << 2));
  }

  has(b: i32): bool {
    return i32.load(this.where + ((<usize>b) << 2)) >= 0;
  }

  position(row: i32): i32 {
    return i32.load(this.positions + ((<usize>row) << 2));
  }

  /** the column and the layer of a position; d there */
  column(position: i32): i32 {
    return i32.load(this.entries + ((<usize>position) << 2)) % this.x.m;
  }

  layerOf(position: i32): i32 {
    return i32.load(this.entries + ((<usize>position) << 2)) / this.x.m;
  }

  scale(position: i32): f64 {
    return f64.load(at(this.scales, this.column(position)));
  }

  /** W ← W and block b */
  join(b: i32): void {
    i32.store(this.where + ((<usize>b) << 2), this.count);
    i32.store(this.list + ((<usize>this.count) << 2), b);
    for (let position = this.penalty.first(b); position < this.penalty.first(b + 1); position++) {
      i32.store(this.positions + ((<usize>this.m) << 2), position);
      this.m++;
    }
    this.count++;
    i32.store(this.from + ((<usize>this.count) << 2), this.m);
  }

  /** layer ← the columns that rows of W from `from` on have in layer k */
  select(k: i32, from: i32 = 0): void {
    const layer = this.layer;
    layer.m = 0;
    for (let i = from; i < this.m; i++) {
      const position = this.position(i);
      if (this.R === 1 && this.K > 1 && this.layerOf(position) !== k) continue;
      i32.store(this.rows + ((<usize>layer.m) << 2), i);
      layer.append(this.x, this.column(position));
    }
  }

  /** the row of W that column number i of the layer is */
  row(i: i32): i32 {
    return i32.load(this.rows + ((<usize>i) << 2));
  }

  /** η ← η + X̃(t/d) by layers */
  gemv(t: usize, eta: usize): void {
    if (this.R > 1) {
      this.select(0);
      for (let i = 0; i < this.m; i++) {
        const d = this.scale(this.position(i));
        for (let r = 0; r < this.R; r++) f64.store(at(this.each, r * this.m + i), f64.load(at(t, i * this.R + r)) / d);
      }
      this.layer.gemm(this.R, this.each, this.m, eta, this.loss.ld);
      return;
    }
    for (let k = 0; k < this.K; k++) {
      this.select(k);
      for (let i = 0; i < this.layer.m; i++) {
        const row = this.row(i);
        f64.store(at(this.each, i), f64.load(at(t, row)) / this.scale(this.position(row)));
      }
      this.layer.gemv(this.each, at(eta, k * this.loss.ld));
    }
  }

  /** out ← X̃ᵀg/d by rows */
  gemvT(g: usize, out: usize): void {
    if (this.R > 1) {
      this.select(0);
      this.layer.gemmT(this.R, g, this.loss.ld, this.each, this.m);
      for (let i = 0; i < this.m; i++) {
        const d = this.scale(this.position(i));
        for (let r = 0; r < this.R; r++) f64.store(at(out, i * this.R + r), f64.load(at(this.each, r * this.m + i)) / d);
      }
      return;
    }
    for (let k = 0; k < this.K; k++) {
      this.select(k);
      this.layer.gemvT(at(g, k * this.loss.ld), this.each);
      for (let i = 0; i < this.layer.m; i++) {
        const row = this.row(i);
        f64.store(at(out, row), f64.load(at(this.each, i)) / this.scale(this.position(row)));
      }
    }
  }

  /** Ω(t) over W */
  omega(t: usize): f64 {
    let total: f64 = 0;
    for (let i = 0; i < this.count; i++) total += this.penalty.value(this.block(i), at(t, this.first(i) * this.R));
    return total;
  }
}

/** an empty W, in the layout at hand; its positions (M, i32) are the caller's */
export function layWorking(x: AnyDesign, loss: AnyJoint, penalty: Blocks, K: i32, R: i32, M: i32, blocks: i32, positions: usize): Working {
  const W = changetype<Working>(struct(offsetof<Working>()));
  W.x = x;
  W.loss = loss;
  W.penalty = penalty;
  W.K = K;
  W.R = R;
  W.count = 0;
  W.m = 0;
  W.positions = positions;
  W.where = filled(4 * blocks, 0xff);
  W.list = room(4 * <f64>blocks);
  W.from = filled(4 * (blocks + 1), 0);
  W.layer = changetype<AnyDesign>(struct(offsetof<AnyDesign>()));
  W.layer.laySubset(x);
  W.rows = room(4 * <f64>M);
  W.each = vector(M * W.R);
  return W;
}
