// Fused level 1 of rows in single precision, whole fours of numbers. Four rows a turn and no more: with more of them V8 runs out of registers.

/** numbers of a row whose products are added in f32 before they go to f64: 32 additions a lane */
const RUN: usize = 128;

/** Inlined, as in level1f.ts. */
export abstract class Singles {
  /** out ← a·(xₖᵀb) + c for k = 0…3; `width` numbers each, out points to four f64 */
  @inline
  static dot(width: usize, x0: usize, x1: usize, x2: usize, x3: usize, b: usize, a: f64, c: f64, out: usize): void {
    let low = f64x2.splat(0);
    let high = low;
    const end = b + (width << 2);
    while (b < end) {
      const to = min(end, b + (RUN << 2));
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (; b < to; b += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
        const v = v128.load(b);
        a0 = Singles.madd(a0, v128.load(x0), v);
        a1 = Singles.madd(a1, v128.load(x1), v);
        a2 = Singles.madd(a2, v128.load(x2), v);
        a3 = Singles.madd(a3, v128.load(x3), v);
      }
      const one = f32x4.add(v128.shuffle<f32>(a0, a1, 0, 4, 1, 5), v128.shuffle<f32>(a0, a1, 2, 6, 3, 7));
      const two = f32x4.add(v128.shuffle<f32>(a2, a3, 0, 4, 1, 5), v128.shuffle<f32>(a2, a3, 2, 6, 3, 7));
      const sums = f32x4.add(v128.shuffle<f32>(one, two, 0, 1, 4, 5), v128.shuffle<f32>(one, two, 2, 3, 6, 7));
      low = f64x2.add(low, f64x2.promote_low_f32x4(sums));
      high = f64x2.add(high, Singles.high(sums));
    }
    v128.store(out, f64x2.add(f64x2.mul(f64x2.splat(a), low), f64x2.splat(c)));
    v128.store(out, f64x2.add(f64x2.mul(f64x2.splat(a), high), f64x2.splat(c)), 16);
  }

  /** d ← d + Σₖ scale·aₖxₖ for k = 0…3; a points to four f64 */
  @inline
  static axpy(width: usize, a: usize, scale: f64, x0: usize, x1: usize, x2: usize, x3: usize, d: usize): void {
    const a0 = f32x4.splat(<f32>(scale * f64.load(a)));
    const a1 = f32x4.splat(<f32>(scale * f64.load(a, 8)));
    const a2 = f32x4.splat(<f32>(scale * f64.load(a, 16)));
    const a3 = f32x4.splat(<f32>(scale * f64.load(a, 24)));
    const end = d + (width << 2);
    for (; d < end; d += 16, x0 += 16, x1 += 16, x2 += 16, x3 += 16) {
      let v = Singles.madd(v128.load(d), a0, v128.load(x0));
      v = Singles.madd(v, a1, v128.load(x1));
      v = Singles.madd(v, a2, v128.load(x2));
      v128.store(d, Singles.madd(v, a3, v128.load(x3)));
    }
  }

  /** a + b∘c; fused where the build allows relaxed SIMD */
  @inline
  static madd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(b, c, a);
    return f32x4.add(f32x4.mul(b, c), a);
  }

  /** v₂ and v₃ in f64 */
  @inline
  static high(v: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
  }
}

/** y ← y + a·u∘x for `width` numbers, x in f32 */
export function axpySingle(width: usize, a: f64, u: usize, x: usize, y: usize): void {
  const aa = f64x2.splat(a);
  for (const end = x + (width << 2); x < end; x += 16, u += 32, y += 32) {
    const v = v128.load(x);
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(f64x2.mul(v128.load(u), f64x2.promote_low_f32x4(v)), aa)));
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.mul(f64x2.mul(v128.load(u, 16), Singles.high(v)), aa)), 16);
  }
}

/** y ← x∘u for `width` numbers, y in f32 */
export function toSingles(width: usize, u: usize, x: usize, y: usize): void {
  for (const end = y + (width << 2); y < end; x += 32, u += 32, y += 16) {
    const low = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(x), v128.load(u)));
    const high = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(x, 16), v128.load(u, 16)));
    v128.store(y, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
  }
}
