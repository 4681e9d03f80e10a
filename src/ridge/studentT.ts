// Student's t for bands: P(|T| ≤ t) = 1 − I(ν/2, ½; ν/(ν + t²)), I the regularised incomplete beta function by its continued fraction
// (Abramowitz, Stegun 26.5.8 and 26.7.1), inverted by bisection.
import { exp, log, log1p } from "../elementary.js";

/** the t with P(|T| ≤ t) = level for ν > 0 degrees of freedom */
export function twoSided(level: number, dof: number): number {
  let high = 1;
  while (within(high, dof) < level) high *= 2;
  let low = 0;
  // until the ends are neighbours: 64 halvings, more than the 53 bits there are
  for (let k = 0; k < 64; k++) {
    const middle = (low + high) / 2;
    if (within(middle, dof) < level) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|T| ≤ t) */
function within(t: number, dof: number): number {
  const x = dof / (dof + t * t);
  const a = dof / 2;
  const front = exp(logGamma(a + 0.5) - logGamma(a) - logGamma(0.5) + a * log(x) + 0.5 * log1p(-x));
  // the fraction converges fast below (a + 1)/(a + b + 2); above it the symmetry I(a, b; x) = 1 − I(b, a; 1 − x) helps
  if (x < (a + 1) / (a + 2.5)) return 1 - (front * fraction(x, a, 0.5)) / a;
  return (front * fraction(1 - x, 0.5, a)) / 0.5;
}

/** the continued fraction of I(a, b; x), by Lentz's method */
function fraction(x: number, a: number, b: number): number {
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let value = d;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < Number.EPSILON) break;
  }
  return value;
}

/** log Γ(x), x > 0: Stirling's series (Abramowitz, Stegun 6.1.41) after shifting x above 10 */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift += log(z);
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / (z * z)) / (z * z)) / (z * z)) / z;
  return (z - 0.5) * log(z) - z + 0.5 * log(2 * Math.PI) + series - shift;
}
