// What this machine can do at most, for bench/kernels.ts to measure the kernels by. Never shipped.
import { madd, PANEL, sum } from "../linear/lanes";
import { accumulate } from "../linear/level3";

/** out ← something that needs k rounds of 8 independent multiply-adds in registers: 32 flops a round, no memory */
export function registers(k: i32, out: usize): void {
  const a = v128.load(out);
  const b = v128.load(out, 16);
  let s0 = a;
  let s1 = b;
  let s2 = a;
  let s3 = b;
  let s4 = a;
  let s5 = b;
  let s6 = a;
  let s7 = b;
  for (let i = 0; i < k; i++) {
    s0 = madd(s0, a, b);
    s1 = madd(s1, a, b);
    s2 = madd(s2, a, b);
    s3 = madd(s3, a, b);
    s4 = madd(s4, a, b);
    s5 = madd(s5, a, b);
    s6 = madd(s6, a, b);
    s7 = madd(s7, a, b);
  }
  v128.store(out, f64x2.add(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)), f64x2.add(f64x2.add(s4, s5), f64x2.add(s6, s7))), 32);
}

/** C ← C + PᵀP for a packed panel of k rows that stays in L1, `times` times over, as the kernels run it: 32·k flops each */
export function tiles(times: i32, k: i32, P: usize, C: usize): void {
  for (let i = 0; i < times; i++) accumulate(k, PANEL, 1, P, PANEL, C, 0);
}

/** Σx, nothing but reading: 8 bytes an entry */
export function stream(n: i32, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const main = x + ((<usize>(n & ~7)) << 3);
  for (; x < main; x += 64) {
    s0 = f64x2.add(s0, v128.load(x));
    s1 = f64x2.add(s1, v128.load(x, 16));
    s2 = f64x2.add(s2, v128.load(x, 32));
    s3 = f64x2.add(s3, v128.load(x, 48));
  }
  return sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}
