// The two kernels of statistics: second moments of rows, and few rows that have given second moments.
import { expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { STRUCT_BYTES } from "../../src/kernels/abi.js";
import { expectSum } from "../helpers/closeTo.js";
import { Arena, entry, kernels as k, shuffledColumns, skews } from "../helpers/kernels.js";

const random = normal(11);
const place = (i: number, j: number) => (i * (i + 1)) / 2 + j;
const small = Array.from({ length: 90 }, (_, i) => [1 + Math.floor(i / 10), i % 10]);
const around = [255, 256, 257].flatMap((n) => [1, 4, 5].map((m) => [n, m]));

test.each(skews)("scatter writes means and products around them, arrays %i bytes past a multiple of 16", (skew) => {
  for (const [n, m] of [...small, ...around]) {
    const arena = new Arena(skew);
    const x = shuffledColumns(n, m, random);
    const y = Array.from({ length: n }, random);
    const raw = y.map((_, i) => (i > 0 && i % 3 === 0 ? 0 : 1 + (i % 4)));
    const w = raw.map((wi) => wi / raw.reduce((a, b) => a + b));
    const [design, triangle, off] = [arena.bytes(STRUCT_BYTES), arena.blank(place(m + 1, 0)), arena.blank(m + 1)];
    const work = arena.bytes(k.scatterScratch(n, m));
    k.dense(design, n, m, arena.f64(x.X), arena.i32(x.columns), arena.f64(x.means), arena.f64(w));
    k.scatter(design, arena.f64(y), triangle, off, work);
    const z = (i: number, j: number) => (j < m ? entry(x, i, j) : y[i]);
    const shift = arena.read(off, m + 1);
    const products = arena.read(triangle, place(m + 1, 0));
    for (let a = 0; a <= m; a++) {
      const label = `n = ${n}, m = ${m}, entry ${a}`;
      expectSum(
        shift[a],
        w.map((wi, i) => wi * z(i, a)),
        label,
      );
      for (let b = 0; b <= a; b++) {
        const terms = w.map((wi, i) => wi * z(i, a) * z(i, b));
        expectSum(products[place(a, b)], [...terms, -shift[a] * shift[b]], `${label},${b}:`);
      }
    }
    arena.checkGuards();
  }
});

/** the packed lower triangle of the products of these columns, y last */
function productsOf(columns: number[][]): number[] {
  return columns.flatMap((u, a) => columns.slice(0, a + 1).map((v) => u.reduce((sum, ui, i) => sum + ui * v[i], 0)));
}

/** virtualRows of columns, y last: the columns of the result and the rank */
function rowsFor(columns: number[][], skew: 0 | 8 = 0) {
  const q = columns.length;
  const arena = new Arena(skew);
  const [R, left] = [arena.blank(q * q), arena.blank(q)];
  const rank = k.virtualRows(q - 1, arena.f64(productsOf(columns)), R, left);
  arena.checkGuards();
  return { rank, columns: Array.from({ length: q }, (_, j) => Array.from(arena.read(R + 8 * q * j, q))) };
}

test.each(skews)("virtualRows have the products they were made from, arrays %i bytes past a multiple of 16", (skew) => {
  for (let p = 0; p <= 13; p++) {
    for (const n of [1, 3, p + 1, 2 * p + 5]) {
      // columns in different units
      const columns = Array.from({ length: p + 1 }, (_, j) => Array.from({ length: n }, () => 10 ** (j % 5) * random()));
      const { rank, columns: virtual } = rowsFor(columns, skew);
      expect(rank, `n = ${n}, p = ${p}`).toBe(Math.min(n, p));
      const [given, made] = [productsOf(columns), productsOf(virtual)];
      for (let a = 0; a <= p; a++) {
        for (let b = 0; b <= a; b++) {
          const scale = Math.sqrt(given[place(a, a)] * given[place(b, b)]);
          expect(Math.abs(made[place(a, b)] - given[place(a, b)]), `n = ${n}, p = ${p}, ${a},${b}`).toBeLessThanOrEqual(
            4 * (p + n + 1) * Number.EPSILON * scale,
          );
        }
      }
    }
  }
});

test("virtualRows have the rank of their columns and nothing below it but what y keeps for itself", () => {
  const [a, b, c, y] = Array.from({ length: 4 }, () => Array.from({ length: 20 }, random));
  const sum = a.map((value, i) => 1e6 * (value + b[i]));
  const zero = a.map(() => 0);
  const { rank, columns } = rowsFor([a, zero, sum, b, a, c, y]);
  expect(rank).toBe(3);
  for (const column of columns.slice(0, -1)) expect(column.slice(rank)).toEqual([0, 0, 0, 0]);
  expect(columns[1]).toEqual(zero.slice(0, 7));
  const own = columns[6];
  expect(own.slice(rank, -1)).toEqual([0, 0, 0]);
  expect(own[6]).toBeGreaterThan(0);
});
