import { expect } from "vitest";

/**
 * |actual − expected| ≤ 8·n·ε·scale, scale = the sum of the absolute values of n terms: two orders of summing them differ by up to
 * n·ε·scale (Higham, Accuracy and Stability, section 4.2), the 8 is room for the rounding of the terms. Whoever allows more says why.
 */
export function expectClose(actual: number, expected: number, n: number, scale: number, what = ""): void {
  if (actual === expected) return;
  const allowed = 8 * n * Number.EPSILON * scale;
  const off = Math.abs(actual - expected);
  if (!(off <= allowed)) expect.fail(`${what} ${actual}, expected ${expected} ± ${allowed}, off by ${off}`.trim());
}

/** actual = Σ terms up to the order of summation */
export function expectSum(actual: number, terms: number[], what?: string): void {
  let value = 0;
  let scale = 0;
  for (const term of terms) {
    value += term;
    scale += Math.abs(term);
  }
  expectClose(actual, value, terms.length, scale, what);
}
