// Vectors and positive semidefinite systems of doubled digits: what the judge's optimiser computes with.
import { type Double2, div, mul, productError, sqrt, sub, sumError, ZERO } from "./doubleDouble.js";

export class Vector {
  readonly hi: Float64Array;
  readonly lo: Float64Array;

  constructor(readonly length: number) {
    this.hi = new Float64Array(length);
    this.lo = new Float64Array(length);
  }

  static from(values: ArrayLike<number>): Vector {
    const out = new Vector(values.length);
    out.hi.set(values);
    return out;
  }

  get(i: number): Double2 {
    return { hi: this.hi[i], lo: this.lo[i] };
  }

  set(i: number, a: Double2): void {
    this.hi[i] = a.hi;
    this.lo[i] = a.lo;
  }

  copy(): Vector {
    const out = new Vector(this.length);
    out.hi.set(this.hi);
    out.lo.set(this.lo);
    return out;
  }
}

/** Σ aᵢbᵢ */
export function dot(a: Vector, b: Vector): Double2 {
  let hi = 0;
  let lo = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a.hi[i];
    const y = b.hi[i];
    const p = x * y;
    if (p === 0) continue;
    const e = productError(x, y, p) + (x * b.lo[i] + a.lo[i] * y);
    const s = hi + p;
    lo += sumError(hi, p, s) + e;
    hi = s + lo;
    lo -= hi - s;
  }
  return { hi, lo };
}

/** y ← y + a·x, x of plain numbers */
export function axpy(a: Double2, x: Float64Array, y: Vector): void {
  for (let i = 0; i < x.length; i++) {
    const p = a.hi * x[i];
    if (p === 0) continue;
    const e = productError(a.hi, x[i], p) + a.lo * x[i];
    const s = y.hi[i] + p;
    const low = y.lo[i] + sumError(y.hi[i], p, s) + e;
    y.hi[i] = s + low;
    y.lo[i] = low - (y.hi[i] - s);
  }
}

/**
 * x with Ax = b for a symmetric A ≥ 0 given by its rows, by Cholesky's factorisation with diagonal pivoting. Columns whose pivot is below
 * `tiny` of their diagonal depend on the others: their x is 0.
 */
export function solve(A: readonly Vector[], b: Vector, tiny: number): Vector {
  const m = b.length;
  const L = A.map((row) => row.copy());
  const start = A.map((row, i) => row.hi[i]);
  const order = Array.from({ length: m }, (_, i) => i);
  let rank = 0;
  for (; rank < m; rank++) {
    let best = rank;
    const share = (k: number) => L[order[k]].hi[order[k]] / start[order[k]];
    for (let k = rank + 1; k < m; k++) if (!(share(k) <= share(best))) best = k;
    if (!(share(best) > tiny)) break;
    [order[rank], order[best]] = [order[best], order[rank]];
    const pivot = order[rank];
    const root = sqrt(L[pivot].get(pivot));
    L[pivot].set(pivot, root);
    for (let k = rank + 1; k < m; k++) L[order[k]].set(pivot, div(L[order[k]].get(pivot), root));
    for (let k = rank + 1; k < m; k++) {
      const row = L[order[k]];
      const factor = row.get(pivot);
      if (factor.hi === 0) continue;
      for (let l = rank + 1; l <= k; l++) {
        const other = order[l];
        const value = sub(row.get(other), mul(factor, L[other].get(pivot)));
        row.set(other, value);
        L[other].set(order[k], value);
      }
    }
  }
  const x = new Vector(m);
  for (let k = 0; k < rank; k++) {
    let value = b.get(order[k]);
    for (let l = 0; l < k; l++) value = sub(value, mul(L[order[k]].get(order[l]), x.get(order[l])));
    x.set(order[k], div(value, L[order[k]].get(order[k])));
  }
  for (let k = rank - 1; k >= 0; k--) {
    let value = x.get(order[k]);
    for (let l = k + 1; l < rank; l++) value = sub(value, mul(L[order[l]].get(order[k]), x.get(order[l])));
    x.set(order[k], div(value, L[order[k]].get(order[k])));
  }
  for (let k = rank; k < m; k++) x.set(order[k], ZERO);
  return x;
}
