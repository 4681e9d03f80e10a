// Vectors against vectors, O(n). Pointers to f64; n may be 0. Every SIMD loop: independent accumulators, one main loop, one scalar tail.
// A column that is centred on the fly is x − m: X is never copied to be centred.
import { at, madd, sum } from "./lanes";

/** xᵀy */
export function dot(n: i32, x: usize, y: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~7)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 64, y += 64) {
    s0 = madd(s0, v128.load(x), v128.load(y));
    s1 = madd(s1, v128.load(x, 16), v128.load(y, 16));
    s2 = madd(s2, v128.load(x, 32), v128.load(y, 32));
    s3 = madd(s3, v128.load(x, 48), v128.load(y, 48));
  }
  let s = sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; x < end; x += 8, y += 8) s += f64.load(x) * f64.load(y);
  return s;
}

/** (x − m)ᵀr */
export function dotCentred(n: i32, x: usize, m: f64, r: usize): f64 {
  const mm = f64x2.splat(m);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~7)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 64, r += 64) {
    s0 = madd(s0, f64x2.sub(v128.load(x), mm), v128.load(r));
    s1 = madd(s1, f64x2.sub(v128.load(x, 16), mm), v128.load(r, 16));
    s2 = madd(s2, f64x2.sub(v128.load(x, 32), mm), v128.load(r, 32));
    s3 = madd(s3, f64x2.sub(v128.load(x, 48), mm), v128.load(r, 48));
  }
  let s = sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; x < end; x += 8, r += 8) s += (f64.load(x) - m) * f64.load(r);
  return s;
}

/** Σ wᵢ (xᵢ − m)² */
export function sumSquaresCentred(n: i32, w: usize, x: usize, m: f64): f64 {
  const mm = f64x2.splat(m);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32, w += 32) {
    const d0 = f64x2.sub(v128.load(x), mm);
    const d1 = f64x2.sub(v128.load(x, 16), mm);
    s0 = madd(s0, f64x2.mul(v128.load(w), d0), d0);
    s1 = madd(s1, f64x2.mul(v128.load(w, 16), d1), d1);
  }
  let s = sum(f64x2.add(s0, s1));
  for (; x < end; x += 8, w += 8) {
    const d = f64.load(x) - m;
    s += f64.load(w) * d * d;
  }
  return s;
}

/** Σxᵢ */
export function total(n: i32, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32) {
    s0 = f64x2.add(s0, v128.load(x));
    s1 = f64x2.add(s1, v128.load(x, 16));
  }
  let s = sum(f64x2.add(s0, s1));
  for (; x < end; x += 8) s += f64.load(x);
  return s;
}

/** Σ|xᵢ| */
export function asum(n: i32, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32) {
    s0 = f64x2.add(s0, f64x2.abs(v128.load(x)));
    s1 = f64x2.add(s1, f64x2.abs(v128.load(x, 16)));
  }
  let s = sum(f64x2.add(s0, s1));
  for (; x < end; x += 8) s += abs(f64.load(x));
  return s;
}

/** x ← a·x */
export function scal(n: i32, a: f64, x: usize): void {
  const aa = f64x2.splat(a);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32) {
    v128.store(x, f64x2.mul(aa, v128.load(x)));
    v128.store(x, f64x2.mul(aa, v128.load(x, 16)), 16);
  }
  for (; x < end; x += 8) f64.store(x, a * f64.load(x));
}

/** y ← y + a·x */
export function axpy(n: i32, a: f64, x: usize, y: usize): void {
  const aa = f64x2.splat(a);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32, y += 32) {
    v128.store(y, madd(v128.load(y), aa, v128.load(x)));
    v128.store(y, madd(v128.load(y, 16), aa, v128.load(x, 16)), 16);
  }
  for (; x < end; x += 8, y += 8) f64.store(y, f64.load(y) + a * f64.load(x));
}

/** y ← y + a·(x − m) */
export function axpyCentred(n: i32, a: f64, x: usize, m: f64, y: usize): void {
  const aa = f64x2.splat(a);
  const mm = f64x2.splat(m);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32, y += 32) {
    v128.store(y, madd(v128.load(y), aa, f64x2.sub(v128.load(x), mm)));
    v128.store(y, madd(v128.load(y, 16), aa, f64x2.sub(v128.load(x, 16), mm)), 16);
  }
  for (; x < end; x += 8, y += 8) f64.store(y, f64.load(y) + a * (f64.load(x) - m));
}

/** g ← g + a·w∘(x − m) */
export function axpyWeighted(n: i32, a: f64, w: usize, x: usize, m: f64, g: usize): void {
  const aa = f64x2.splat(a);
  const mm = f64x2.splat(m);
  const main = x + ((<usize>(n & ~3)) << 3);
  const end = x + ((<usize>n) << 3);
  for (; x < main; x += 32, w += 32, g += 32) {
    const d0 = f64x2.mul(aa, f64x2.sub(v128.load(x), mm));
    const d1 = f64x2.mul(aa, f64x2.sub(v128.load(x, 16), mm));
    v128.store(g, madd(v128.load(g), v128.load(w), d0));
    v128.store(g, madd(v128.load(g, 16), v128.load(w, 16), d1), 16);
  }
  for (; x < end; x += 8, w += 8, g += 8) f64.store(g, f64.load(g) + f64.load(w) * (a * (f64.load(x) - m)));
}

/** rootW ← √w */
export function squareRoots(n: i32, w: usize, rootW: usize): void {
  for (let i = 0; i < n; i++) f64.store(at(rootW, i), sqrt(f64.load(at(w, i))));
}

/** x ← 0, `bytes` of them in whole sixteens: `memory.fill` is a call, which takes longer than a few of them */
export function clear(bytes: usize, x: usize): void {
  for (const end = x + bytes; x < end; x += 16) v128.store(x, f64x2.splat(0));
}
