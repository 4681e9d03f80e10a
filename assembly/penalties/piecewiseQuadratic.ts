import { Separable } from "./separable";

/** Ωⱼ(b) = aⱼ|b| + cⱼ/2 b² on lowerⱼ ≤ b ≤ upperⱼ: between kinks and bounds quadratic, which is what a face of Newton's method is. */
@unmanaged
export abstract class PiecewiseQuadratic extends Separable {
  /** a ≥ 0: the slope at 0 */
  abstract l1(j: i32): f64;
  /** c ≥ 0: the curvature */
  abstract l2(j: i32): f64;
  /** ≤ 0 */
  abstract least(j: i32): f64;
  /** ≥ 0 */
  abstract most(j: i32): f64;
}
