// Numbers of twice the usual digits: hi + lo with |lo| ≤ ½ulp(hi), 106 bits, the exponent's range of a double. What is multiplied must
// stay between 1e-290 and 1e290 (the products' rounding errors must be numbers too): callers scale by powers of two first.
// Sums and products without error: Knuth 1969, section 4.2.2; Dekker 1971, Veltkamp's split. Arithmetic on pairs: Dekker 1971; Hida, Li,
// Bailey 2001, section 3. Errors are a few units of 2^−104.

export interface Double2 {
  readonly hi: number;
  readonly lo: number;
}

export const ZERO: Double2 = { hi: 0, lo: 0 };
export const ONE: Double2 = { hi: 1, lo: 0 };

const SPLIT = 134217729; // 2^27 + 1

export const of = (x: number): Double2 => ({ hi: x, lo: 0 });
export const toNumber = (a: Double2): number => a.hi + a.lo;
export const negate = (a: Double2): Double2 => ({ hi: -a.hi, lo: -a.lo });
export const abs = (a: Double2): Double2 => (a.hi < 0 ? negate(a) : a);
/** a < b */
export const below = (a: Double2, b: Double2): boolean => a.hi < b.hi || (a.hi === b.hi && a.lo < b.lo);

/** the error of s = a + b rounded */
export function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** the error of p = ab rounded */
export function productError(a: number, b: number, p: number): number {
  const u = SPLIT * a;
  const a1 = u - (u - a);
  const v = SPLIT * b;
  const b1 = v - (v - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2;
}

export function add(a: Double2, b: Double2): Double2 {
  const s = a.hi + b.hi;
  if (!Number.isFinite(s)) return of(s);
  const t = a.lo + b.lo;
  const low = sumError(a.lo, b.lo, t);
  const e = sumError(a.hi, b.hi, s) + t;
  const hi = s + e;
  const f = e - (hi - s) + low;
  const top = hi + f;
  return { hi: top, lo: f - (top - hi) };
}

export const sub = (a: Double2, b: Double2): Double2 => add(a, negate(b));

export function mul(a: Double2, b: Double2): Double2 {
  const p = a.hi * b.hi;
  if (p === 0 || !Number.isFinite(p)) return of(p);
  const e = productError(a.hi, b.hi, p) + (a.hi * b.lo + a.lo * b.hi);
  const hi = p + e;
  return { hi, lo: e - (hi - p) };
}

export const times = (a: Double2, x: number): Double2 => mul(a, of(x));

export function div(a: Double2, b: Double2): Double2 {
  const q = a.hi / b.hi;
  if (q === 0 || !Number.isFinite(q)) return of(q);
  const r = sub(a, times(b, q));
  const q2 = r.hi / b.hi;
  const r2 = sub(r, times(b, q2));
  return add(add(of(q), of(q2)), of(r2.hi / b.hi));
}

export function sqrt(a: Double2): Double2 {
  if (a.hi <= 0) return ZERO;
  const s = Math.sqrt(a.hi);
  const r = sub(a, mul(of(s), of(s)));
  return add(of(s), of(r.hi / (2 * s)));
}

/** a·2^k, also where 2^k is no number */
export function scaled(a: Double2, k: number): Double2 {
  return { hi: ldexp(a.hi, k), lo: ldexp(a.lo, k) };
}

/** x·2^k */
export function ldexp(x: number, k: number): number {
  let value = x;
  let left = Math.max(-4000, Math.min(4000, k));
  for (; left > 1000; left -= 1000) value *= 2 ** 1000;
  for (; left < -1000; left += 1000) value *= 2 ** -1000;
  return value * 2 ** left;
}

/** k with 2^k ≤ |x| < 2^(k+1); 0 for 0 */
export function exponent(x: number): number {
  const size = Math.abs(x);
  if (size === 0 || !Number.isFinite(size)) return 0;
  // a subnormal number has its exponent in its digits
  if (size < 2 ** -1000) return exponent(size * 2 ** 200) - 200;
  const k = Math.floor(Math.log2(size));
  if (ldexp(size, -k) >= 2) return k + 1;
  return ldexp(size, -k) < 1 ? k - 1 : k;
}

const LN2: Double2 = { hi: Math.LN2, lo: 2.3190468138462996e-17 };
const HALVINGS = 9;
/** 1/k! */
const INVERSE_FACTORIALS = [ONE];
for (let k = 1; k <= 12; k++) INVERSE_FACTORIALS.push(div(INVERSE_FACTORIALS[k - 1], of(k)));

/** e^a − 1 for |a| ≤ ½ln 2: the series at a/2^9, and (1 + s)² − 1 = 2s + s² nine times */
function nearExpm1(a: Double2): Double2 {
  const r = scaled(a, -HALVINGS);
  let power = r;
  let sum = r;
  for (let k = 2; k <= 12 && Math.abs(power.hi * INVERSE_FACTORIALS[k - 1].hi) > 1e-34 * Math.abs(sum.hi); k++) {
    power = mul(power, r);
    sum = add(sum, mul(power, INVERSE_FACTORIALS[k]));
  }
  for (let k = 0; k < HALVINGS; k++) sum = add(scaled(sum, 1), mul(sum, sum));
  return sum;
}

/** e^a; Infinity above 709, 0 below −745 */
export function exp(a: Double2): Double2 {
  if (a.hi > 709) return of(Infinity);
  if (a.hi < -745) return ZERO;
  const k = Math.round(a.hi / LN2.hi);
  return scaled(add(ONE, nearExpm1(sub(a, times(LN2, k)))), k);
}

/** e^a − 1 with all its digits near 0 */
export function expm1(a: Double2): Double2 {
  return Math.abs(a.hi) < 0.34 ? nearExpm1(a) : sub(exp(a), ONE);
}

/** log(1 + a) for a ≥ 0 with all its digits near 0: two steps of Newton's method from the double */
export function log1p(a: Double2): Double2 {
  let y = of(Math.log1p(a.hi));
  for (let k = 0; k < 2; k++) {
    const e = expm1(y);
    y = add(y, div(sub(a, e), add(ONE, e)));
  }
  return y;
}
