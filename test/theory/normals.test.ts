// The seeded noise: its distribution, and that a seed is a seed.
import { expect, test } from "vitest";
import { normals } from "../../src/theory/index.js";

const N = 400_000;

/** Φ(x) by Simpson's rule from 0 */
function cumulative(x: number): number {
  const steps = 2000;
  const h = x / steps;
  const density = (t: number) => Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let k = 1; k < steps; k++) sum += (k % 2 ? 4 : 2) * density(k * h);
  return 0.5 + (sum * h) / 3;
}

test("moments and tails of normal numbers, within five standard errors", () => {
  const next = normals(1);
  const x = Float64Array.from({ length: N }, next);
  const moment = (k: number) => x.reduce((sum, value) => sum + value ** k, 0) / N;
  // Var xᵏ: 1, 2, 15, 96
  for (const [k, expected, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])
    expect(Math.abs(moment(k) - expected), `moment ${k}`).toBeLessThan(5 * Math.sqrt(variance / N));
  // 3.4426 is where the boxes of the ziggurat end
  for (const edge of [-3.4426, -2, -1, -0.3, 0, 0.1, 0.5, 1.5, 2.5, 3, 3.4426]) {
    const share = x.reduce((count, value) => count + Number(value < edge), 0) / N;
    const expected = cumulative(edge);
    expect(Math.abs(share - expected), `below ${edge}`).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / N));
  }
  expect(Math.max(...x.subarray(0, 100_000))).toBeLessThan(7);
});

test("a hundred equal cells of the distribution are hit equally: χ² of 99 degrees of freedom", () => {
  const next = normals(7);
  const counts = new Float64Array(100);
  for (let i = 0; i < 100_000; i++) counts[Math.min(99, Math.floor(100 * tabulated(next())))]++;
  const chi2 = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // mean 99, sd 14: five of them on either side
  expect(chi2).toBeGreaterThan(99 - 70);
  expect(chi2).toBeLessThan(99 + 70);
});

/** Φ from a table with steps of 1/1000, interpolated: right to 1e-7 */
const table = Float64Array.from({ length: 16_001 }, () => 0);
let sum = 0;
for (let k = 0; k < table.length; k++) {
  const x = -8 + k / 1000;
  table[k] = sum;
  sum += (Math.exp(-0.5 * (x + 0.0005) ** 2) / Math.sqrt(2 * Math.PI)) * 1e-3;
}
function tabulated(x: number): number {
  const at = (x + 8) * 1000;
  const k = Math.floor(at);
  return table[k] + (at - k) * (table[k + 1] - table[k]);
}

test("neighbours, and numbers of neighbouring seeds, do not correlate", () => {
  const [a, b] = [normals(10), normals(11)];
  const x = Float64Array.from({ length: 100_000 }, a);
  const other = Float64Array.from({ length: 100_000 }, b);
  const product = (u: ArrayLike<number>, v: ArrayLike<number>, length: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += u[i] * v[i];
    return sum / length;
  };
  for (const lag of [1, 2, 3]) expect(Math.abs(product(x, x.subarray(lag), 100_000 - lag))).toBeLessThan(5 / Math.sqrt(1e5));
  expect(Math.abs(product(x, other, 100_000))).toBeLessThan(5 / Math.sqrt(1e5));
});

test("the first numbers of a thousand neighbouring seeds are normal and do not correlate", () => {
  const x = Float64Array.from({ length: 1000 }, (_, seed) => normals(seed)());
  const mean = (value: (i: number) => number, count = 1000) =>
    Array.from({ length: count }, (_, i) => value(i)).reduce((a, b) => a + b) / count;
  expect(Math.abs(mean((i) => x[i]))).toBeLessThan(5 / Math.sqrt(1000));
  expect(Math.abs(mean((i) => x[i] ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1000));
  expect(Math.abs(mean((i) => x[i] * x[i + 1], 999))).toBeLessThan(5 / Math.sqrt(1000));
});

test("beyond the boxes the tail falls as it should: the mean excess over 3.4426 is φ/Q − 3.4426", () => {
  const edge = 3.442619855899;
  const next = normals(21);
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < 8_000_000; i++) {
    const excess = Math.abs(next()) - edge;
    if (excess <= 0) continue;
    count++;
    sum += excess;
    squares += excess * excess;
  }
  // φ/Q by Simpson's rule over [edge, edge + 8]
  const h = 8 / 4000;
  let area = 0;
  for (let k = 0; k <= 4000; k++) area += (k === 0 || k === 4000 ? 1 : k % 2 ? 4 : 2) * Math.exp(-0.5 * ((edge + k * h) ** 2 - edge ** 2));
  const expected = 3 / (area * h) - edge;
  const sd = Math.sqrt(squares / count - (sum / count) ** 2);
  expect(Math.abs(sum / count - expected)).toBeLessThan((5 * sd) / Math.sqrt(count));
});

test("a seed gives the same numbers again, another one others, up to 2³² − 1", () => {
  const first = (seed: number) => Array.from({ length: 5 }, normals(seed));
  expect(first(3)).toEqual(first(3));
  const seeds = [0, 1, 2, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1];
  expect(new Set(seeds.map((seed) => first(seed).join())).size).toBe(seeds.length);
});
