// exp, log and their kin with the same bits in every engine: ECMAScript leaves Math.exp, Math.log, Math.cos, Math.hypot and ** to each of them. Sums,
// products, quotients and roots are exact to the last bit everywhere, so what is made of these alone is too. exp, log and log1p take the steps
// of the kernels (assembly/linear/elementary.ts says how they work and what they leave out) and give their bits.

const Q = [
  0.5000000000000011, 0.16666666666666413, 0.041666666666530267, 0.008333333333494336, 0.0013888888943597766, 0.0001984126950677226,
  2.4801493136106296e-5, 2.7557586273390545e-6, 2.7630233949992416e-7, 2.5000069981035423e-8,
];
const R = [
  0.6666666666667271, 0.3999999999616168, 0.28571429395289444, 0.22222138501605843, 0.18186356067304432, 0.152501886169082,
  0.1536819078926832,
];
/** log 2 in two parts: the first has 42 bits, so that its products with |k| ≤ 1076 are exact */
const [LN2_HIGH, LN2_LOW] = [0.6931471805598903, 5.497923018708371e-14];
/** 1.5 · 2⁵²: x + ROUND − ROUND is the nearest integer to x */
const ROUND = 6755399441055744;
/** π/2 in three parts of 33, 33 and 53 bits: products of the first two with |k| < 2²⁰ are exact */
const [HALF_PI_1, HALF_PI_2, HALF_PI_3] = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** of the two words of a double, the one with its exponent */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0];

/** 2ᵏ for −1022 ≤ k ≤ 1023 */
export function powerOfTwo(k: number): number {
  words[1 - HIGH] = 0;
  words[HIGH] = (k + 1023) << 20;
  return double[0];
}

/** x = 2ᵉ(1 + f) with −¼ ≤ f < ½, of 0 < x < ∞ */
function split(x: number): [e: number, f: number] {
  const k = x < 2.2250738585072014e-308 ? -54 : 0;
  double[0] = k < 0 ? x * 18014398509481984 : x;
  // 0.75 has the high word 0x3fe80000
  const e = (words[HIGH] - 0x3fe80000) >> 20;
  words[HIGH] -= e << 20;
  return [k + e, double[0] - 1];
}

/** f − log(1 + f) for −¼ ≤ f ≤ ½ */
function fMinusLog(f: number): number {
  const half = 0.5 * (f * f);
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const odd = R[1] + z2 * (R[3] + z2 * R[5]);
  const even = R[0] + z2 * (R[2] + z2 * (R[4] + z2 * R[6]));
  return half - s * (half + z * (even + z * odd));
}

/** eˣ within 2 ulp; 0 and ∞ where it underflows and overflows */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  const bounded = x < -746 ? -746 : x > 710 ? 710 : x;
  const k = ROUND + bounded * Math.LOG2E - ROUND;
  const r = bounded + k * -LN2_HIGH + k * -LN2_LOW;
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = Q[0] + r * Q[1] + (Q[2] + r * Q[3]) * r2;
  const q = low + r4 * (Q[4] + r * Q[5] + (Q[6] + r * Q[7]) * r2 + r4 * (Q[8] + r * Q[9]));
  const half = (k + 2046) >> 1;
  return (1 + (r + r2 * q)) * powerOfTwo(half - 1023) * powerOfTwo(k + 1023 - half);
}

/** log x within 2 ulp; −∞ of ±0, NaN of negative numbers */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  const [n, f] = split(x);
  return n * LN2_HIGH + (f - (fMinusLog(f) - n * LN2_LOW));
}

/** log₂ x, exact of powers of two */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return log(x);
  const [n, f] = split(x);
  return n + (f - fMinusLog(f)) * Math.LOG2E;
}

/** log(1 + u), also where 1 + u is 1 */
export function log1p(u: number): number {
  if (u >= -0.25 && u < 0.5) return u - fMinusLog(u);
  if (u >= 0.5 && u <= 1) {
    const f = 0.5 * (u - 1);
    return LN2_HIGH + (f - (fMinusLog(f) - LN2_LOW));
  }
  const w = 1 + u;
  // what the sum has rounded away moves the logarithm by its share of w
  return w > 0 && w < Infinity ? log(w) + (u - (w - 1)) / w : log(w);
}

/** eˣ − 1, also where eˣ is nearly 1 (W. Kahan's correction: what exp has rounded, log of its result gives back) */
export function expm1(x: number): number {
  const u = exp(x);
  const less = u - 1;
  if (u === 1 || Number.isNaN(x)) return x;
  return less === -1 || u === Infinity ? less : (less * x) / log(u);
}

/** sin r and cos r for |r| ≤ π/4 by their series */
function sine(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let k = 17; k > 1; k -= 2) sum = (-z / (k * (k - 1))) * (1 + sum);
  return r + r * sum;
}
function cosine(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let k = 18; k > 2; k -= 2) sum = (-z / (k * (k - 1))) * (1 + sum);
  // cos r = 1 − z/2·(1 + sum)
  return 1 - 0.5 * z * (1 + sum);
}

/** the sine, `turns` quarters of a circle further on, of |x| < 2²⁰ */
function quarters(x: number, turns: number): number {
  const k = ROUND + x * (2 / Math.PI) - ROUND;
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  const quarter = (k + turns) & 3;
  const value = quarter & 1 ? cosine(r) : sine(r);
  return quarter & 2 ? -value : value;
}

/** sin x and cos x of |x| < 10⁶, within a few 2⁻⁵³ */
export const sin = (x: number): number => quarters(x, 0);
export const cos = (x: number): number => quarters(x, 1);

/** √Σxᵢ² without overflow or underflow on the way */
export function hypot(...values: number[]): number {
  let most = 0;
  for (const x of values) most = Math.max(most, Math.abs(x));
  if (most === 0 || most === Infinity) return most;
  let sum = 0;
  for (const x of values) sum += (x / most) * (x / most);
  return most * Math.sqrt(sum);
}

export const square = (x: number): number => x * x;

/** x^y of x ≥ 0: by products where y is a whole number of at most 64, else e^(y log x) */
export function power(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let result = 1;
    for (let [base, left] = [x, Math.abs(y)]; left > 0; left >>= 1, base *= base) if (left & 1) result *= base;
    return y < 0 ? 1 / result : result;
  }
  return exp(y * log(x));
}
