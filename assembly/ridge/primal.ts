// n ≥ m: A itself, m × m.
import { factorBlocked, solve } from "../linear/cholesky";
import { reciprocalCondition, scaledNorm } from "../linear/condition";
import { at, padded } from "../linear/lanes";
import { begin, block, count, counted, struct, vector } from "../linear/layout";
import { gramBytes, panelBytes } from "../linear/level3";
import { Squared } from "../losses/squared";
import { State } from "../proof/state";
import { addDiagonal, gain, gradient, Route } from "./route";

@unmanaged
@final
export class Primal extends Route {
  /** A, factored, padded to whole panels, and packing space for level3 */
  A: usize;
  panels: usize;
  /** m each: the roots of A's diagonal, scratch */
  roots: usize;
  x1: usize;
  x2: usize;

  factorise(): i32 {
    const x = this.x;
    const ld = padded(x.m);
    x.gram(this.rootW, this.A, this.panels, 0);
    for (let j = 0; j < x.m; j++) addDiagonal(this.A, ld, j, this.penalty.l2(j));
    const norm = scaledNorm(x.m, ld, this.A, this.roots, this.x1);
    const failed = factorBlocked(x.m, this.A, this.panels);
    if (failed) return failed;
    this.rank = x.m;
    this.reciprocal = reciprocalCondition(x.m, ld, this.A, norm, this.roots, this.x1, this.x2);
    return 0;
  }

  begin(): void {}

  step(_: Squared, s: State, step: usize): f64 {
    const m = this.x.m;
    gradient<Primal>(this, s);
    for (let j = 0; j < m; j++) f64.store(at(step, j), -f64.load(at(s.partial, j)));
    solve(m, padded(m), this.A, step);
    return gain(m, s, step);
  }
}

/** a Primal of m columns in the layout at hand */
function lay(m: i32): Primal {
  const h = changetype<Primal>(struct(offsetof<Primal>()));
  h.A = block(gramBytes(m));
  h.panels = block(panelBytes(m));
  h.roots = vector(m);
  h.x1 = vector(m);
  h.x2 = vector(m);
  return h;
}

export function primalBytes(m: i32): f64 {
  count();
  lay(m);
  return counted();
}

export function primalAt(work: usize, m: i32): Primal {
  begin(work);
  return lay(m);
}
