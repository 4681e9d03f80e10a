// Ridge: P(β) = ½ Σ wᵢ(yᵢ − x̃ᵢᵀβ)² + ½ Σ cⱼβⱼ², a quadratic with Hessian A. Newton's method from 0: the first step is the solution,
// the next ones are iterative refinement (Higham, Accuracy and Stability, chapter 12), and with d = ∇P(β) the decrement ½dᵀA⁻¹d is
// exactly P(β) − optimum: the certificate costs what the refinement does.
import { at } from "../lanes";
import { axpy, dot } from "../level1";
import { Loss } from "../losses/loss";
import { Certificate } from "./certificate";
import { Hessian } from "./hessian";
import { State } from "./state";

/** Newton steps at most: the solution and three refinements */
const STEPS = 4;

/** β ← A⁻¹X̃ᵀWy for a factored A, with its certificate; s.dualPartial and s.theta are scratch */
export function newton<H extends Hessian, L extends Loss>(hessian: H, loss: L, s: State, out: Certificate): void {
  const x = hessian.x;
  const penalty = hessian.penalty;
  const step = s.dualPartial;
  memory.fill(s.beta, 0, (<usize>x.m) << 3);
  let enough: f64 = 0;
  for (let k = 0; ; k++) {
    s.evaluate(x, loss);
    let omega: f64 = 0;
    for (let j = 0; j < x.m; j++) {
      const b = f64.load(at(s.beta, j));
      f64.store(at(s.partial, j), f64.load(at(s.partial, j)) + penalty.l2(j) * b);
      omega += penalty.value(b, j);
    }
    memory.copy(step, s.partial, (<usize>x.m) << 3);
    hessian.solve(step);
    const before = out.gap;
    out.gap = max(0, 0.5 * dot(x.m, s.partial, step));
    out.objective = loss.value(s.eta) + omega;
    out.passes = k;
    // β carries rounding of about ε, P is quadratic around its minimum: below ε² of where it started there is nothing to win
    if (k === 0) enough = 4 * f64.EPSILON * f64.EPSILON * out.objective;
    if (k === STEPS || (k > 0 && out.gap <= enough) || (k > 1 && out.gap > 0.25 * before)) return;
    axpy(x.m, -1, step, s.beta);
  }
}
