// Matrix against K vectors that lie behind one another, as level2.ts against one: X is read once for two or four of them.
import { at, madd, sum } from "./lanes";
import { axpyCentred, dotCentred } from "./level1";
import { Four } from "./level1f";
import { column } from "./level2";

/** out_k ← ((xⱼ − mⱼ)ᵀr_k)ⱼ; vectors start ldr and ldo numbers after one another */
export function gemmT(n: i32, m: i32, X: usize, columns: usize, means: usize, K: i32, r: usize, ldr: i32, out: usize, ldo: i32): void {
  for (let j = 0; j < m; j += 4) {
    const few = min(4, m - j);
    let k = 0;
    if (few === 4) {
      const x0 = column(n, X, columns, j);
      const x1 = column(n, X, columns, j + 1);
      const x2 = column(n, X, columns, j + 2);
      const x3 = column(n, X, columns, j + 3);
      for (; k + 2 <= K; k += 2) dots(n, x0, x1, x2, x3, at(means, j), at(r, k * ldr), at(r, (k + 1) * ldr), at(out, k * ldo + j), ldo);
      if (k < K) Four.dot(n, x0, x1, x2, x3, at(means, j), at(r, k * ldr), at(out, k * ldo + j));
      continue;
    }
    for (; k < K; k++) {
      for (let l = j; l < j + few; l++) {
        f64.store(at(out, k * ldo + l), dotCentred(n, column(n, X, columns, l), f64.load(at(means, l)), at(r, k * ldr)));
      }
    }
  }
}

/** out (4), and ldo numbers on, ← the products of four columns with two vectors */
function dots(n: i32, x0: usize, x1: usize, x2: usize, x3: usize, m: usize, r: usize, s: usize, out: usize, ldo: i32): void {
  const m0 = v128.load64_splat(m);
  const m1 = v128.load64_splat(m, 8);
  const m2 = v128.load64_splat(m, 16);
  const m3 = v128.load64_splat(m, 24);
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let a2 = f64x2.splat(0);
  let a3 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let b2 = f64x2.splat(0);
  let b3 = f64x2.splat(0);
  const main = r + ((<usize>(n & ~1)) << 3);
  for (; r < main; r += 16, s += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
    const u = v128.load(r);
    const v = v128.load(s);
    let x = f64x2.sub(v128.load(x0), m0);
    a0 = madd(a0, x, u);
    b0 = madd(b0, x, v);
    x = f64x2.sub(v128.load(x1), m1);
    a1 = madd(a1, x, u);
    b1 = madd(b1, x, v);
    x = f64x2.sub(v128.load(x2), m2);
    a2 = madd(a2, x, u);
    b2 = madd(b2, x, v);
    x = f64x2.sub(v128.load(x3), m3);
    a3 = madd(a3, x, u);
    b3 = madd(b3, x, v);
  }
  const u = n & 1 ? f64.load(r) : 0;
  const v = n & 1 ? f64.load(s) : 0;
  const y0 = n & 1 ? f64.load(x0) - f64.load(m) : 0;
  const y1 = n & 1 ? f64.load(x1) - f64.load(m, 8) : 0;
  const y2 = n & 1 ? f64.load(x2) - f64.load(m, 16) : 0;
  const y3 = n & 1 ? f64.load(x3) - f64.load(m, 24) : 0;
  f64.store(out, sum(a0) + y0 * u);
  f64.store(out, sum(a1) + y1 * u, 8);
  f64.store(out, sum(a2) + y2 * u, 16);
  f64.store(out, sum(a3) + y3 * u, 24);
  out = at(out, ldo);
  f64.store(out, sum(b0) + y0 * v);
  f64.store(out, sum(b1) + y1 * v, 8);
  f64.store(out, sum(b2) + y2 * v, 16);
  f64.store(out, sum(b3) + y3 * v, 24);
}

/** η_k ← η_k + Σⱼ β_jk (xⱼ − mⱼ); vectors start ldb and lde numbers after one another */
export function gemm(n: i32, m: i32, X: usize, columns: usize, means: usize, K: i32, beta: usize, ldb: i32, eta: usize, lde: i32): void {
  let j = 0;
  for (; j + 2 <= m; j += 2) {
    const x0 = column(n, X, columns, j);
    const x1 = column(n, X, columns, j + 1);
    let k = 0;
    for (; k + 4 <= K; k += 4) axpys(n, x0, x1, at(means, j), at(beta, k * ldb + j), ldb, at(eta, k * lde), lde);
    for (; k < K; k++) {
      axpyCentred(n, f64.load(at(beta, k * ldb + j)), x0, f64.load(at(means, j)), at(eta, k * lde));
      axpyCentred(n, f64.load(at(beta, k * ldb + j), 8), x1, f64.load(at(means, j), 8), at(eta, k * lde));
    }
  }
  if (j === m) return;
  for (let k = 0; k < K; k++)
    axpyCentred(n, f64.load(at(beta, k * ldb + j)), column(n, X, columns, j), f64.load(at(means, j)), at(eta, k * lde));
}

/** four η ← η + two columns times their numbers in β */
function axpys(n: i32, x0: usize, x1: usize, m: usize, beta: usize, ldb: i32, eta: usize, lde: i32): void {
  const m0 = v128.load64_splat(m);
  const m1 = v128.load64_splat(m, 8);
  const step = (<usize>ldb) << 3;
  const a0 = v128.load64_splat(beta);
  const a1 = v128.load64_splat(beta, 8);
  const b0 = v128.load64_splat(beta + step);
  const b1 = v128.load64_splat(beta + step, 8);
  const c0 = v128.load64_splat(beta + 2 * step);
  const c1 = v128.load64_splat(beta + 2 * step, 8);
  const d0 = v128.load64_splat(beta + 3 * step);
  const d1 = v128.load64_splat(beta + 3 * step, 8);
  let e0 = eta;
  let e1 = at(e0, lde);
  let e2 = at(e1, lde);
  let e3 = at(e2, lde);
  const main = e0 + ((<usize>(n & ~1)) << 3);
  for (; e0 < main; e0 += 16, e1 += 16, e2 += 16, e3 += 16, x0 += 16, x1 += 16) {
    const u = f64x2.sub(v128.load(x0), m0);
    const v = f64x2.sub(v128.load(x1), m1);
    v128.store(e0, madd(madd(v128.load(e0), a0, u), a1, v));
    v128.store(e1, madd(madd(v128.load(e1), b0, u), b1, v));
    v128.store(e2, madd(madd(v128.load(e2), c0, u), c1, v));
    v128.store(e3, madd(madd(v128.load(e3), d0, u), d1, v));
  }
  if ((n & 1) === 0) return;
  const u = f64.load(x0) - f64.load(m);
  const v = f64.load(x1) - f64.load(m, 8);
  f64.store(e0, f64.load(e0) + f64.load(beta) * u + f64.load(beta, 8) * v);
  f64.store(e1, f64.load(e1) + f64.load(beta + step) * u + f64.load(beta + step, 8) * v);
  f64.store(e2, f64.load(e2) + f64.load(beta + 2 * step) * u + f64.load(beta + 2 * step, 8) * v);
  f64.store(e3, f64.load(e3) + f64.load(beta + 3 * step) * u + f64.load(beta + 3 * step, 8) * v);
}
