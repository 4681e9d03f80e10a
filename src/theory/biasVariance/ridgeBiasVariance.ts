// Ridge's bias and variance in closed form, by the eigenvectors of X̃ᵀX̃/n: with c = X̃ᵀf/n, f the truth at the rows,
//   E ŷ(x) = f̄ + Σᵢ (x̃ᵀqᵢ)(qᵢᵀc)/(dᵢ + λ),    Var ŷ(x) = σ²/n · (1 + Σᵢ (x̃ᵀqᵢ)² dᵢ/(dᵢ + λ)²),    x̃ = x − x̄,
// without f̄, x̄ and the 1 where there is no intercept (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, section 7.3).
import { square } from "../../elementary.js";
import { centredColumns, centredTarget, dot } from "../algebra/centredColumns.js";
import { principalAxes } from "../algebra/principalAxes.js";

/** An expected squared error of prediction, and what it is made of. */
export interface Decomposition {
  /** mean over the points of (E ŷ − f)² */
  bias2: number;
  /** mean over the points of Var ŷ */
  variance: number;
  /** σ², what no model gets below */
  noise: number;
  /** E (y − ŷ)² of new observations at the points: bias2 + variance + noise */
  mse: number;
}

export interface RidgeWorld {
  /** the design, and the truth at its rows */
  rows: Float64Array[];
  truth: Float64Array;
  /** where predictions are looked at, and the truth there */
  points: Float64Array[];
  truthAtPoints: Float64Array;
  /** σ² */
  noise: number;
  lambda: number;
  fitIntercept: boolean;
}

export function ridgeBiasVariance(name: string, world: RidgeWorld): Decomposition {
  const { rows, points, noise, lambda, fitIntercept } = world;
  const n = rows.length;
  const columns = centredColumns(name, rows, fitIntercept);
  const { target, mean } = centredTarget(name, world.truth, n, fitIntercept);
  const { eigenvalues, axes } = principalAxes(columns);
  const products = Float64Array.from(columns.columns, (column) => dot(column, target) / n);
  const along = axes.map((q) => dot(q, products));
  let bias2 = 0;
  let variance = 0;
  points.forEach((point, k) => {
    const x = point.map((value, j) => value - columns.means[j]);
    let expected = mean;
    let spread = fitIntercept ? 1 : 0;
    axes.forEach((q, i) => {
      const d = eigenvalues[i];
      const t = dot(x, q) / (d + lambda);
      expected += t * along[i];
      spread += t * t * d;
    });
    bias2 += square(expected - world.truthAtPoints[k]) / points.length;
    variance += (noise * spread) / n / points.length;
  });
  return { bias2, variance, noise, mse: bias2 + variance + noise };
}
