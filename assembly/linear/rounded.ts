// Columns rounded to 14 bits, to find out cheaply which correlations can matter: eight products an instruction, a quarter of the bytes.
//     x̃ⱼ ≈ sⱼqⱼ,  g ≈ γh,  |q|, |h| ≤ 8191:     |x̃ⱼᵀg − sⱼγ·qⱼᵀh| ≤ ½sⱼ‖g‖₁ + ½γ·sⱼ‖qⱼ‖₁
// Every column has whole blocks of 128 rows at most; what is past its end is 0.

/** the largest rounded entry: 2 · 16 · 8191² < 2³¹, so that 128 rows add up in the four i32 of a v128 */
const MOST: f64 = 8191;
/** rows added up as integers before they become f64 */
const ROWS: i32 = 128;

/** entries a rounded column takes: whole vectors of eight */
export function roundedLength(n: i32): i32 {
  return (n + 7) & ~7;
}

/** q ← round((x − m)/s), s = max|x − m|/8191; returns s, and stores s‖q‖₁ at `size` */
export function roundColumn(n: i32, x: usize, m: f64, q: usize, size: usize): f64 {
  let most: f64 = 0;
  const end = x + ((<usize>n) << 3);
  for (let k = x; k < end; k += 8) most = max(most, abs(f64.load(k) - m));
  const s = most / MOST;
  const inverse = s > 0 ? 1 / s : 0;
  const mm = f64x2.splat(m);
  const ii = f64x2.splat(inverse);
  let total: f64 = 0;
  let sums = i32x4.splat(0);
  let rows = 0;
  const main = x + ((<usize>(n & ~3)) << 3);
  for (; x < main; x += 32, q += 8) {
    const a = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.mul(f64x2.sub(v128.load(x), mm), ii)));
    const b = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.mul(f64x2.sub(v128.load(x, 16), mm), ii)));
    const both = v128.shuffle<i32>(a, b, 0, 1, 4, 5);
    sums = i32x4.add(sums, i32x4.abs(both));
    v128.store64_lane(q, i16x8.narrow_i32x4_s(both, both), 0);
    rows += 4;
    if ((rows & 65535) === 0) {
      total += lanes(sums);
      sums = i32x4.splat(0);
    }
  }
  total += lanes(sums);
  for (; x < end; x += 8, q += 2) {
    const v = nearest((f64.load(x) - m) * inverse);
    total += abs(v);
    i32.store16(q, <i32>v);
  }
  for (let k = n; k < roundedLength(n); k++, q += 2) i32.store16(q, 0);
  f64.store(size, s * total);
  return s;
}

function lanes(v: v128): f64 {
  return <f64>i32x4.extract_lane(v, 0) + <f64>i32x4.extract_lane(v, 1) + <f64>i32x4.extract_lane(v, 2) + <f64>i32x4.extract_lane(v, 3);
}

/** out ← (qₖᵀh) for the four rounded columns q, q + stride, … */
export function dot4Rounded(n: i32, q: usize, stride: usize, h: usize, out: usize): void {
  let q1 = q + stride;
  let q2 = q1 + stride;
  let q3 = q2 + stride;
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  let t2 = f64x2.splat(0);
  let t3 = f64x2.splat(0);
  const end = h + ((<usize>roundedLength(n)) << 1);
  while (h < end) {
    const stop = min(end, h + (ROWS << 1));
    let a0 = i32x4.splat(0);
    let a1 = i32x4.splat(0);
    let a2 = i32x4.splat(0);
    let a3 = i32x4.splat(0);
    for (; h < stop; h += 16, q += 16, q1 += 16, q2 += 16, q3 += 16) {
      const v = v128.load(h);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load(q), v));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load(q1), v));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load(q2), v));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load(q3), v));
    }
    t0 = f64x2.add(t0, widened(a0));
    t1 = f64x2.add(t1, widened(a1));
    t2 = f64x2.add(t2, widened(a2));
    t3 = f64x2.add(t3, widened(a3));
  }
  f64.store(out, f64x2.extract_lane(t0, 0) + f64x2.extract_lane(t0, 1));
  f64.store(out, f64x2.extract_lane(t1, 0) + f64x2.extract_lane(t1, 1), 8);
  f64.store(out, f64x2.extract_lane(t2, 0) + f64x2.extract_lane(t2, 1), 16);
  f64.store(out, f64x2.extract_lane(t3, 0) + f64x2.extract_lane(t3, 1), 24);
}

/** four i32 as two f64 that have their sum */
function widened(v: v128): v128 {
  return f64x2.add(f64x2.convert_low_i32x4_s(v), f64x2.convert_low_i32x4_s(v128.shuffle<i32>(v, v, 2, 3, 2, 3)));
}
