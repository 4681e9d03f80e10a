// How far ridge coefficients vary with y: for Var(y) = σ²S⁻¹ and W = S/n,   Var(β) = (σ²/n)·A⁻¹GA⁻¹,  G = X̃ᵀWX̃,  A = G + C
// (Hoerl, Kennard 1970, eq. 2.6), and the effective degrees of freedom tr(A⁻¹G) = Σ dᵢ/(dᵢ + λ).

import { AnyDesign } from "../design/anyDesign";
import { factorBlocked, solve } from "../linear/cholesky";
import { spend } from "../linear/heed";
import { at, padded } from "../linear/lanes";
import { begin, block, count, counted, struct, vector } from "../linear/layout";
import { dot, squareRoots } from "../linear/level1";
import { gramBytes, panelBytes } from "../linear/level3";
import { ElasticNet } from "../penalties/elasticNet";
import { addDiagonal } from "./route";

@unmanaged
@final
class Scratch {
  G: usize;
  A: usize;
  panels: usize;
  rootW: usize;
  v: usize;
}

function lay(n: i32, m: i32): Scratch {
  const s = changetype<Scratch>(struct(offsetof<Scratch>()));
  s.G = block(gramBytes(m));
  s.A = block(gramBytes(m));
  s.panels = block(panelBytes(m));
  s.rootW = vector(n);
  s.v = vector(m);
  return s;
}

export function covarianceBytes(n: i32, m: i32): f64 {
  count();
  lay(n, m);
  return counted();
}

/** V (m × m) ← A⁻¹GA⁻¹, df ← tr(A⁻¹G). 0, or 1 + the place of the column whose pivot fails. */
export function covariance(x: AnyDesign, penalty: ElasticNet, V: usize, df: usize, work: usize): i32 {
  const m = x.m;
  const ld = padded(m);
  begin(work);
  const s = lay(x.n, m);
  const G = s.G;
  const A = s.A;
  const panels = s.panels;
  const rootW = s.rootW;
  const v = s.v;
  squareRoots(x.n, x.w, rootW);
  x.gram(rootW, G, panels, 0);
  memory.copy(A, G, <usize>gramBytes(m));
  for (let j = 0; j < m; j++) addDiagonal(A, ld, j, penalty.l2(j));
  const failed = factorBlocked(m, A, panels);
  if (failed) return failed;
  mirror(m, ld, G);
  let trace: f64 = 0;
  for (let j = 0; j < m; j++) {
    spend(m, m);
    memory.fill(v, 0, (<usize>m) << 3);
    f64.store(at(v, j), 1);
    solve(m, ld, A, v);
    // (A⁻¹G)ⱼⱼ = 1 − cⱼ(A⁻¹)ⱼⱼ, which does not feel free columns that depend on each other; where λ leaves little, the sum itself
    const lost = penalty.l2(j) * f64.load(at(v, j));
    trace += lost < 0.5 ? 1 - lost : dot(m, at(G, j * ld), v);
    const row = at(V, j * m);
    for (let i = 0; i < m; i++) f64.store(at(row, i), dot(m, at(G, i * ld), v));
    solve(m, ld, A, row);
  }
  f64.store(df, trace);
  return 0;
}

/** the upper triangle ← the lower one */
function mirror(m: i32, ld: i32, G: usize): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < i; j++) f64.store(at(G, j * ld + i), f64.load(at(G, i * ld + j)));
}
