// X̃ in strips of 8 rows, column after column: 64 bytes a column, the whole in the order in which it is read. A pass forth and one back over a
// strip that is still in L1 read X from memory once, as a stream does; pieces of columns are read at a third of that (docs/design/kernels.md).
import { spend } from "../linear/heed";
import { at, madd } from "../linear/lanes";
import { column } from "../linear/level2";

/** rows of a strip: four sums and one coefficient in registers on the way forth, four slopes on the way back */
export const STRIP: i32 = 8;
/** strips written at a time, so that a piece of a column is 512 bytes */
const HEIGHT: i32 = 64;

/** columns of a strip: an odd number gets one of zeros */
export function stripWidth(m: i32): i32 {
  return (m + 1) & ~1;
}

/** bytes of all strips */
export function stripBytes(n: i32, m: i32): f64 {
  return 8 * <f64>((n + STRIP - 1) & ~(STRIP - 1)) * <f64>stripWidth(m);
}

/** out ← (xᵢⱼ − mⱼ) of the m columns in `columns`, zeros where there is no row or column */
export function strips(n: i32, m: i32, X: usize, columns: usize, means: usize, out: usize): void {
  const width = stripWidth(m);
  for (let from = 0; from < n; from += HEIGHT) {
    const to = min((n + STRIP - 1) & ~(STRIP - 1), from + HEIGHT);
    spend(HEIGHT, width);
    for (let j = 0; j < width; j++) {
      const x = j < m ? column(n, X, columns, j) : 0;
      const mean = j < m ? f64.load(at(means, j)) : 0;
      for (let i = from; i < to; i++) {
        const slot = out + ((<usize>(i & ~(STRIP - 1)) * <usize>width + <usize>(j * STRIP + (i & (STRIP - 1)))) << 3);
        f64.store(slot, j < m && i < n ? f64.load(at(x, i)) - mean : 0);
      }
    }
  }
}

/** η (8) ← shift + Σⱼ bⱼxⱼ over a strip */
export function forth(width: i32, x: usize, b: usize, shift: f64, eta: usize): void {
  let s0 = f64x2.splat(shift);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = at(b, width);
  for (; b < end; b += 16, x += 128) {
    let v = v128.load64_splat(b);
    s0 = madd(s0, v128.load(x), v);
    s1 = madd(s1, v128.load(x, 16), v);
    s2 = madd(s2, v128.load(x, 32), v);
    s3 = madd(s3, v128.load(x, 48), v);
    v = v128.load64_splat(b, 8);
    s0 = madd(s0, v128.load(x, 64), v);
    s1 = madd(s1, v128.load(x, 80), v);
    s2 = madd(s2, v128.load(x, 96), v);
    s3 = madd(s3, v128.load(x, 112), v);
  }
  v128.store(eta, s0);
  v128.store(eta, s1, 16);
  v128.store(eta, s2, 32);
  v128.store(eta, s3, 48);
}

/** out ← out + (xⱼᵀg)ⱼ over a strip, from its last column, which L1 holds for sure, to its first */
export function back(width: i32, x: usize, g: usize, out: usize): void {
  const g0 = v128.load(g);
  const g1 = v128.load(g, 16);
  const g2 = v128.load(g, 32);
  const g3 = v128.load(g, 48);
  x += (<usize>width) << 6;
  for (let slot = at(out, width); slot > out; ) {
    slot -= 16;
    x -= 128;
    const u = f64x2.add(
      madd(f64x2.mul(v128.load(x), g0), v128.load(x, 16), g1),
      madd(f64x2.mul(v128.load(x, 32), g2), v128.load(x, 48), g3),
    );
    const v = f64x2.add(
      madd(f64x2.mul(v128.load(x, 64), g0), v128.load(x, 80), g1),
      madd(f64x2.mul(v128.load(x, 96), g2), v128.load(x, 112), g3),
    );
    const both = f64x2.add(v128.shuffle<f64>(u, v, 0, 2), v128.shuffle<f64>(u, v, 1, 3));
    v128.store(slot, f64x2.add(v128.load(slot), both));
  }
}
