// n ≥ m: A itself, m × m.
import { factorBlocked, solve } from "../cholesky";
import { padded } from "../lanes";
import { gramBytes, panelBytes, syrk } from "../level3";
import { addDiagonal, Hessian } from "./hessian";

@unmanaged
@final
export class Primal extends Hessian {
  factorise(): i32 {
    const x = this.x;
    const ld = padded(x.m);
    syrk(x.n, x.m, x.X, x.columns, x.means, this.rootW, this.A, this.panels);
    for (let j = 0; j < x.m; j++) addDiagonal(this.A, ld, j, this.penalty.l2(j));
    return factorBlocked(x.m, this.A, this.panels);
  }

  solve(d: usize): void {
    solve(this.x.m, padded(this.x.m), this.A, d);
  }
}

export function primalBytes(m: i32): f64 {
  return <f64>(offsetof<Primal>() + 64) + panelBytes(m) + gramBytes(m);
}

/** lays a Primal out in the scratch at `work` */
export function primalAt(work: usize, m: i32): Primal {
  const h = changetype<Primal>(work);
  h.A = (work + offsetof<Primal>() + 63) & ~63;
  h.panels = h.A + <usize>gramBytes(m);
  return h;
}
