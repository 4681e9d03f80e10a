// Mean squared errors on held-out rows from their second moments.
import { view } from "../../kernels/heap.js";
import { kernels } from "../../kernels/kernels.js";
import type { Scope } from "../../kernels/scope.js";
import type { Statistics } from "../../problem/statistics.js";
import type { Path } from "../../results/path.js";

/** Any kind of fits, by their η. */
export type Linear = Pick<Path<unknown>, "lambdas" | "point">;

/** How far second moments are from exact, beside yᵀWy + Σ hⱼβⱼ²: as problem/statistics.ts has it. */
const ROUNDING = 16 * Number.EPSILON;
/** The share of an error that rounding may be. */
const NEGLIGIBLE = 1e-10;

/**
 * For every fit of a path to `others`, Σ wᵢ(yᵢ − β₀ − xᵢᵀβ)² over the rows of `fold`, Σw = 1, with v = (−β, 1) and β₀ = ȳ − x̄ᵀβ of the
 * others:   vᵀMv/W + ((m − m′)ᵀv)²,   m′ the means of the others, 0 without an intercept. Undefined where rounding of M may show.
 */
export function squaredErrors(
  memory: Scope,
  path: Linear,
  fold: Statistics,
  others: Statistics,
  fitIntercept: boolean,
): Float64Array | undefined {
  const { means, rests, weightSum } = fold;
  const q = means.length;
  const [M, columns, values, Mv] = [memory.f64(q * q), memory.bytes(4 * q), memory.f64(q), memory.f64(q)];
  const zeros = memory.put(new Float64Array(q));
  const shift = means.map((mean, j) => (fitIntercept ? mean - others.means[j] + (rests[j] - others.rests[j]) : mean));
  // nothing is allocated any more: the views stay valid
  const { buffer } = kernels().memory;
  const [square, v, product, places] = [view(M, q * q), view(values, q), view(Mv, q), new Int32Array(buffer, columns, q)];
  mirror(fold.triangle, square, q);
  const out = new Float64Array(path.lambdas.length);
  for (let k = 0; k < out.length; k++) {
    const point = path.point(k);
    const m = point.places.length;
    for (let i = 0; i < m; i++) {
      places[i] = point.places[i];
      v[i] = -point.values[i];
    }
    places[m] = q - 1;
    v[m] = 1;
    kernels().predict(q, m + 1, M, columns, zeros, values, 0, Mv);
    let [sum, size, off] = [0, 0, 0];
    for (let i = 0; i <= m; i++) {
      const j = places[i];
      sum += v[i] * product[j];
      size += v[i] * v[i] * square[j * (q + 1)];
      off += v[i] * shift[j];
    }
    out[k] = sum / weightSum + off * off;
    if (!((ROUNDING * size) / weightSum <= NEGLIGIBLE * out[k])) return undefined;
  }
  return out;
}

/** M (q × q) ← its lower triangle, stored row by row */
function mirror(triangle: Float64Array, M: Float64Array, q: number): void {
  for (let i = 0, k = 0; i < q; i++) for (let j = 0; j <= i; j++, k++) M[i * q + j] = M[j * q + i] = triangle[k];
}
