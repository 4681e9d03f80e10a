import { checkNumber } from "../../check.js";

/**
 * S(z, t) = sign(z)·max(|z| − t, 0) = argmin_b ½(b − z)² + t|b|: what the lasso does to one coefficient (Donoho, Johnstone 1994; Friedman,
 * Hastie, Höfling, Tibshirani 2007, section 2).
 *
 * @param z a finite number
 * @param threshold t ≥ 0
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function softThreshold(z: number, threshold: number): number {
  const name = "softThreshold";
  checkNumber(name, "z", z, Number.isFinite, "a finite number");
  checkNumber(name, "threshold", threshold, (x) => x >= 0, "a number ≥ 0");
  // never −0, which JSON would not keep
  return z > threshold ? z - threshold : z < -threshold ? z + threshold : 0;
}
