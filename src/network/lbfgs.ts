// L-BFGS over all parameters (Nocedal 1980), its line search halves an interval until both weak Wolfe conditions hold (Lewis, Overton 2013),
// as in assembly/gradient/quasiNewton.ts, whose direction it takes: F(b + td) ≤ F(b) + 10⁻⁴·t∇Fᵀd and ∇F(b + td)ᵀd ≥ 0.9·∇Fᵀd.
import type { Loaded } from "./loaded.js";
import type { Measured } from "./measured.js";

/** pairs that are remembered; trials of a line search */
const [PAIRS, TRIALS, DECREASE, CURVATURE] = [10, 50, 1e-4, 0.9];

/** steps until the residual is at most `target` or nothing moves any longer; `note` after every step ends them where it says false. True where F is not finite. */
export function lbfgs(net: Loaded, measured: Measured, most: number, target: number, note: () => boolean): boolean {
  const { memory, size: m, b, d: grad } = net;
  const { kernels } = memory;
  const [before, beforeGrad, way, metric] = [memory.f64(m), memory.f64(m), memory.f64(m), memory.f64(m)];
  const [S, Y, alphas] = [memory.f64(PAIRS * m), memory.f64(PAIRS * m), memory.f64(PAIRS)];
  memory.view(metric, m).fill(1);
  const copy = (from: number, to: number) => memory.view(to, m).set(memory.view(from, m));
  let [count, newest] = [0, PAIRS - 1];
  let value = measured.evaluate();

  /** b, value and grad ← a point along −H∇F that both conditions hold at; false where there is none above rounding */
  const search = (): boolean => {
    kernels.direction(m, PAIRS, count, newest, S, Y, alphas, metric, grad, way);
    const slope = kernels.dot(m, grad, way);
    if (!(slope < 0)) return false;
    copy(b, before);
    copy(grad, beforeGrad);
    let [low, high] = [0, Infinity];
    let t = count === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    for (let trial = 0; trial < TRIALS; trial++) {
      kernels.combine(m, before, t, way, b);
      const next = measured.evaluate();
      const there = kernels.dot(m, grad, way);
      const noise = 8 * Number.EPSILON * (Math.abs(value) + Math.abs(next));
      const down = next <= value + DECREASE * t * slope || (next <= value + noise && Math.abs(there) <= Math.abs(slope));
      if (!down || !Number.isFinite(next)) high = t;
      else if (there < CURVATURE * slope) low = t;
      else {
        value = next;
        return true;
      }
      t = high === Infinity ? 2 * t : (low + high) / 2;
    }
    copy(before, b);
    value = measured.evaluate();
    return false;
  };

  /** the pair of the last step joins the ring, unless it has no curvature */
  const remember = () => {
    const place = (newest + 1) % PAIRS;
    const [s, y] = [S + 8 * m * place, Y + 8 * m * place];
    kernels.combine(m, b, -1, before, s);
    kernels.combine(m, grad, -1, beforeGrad, y);
    const curved = kernels.dot(m, s, y);
    if (!(curved > 1e-3 * Number.EPSILON * kernels.dot(m, y, y))) {
      // the place holds the oldest pair where the ring is full: it is gone
      count = Math.min(count, PAIRS - 1);
      return;
    }
    newest = place;
    count = Math.min(PAIRS, count + 1);
  };

  for (let taken = 0; taken < most; taken++) {
    if (!Number.isFinite(value)) return true;
    if (measured.residual() <= target) return false;
    if (!search()) {
      // a memory that no longer descends is forgotten once; the plain gradient has the last try
      if (count === 0) return false;
      count = 0;
      if (!search()) return false;
    }
    remember();
    if (!note()) return false;
  }
  return false;
}
