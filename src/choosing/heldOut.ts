// Mean squared errors on held-out rows from their second moments.
import type { Path } from "../fits.js";
import { type Scope, view } from "../memory.js";
import type { Statistics } from "../statistics.js";
import { kernels } from "../wasm.js";

/** Any kind of fits, by their η. */
export type Linear = Pick<Path<unknown>, "lambdas" | "intercepts" | "coefficients">;

/** How far second moments are from exact, beside yᵀWy + Σ hⱼβⱼ²: as condense.ts has it. */
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
  mirror(fold.triangle, view(M, q * q), q);
  const shift = means.map((mean, j) => (fitIntercept ? mean - others.means[j] + (rests[j] - others.rests[j]) : mean));
  const out = new Float64Array(path.lambdas.length);
  for (let k = 0; k < out.length; k++) {
    const v = new Float64Array(q);
    v.set(path.coefficients(k));
    for (let j = 0; j < q; j++) v[j] = -v[j];
    v[q - 1] = 1;
    const m = packNonzero(v, new Int32Array(kernels().memory.buffer, columns, q), view(values, q));
    kernels().predict(q, m, M, columns, zeros, values, 0, Mv);
    const product = view(Mv, q);
    const diagonal = view(M, q * q);
    let [square, size, off] = [0, 0, 0];
    for (let j = 0; j < q; j++) {
      square += v[j] * product[j];
      size += v[j] * v[j] * diagonal[j * (q + 1)];
      off += v[j] * shift[j];
    }
    out[k] = square / weightSum + off * off;
    if (!((ROUNDING * size) / weightSum <= NEGLIGIBLE * out[k])) return undefined;
  }
  return out;
}

/** M (q × q) ← its lower triangle, stored row by row */
function mirror(triangle: Float64Array, M: Float64Array, q: number): void {
  for (let i = 0, k = 0; i < q; i++) for (let j = 0; j <= i; j++, k++) M[i * q + j] = M[j * q + i] = triangle[k];
}

/** places and values ← what is not 0 of v; how many */
export function packNonzero(v: Float64Array, places: Int32Array, values: Float64Array): number {
  let m = 0;
  for (let j = 0; j < v.length; j++) {
    if (v[j] === 0) continue;
    places[m] = j;
    values[m++] = v[j];
  }
  return m;
}
