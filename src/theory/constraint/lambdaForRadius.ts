import { hypot } from "../../elementary.js";
import { path } from "../../fitting/path.js";
import { ridge } from "../../fitting/ridge.js";
import { Matrix } from "../../tables/matrix.js";
import type { TableInput, VectorInput } from "../../tables/readTable.js";
import { fallingRoot } from "../algebra/fallingRoot.js";
import { checkNorm } from "../checkNorm.js";
import { checkOptions } from "../checkOptions.js";
import { checkPositive } from "../checkPositive.js";
import { constraintRadius } from "./constraintRadius.js";
import { quadraticLoss } from "./quadraticLoss.js";

/** Options of {@link lambdaForRadius}. */
export interface RadiusOptions {
  /** "l1": ‖w‖₁ ≤ radius, the lasso; "l2": ‖w‖₂² ≤ radius, ridge */
  norm: "l1" | "l2";
  /** above 0 */
  radius: number;
  /** default true */
  fitIntercept?: boolean;
}

/** Newton's steps of a path end far below this gap where rounding lets them. */
export const TOL = 1e-13;

/** The smallest λ beside the largest that is looked at for the lasso: ‖w‖₁ then is that of λ = 0 for all purposes. */
const LEAST = 1e-10;

/**
 * The λ at which `lasso` has ‖w‖₁ = radius, or `ridge` ‖w‖₂² = radius: the multiplier of the constraint (Goodfellow, Bengio, Courville,
 * Deep Learning, section 7.2). Both norms fall with λ, so there is one; solved to the last digits by false position on the solvers'
 * own answers. {@link constraintRadius} goes back.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options `norm` and `radius` are required
 * @returns λ; 0 where the answer without penalty lies inside the ball and the constraint does nothing
 * @throws {TypeError | RangeError} when an argument is not what it should be
 */
export function lambdaForRadius(X: TableInput, y: VectorInput, options: RadiusOptions): number {
  const name = "lambdaForRadius";
  const { norm, radius } = checkRadius(name, options);
  const { fitIntercept = true } = options;
  const { products } = quadraticLoss(name, X, y, fitIntercept);
  const placed = Matrix.from(X);
  try {
    return norm === "l1" ? lassoWithin(placed, y, radius, fitIntercept, products) : ridgeWithin(placed, y, radius, fitIntercept, products);
  } finally {
    placed.dispose();
  }
}

/** norm and radius, checked */
export function checkRadius(name: string, options: RadiusOptions): Pick<RadiusOptions, "norm" | "radius"> {
  checkOptions(name, options, ["norm", "radius", "fitIntercept"]);
  return { norm: checkNorm(name, options.norm), radius: checkPositive(name, "radius", options.radius) };
}

function ridgeWithin(X: Matrix, y: VectorInput, radius: number, fitIntercept: boolean, products: Float64Array): number {
  const squares = (lambda: number) => constraintRadius(ridge(X, y, { lambda, fitIntercept }));
  if (squares(0) <= radius) return 0;
  // ‖w‖ ≤ ‖c‖/λ; 1/‖w‖ is nearly straight in λ (Moré, Sorensen 1983, section 3)
  const most = hypot(...products) / Math.sqrt(radius);
  return fallingRoot((lambda) => 1 / Math.sqrt(radius) - 1 / Math.sqrt(squares(lambda)), 0, most);
}

function lassoWithin(X: Matrix, y: VectorInput, radius: number, fitIntercept: boolean, products: Float64Array): number {
  const length = (lambda: number) => constraintRadius(path(X, y, { lambdas: [lambda], fitIntercept, tol: TOL }).fit(0));
  // λmax = max |cⱼ|, where nothing has entered yet
  let high = products.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  const least = LEAST * high;
  let above = -radius;
  while (high > least) {
    const low = high / 10;
    const below = length(low) - radius;
    if (below >= 0) return fallingRoot((lambda) => length(lambda) - radius, low, high, below, above);
    high = low;
    above = below;
  }
  return 0;
}
