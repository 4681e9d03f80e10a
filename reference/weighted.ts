// The judge's vectors, in the inner product Σ wᵢuᵢvᵢ with Σw = 1.

/** A column of numbers seen through its mean. */
export interface Centred {
  x: ArrayLike<number>;
  /** 0 where nothing is to be subtracted */
  mean: number;
  /** √Σw(x − mean)² */
  norm: number;
  /** √Σwx² */
  size: number;
}

/** Orthonormal vectors in the inner product Σ wᵢuᵢvᵢ: Gram–Schmidt, twice (Giraud, Langou 2005: twice is enough). */
export class Basis {
  readonly #w: Float64Array;
  readonly #vectors: Float64Array[] = [];
  /** the largest ‖x‖/‖what was left of x‖ so far: entries known to ε make that vector known to ε times this */
  #amplified = 1;

  constructor(w: Float64Array) {
    this.#w = w;
  }

  /** leaves a column out that is a combination of those before it, up to the rounding of its entries and of n subtractions */
  add(column: Centred): void {
    const own = Float64Array.from(column.x, (value) => value - column.mean);
    const rest = this.remove(own);
    const length = Math.sqrt(square(this.#w, rest));
    if (length <= 8 * own.length * Number.EPSILON * Math.max(column.size, column.norm * this.#amplified)) return;
    this.#amplified = Math.max(this.#amplified, column.size / length);
    this.#vectors.push(rest.map((value) => value / length));
  }

  /** v − its projection */
  remove(v: Float64Array): Float64Array {
    const rest = v.slice();
    for (let time = 0; time < 2; time++) {
      for (const q of this.#vectors) {
        const share = q.reduce((total, value, i) => total + this.#w[i] * value * rest[i], 0);
        for (let i = 0; i < rest.length; i++) rest[i] -= share * q[i];
      }
    }
    return rest;
  }
}

/** Σ wx, in two steps around the first value of positive weight, which makes a constant's mean exact */
export function weightedMean(w: Float64Array, x: ArrayLike<number>): number {
  const start = x[w.findIndex((value) => value > 0)];
  const near = start + deviation(w, x, start);
  return near + deviation(w, x, near);
}

/** Σ wᵢ(xᵢ − from) */
function deviation(w: Float64Array, x: ArrayLike<number>, from: number): number {
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i] * (x[i] - from);
  return total;
}

/** the same x wherever w > 0 */
export function isConstant(w: Float64Array, x: ArrayLike<number>): boolean {
  const first = w.findIndex((value) => value > 0);
  for (let i = first + 1; i < w.length; i++) if (w[i] > 0 && x[i] !== x[first]) return false;
  return true;
}

/** Σ wᵢ(xᵢ − mean)² */
export function variation(w: Float64Array, x: ArrayLike<number>, mean: number): number {
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i] * (x[i] - mean) ** 2;
  return total;
}

/** Σ wᵢ(xᵢ − mean)vᵢ */
export function dot(w: Float64Array, { x, mean }: Centred, v: Float64Array): number {
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i] * (x[i] - mean) * v[i];
  return total;
}

/** v ← v + t(x − mean) */
export function axpy(t: number, { x, mean }: Centred, v: Float64Array): void {
  for (let i = 0; i < v.length; i++) v[i] += t * (x[i] - mean);
}

/** Σ wᵢvᵢ */
export function sum(w: Float64Array, v: Float64Array): number {
  return w.reduce((total, value, i) => total + value * v[i], 0);
}

/** Σ wᵢvᵢ² */
export function square(w: Float64Array, v: Float64Array): number {
  return w.reduce((total, value, i) => total + value * v[i] * v[i], 0);
}
