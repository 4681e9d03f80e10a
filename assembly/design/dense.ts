import { gemm, gemmT } from "../linear/gemm";
import { columnsAtATime, spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { axpyWeighted, dotCentred, squareRoots, sumSquaresCentred } from "../linear/level1";
import { column, gemv, gemvT } from "../linear/level2";
import { syrk, syrkT } from "../linear/level3";
import { row } from "../linear/packed";
import { roundColumn } from "../linear/rounded";
import { productsByTiles } from "./denseProducts";
import { Stored } from "./stored";

/** columns that join together are worth packing from so many on */
const SEVERAL: i32 = 4;

/** Column-major X. Means are subtracted in the register, so that a column with mean 1e8 loses no digits and X stays as it was given. */
@unmanaged
@final
export class Dense extends Stored {
  /** xⱼ */
  @inline
  column(j: i32): usize {
    return column(this.n, this.X, this.columns, j);
  }

  sum(_: usize): f64 {
    return 0;
  }

  dot(j: i32, r: usize, _: f64): f64 {
    return dotCentred(this.n, this.column(j), this.mean(j), r);
  }

  square(j: i32, c: usize, _: f64): f64 {
    return sumSquaresCentred(this.n, c, this.column(j), this.mean(j));
  }

  step(j: i32, a: f64, g: usize): f64 {
    axpyWeighted(this.n, a, this.w, this.column(j), this.mean(j), g);
    return 0;
  }

  settle(_shift: f64, _g: usize): void {}

  copy(j: i32, out: usize): void {
    const from = this.column(j);
    const mean = this.mean(j);
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), f64.load(at(from, i)) - mean);
  }

  gemv(beta: usize, eta: usize): void {
    const most = columnsAtATime(this.n);
    for (let j = 0; j < this.m; j += most) {
      const m = min(most, this.m - j);
      spend(this.n, m);
      gemv(this.n, m, this.X, this.listed(j), at(this.means, j), at(beta, j), eta);
    }
  }

  gemvT(r: usize, out: usize): void {
    this.against(this.m, r, out);
  }

  /** out ← (x̃ⱼᵀr)ⱼ of the first m columns */
  private against(m: i32, r: usize, out: usize): void {
    const most = columnsAtATime(this.n);
    for (let j = 0; j < m; j += most) {
      const some = min(most, m - j);
      spend(this.n, some);
      gemvT(this.n, some, this.X, this.listed(j), at(this.means, j), r, at(out, j));
    }
  }

  /** the list of columns from place j on */
  private listed(j: i32): usize {
    return this.columns + ((<usize>j) << 2);
  }

  gemm(K: i32, beta: usize, ldb: i32, eta: usize, lde: i32): void {
    const most = columnsAtATime(K * this.n);
    for (let j = 0; j < this.m; j += most) {
      const some = min(most, this.m - j);
      spend(K * this.n, some);
      gemm(this.n, some, this.X, this.listed(j), at(this.means, j), K, at(beta, j), ldb, eta, lde);
    }
  }

  gemmT(K: i32, r: usize, ldr: i32, out: usize, ldo: i32): void {
    const most = columnsAtATime(K * this.n);
    for (let j = 0; j < this.m; j += most) {
      const some = min(most, this.m - j);
      spend(K * this.n, some);
      gemmT(this.n, some, this.X, this.listed(j), at(this.means, j), K, r, ldr, at(out, j), ldo);
    }
  }

  products(from: i32, G: usize, t: usize, work: usize): void {
    if (this.m - from >= SEVERAL) {
      squareRoots(this.n, this.w, t);
      productsByTiles(this, from, G, t, work);
      memory.fill(t, 0, (<usize>this.n) << 3);
      return;
    }
    for (let i = from; i < this.m; i++) {
      this.step(i, 1, t);
      this.against(i + 1, t, row(G, i));
      memory.fill(t, 0, (<usize>this.n) << 3);
    }
  }

  gram(rootW: usize, G: usize, panels: usize, from: i32): void {
    syrk(this.n, this.m, this.X, this.columns, this.means, rootW, G, panels, from);
  }

  outer(rootW: usize, rootD: usize, K: usize, panels: usize): void {
    syrkT(this.n, this.m, this.X, this.columns, this.means, rootW, rootD, K, panels);
  }

  /** q ← x̃ⱼ rounded to 14 bits; returns its step, and stores ‖q‖₁ steps at `size` (linear/rounded.ts) */
  round(j: i32, q: usize, size: usize): f64 {
    return roundColumn(this.n, this.column(j), this.mean(j), q, size);
  }
}
