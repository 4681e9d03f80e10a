// Q = X̃PR⁻¹ from W½X̃P = QR (orthogonal.ts): columns that span what X̃'s do and don't depend on each other, orthonormal under W but for
// rounding that X̃'s condition enlarges. Row by row, so that a row is the same combination of its entries whatever its weight is.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { axpy, scal } from "../linear/level1";
import { pivot } from "../linear/qr";
import { Orthogonal } from "./orthogonal";

/** Q (n × rank) ← X̃PR⁻¹ from a factor with pivots; returns the rank */
export function span(q: Orthogonal, Q: usize): i32 {
  const x = q.x;
  for (let k = 0; k < q.rank; k++) {
    const j = pivot(q.order, k);
    const to = at(Q, k * x.n);
    spend(k, x.n);
    x.copy(j, to);
    const r = at(q.A, j * q.rows);
    for (let i = 0; i < k; i++) axpy(x.n, -f64.load(at(r, i)), at(Q, i * x.n), to);
    scal(x.n, 1 / f64.load(at(r, k)), to);
  }
  return q.rank;
}
