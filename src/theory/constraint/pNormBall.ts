import { checkNumber } from "../../check.js";
import { cos, power, sin } from "../../elementary.js";
import { checkOptions } from "../checkOptions.js";
import { checkPositive } from "../checkPositive.js";

/** A point of the plane of two coefficients. */
export type Point = [number, number];

/** points of a curve: enough that a picture is smooth, a multiple of 8 so that all corners are among them */
export const POINTS = 200;

/** how many points, a multiple of 8 */
export function checkPoints(name: string, points: unknown = POINTS): number {
  return checkNumber(
    name,
    "points",
    points,
    (x) => Number.isInteger(x) && x >= 8 && x % 8 === 0 && x <= 1e6,
    "a multiple of 8 from 8 to 1e6",
  );
}

/**
 * The edge of the ball ‖w‖ₚ ≤ radius of two coefficients, (|w₁|ᵖ + |w₂|ᵖ)^(1/p): a circle for p = 2, a square on its corner for p = 1, a
 * square for p = ∞, no longer convex below 1 (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, figures 3.11 and 3.12).
 * For ridge's ‖w‖₂² ≤ k (`constraintRadius`) the radius of the circle is √k.
 *
 * @param options `p` above 0, Infinity as well, and `radius` > 0 are required; `points`, a multiple of 8 (default 200)
 * @returns points once around, anticlockwise from (radius, 0), at equal angles: the corners are among them
 * @throws {TypeError | RangeError} when an option is not what it should be
 */
export function pNormBall(options: { p: number; radius: number; points?: number }): Point[] {
  const name = "pNormBall";
  checkOptions(name, options, ["p", "radius", "points"]);
  const p = checkNumber(name, "p", options.p, (x) => x > 0, "a number above 0 or Infinity");
  const radius = checkPositive(name, "radius", options.radius);
  const count = checkPoints(name, options.points);
  return circle(count).map(([x, y]) => {
    const [a, b] = [Math.abs(x), Math.abs(y)];
    const most = Math.max(a, b);
    // by the larger one, so that no power leaves the range of numbers
    const norm = p === Infinity ? most : most * power(power(a / most, p) + power(b / most, p), 1 / p);
    return [(radius * x) / norm, (radius * y) / norm];
  });
}

/** (cos, sin) at equal angles; an eighth is computed and the rest mirrored, so that axes and diagonals are hit exactly */
export function circle(count: number): Point[] {
  const eighth = count / 8;
  const at = (k: number): Point => {
    if (k > eighth) {
      const [y, x] = at(2 * eighth - k);
      return [x, y];
    }
    if (k === eighth) return [Math.SQRT1_2, Math.SQRT1_2];
    return [cos((2 * Math.PI * k) / count), sin((2 * Math.PI * k) / count)];
  };
  return Array.from({ length: count }, (_, k) => {
    const [x, y] = at(k % (2 * eighth));
    const quarter = Math.floor(k / (2 * eighth));
    const turned: Point[] = [
      [x, y],
      [-y, x],
      [-x, -y],
      [y, -x],
    ];
    // + 0 turns −0 into 0
    return [turned[quarter][0] + 0, turned[quarter][1] + 0];
  });
}
