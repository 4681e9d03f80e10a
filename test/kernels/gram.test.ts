import { expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { expectSum } from "../helpers/closeTo.js";
import { Arena, entry, kernels as k, shuffledColumns, skews } from "../helpers/kernels.js";

const random = normal(2);
/** as lanes.ts: a Gram matrix of order m is stored with rows of this length */
const padded = (m: number) => Math.ceil(m / 4) * 4;
/** about a third of them 0 */
const roots = (n: number) => Array.from({ length: n }, () => Math.max(0, Math.abs(random()) - 0.4));

const small = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10]);
/** both sides of one and of two packed blocks of 256 */
const around = [255, 256, 257, 513].flatMap((long) => [1, 4, 5].map((short) => [long, short]));

test("the panels of an order-m Gram matrix take 256 rows of its padded width", () => {
  expect([0, 1, 4, 5, 1e6].map((m) => k.panelBytes(m))).toEqual([0, 4, 4, 8, 1e6].map((width) => 256 * 8 * width));
});

test.each(skews)("syrk writes the lower triangle of X̃ᵀWX̃, arrays %i bytes past a multiple of 16", (skew) => {
  for (const [n, m] of [...small, ...around]) {
    const arena = new Arena(skew);
    const x = shuffledColumns(n, m, random);
    const w = roots(n);
    const ld = padded(m);
    const G = arena.blank(ld * ld);
    const panels = arena.blank(k.panelBytes(m) / 8);
    k.syrk(n, m, arena.f64(x.X), arena.i32(x.columns), arena.f64(x.means), arena.f64(w), G, panels, 0);
    const actual = arena.read(G, ld * ld);
    for (let a = 0; a < m; a++) {
      for (let b = 0; b <= a; b++) {
        const terms = w.map((wi, i) => wi * entry(x, i, a) * (wi * entry(x, i, b)));
        expectSum(actual[a * ld + b], terms, `n = ${n}, m = ${m}, entry ${a},${b}:`);
      }
    }
    arena.checkGuards();
  }
});

test.each(skews)("syrkT writes the lower triangle of W½X̃D⁻¹X̃ᵀW½, arrays %i bytes past a multiple of 16", (skew) => {
  for (const [m, n] of [...small, ...around]) {
    const arena = new Arena(skew);
    const x = shuffledColumns(n, m, random);
    const w = roots(n);
    const d = roots(m);
    const ld = padded(n);
    const K = arena.blank(ld * ld);
    const panels = arena.blank(k.panelBytes(n) / 8);
    k.syrkT(n, m, arena.f64(x.X), arena.i32(x.columns), arena.f64(x.means), arena.f64(w), arena.f64(d), K, panels);
    const actual = arena.read(K, ld * ld);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b <= a; b++) {
        const terms = d.map((dj, j) => w[a] * entry(x, a, j) * dj * (w[b] * entry(x, b, j) * dj));
        expectSum(actual[a * ld + b], terms, `n = ${n}, m = ${m}, entry ${a},${b}:`);
      }
    }
    arena.checkGuards();
  }
});
