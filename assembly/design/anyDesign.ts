// A design of any kind: one switch an operation. A kind that is missing here traps.
import { DesignKind } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { struct } from "../linear/layout";
import { Dense } from "./dense";
import { tileBytes } from "./denseProducts";
import { Sparse } from "./sparse";
import { entriesOf, productsBytes } from "./sparseProducts";
import { Stored } from "./stored";

@unmanaged
@final
export class AnyDesign extends Stored {
  sum(r: usize): f64 {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).sum(r);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).sum(r);
    }
    return unreachable();
  }

  dot(j: i32, r: usize, sum: f64): f64 {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).dot(j, r, sum);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).dot(j, r, sum);
    }
    return unreachable();
  }

  square(j: i32, c: usize, sum: f64): f64 {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).square(j, c, sum);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).square(j, c, sum);
    }
    return unreachable();
  }

  step(j: i32, a: f64, g: usize): f64 {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).step(j, a, g);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).step(j, a, g);
    }
    return unreachable();
  }

  settle(shift: f64, g: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).settle(shift, g);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).settle(shift, g);
    }
    return unreachable();
  }

  copy(j: i32, out: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).copy(j, out);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).copy(j, out);
    }
    return unreachable();
  }

  gemv(beta: usize, eta: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).gemv(beta, eta);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).gemv(beta, eta);
    }
    return unreachable();
  }

  gemvT(r: usize, out: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).gemvT(r, out);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).gemvT(r, out);
    }
    return unreachable();
  }

  /** η_k ← η_k + X̃β_k for K vectors that start so many numbers after one another */
  gemm(K: i32, beta: usize, ldb: i32, eta: usize, lde: i32): void {
    if (this.kind === DesignKind.Dense) changetype<Dense>(this).gemm(K, beta, ldb, eta, lde);
    else for (let k = 0; k < K; k++) this.gemv(at(beta, k * ldb), at(eta, k * lde));
  }

  /** out_k ← X̃ᵀr_k */
  gemmT(K: i32, r: usize, ldr: i32, out: usize, ldo: i32): void {
    if (this.kind === DesignKind.Dense) changetype<Dense>(this).gemmT(K, r, ldr, out, ldo);
    else for (let k = 0; k < K; k++) this.gemvT(at(r, k * ldr), at(out, k * ldo));
  }

  products(from: i32, G: usize, t: usize, work: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).products(from, G, t, work);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).products(from, G, t, work);
    }
    return unreachable();
  }

  gram(rootW: usize, G: usize, panels: usize, from: i32): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).gram(rootW, G, panels, from);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).gram(rootW, G, panels, from);
    }
    return unreachable();
  }

  outer(rootW: usize, rootD: usize, K: usize, panels: usize): void {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).outer(rootW, rootD, K, panels);
      case DesignKind.Sparse:
        return changetype<Sparse>(this).outer(rootW, rootD, K, panels);
    }
    return unreachable();
  }

  /** q ← x̃ⱼ rounded to 14 bits (dense.ts); only dense columns are worth that */
  round(j: i32, q: usize, size: usize): f64 {
    switch (this.kind) {
      case DesignKind.Dense:
        return changetype<Dense>(this).round(j, q, size);
    }
    return unreachable();
  }
}

/** a design of this size and nothing else, for a layout that is counted */
export function sized(n: i32, m: i32): AnyDesign {
  const x = changetype<AnyDesign>(struct(offsetof<AnyDesign>()));
  x.n = n;
  x.m = m;
  return x;
}

/** bytes of the work that the products of up to m columns need */
export function workBytes(m: i32): f64 {
  return max(productsBytes(m, entriesOf(m)), tileBytes(m));
}
