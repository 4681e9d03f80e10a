import { at } from "../linear/lanes";
import { struct } from "../linear/layout";
import { axpyWeighted, dotCentred } from "../linear/level1";
import { column, gemv, gemvT } from "../linear/level2";
import { Design } from "./design";

/**
 * Column-major X seen through its means: x̃ⱼ = xⱼ − mⱼ, subtracted in the register, so that a column with mean 1e8 loses no digits
 * and X stays as it was given. `columns` lists the columns in use; without an intercept all means are 0. Standardising needs no
 * design: the scale sdⱼ stands in the penalty (docs/design/kernels.md).
 */
@unmanaged
@final
export class Dense extends Design {
  X: usize;
  columns: usize;
  means: usize;
  w: usize;

  dot(j: i32, r: usize): f64 {
    return dotCentred(this.n, column(this.n, this.X, this.columns, j), f64.load(at(this.means, j)), r);
  }

  descend(j: i32, a: f64, g: usize): void {
    axpyWeighted(this.n, a, this.w, column(this.n, this.X, this.columns, j), f64.load(at(this.means, j)), g);
  }

  gemv(beta: usize, eta: usize): void {
    gemv(this.n, this.m, this.X, this.columns, this.means, beta, eta);
  }

  gemvT(r: usize, out: usize): void {
    gemvT(this.n, this.m, this.X, this.columns, this.means, r, out);
  }
}

/** a design of this size and nothing else, for a layout that is counted */
export function sized(n: i32, m: i32): Dense {
  const x = changetype<Dense>(struct(offsetof<Dense>()));
  x.n = n;
  x.m = m;
  return x;
}
