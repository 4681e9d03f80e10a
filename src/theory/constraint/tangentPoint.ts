import { hypot } from "../../elementary.js";
import { path } from "../../fitting/path.js";
import { ridge } from "../../fitting/ridge.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { checkRadius, lambdaForRadius, type RadiusOptions, TOL } from "./lambdaForRadius.js";
import type { Point } from "./pNormBall.js";
import { gradientAt, quadraticLoss } from "./quadraticLoss.js";

/** What {@link tangentPoint} found. */
export interface TangentPoint {
  /** where the smallest contour of the loss that reaches the ball touches it: the fit at `lambda` */
  point: Point;
  /** the multiplier of the constraint; 0 where w* lies inside the ball and nothing touches */
  lambda: number;
  /** the loss there, (1/2n)‖ỹ − X̃w‖²: the level of that contour */
  loss: number;
  /** ∇L at the point; its negative points out of the ball */
  gradient: Point;
  /**
   * the unit vector of the ball's outward normals that is nearest to −∇L: w/‖w‖ of the circle, sign(w)/√2 of an edge of the square, on
   * its corner any direction between the two edges' normals
   */
  normal: Point;
  /** sine of the angle between −∇L and `normal`: 0 but for rounding, if the solver is right; 0 where λ is */
  misalignment: number;
}

/**
 * Where the loss of two coefficients is smallest on a ball: there a contour of the loss touches the ball, −∇L(w) is a multiple of the ball's
 * normal, and λ is the multiple: −∇L ∈ λ∂‖w‖₁ (lasso) or −∇L = λw (ridge) (Hastie, Tibshirani, Friedman, The Elements of Statistical
 * Learning, figure 3.11; Boyd, Vandenberghe, Convex Optimization, section 5.5.3). Found by the solvers, checked by the gradient.
 *
 * @param X n rows, two columns
 * @param y n numbers
 * @param options `norm`, "l1" or "l2", and `radius`, ‖w‖₁ or ‖w‖₂² at most, are required, as for {@link lambdaForRadius}
 * @throws {TypeError | RangeError} when an argument is not what it should be, or X has not two columns
 */
export function tangentPoint(X: TableInput, y: VectorInput, options: RadiusOptions): TangentPoint {
  const name = "tangentPoint";
  checkRadius(name, options);
  const { norm, fitIntercept = true } = options;
  const loss = quadraticLoss(name, X, y, fitIntercept);
  if (loss.p !== 2) throw new RangeError(`${name}: X has ${loss.p} columns, expected 2`);
  const lambda = lambdaForRadius(X, y, options);
  const l1 = norm === "l1" && lambda > 0;
  const fit = l1 ? path(X, y, { lambdas: [lambda], fitIntercept, tol: TOL }).fit(0) : ridge(X, y, { lambda, fitIntercept });
  const [a, b] = fit.coefficients;
  const [ga, gb] = gradientAt(loss, [a, b]);
  const half = 0.5 * (a * (ga - loss.products[0]) + b * (gb - loss.products[1])) + loss.halfSquares;
  const normal = lambda > 0 ? (norm === "l2" ? unit([a, b]) : normalOfSquare([a, b], [-ga, -gb])) : ([0, 0] as Point);
  const steep = hypot(ga, gb);
  const cross = normal[0] * -gb - normal[1] * -ga;
  return { point: [a, b], lambda, loss: half, gradient: [ga, gb], normal, misalignment: steep > 0 ? Math.abs(cross) / steep : 0 };
}

function unit([x, y]: Point): Point {
  const length = hypot(x, y);
  return [x / length, y / length];
}

/** the outward normal of |w₁| + |w₂| ≤ k at w that is nearest to a direction: the edge's, or on a corner within the quarter of them */
function normalOfSquare([a, b]: Point, [u, v]: Point): Point {
  if (a !== 0 && b !== 0) return unit([Math.sign(a), Math.sign(b)]);
  const within = (along: number, across: number) => Math.sign(across) * Math.min(Math.abs(across), Math.abs(along));
  return a !== 0 ? unit([Math.sign(a) * Math.abs(u), within(u, v)]) : unit([within(v, u), Math.sign(b) * Math.abs(v)]);
}
