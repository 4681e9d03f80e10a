// The kernels behind ridgePath and ridgeCv, in memory of exactly the size that the boundary states, between guards.
import { expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { CertificateField, STRUCT_BYTES } from "../../src/kernels/abi.js";
import { Arena, kernels as k, skews } from "../helpers/kernels.js";

const random = normal(5);
const vector = (n: number) => Array.from({ length: n }, random);
const shapes = [
  [1, 0],
  [1, 1],
  [2, 1],
  [3, 1],
  [1, 4],
  [5, 3],
  [5, 4],
  [3, 5],
  [8, 8],
  [9, 20],
  [300, 5],
  [5, 300],
  [60, 90],
  [90, 60],
];

test("scratch of exactly the stated size is enough, and every result is a number", () => {
  for (const [n, m] of shapes) {
    for (const skew of skews) {
      const what = `n = ${n}, m = ${m}, skew ${skew}`;
      const arena = new Arena(skew);
      const [design, loss, penalty] = [0, 0, 0].map(() => arena.bytes(STRUCT_BYTES));
      const [ones, zeros, low, high] = [1, 0, -Infinity, Infinity].map((value) => arena.f64(new Float64Array(m).fill(value)));
      const w = arena.f64(new Float64Array(n).fill(1 / n));
      k.dense(design, n, m, arena.f64(vector(n * m)), arena.i32(Array.from({ length: m }, (_, j) => j)), zeros, w);
      k.squared(loss, n, arena.f64(vector(n)), w);
      k.elasticNet(penalty, 1, 0, ones, ones, low, high);
      const spectrum = arena.bytes(k.spectrumScratch(n, m));
      const range = arena.blank(3);
      // without an intercept: the columns are not centred here
      expect(k.spectrum(spectrum, design, loss, penalty, false, range), what).toBe(0);
      arena.checkGuards();
      const beta = arena.blank(m);
      const certificate = arena.blank(CertificateField.Count);
      k.elasticNet(penalty, 0.1, 0, ones, ones, low, high);
      k.spectralRidge(spectrum, loss, penalty, beta, arena.bytes(k.spectralRidgeScratch(n, m)), certificate);
      arena.checkGuards();
      const curves = arena.blank(6);
      k.leaveOneOut(spectrum, 2, arena.f64([0.1, 2]), arena.bytes(k.leaveOneOutScratch(n, m)), arena.blank(2 * n), curves);
      arena.checkGuards();
      const results = [range, beta, certificate, curves].flatMap((at, i) => [...arena.read(at, [3, m, CertificateField.Count, 6][i])]);
      expect(results, what).not.toContain(NaN);
      const [smallest, largest] = results;
      expect(smallest, what).toBeGreaterThanOrEqual(0);
      expect(largest, what).toBeGreaterThanOrEqual(smallest);
      expect(results[3 + m + CertificateField.Gap], what).toBeLessThan(1e-20 * Math.max(1, largest));
    }
  }
});

test("sizes beyond 4 GiB come back as they are, not wrapped to 32 bits", () => {
  expect(k.spectrumScratch(1e5, 9e4)).toBeGreaterThan(8 * 9e4 ** 2);
  expect(k.spectrumScratch(1e5, 1e6)).toBeGreaterThan(8 * 1e5 ** 2);
  expect(k.leaveOneOutScratch(1e6, 1e4)).toBeGreaterThanOrEqual(8 * 1e10);
});
