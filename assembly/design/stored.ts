import { at } from "../linear/lanes";
import { vector } from "../linear/layout";
import { Design } from "./design";

/**
 * X as it lies in memory, seen through its means: x̃ⱼ = xⱼ − mⱼ. `columns` (i32) lists the columns in use; without an intercept all means
 * are 0. Standardising needs no design: the scale sdⱼ stands in the penalty (docs/design/kernels.md).
 */
@unmanaged
export abstract class Stored extends Design {
  /** a DesignKind: how X is stored */
  kind: i32;
  X: usize;
  columns: usize;
  means: usize;
  w: usize;

  /** the place in X of column j */
  @inline
  place(j: i32): i32 {
    return i32.load(this.columns + ((<usize>j) << 2));
  }

  @inline
  mean(j: i32): f64 {
    return f64.load(at(this.means, j));
  }

  /** a design of the same X and w, in the layout at hand, whose list of columns is empty and has room for m */
  laySubset(whole: Stored): void {
    this.kind = whole.kind;
    this.n = whole.n;
    this.m = 0;
    this.X = whole.X;
    this.w = whole.w;
    this.columns = vector(whole.m);
    this.means = vector(whole.m);
  }

  /** appends column j of `from` */
  append(from: Stored, j: i32): void {
    const i = this.m++;
    i32.store(this.columns + ((<usize>i) << 2), from.place(j));
    f64.store(at(this.means, i), from.mean(j));
  }
}
