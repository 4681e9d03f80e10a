// θ = ∇f(η) + WX̃_A d, a dual point finer than β. Where coefficients are large and cancel, rounding of β alone moves ∇f so far that X̃_Aᵀ∇f misses
// −(aσ + cβ_A) by more than a small gap allows. d is the Newton step on the face: θ is ∇f at β + d, a sum that β has no digits for.
import { addColumns } from "../design/addColumns";
import { Squared } from "../losses/squared";
import { freeOf } from "../proof/state";
import { Face } from "./face";
import { direction } from "./settle";

/** the state's dual point ← θ, made orthogonal to the free columns, from β of which the state knows ∇f and X̃ᵀ∇f */
export function finerPoint(f: Face, loss: Squared): void {
  const s = f.s;
  const x = f.W.x;
  direction(f);
  memory.copy(s.theta, s.g, (<usize>x.n) << 3);
  addColumns(x, f.count, f.list, f.d, s.theta);
  x.gemvT(s.theta, s.dualPartial);
  s.point = s.theta;
  s.pointPartial = s.dualPartial;
  s.freeGain = 0;
  const free = freeOf(s);
  if (free.capacity === 0) return;
  free.solve(s.dualPartial);
  free.orthogonalise(x, s.theta);
  x.gemvT(s.theta, s.dualPartial);
  free.clear(x, loss, s.eta, s.theta, s.dualPartial);
}
