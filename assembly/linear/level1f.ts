// Fused level 1: four columns in one pass, so that r (or η) is read once for four of them.
import { madd, sum } from "./lanes";

/** Inlined, because V8 unrolls a short loop by how deep it is nested: 1.3 times as fast in the loop over columns as in a call of its own. */
export abstract class Four {
  /** out ← ((xₖ − mₖ)ᵀr) for k = 0…3; m points to the four means, out to four f64 */
  @inline
  static dot(n: i32, x0: usize, x1: usize, x2: usize, x3: usize, m: usize, r: usize, out: usize): void {
    const m0 = v128.load64_splat(m);
    const m1 = v128.load64_splat(m, 8);
    const m2 = v128.load64_splat(m, 16);
    const m3 = v128.load64_splat(m, 24);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let a2 = f64x2.splat(0);
    let a3 = f64x2.splat(0);
    const main = r + ((<usize>(n & ~1)) << 3);
    for (; r < main; r += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
      const v = v128.load(r);
      a0 = madd(a0, f64x2.sub(v128.load(x0), m0), v);
      a1 = madd(a1, f64x2.sub(v128.load(x1), m1), v);
      a2 = madd(a2, f64x2.sub(v128.load(x2), m2), v);
      a3 = madd(a3, f64x2.sub(v128.load(x3), m3), v);
    }
    let s0 = sum(a0);
    let s1 = sum(a1);
    let s2 = sum(a2);
    let s3 = sum(a3);
    if (n & 1) {
      const v = f64.load(r);
      s0 += (f64.load(x0) - f64.load(m)) * v;
      s1 += (f64.load(x1) - f64.load(m, 8)) * v;
      s2 += (f64.load(x2) - f64.load(m, 16)) * v;
      s3 += (f64.load(x3) - f64.load(m, 24)) * v;
    }
    f64.store(out, s0);
    f64.store(out, s1, 8);
    f64.store(out, s2, 16);
    f64.store(out, s3, 24);
  }

  /** η ← η + Σₖ aₖ (xₖ − mₖ) for k = 0…3; a and m point to four f64 each */
  @inline
  static axpy(n: i32, a: usize, x0: usize, x1: usize, x2: usize, x3: usize, m: usize, eta: usize): void {
    const a0 = v128.load64_splat(a);
    const a1 = v128.load64_splat(a, 8);
    const a2 = v128.load64_splat(a, 16);
    const a3 = v128.load64_splat(a, 24);
    const m0 = v128.load64_splat(m);
    const m1 = v128.load64_splat(m, 8);
    const m2 = v128.load64_splat(m, 16);
    const m3 = v128.load64_splat(m, 24);
    const main = eta + ((<usize>(n & ~1)) << 3);
    for (; eta < main; eta += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
      let v = madd(v128.load(eta), a0, f64x2.sub(v128.load(x0), m0));
      v = madd(v, a1, f64x2.sub(v128.load(x1), m1));
      v = madd(v, a2, f64x2.sub(v128.load(x2), m2));
      v128.store(eta, madd(v, a3, f64x2.sub(v128.load(x3), m3)));
    }
    if (n & 1) {
      let v = f64.load(eta) + f64.load(a) * (f64.load(x0) - f64.load(m));
      v += f64.load(a, 8) * (f64.load(x1) - f64.load(m, 8));
      v += f64.load(a, 16) * (f64.load(x2) - f64.load(m, 16));
      f64.store(eta, v + f64.load(a, 24) * (f64.load(x3) - f64.load(m, 24)));
    }
  }
}

/** The same for rows, which lie as they are to be used. */
export abstract class FourRows {
  /** out ← (xₖᵀr) for k = 0…3 */
  @inline
  static dot(n: i32, x0: usize, x1: usize, x2: usize, x3: usize, r: usize, out: usize): void {
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let a2 = f64x2.splat(0);
    let a3 = f64x2.splat(0);
    const main = r + ((<usize>(n & ~1)) << 3);
    for (; r < main; r += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
      const v = v128.load(r);
      a0 = madd(a0, v128.load(x0), v);
      a1 = madd(a1, v128.load(x1), v);
      a2 = madd(a2, v128.load(x2), v);
      a3 = madd(a3, v128.load(x3), v);
    }
    let s0 = sum(a0);
    let s1 = sum(a1);
    let s2 = sum(a2);
    let s3 = sum(a3);
    if (n & 1) {
      const v = f64.load(r);
      s0 += f64.load(x0) * v;
      s1 += f64.load(x1) * v;
      s2 += f64.load(x2) * v;
      s3 += f64.load(x3) * v;
    }
    f64.store(out, s0);
    f64.store(out, s1, 8);
    f64.store(out, s2, 16);
    f64.store(out, s3, 24);
  }

  /** d ← d + Σₖ aₖxₖ for k = 0…3; a points to four f64 */
  @inline
  static axpy(n: i32, a: usize, x0: usize, x1: usize, x2: usize, x3: usize, d: usize): void {
    const a0 = v128.load64_splat(a);
    const a1 = v128.load64_splat(a, 8);
    const a2 = v128.load64_splat(a, 16);
    const a3 = v128.load64_splat(a, 24);
    const main = d + ((<usize>(n & ~1)) << 3);
    for (; d < main; d += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
      let v = madd(v128.load(d), a0, v128.load(x0));
      v = madd(v, a1, v128.load(x1));
      v = madd(v, a2, v128.load(x2));
      v128.store(d, madd(v, a3, v128.load(x3)));
    }
    if (n & 1) {
      let v = f64.load(d) + f64.load(a) * f64.load(x0);
      v += f64.load(a, 8) * f64.load(x1);
      v += f64.load(a, 16) * f64.load(x2);
      f64.store(d, v + f64.load(a, 24) * f64.load(x3));
    }
  }

  /** dₖ ← dₖ + aₖx for k = 0…3; a points to four f64 */
  @inline
  static spread(n: i32, a: usize, x: usize, d0: usize, d1: usize, d2: usize, d3: usize): void {
    const a0 = v128.load64_splat(a);
    const a1 = v128.load64_splat(a, 8);
    const a2 = v128.load64_splat(a, 16);
    const a3 = v128.load64_splat(a, 24);
    const main = x + ((<usize>(n & ~1)) << 3);
    for (; x < main; x += 16, d0 += 16, d1 += 16, d2 += 16, d3 += 16) {
      const v = v128.load(x);
      v128.store(d0, madd(v128.load(d0), a0, v));
      v128.store(d1, madd(v128.load(d1), a1, v));
      v128.store(d2, madd(v128.load(d2), a2, v));
      v128.store(d3, madd(v128.load(d3), a3, v));
    }
    if ((n & 1) === 0) return;
    const v = f64.load(x);
    f64.store(d0, f64.load(d0) + f64.load(a) * v);
    f64.store(d1, f64.load(d1) + f64.load(a, 8) * v);
    f64.store(d2, f64.load(d2) + f64.load(a, 16) * v);
    f64.store(d3, f64.load(d3) + f64.load(a, 24) * v);
  }
}
