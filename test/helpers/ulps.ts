// exp and log to 40 digits in integers, to judge f64 results in units in the last place.

/** fixed point: a number is its multiple of 2⁻¹⁹² */
const BITS = 192n;
const ONE = 1n << BITS;

const shift = (m: bigint, k: number) => (k >= 0 ? m << BigInt(k) : m >> BigInt(-k));

/** x·2ᵏ, which must be an integer: in two factors, each of them a number */
const scaled = (x: number, k: number) => BigInt(x * 2 ** Math.trunc(k / 2) * 2 ** (k - Math.trunc(k / 2)));

/** x·2ᵏ as it is, cut to fixed point; 55 bits from the leading one hold all of an f64 */
function fixed(x: number, k = 0): bigint {
  if (x === 0) return 0n;
  const place = Math.floor(Math.log2(Math.abs(x))) - 54;
  return shift(scaled(x, -place), place + k + Number(BITS));
}

const times = (a: bigint, b: bigint) => (a * b) >> BITS;

/** Σ rᵏ/k!, after halving r ten times */
function series(r: bigint): bigint {
  const small = r >> 10n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = times(term, small) / k;
    sum += term;
  }
  for (let k = 0; k < 10; k++) sum = times(sum, sum);
  return sum;
}

/** log 2 = 2 Σ 3⁻²ᵏ⁻¹/(2k + 1) */
const LN2 = (() => {
  let sum = 0n;
  for (let k = 0n, power = (2n * ONE) / 3n; power > 0n; k++, power /= 9n) sum += power / (2n * k + 1n);
  return sum;
})();

/** a number m·2⁻¹⁹²·2ᵏ */
export interface Exact {
  m: bigint;
  k: number;
}

/** eˣ */
export function exactExp(x: number): Exact {
  const k = Math.round(x / Math.LN2);
  return { m: series(fixed(x) - BigInt(k) * LN2), k };
}

/** log(1 + u) for −½ ≤ u ≤ 2: one step of Halley's method from Math.log1p, whose error e leaves e³/12 */
export function exactLog1p(u: number): Exact {
  // log(1 + u) = u(1 − u/2) there, to 140 bits; times a power of 2, so that fixed point holds all bits of a small u
  if (u !== 0 && Math.abs(u) < 2 ** -70) {
    const k = Math.floor(Math.log2(Math.abs(u)));
    return { m: times(fixed(u, -k), ONE - fixed(u) / 2n), k };
  }
  return logarithm(ONE + fixed(u), Math.log1p(u));
}

/** log x for x > 0 */
export function exactLog(x: number): Exact {
  const k = Math.floor(Math.log2(x));
  const m = fixed(x, -k);
  const part = logarithm(m, Math.log(Number(m >> (BITS - 53n)) / 2 ** 53));
  return { m: part.m + BigInt(k) * LN2, k: 0 };
}

/** log v from a guess at it: guess + 2(v − e)/(v + e), e = exp guess */
function logarithm(v: bigint, guess: number): Exact {
  const e = series(fixed(guess));
  return { m: fixed(guess) + ((2n * (v - e)) << BITS) / (v + e), k: 0 };
}

/** |actual − exact| in units of the last place that an f64 next to the exact number has */
export function ulps(actual: number, { m, k }: Exact): number {
  const size = (m < 0n ? -m : m).toString(2).length - Number(BITS) + k; // 2^(size − 1) ≤ |exact| < 2^size
  const place = Math.max(size - 1, -1022) - 52; // the ulp is 2^place, of which `actual` is a multiple
  const off = (scaled(actual, -place) << BITS) - shift(m, k - place);
  return Math.abs(Number(off >> (BITS - 40n))) / 2 ** 40;
}
