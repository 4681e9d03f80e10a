// exp and log of two numbers at a time, within 2 ulp (test/kernels/elementary.test.ts): no tables, no branches, every lane for itself.
// Both reduce the argument exactly, or nearly so, to a short interval (Cody and Waite, Software Manual for the Elementary Functions,
// 1980) and leave the rest to a polynomial of smallest greatest error, from which the leading terms are split off so that they are added
// last, exact or rounded once (Tang, ACM TOMS 15, 1989; 16, 1990). scripts/coefficients.py computes the constants.
//     eˣ = 2ᵏ(1 + r + r²Q(r)),             k = round(x/log 2), r = x − k·log 2, |r| ≤ ½ log 2
//     log 2ᵏ(1 + f) = k·log 2 + f − fMinusLog(f), fMinusLog(f) = f²/2 − s(f²/2 + zR(z)), s = f/(2 + f), z = s², −¼ ≤ f ≤ ½
// What Q and R leave is below 2⁻⁵⁵ of the result, a quarter of an ulp.
import { at, madd } from "./lanes";

const Q0: f64 = 0.5000000000000011;
const Q1: f64 = 0.16666666666666413;
const Q2: f64 = 0.041666666666530267;
const Q3: f64 = 0.008333333333494336;
const Q4: f64 = 0.0013888888943597766;
const Q5: f64 = 0.0001984126950677226;
const Q6: f64 = 2.4801493136106296e-5;
const Q7: f64 = 2.7557586273390545e-6;
const Q8: f64 = 2.7630233949992416e-7;
const Q9: f64 = 2.5000069981035423e-8;

const R0: f64 = 0.6666666666667271;
const R1: f64 = 0.3999999999616168;
const R2: f64 = 0.28571429395289444;
const R3: f64 = 0.22222138501605843;
const R4: f64 = 0.18186356067304432;
const R5: f64 = 0.152501886169082;
const R6: f64 = 0.1536819078926832;

/** log 2 in two parts: the first has 42 bits, so that its products with |k| ≤ 1076 are exact */
const LN2_HIGH: f64 = 0.6931471805598903;
const LN2_LOW: f64 = 5.497923018708371e-14;
/** 1.5 · 2⁵²: x + ROUND has the nearest integer to x as the last bits of its mantissa */
const ROUND: f64 = 6755399441055744;

/** eˣ; 0 and ∞ where it underflows and overflows, the nearest subnormals in between, NaN of NaN */
export function exp(x: v128): v128 {
  // beyond these the result is 0 or ∞ anyway; pmin and pmax, unlike min and max, are one instruction and hand NaN in x on
  x = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-746)), f64x2.splat(710));
  const t = madd(f64x2.splat(ROUND), x, f64x2.splat(Math.LOG2E));
  const k = f64x2.sub(t, f64x2.splat(ROUND));
  const r = madd(madd(x, k, f64x2.splat(-LN2_HIGH)), k, f64x2.splat(-LN2_LOW));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q01 = madd(f64x2.splat(Q0), r, f64x2.splat(Q1));
  const q23 = madd(f64x2.splat(Q2), r, f64x2.splat(Q3));
  const q45 = madd(f64x2.splat(Q4), r, f64x2.splat(Q5));
  const q67 = madd(f64x2.splat(Q6), r, f64x2.splat(Q7));
  const q89 = madd(f64x2.splat(Q8), r, f64x2.splat(Q9));
  const q = madd(madd(q01, q23, r2), r4, madd(madd(q45, q67, r2), q89, r4));
  const p = f64x2.add(f64x2.splat(1), madd(r, r2, q));
  // 2ᵏ in two factors, as k + 1023 may be no exponent: the first product is exact, the second rounds once, also into subnormals
  const biased = i64x2.sub(t, i64x2.splat(<i64>reinterpret<u64>(ROUND) - 2046));
  const half = i64x2.shr_u(biased, 1);
  return f64x2.mul(f64x2.mul(p, i64x2.shl(half, 52)), i64x2.shl(i64x2.sub(biased, half), 52));
}

/** f − log(1 + f) for −¼ ≤ f ≤ ½, without the cancellation of its terms f */
export function fMinusLog(f: v128): v128 {
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const odd = madd(f64x2.splat(R1), z2, madd(f64x2.splat(R3), z2, f64x2.splat(R5)));
  const even = madd(f64x2.splat(R0), z2, madd(f64x2.splat(R2), z2, madd(f64x2.splat(R4), z2, f64x2.splat(R6))));
  return f64x2.sub(half, f64x2.mul(s, madd(half, z, madd(even, z, odd))));
}

/** log(1 + u) for 0 ≤ u ≤ 1, which is all that log(1 + e⁻ᵐ) = max(−m, 0) + log(1 + e^−|m|) asks for; ±0 and NaN as they are */
export function log1p(u: v128): v128 {
  const upper = f64x2.ge(u, f64x2.splat(0.5));
  // both are exact: u itself, and (1 + u)/2 − 1
  const f = v128.bitselect(f64x2.mul(f64x2.splat(0.5), f64x2.sub(u, f64x2.splat(1))), u, upper);
  const rest = f64x2.sub(f, f64x2.sub(fMinusLog(f), v128.and(upper, f64x2.splat(LN2_LOW))));
  // −0 + 0 would be 0
  return v128.bitselect(f64x2.add(f64x2.splat(LN2_HIGH), rest), rest, upper);
}

/** log x of one number; −∞ of ±0, ∞ of ∞, NaN of negative numbers and NaN */
export function log(x: f64): f64 {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  let k: i64 = 0;
  if (x < 2.2250738585072014e-308) {
    // subnormal: 2⁵⁴x has an exponent
    x *= 18014398509481984;
    k = -54;
  }
  const bits = reinterpret<i64>(x);
  const e = (bits - reinterpret<i64>(0.75)) >> 52;
  const f = reinterpret<f64>(bits - (e << 52)) - 1;
  const n = <f64>(k + e);
  return n * LN2_HIGH + (f - (f64x2.extract_lane(fMinusLog(f64x2.splat(f)), 0) - n * LN2_LOW));
}

/** exps, logs1p, logs ← exp, log1p, log of every xᵢ, n even: what the tests judge */
export function elementary(n: i32, x: usize, exps: usize, logs1p: usize, logs: usize): void {
  for (let i = 0; i < n; i += 2) {
    v128.store(at(exps, i), exp(v128.load(at(x, i))));
    v128.store(at(logs1p, i), log1p(v128.load(at(x, i))));
  }
  for (let i = 0; i < n; i++) f64.store(at(logs, i), log(f64.load(at(x, i))));
}

/** tanh x = −t/(2 + t), t = e^(−2|x|) − 1 = (2ᵏ − 1) + 2ᵏ(r + r²Q(r)), which keeps its digits where x is small; ±0 and NaN as they are */
export function tanh(x: v128): v128 {
  // beyond 20 the result is ±1
  const y = f64x2.mul(f64x2.splat(-2), f64x2.pmin(f64x2.abs(x), f64x2.splat(20)));
  const rounded = madd(f64x2.splat(ROUND), y, f64x2.splat(Math.LOG2E));
  const k = f64x2.sub(rounded, f64x2.splat(ROUND));
  const r = madd(madd(y, k, f64x2.splat(-LN2_HIGH)), k, f64x2.splat(-LN2_LOW));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q01 = madd(f64x2.splat(Q0), r, f64x2.splat(Q1));
  const q23 = madd(f64x2.splat(Q2), r, f64x2.splat(Q3));
  const q45 = madd(f64x2.splat(Q4), r, f64x2.splat(Q5));
  const q67 = madd(f64x2.splat(Q6), r, f64x2.splat(Q7));
  const q89 = madd(f64x2.splat(Q8), r, f64x2.splat(Q9));
  const q = madd(madd(q01, q23, r2), r4, madd(madd(q45, q67, r2), q89, r4));
  const biased = i64x2.sub(rounded, i64x2.splat(<i64>reinterpret<u64>(ROUND) - 1023));
  const scale = i64x2.shl(biased, 52);
  const t = madd(f64x2.sub(scale, f64x2.splat(1)), scale, madd(r, r2, q));
  const size = f64x2.div(f64x2.neg(t), f64x2.add(f64x2.splat(2), t));
  return v128.bitselect(x, size, f64x2.splat(-0.0));
}
