// The proof. For min f(X̃β) + Ω(β) and any θ (Fenchel's duality; Rockafellar, Convex Analysis, theorem 31.3)
//   gap = [f(η) + f*(θ) − θᵀη] + Σⱼ [Ωⱼ(βⱼ) + Ωⱼ*(zⱼ) − zⱼβⱼ],   z = −X̃ᵀθ,
// is at least objective − optimum. Written so, it is a sum of terms ≥ 0 that vanish one by one at the optimum: no cancellation.
// θ = κ∇f(η), made orthogonal to the free columns (free.ts) and shrunk (κ ≤ 1) until every Ω* is finite.
import { Design } from "../design/design";
import { at } from "../linear/lanes";
import { Loss } from "../losses/loss";
import { Penalty } from "../penalties/penalty";
import { freeOf, State } from "./state";

/** What a solver hands back. */
@unmanaged
@final
export class Certificate {
  objective: f64;
  gap: f64;
  passes: f64;
}

/** Columns that the state does not know of, each with β = 0: their places in a penalty, and the x̃ᵀθ of those that are not calm at θ. */
@unmanaged
@final
export class Outside {
  count: i32;
  /** i32 */
  places: usize;
  c: usize;
}

/** state and certificate ← from β, which moves only along free columns; a gap below `negligible` is not worth another step there */
export function certify<X extends Design, L extends Loss, P extends Penalty>(
  x: X,
  loss: L,
  penalty: P,
  s: State,
  negligible: f64,
  out: Certificate,
): void {
  const nothing = changetype<Outside>(NOTHING);
  dualPoint(x, loss, penalty, s, negligible, true);
  prove(x, loss, penalty, s, penalty, nothing, out);
}

const NOTHING: usize = memory.data(offsetof<Outside>(), 8);

/** s.point, s.pointPartial ← θ and X̃ᵀθ at β, which moves, if at all, only along free columns: where the loss is quadratic, no step is too long */
export function dualPoint<X extends Design, L extends Loss, P extends Penalty>(
  x: X,
  loss: L,
  penalty: P,
  s: State,
  negligible: f64,
  moves: bool,
): void {
  s.evaluate(x, loss);
  s.point = s.g;
  s.pointPartial = s.partial;
  s.rest = 0;
  const free = freeOf(s);
  if (free.capacity === 0) return;
  // a second step refines the first, and a column whose dual constraint the step has broken joins; rarely more than two rounds
  for (let round = 0; round < 8; round++) {
    const changed = free.choose(x, penalty, s.beta, s.pointPartial, round > 0);
    s.rest = free.solve(s.partial);
    if (round > 0 && !changed && (s.rest <= negligible || s.point !== s.g)) break;
    if (moves && s.point === s.g && free.take(penalty, s.beta)) {
      s.evaluate(x, loss);
      continue;
    }
    s.point = s.theta;
    s.pointPartial = s.dualPartial;
    memory.copy(s.theta, s.g, (<usize>x.n) << 3);
    for (let i = 0; i < free.count; i++) x.descend(free.at(i), f64.load(at(free.step, i)), s.theta);
    x.gemvT(s.theta, s.dualPartial);
  }
  if (s.point !== s.g) s.rest = 0;
  free.clear(x, loss, s.eta, s.point, s.pointPartial);
}

/** the certificate of β at the dual point; `outer` is the penalty of the columns outside */
export function prove<X extends Design, L extends Loss, P extends Penalty>(
  x: X,
  loss: L,
  penalty: P,
  s: State,
  outer: P,
  outside: Outside,
  out: Certificate,
): void {
  let finite: f64 = loss.dualScale(s.point);
  let near: f64 = finite;
  let omega: f64 = 0;
  for (let j = 0; j < x.m; j++) {
    const b = f64.load(at(s.beta, j));
    const z = -f64.load(at(s.pointPartial, j));
    finite = min(finite, penalty.dualScale(z, j));
    near = min(near, penalty.nearScale(b, z, j));
    omega += penalty.value(b, j);
  }
  for (let k = 0; k < outside.count; k++) {
    const j = i32.load(outside.places + ((<usize>k) << 2));
    const z = -f64.load(at(outside.c, k));
    finite = min(finite, outer.dualScale(z, j));
    near = min(near, outer.nearScale(0, z, j));
  }
  let gap = gapAt<L, P>(finite, loss, penalty, s, x.m, outer, outside);
  // either κ gives a proof; the smaller gap counts
  if (near < finite) gap = min(gap, gapAt<L, P>(near, loss, penalty, s, x.m, outer, outside));
  gap += s.rest;
  out.objective = loss.value(s.eta) + omega;
  if (!(gap <= out.objective)) {
    // rounding has left no point, or a poor one: θ = 0 is one, as no loss falls below −Σℓ*(0)
    const below = gapAt<L, P>(0, loss, penalty, s, x.m, outer, outside);
    if (!(gap <= below)) gap = below;
  }
  out.gap = gap;
}

/** the gap at the dual point κθ */
function gapAt<L extends Loss, P extends Penalty>(kappa: f64, loss: L, penalty: P, s: State, m: i32, outer: P, outside: Outside): f64 {
  let gap = loss.fenchel(s.eta, kappa, s.point);
  for (let j = 0; j < m; j++) gap += penalty.fenchel(f64.load(at(s.beta, j)), -kappa * f64.load(at(s.pointPartial, j)), j);
  for (let k = 0; k < outside.count; k++) {
    gap += outer.fenchel(0, -kappa * f64.load(at(outside.c, k)), i32.load(outside.places + ((<usize>k) << 2)));
  }
  return gap;
}
