// The proof. For min f(X̃β) + Ω(β) and any θ (Fenchel's duality; Rockafellar, Convex Analysis, theorem 31.3)
//   gap = [f(η) + f*(θ) − θᵀη] + Σⱼ [Ωⱼ(βⱼ) + Ωⱼ*(zⱼ) − zⱼβⱼ],   z = −X̃ᵀθ,
// is at least objective − optimum. Written so, it is a sum of terms ≥ 0 that vanish one by one at the optimum: no cancellation.
// θ = κ∇f(η), made orthogonal to the free columns (free.ts) and shrunk (κ ≤ 1) until every Ω* is finite.
import { Design } from "../design/design";
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

/** Columns that the state does not know of, each with β = 0: their places in a penalty, and the x̃ᵀθ of those that may leave 0 at θ. */
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
  s.evaluate(x, loss);
  dualPoint(x, loss, penalty, s, negligible, true);
  prove(x, loss, penalty, s, penalty, nothing, out);
}

const NOTHING: usize = memory.data(offsetof<Outside>(), 8);

/**
 * s.point, s.pointPartial ← θ and X̃ᵀθ at β, of which the state has η, f, ∇f and X̃ᵀ∇f. β moves, if at all, only along free columns: where the
 * loss is quadratic, no step is too long.
 */
export function dualPoint<X extends Design, L extends Loss, P extends Penalty>(
  x: X,
  loss: L,
  penalty: P,
  s: State,
  negligible: f64,
  moves: bool,
): void {
  s.point = s.g;
  s.pointPartial = s.partial;
  s.freeGain = 0;
  const free = freeOf(s);
  if (free.capacity === 0) return;
  // a second step refines the first, and a column whose dual constraint the step has broken joins; rarely more than two rounds
  for (let round = 0; round < 8; round++) {
    const changed = free.choose(x, penalty, s.beta, s.pointPartial, round > 0);
    s.freeGain = free.solve(s.partial);
    if (round > 0 && !changed && (s.freeGain <= negligible || s.point !== s.g)) break;
    if (moves && s.point === s.g && free.take(penalty, s.beta)) {
      s.evaluate(x, loss);
      continue;
    }
    s.point = s.theta;
    s.pointPartial = s.dualPartial;
    memory.copy(s.theta, s.g, (<usize>x.n) << 3);
    free.orthogonalise(x, s.theta);
    x.gemvT(s.theta, s.dualPartial);
  }
  if (s.point !== s.g) s.freeGain = 0;
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
  const scale = loss.dualScale(s.point);
  const finite = min(scale, min(penalty.dualScale(x.m, s.pointPartial), outer.dualScaleOutside(outside.count, outside.places, outside.c)));
  const near = min(
    scale,
    min(penalty.nearScale(x.m, s.beta, s.pointPartial), outer.nearScaleOutside(outside.count, outside.places, outside.c)),
  );
  let gap = gapAt<L, P>(finite, loss, penalty, s, x.m, outer, outside);
  // either κ gives a proof; the smaller gap counts
  if (near < finite) gap = min(gap, gapAt<L, P>(near, loss, penalty, s, x.m, outer, outside));
  gap += s.freeGain;
  out.objective = s.value + penalty.omega(x.m, s.beta);
  if (!(gap <= out.objective)) {
    // rounding has left no point, or a poor one: θ = 0 is one, as no loss falls below −Σℓ*(0), and Ω*(0) is 0
    const below = loss.fenchel(s.eta, 0, s.point) + penalty.omega(x.m, s.beta);
    if (!(gap <= below)) gap = below;
    // numbers that leave their range prove nothing
    if (!(gap <= Infinity)) gap = Infinity;
  }
  out.gap = gap;
}

/** the gap at the dual point κθ */
function gapAt<L extends Loss, P extends Penalty>(kappa: f64, loss: L, penalty: P, s: State, m: i32, outer: P, outside: Outside): f64 {
  const inside = loss.fenchel(s.eta, kappa, s.point) + penalty.gap(m, s.beta, s.pointPartial, kappa);
  return inside + outer.gapOutside(outside.count, outside.places, outside.c, kappa);
}
