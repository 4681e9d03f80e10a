// Columns of 14 bits: what they are, that their products are exact integers, and that the bound on what they leave out holds.
import { describe, expect, test } from "vitest";
import { normal, uniform } from "../../reference/problems.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";

const MOST = 8191;
const EPSILON = Number.EPSILON;
const next = normal(9);
const pick = uniform(10);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);
const LENGTHS = [...indices(26), 127, 128, 129, 255, 256, 257, 1000, 65_535, 65_536, 65_541, 70_001];

interface Rounded {
  s: number;
  size: number;
  q: Int16Array;
}

/** the rounded column, as many whole vectors as it takes; nothing past it is touched */
function rounded(x: ArrayLike<number>, m = 0, skew: 0 | 8 = 0): Rounded {
  const n = x.length;
  const arena = new Arena(skew);
  const length = k.roundedLength(n);
  const [q, size] = [arena.bytes(2 * length), arena.blank(1)];
  const s = k.roundColumn(n, arena.f64(x), m, q, size);
  arena.checkGuards();
  return { s, size: arena.read(size, 1)[0], q: new Int16Array(k.memory.buffer, q, length).slice() };
}

/** everything that is claimed of a rounded column */
function expectRounded(x: ArrayLike<number>, m: number, { s, size, q }: Rounded, what: string): void {
  const n = x.length;
  let [most, total, largest] = [0, 0, 0];
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(x[i] - m));
  if (s !== most / MOST) expect.fail(`${what}: s is ${s}, expected ${most / MOST}`);
  // (x − m)/s comes rounded three times, each by ½ε of at most 8191
  const half = s * (0.5 + 1.5 * EPSILON * MOST);
  for (let i = 0; i < n; i++) {
    const off = Math.abs(x[i] - m - s * q[i]);
    if (!(off <= half)) expect.fail(`${what}: entry ${i}, ${x[i]} − ${m}, became ${q[i]} of ${s}`);
    total += Math.abs(q[i]);
    largest = Math.max(largest, Math.abs(q[i]));
  }
  for (let i = n; i < q.length; i++) if (q[i] !== 0) expect.fail(`${what}: ${q[i]} past the end`);
  expect(largest, what).toBe(most > 0 ? MOST : 0);
  expect(size, what).toBe(s * total);
}

test("a rounded column takes whole vectors of eight", () => {
  for (const n of indices(40)) expect(k.roundedLength(n)).toBe(8 * Math.ceil(n / 8));
});

describe.each(skews)("with arrays %i bytes past a multiple of 16, roundColumn", (skew) => {
  test("is off by half of s at most, and knows s‖q‖₁, for every length", () => {
    for (const n of LENGTHS) {
      for (const m of [0, 3, -1e8]) {
        const x = Float64Array.from({ length: n }, () => m + next());
        expectRounded(x, m, rounded(x, m, skew), `n = ${n}, m = ${m}`);
      }
    }
  });

  test.each([1e-290, 1e-150, 1e-6, 1e6, 1e150, 1e300])("does so at a scale of %d", (scale) => {
    for (const n of [1, 2, 3, 4, 5, 8, 33, 200]) {
      const x = Float64Array.from({ length: n }, () => scale * next());
      expectRounded(x, 0, rounded(x, 0, skew), `n = ${n}`);
    }
  });

  test("takes a column that has no deviations as zeros", () => {
    for (const n of [1, 3, 4, 8, 130])
      for (const m of [0, 7.1])
        expect(rounded(new Float64Array(n).fill(m), m, skew)).toEqual({ s: 0, size: 0, q: new Int16Array(k.roundedLength(n)) });
  });
});

test("halves are rounded by half of s, wherever they lie", () => {
  // 8191, so that s is 1
  const x = [MOST, 0.5, -0.5, 1.5, -1.5, 2.5, 4095.5, -8190.5, 8190.5, -MOST, 0.49999999999999994];
  for (let from = 0; from < x.length; from++) {
    const turned = [...x.slice(from), ...x.slice(0, from)];
    expectRounded(turned, 0, rounded(turned), `from ${from}`);
  }
});

test("more entries of 8191 than an i32 could count add up", () => {
  const n = 1_060_003;
  const { size, s } = rounded(Float64Array.from({ length: n }, (_, i) => (i % 2 ? -1 : 1)));
  expect(size).toBe(s * MOST * n);
});

/** qᵀh for four columns, as the kernel has it; the columns lie `gap` entries apart */
function products(columns: readonly Int16Array[], h: Int16Array, n: number, gap: number, skew: 0 | 8 = 0): Float64Array {
  const arena = new Arena(skew);
  const length = k.roundedLength(n);
  const put = (count: number) => arena.bytes(2 * count);
  const [q, at, out] = [put(4 * (length + gap)), put(length), arena.blank(4)];
  const whole = new Int16Array(k.memory.buffer, q, 4 * (length + gap));
  columns.forEach((column, c) => {
    whole.set(column, c * (length + gap));
  });
  new Int16Array(k.memory.buffer, at, length).set(h);
  k.dot4Rounded(n, q, 2 * (length + gap), at, out);
  arena.checkGuards();
  return arena.read(out, 4);
}

/** n whole numbers, zeros behind them */
function whole(n: number, value: (i: number) => number): Int16Array {
  return Int16Array.from({ length: 8 * Math.ceil(n / 8) }, (_, i) => (i < n ? value(i) : 0));
}

const exact = (q: Int16Array, h: Int16Array) => q.reduce((sum, value, i) => sum + value * h[i], 0);

describe.each(skews)("with arrays %i bytes past a multiple of 16, dot4Rounded", (skew) => {
  test("is the exact integer, for every length and gap", () => {
    for (const n of LENGTHS) {
      const columns = indices(4).map(() => whole(n, () => Math.round((2 * pick() - 1) * MOST)));
      const h = whole(n, () => Math.round((2 * pick() - 1) * MOST));
      for (const gap of [0, 8]) expect(Array.from(products(columns, h, n, gap, skew)), `n = ${n}`).toEqual(columns.map((q) => exact(q, h)));
    }
  });

  test("does not overflow where every entry is ±8191", () => {
    for (const n of [1, 127, 128, 129, 1000, 65_536]) {
      const signs = [() => 1, () => -1, (i: number) => (i % 2 ? 1 : -1), (i: number) => (i % 256 < 128 ? 1 : -1)];
      const columns = signs.map((sign) => whole(n, (i) => MOST * sign(i)));
      for (const h of columns) expect(Array.from(products(columns, h, n, 0, skew)), `n = ${n}`).toEqual(columns.map((q) => exact(q, h)));
      expect(products(columns, columns[0], n, 0)[0]).toBe(MOST * MOST * n);
    }
  });
});

describe("the bound ½s‖g‖₁ + ½γ·s‖q‖₁ on |x̃ᵀg − sγ·qᵀh|", () => {
  /** what the products of the rounded columns are off, and what they may be off; both as the exact sums round */
  function offAndBound(columns: readonly Float64Array[], g: Float64Array, m = 0): { off: number; bound: number }[] {
    const n = g.length;
    const parts = columns.map((x) => rounded(x, m));
    const { s: gamma, q: h } = rounded(g);
    const norm = g.reduce((sum, value) => sum + Math.abs(value), 0);
    const dots = products(
      parts.map(({ q }) => q),
      h,
      n,
      0,
    );
    return parts.map(({ s, size }, c) => {
      const dot = columns[c].reduce((sum, value, i) => sum + (value - m) * g[i], 0);
      const absolute = columns[c].reduce((sum, value, i) => sum + Math.abs((value - m) * g[i]), 0);
      return {
        off: Math.abs(dot - s * gamma * dots[c]) - n * EPSILON * absolute,
        bound: 0.5 * (1 + 1e-9) * (s * norm + gamma * size),
      };
    });
  }

  test("holds for random columns of any size, mean and shape", () => {
    for (let run = 0; run < 200; run++) {
      const n = 1 + Math.floor(400 * pick());
      const scale = 10 ** (20 * pick() - 10);
      const heavy = run % 2 ? 1 : 5;
      const m = run % 3 ? 0 : scale;
      const columns = indices(4).map(() => Float64Array.from({ length: n }, () => m + scale * next() ** heavy));
      const g = Float64Array.from({ length: n }, () => next() ** heavy / scale);
      for (const { off, bound } of offAndBound(columns, g, m)) expect(off, `run ${run}, n = ${n}`).toBeLessThanOrEqual(bound);
    }
  });

  test("is nearly reached where every entry is rounded against the sign of the other, and no smaller one would do", () => {
    const n = 512;
    // both off by almost ½ in the same direction at every entry but the one that makes the scale 1
    const unlucky = (size: number) => Float64Array.from({ length: n }, (_, i) => (i === 0 ? MOST : size + 0.4999));
    for (const [x, g] of [
      [unlucky(4), unlucky(8000)],
      [unlucky(8000), unlucky(4)],
    ]) {
      for (const { off, bound } of offAndBound([x, x, x, x], g)) {
        expect(off).toBeLessThanOrEqual(bound);
        expect(off).toBeGreaterThan(0.95 * bound);
      }
    }
  });
});
