// Rows as training sees them: x ← (x + σε)∘mask/k, ε standard normal, each entry kept with probability k and divided by it, so that the
// expected row is x (inverted dropout; Srivastava et al. 2014, section 10). Seeded: the same rows on every machine.
import { log } from "../linear/elementary";
import { at } from "../linear/lanes";
import { Random } from "../linear/random";

@unmanaged
export class Perturbation {
  /** σ, on the scale of the rows */
  noise: f64;
  /** k */
  keep: f64;
  random: Random;
  /** of the pair that the polar method makes, the one not used yet */
  spare: f64;
  spared: bool;

  /** standard normal: the polar method (Marsaglia, Bray 1964) */
  normal(): f64 {
    if (this.spared) {
      this.spared = false;
      return this.spare;
    }
    for (;;) {
      const u = 2 * this.random.uniform() - 1;
      const v = 2 * this.random.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = sqrt((-2 * log(s)) / s);
      this.spare = v * scale;
      this.spared = true;
      return u * scale;
    }
  }

  /** true where rows are used as they are */
  get idle(): bool {
    return this.noise === 0 && this.keep === 1;
  }

  /** to ← the row perturbed: noise for all entries first, then which are kept */
  apply(m: i32, row: usize, to: usize): void {
    memory.copy(to, row, (<usize>m) << 3);
    if (this.noise !== 0) {
      for (let j = 0; j < m; j++) f64.store(at(to, j), f64.load(at(to, j)) + this.noise * this.normal());
    }
    if (this.keep !== 1) {
      for (let j = 0; j < m; j++) f64.store(at(to, j), this.random.uniform() < this.keep ? f64.load(at(to, j)) / this.keep : 0);
    }
  }
}
