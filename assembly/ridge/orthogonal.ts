// The route for ill-conditioned columns: QR of [W½X̃; C½] (rows of C only where some cⱼ > 0), whose condition number is the square root
// of A's. With b = [W½(y − η); −C½β], what is left of y at β, one step and its gain are
//   step = argmin ‖b − [W½X̃; C½]·step‖, the shortest one where there are many;   gain = ½‖Q₁ᵀb‖² = P(β) − optimum exactly
// For pivoting and rank columns are scaled to a rounding of ε, and scaled back before the shortest solution is looked for. The rounding of
// a column of length 1 is max(rows, m)·ε from the reflections and some ε of what was there before it was centred: x̃ = x − μ with |μ| of
// 1000 standard deviations is known to 1000ε, whatever its entries look like, and so is what other columns leave of it.
import { ENTRY_ROUNDING } from "../../src/kernels/abi";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { begin, block, count, counted, struct, vector } from "../linear/layout";
import { dot, scal } from "../linear/level1";
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
  /** m each: τ, pivot order (i32), what the columns are divided by, scratch, ζ */
  tau: usize;
  order: usize;
  divisors: usize;
  norms: usize;
  zeta: usize;

  factorise(): i32 {
    this.pivot();
    if (this.rank < this.x.m) completeQR(this.rows, this.x.m, this.rank, this.A, this.order, this.zeta);
    return 0;
  }

  /** A, order, rank, reciprocal ← QR of the columns */
  pivot(): void {
    const x = this.x;
    const large: f64 = max(this.rows, x.m);
    for (let j = 0; j < x.m; j++) {
      const mean = x.mean(j);
      const a = at(this.A, j * this.rows);
      spend(this.rows, 4);
      x.copy(j, a);
      for (let i = 0; i < x.n; i++) f64.store(at(a, i), f64.load(at(this.rootW, i)) * f64.load(at(a, i)));
      if (this.rows > x.n) {
        memory.fill(at(a, x.n), 0, (<usize>x.m) << 3);
        f64.store(at(a, x.n + j), sqrt(this.penalty.l2(j)));
      }
      const length = sqrt(dot(this.rows, a, a));
      const noise = (ENTRY_ROUNDING / f64.EPSILON) * mean;
      const divisor = sqrt(length * length * large * large + noise * noise);
      f64.store(at(this.divisors, j), divisor);
      scal(this.rows, 1 / divisor, a);
    }
    this.rank = factorQR(this.rows, x.m, this.A, this.tau, this.order, this.norms, f64.EPSILON);
    this.reciprocal = this.rank < x.m ? 0 : this.ratio() * this.ratio();
    for (let k = 0; k < x.m; k++) {
      const j = pivot(this.order, k);
      scal(min(k + 1, this.rank), f64.load(at(this.divisors, j)), at(this.A, j * this.rows));
    }
  }

  /** the least share of its length that a column has left, which pivoting keeps near the reciprocal condition number, the root of A's */
  private ratio(): f64 {
    let least: f64 = 1;
    for (let k = 0; k < this.x.m; k++) {
      const r = at(this.A, pivot(this.order, k) * this.rows);
      least = min(least, abs(f64.load(at(r, k))) / sqrt(dot(k + 1, r, r)));
    }
    return least;
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

/** an Orthogonal in the layout at hand */
function lay(rows: i32, m: i32): Orthogonal {
  const q = changetype<Orthogonal>(struct(offsetof<Orthogonal>()));
  q.rows = rows;
  q.A = block(8 * <f64>rows * <f64>m);
  q.b = vector(rows);
  q.tau = vector(m);
  q.order = vector(m);
  q.divisors = vector(m);
  q.norms = vector(m);
  q.zeta = vector(m);
  return q;
}

export function orthogonalBytes(rows: i32, m: i32): f64 {
  count();
  lay(rows, m);
  return counted();
}

export function orthogonalAt(work: usize, rows: i32, m: i32): Orthogonal {
  begin(work);
  return lay(rows, m);
}
