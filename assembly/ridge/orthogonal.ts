// The route for ill-conditioned columns: QR of [W½X̃; C½] (rows of C only where some cⱼ > 0), whose condition number is the square root
// of A's. With b = [W½(y − η); −C½β], what is left of y at β, one step and its gain are
//   step = argmin ‖b − [W½X̃; C½]·step‖, the shortest one where there are many;   gain = ½‖Q₁ᵀb‖² = P(β) − optimum exactly
// Columns are scaled to length 1 for pivoting and rank, and scaled back before the shortest solution is looked for.
import { at } from "../linear/lanes";
import { dot, scal } from "../linear/level1";
import { column } from "../linear/level2";
import { applyQT, completeQR, factorQR, pivot, solveQR } from "../linear/qr";
import { Squared } from "../losses/squared";
import { State } from "../proof/state";
import { Route } from "./route";

@unmanaged
@final
export class Orthogonal extends Route {
  /** n, or n + m with a penalty */
  rows: i32;
  /** rows × m, and rows for b */
  A: usize;
  b: usize;
  /** m each: τ, pivot order (i32), lengths of the columns, scratch, ζ */
  tau: usize;
  order: usize;
  lengths: usize;
  norms: usize;
  zeta: usize;

  factorise(): i32 {
    const x = this.x;
    for (let j = 0; j < x.m; j++) {
      const from = column(x.n, x.X, x.columns, j);
      const mean = f64.load(at(x.means, j));
      const a = at(this.A, j * this.rows);
      for (let i = 0; i < x.n; i++) f64.store(at(a, i), f64.load(at(this.rootW, i)) * (f64.load(at(from, i)) - mean));
      if (this.rows > x.n) {
        memory.fill(at(a, x.n), 0, (<usize>x.m) << 3);
        f64.store(at(a, x.n + j), sqrt(this.penalty.l2(j)));
      }
      const length = sqrt(dot(this.rows, a, a));
      f64.store(at(this.lengths, j), length);
      scal(this.rows, 1 / length, a);
    }
    this.rank = factorQR(this.rows, x.m, this.A, this.tau, this.order, this.norms);
    this.reciprocal = this.rank < x.m ? 0 : this.ratio() * this.ratio();
    for (let k = 0; k < x.m; k++) {
      const j = pivot(this.order, k);
      scal(min(k + 1, this.rank), f64.load(at(this.lengths, j)), at(this.A, j * this.rows));
    }
    if (this.rank < x.m) completeQR(this.rows, x.m, this.rank, this.A, this.order, this.zeta);
    return 0;
  }

  /** |R_mm| / |R₀₀|, which pivoting keeps near the reciprocal condition number of what was factorised, the root of A's */
  private ratio(): f64 {
    const m = this.x.m;
    if (m === 0) return 1;
    const last = f64.load(at(this.A, pivot(this.order, m - 1) * this.rows + m - 1));
    return abs(last / f64.load(at(this.A, pivot(this.order, 0) * this.rows)));
  }

  begin(): void {}

  /** step (m) ← from β and η of the state; returns its gain */
  step(loss: Squared, s: State, step: usize): f64 {
    const x = this.x;
    for (let i = 0; i < x.n; i++) {
      f64.store(at(this.b, i), f64.load(at(this.rootW, i)) * (f64.load(at(loss.y, i)) - f64.load(at(s.eta, i))));
    }
    for (let j = x.n; j < this.rows; j++) {
      f64.store(at(this.b, j), -sqrt(this.penalty.l2(j - x.n)) * f64.load(at(s.beta, j - x.n)));
    }
    applyQT(this.rows, this.rank, this.A, this.tau, this.order, this.b);
    const gain = 0.5 * dot(this.rank, this.b, this.b);
    solveQR(this.rows, x.m, this.rank, this.A, this.order, this.zeta, this.b, step);
    return gain;
  }
}

/** rows of what is factorised: those of C only where there is a penalty */
export function orthogonalRows(n: i32, m: i32, penalised: bool): i32 {
  return penalised ? n + m : n;
}

export function orthogonalBytes(rows: i32, m: i32): f64 {
  return <f64>(offsetof<Orthogonal>() + 64) + 8 * (<f64>rows * <f64>m + <f64>rows + 5 * <f64>m);
}

/** lays an Orthogonal out in the scratch at `work` */
export function orthogonalAt(work: usize, rows: i32, m: i32): Orthogonal {
  const q = changetype<Orthogonal>(work);
  q.rows = rows;
  q.A = (work + offsetof<Orthogonal>() + 63) & ~63;
  q.b = at(q.A, rows * m);
  q.tau = at(q.b, rows);
  q.order = at(q.tau, m);
  q.lengths = at(q.order, m);
  q.norms = at(q.lengths, m);
  q.zeta = at(q.norms, m);
  return q;
}
