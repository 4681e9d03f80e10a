// A dual point beside an intercept: Σθ = 0.
import { asum, axpy, total } from "../linear/level1";
import { State } from "../proof/state";
import { Proximal } from "./model";
import { WorkingSet } from "./workingSet";

/** a balance by more than this share of |θ| is none that centred columns do not feel */
const MOVED: f64 = 1e-3;

/**
 * θ ← θ − c·Σθ/Σc, which X̃ᵀθ does not feel as far as columns are centred under c; where there is no curvature left to do that with, there
 * is no proof either. A column that c's rows know as a constant is rounding once it is centred, and a step along it may move Σθ to
 * anywhere: X̃ᵀθ is what it is then.
 */
export function balance(q: Proximal, W: WorkingSet, s: State, theta: usize): void {
  const n = W.x.n;
  const sum = total(n, theta);
  if (q.total > 0) {
    axpy(n, -sum / q.total, q.c, theta);
    if (abs(sum) <= MOVED * asum(n, theta)) return;
    s.pointPartial = s.dualPartial;
    W.x.gemvT(theta, s.dualPartial);
    if (!(abs(total(n, theta)) <= 4 * f64.EPSILON * asum(n, theta))) s.freeGain = Infinity;
  } else if (abs(sum) > 4 * f64.EPSILON * asum(n, theta)) s.freeGain = Infinity;
}
