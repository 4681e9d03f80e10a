// Ridge by Newton's method from 0: the first step is the solution, the next ones are iterative refinement (Higham, Accuracy and
// Stability, chapter 12), and what a step would still gain is exactly P(β) − optimum: the certificate costs what the refinement does.

import { axpy } from "../linear/level1";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";
import { Route } from "./route";

/** Newton steps at most: the solution and three refinements */
const STEPS = 4;

/** β ← argmin P(β) by a factorised route, with its certificate; s.dualPartial is scratch */
export function newton<R extends Route>(route: R, loss: Squared, s: State, out: Certificate): void {
  const x = route.x;
  const step = s.dualPartial;
  memory.fill(s.beta, 0, (<usize>x.m) << 3);
  let enough: f64 = 0;
  for (let k = 0; ; k++) {
    s.evaluate(x, loss);
    const before = out.gap;
    record(route.penalty, x.m, s, route.step(loss, s, step), k, out);
    if (k === 0) enough = negligible(out.objective);
    if (isEnough(out, before, enough)) return;
    axpy(x.m, 1, step, s.beta);
  }
}

/** certificate ← at a state after `passes` steps, where the next one gains `gap` */
export function record(penalty: ElasticNet, m: i32, s: State, gap: f64, passes: i32, out: Certificate): void {
  out.gap = gap;
  out.objective = s.value + coordinates(penalty).omega(m, s.beta);
  out.passes = passes;
}

/** β carries rounding of about ε, P is quadratic around its minimum: below ε² of where it started there is nothing to win */
export function negligible(start: f64): f64 {
  return 4 * f64.EPSILON * f64.EPSILON * start;
}

/** true where another step would bring nothing; before: the gap one step ago */
export function isEnough(out: Certificate, before: f64, enough: f64): bool {
  const k = out.passes;
  return k === STEPS || (k > 0 && out.gap <= enough) || (k > 1 && out.gap > 0.25 * before);
}
