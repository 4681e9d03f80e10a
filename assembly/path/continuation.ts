// From λ to λ along a straight line through the last two answers.
import { at } from "../linear/lanes";
import { WorkingSet } from "./workingSet";

/** The last λ solved, the one before it (0: none), and β (m) and β₀ of that one. */
@unmanaged
@final
export class Continuation {
  last: f64;
  before: f64;
  beta: usize;
  intercept: f64;

  /** nothing is solved yet, of m columns */
  clear(m: i32): void {
    this.last = 0;
    this.before = 0;
    memory.fill(this.beta, 0, (<usize>m) << 3);
  }

  /**
   * β ← on to λ from the last one, where it had the same sign at both, and β there is kept; returns how far, as a share of the way between
   * the two, 0 where nothing moves. `anew`: β is not that of the last λ.
   */
  step(W: WorkingSet, beta: usize, lambda: f64, anew: bool): f64 {
    const t = (lambda - this.last) / (this.last - this.before);
    const goesOn = !anew && this.before > 0 && t > 0 && t <= 1;
    for (let j = 0; j < W.x.m; j++) {
      const b = f64.load(at(beta, j));
      const d = b - f64.load(at(this.beta, j));
      const next = b + t * d;
      if (goesOn && b * (b - d) > 0 && b * next > 0) f64.store(at(beta, j), W.penalty.clip(next, j));
      f64.store(at(this.beta, j), b);
    }
    this.before = anew ? 0 : this.last;
    this.last = lambda;
    return goesOn ? t : 0;
  }
}
