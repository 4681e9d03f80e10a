// The two f64 lanes of a v128, and the sizes that the blocked loops share.

/** Rows (or columns) packed at a time: a 4-wide panel is 256 × 4 × 8 B = 8 KiB, two of them stay in a 32 KiB L1. */
export const BLOCK: i32 = 256;

/** Width of a packed panel: a 4 × 4 tile is 8 accumulators, half of the 16 vector registers of x86-64. */
export const PANEL: i32 = 4;

/** n rounded up to whole panels */
export function padded(n: i32): i32 {
  return (n + PANEL - 1) & ~(PANEL - 1);
}

/** a + b∘c; fused where the build allows relaxed SIMD */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(b, c, a);
  return f64x2.add(f64x2.mul(b, c), a);
}

/** v₀ + v₁ */
export function sum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** the address of entry j of the f64 vector at x */
export function at(x: usize, j: i32): usize {
  return x + ((<usize>j) << 3);
}
