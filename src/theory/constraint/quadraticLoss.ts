// The squared loss is a quadratic form in w, and everything about it is in two numbers' tables:
//   L(w) = (1/2n)‖ỹ − X̃w‖² = ½wᵀHw − cᵀw + ½‖ỹ‖²/n,   H = X̃ᵀX̃/n,   c = X̃ᵀỹ/n,   ∇L = Hw − c
import { centredColumns, centredTarget, dot } from "../algebra/centredColumns.js";

export interface QuadraticLoss {
  n: number;
  p: number;
  /** H, p rows of p */
  hessian: Float64Array[];
  /** c */
  products: Float64Array;
  /** ½‖ỹ‖²/n */
  halfSquares: number;
  /** ȳ − x̄ᵀw, 0 without an intercept */
  intercept(w: ArrayLike<number>): number;
}

/** the loss of this X and y */
export function quadraticLoss(name: string, X: unknown, y: unknown, fitIntercept: boolean | undefined): QuadraticLoss {
  const { n, p, columns, means } = centredColumns(name, X, fitIntercept);
  const { target, mean } = centredTarget(name, y, n, fitIntercept ?? true);
  const hessian = Array.from({ length: p }, () => new Float64Array(p));
  for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) hessian[i][j] = hessian[j][i] = dot(columns[i], columns[j]) / n;
  return {
    n,
    p,
    hessian,
    products: Float64Array.from(columns, (column) => dot(column, target) / n),
    halfSquares: dot(target, target) / (2 * n),
    intercept: (w) => mean - dot(means, w),
  };
}

/** ∇L(w) = Hw − c */
export function gradientAt({ hessian, products }: QuadraticLoss, w: ArrayLike<number>): Float64Array {
  return Float64Array.from(hessian, (row, j) => dot(row, w) - products[j]);
}
