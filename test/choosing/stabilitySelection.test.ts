// Stability selection: complementary halves against paths on their rows, the bound against its formula, signal against noise.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { type FitProgress, memoryUsage, path, StabilitySelection, stabilitySelection } from "../../src/index.js";
import { quietly } from "../helpers/judging.js";
import { type Anything, refuses, X as X4, y as y4 } from "../helpers/refuses.js";

const next = normal(5);
const X = Array.from({ length: 80 }, () => Array.from({ length: 12 }, next));
const y = X.map((row) => 2 * row[1] - 1.5 * row[4] + row[9] + 0.5 * next());

test("what makes y is selected, noise is not; the bound is q²/((2π − 1)p)", () => {
  const found = stabilitySelection(X, y, { threshold: 0.9, minRatio: 0.3 });
  expect(found).toBeInstanceOf(StabilitySelection);
  expect([...found.selected]).toEqual([1, 4, 9]);
  // effects of three and more standard errors are missed by hardly any of the 100 halves
  expect(Math.min(found.shares[1], found.shares[4])).toBeGreaterThan(0.97);
  expect(found.falseSelections).toBe(found.averageSelected ** 2 / ((2 * found.threshold - 1) * 12));
  expect(found.lambdas.length).toBe(100);
  expect(found.lambdas[0]).toBe(path(X, y, { count: 1 }).lambdas[0]);
  const largest = X[0].map((_, j) => Math.max(...Array.from(found.lambdas, (_, k) => found.sharesAt(k)[j])));
  expect([...found.shares]).toEqual(largest);
  // q is at least what is selected at the smallest λ, on average
  const last = found.sharesAt(99).reduce((a, b) => a + b, 0);
  expect(found.averageSelected).toBeGreaterThanOrEqual(last - 1e-9);
});

/** the columns that each half selects at each λ, by `path` on its rows */
function byHalf(rows: number[], lambdas: number[], options: Anything): number[][] {
  const { weights, ...rest } = options;
  const own = weights && { weights: rows.map((i) => weights[i]) };
  const fits = path(
    rows.map((i) => X6[i]),
    rows.map((i) => y6[i]),
    { ...rest, ...own, lambdas },
  );
  return lambdas.map((_, k) => [...fits.coefficients(k)].map((b) => Number(b !== 0)));
}
const X6 = rowsOf(autoregressive({ n: 7, p: 4, seed: 2 }).columns);
const y6 = [1, 3, 2, -1, 0.5, 4, 2];

describe.each<[string, Anything, number[]]>([
  ["six rows of positive weight", { weights: [1, 2, 0, 1, 1, 0.5, 3] }, [0, 1, 3, 4, 5, 6]],
  ["standardized elastic net", { standardize: true, l1Ratio: 0.6, weights: [1, 1, 1, 0, 1, 1, 1] }, [0, 1, 2, 4, 5, 6]],
])("two subsamples of %s", (_, options, rows) => {
  test("are one of the ten pairs of halves, whatever the seed, and not always the same", () => {
    const lambdas = [0.1, 0.8, 0.02];
    const pairs = Array.from({ length: 64 }, (_, mask) => rows.filter((_, i) => mask & (1 << i)))
      .filter((half) => half.length === 3 && half.includes(rows[0]))
      .map((half) => {
        const [a, b] = [half, rows.filter((i) => !half.includes(i))].map((one) => byHalf(one, lambdas, options));
        return JSON.stringify(a.map((at, k) => at.map((value, j) => (value + b[k][j]) / 2)));
      });
    expect(pairs.length).toBe(10);
    const seen = Array.from({ length: 30 }, (_, seed) => {
      const found = stabilitySelection(X6, y6, { ...options, lambdas, subsamples: 2, seed });
      expect([...found.lambdas]).toEqual(lambdas);
      return JSON.stringify(lambdas.map((_, k) => [...found.sharesAt(k)]));
    });
    for (const one of seen) expect(pairs).toContain(one);
    expect(new Set(seen).size).toBeGreaterThan(2);
  });
});

test("maxNonzero ends paths: few columns a subsample, and what was selected last stays", () => {
  const open = stabilitySelection(X, y, { subsamples: 20, count: 30, minRatio: 0.01 });
  const ended = stabilitySelection(X, y, { subsamples: 20, count: 30, minRatio: 0.01, maxNonzero: 2 });
  expect(ended.averageSelected).toBeLessThan(3);
  expect(open.averageSelected).toBeGreaterThan(5);
  const total = (k: number) => ended.sharesAt(k).reduce((a, b) => a + b, 0);
  for (let k = 1; k < 30; k++) expect(total(k)).toBeLessThanOrEqual(2 + 1e-9);
  expect(total(29)).toBeGreaterThan(1);
});

test("one seed, one answer; progress and signal", () => {
  const seen: FitProgress[] = [];
  const options = { subsamples: 5, count: 4, seed: 8 };
  const a = stabilitySelection(X, y, options);
  const b = stabilitySelection(X, y, { ...options, onProgress: (one) => seen.push(one) });
  expect(b).toEqual(a);
  expect(seen).toEqual([1, 2, 3, 4, 5].map((done) => ({ stage: "stabilitySelection", done, total: 5 })));
  const before = memoryUsage().used;
  const controller = new AbortController();
  const stop = ({ done }: FitProgress) => done === 2 && controller.abort(new Error("enough"));
  expect(() => stabilitySelection(X, y, { ...options, signal: controller.signal, onProgress: stop })).toThrow("enough");
  expect(memoryUsage().used).toBe(before);
});

describe("stabilitySelection refuses", () => {
  const name = "stabilitySelection";
  test.each<[string, Anything, Anything, string]>([
    ["a threshold of ½", { threshold: 0.5 }, RangeError, `${name}: threshold is 0.5, expected a number above 0.5, up to 1`],
    ["no subsample", { subsamples: 0 }, RangeError, `${name}: subsamples is 0, expected a whole number from 1 to 2147483647`],
    ["maxNonzero 0", { maxNonzero: 0 }, RangeError, `${name}: maxNonzero is 0, expected a whole number from 1 to 2147483647`],
    ["a seed that is none", { seed: "a" }, TypeError, `${name}: seed is "a" (a string), expected a whole number from 0 to 4294967295`],
    ["three rows", { weights: [1, 1, 1, 0] }, RangeError, `${name}: X has 3 rows of positive weight, expected at least 4`],
  ])("%s", (_, options, kind, message) => refuses(() => stabilitySelection(X4, y4, options), kind, message));
});

test("what has not converged is said once, whatever the number of subsamples", () => {
  const run = (maxIterations: number) =>
    quietly(() => stabilitySelection(X, y, { subsamples: 6, maxIterations, tol: 1e-14, lower: -1 })).warnings;
  expect(run(1)).toEqual([expect.stringMatching(/^stabilitySelection: not converged after 1 iterations/)]);
  expect(run(10_000)).toEqual([]);
});
