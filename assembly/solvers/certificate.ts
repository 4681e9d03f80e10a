// The proof. For min f(X̃β) + Ω(β) and any θ (Fenchel's duality; Rockafellar, Convex Analysis, theorem 31.3)
//   gap = [f(η) + f*(θ) − θᵀη] + Σⱼ [Ωⱼ(βⱼ) + Ωⱼ*(zⱼ) − zⱼβⱼ],   z = −X̃ᵀθ,
// is at least objective − optimum. Written so, it is a sum of terms ≥ 0 that vanish one by one at the optimum: no cancellation.
// θ = κ∇f(η), made orthogonal to the free columns (free.ts) and shrunk (κ ≤ 1) until every Ω* is finite.
import { Design } from "../design/design";
import { at } from "../lanes";
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

/** state and certificate ← from β, which moves only along free columns; a gap below `negligible` is not worth another step there */
export function certify<X extends Design, L extends Loss, P extends Penalty>(
  x: X,
  loss: L,
  penalty: P,
  s: State,
  negligible: f64,
  out: Certificate,
): void {
  s.evaluate(x, loss);
  let theta = s.g;
  let c = s.partial;
  let rest: f64 = 0;
  const free = freeOf(s);
  if (free.capacity > 0) {
    // a second step refines the first, and a column whose dual constraint the step has broken joins; rarely more than two rounds
    for (let round = 0; round < 8; round++) {
      const changed = free.choose(x, penalty, s.beta, c, round > 0);
      rest = free.solve(s.partial);
      if (round > 0 && !changed && (rest <= negligible || theta !== s.g)) break;
      if (theta === s.g && free.take(penalty, s.beta)) {
        s.evaluate(x, loss);
        continue;
      }
      theta = s.theta;
      c = s.dualPartial;
      memory.copy(theta, s.g, (<usize>x.n) << 3);
      for (let i = 0; i < free.count; i++) x.descend(free.at(i), f64.load(at(free.step, i)), theta);
      x.gemvT(theta, c);
    }
    if (theta !== s.g) rest = 0;
    free.clear(x, loss, s.eta, theta, c);
  }

  let finite: f64 = 1;
  let near: f64 = 1;
  let omega: f64 = 0;
  for (let j = 0; j < x.m; j++) {
    const b = f64.load(at(s.beta, j));
    const z = -f64.load(at(c, j));
    finite = min(finite, penalty.dualScale(z, j));
    near = min(near, penalty.nearScale(b, z, j));
    omega += penalty.value(b, j);
  }
  let gap = gapAt<L, P>(finite, loss, penalty, s, x.m, theta, c);
  // either κ gives a proof; the smaller gap counts
  if (near < finite) gap = min(gap, gapAt<L, P>(near, loss, penalty, s, x.m, theta, c));
  out.gap = rest + gap;
  out.objective = loss.value(s.eta) + omega;
}

/** the gap at the dual point κθ, c = X̃ᵀθ */
function gapAt<L extends Loss, P extends Penalty>(kappa: f64, loss: L, penalty: P, s: State, m: i32, theta: usize, c: usize): f64 {
  let gap = loss.fenchel(s.eta, kappa, theta);
  for (let j = 0; j < m; j++) gap += penalty.fenchel(f64.load(at(s.beta, j)), -kappa * f64.load(at(c, j)), j);
  return gap;
}
