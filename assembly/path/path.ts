// One λ after another (Friedman, Hastie, Tibshirani 2010, section 2.5), each proven: Newton on the faces of a working set until that is
// solved, then a dual point, and a look at every column outside. Those that may leave 0 there join, until the gap is below the target.
//     memory: W grows with what has ever been active; what is kept of it is O(|W|²), of the columns outside a few numbers each
import { AnyDesign, sized } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { begin, count, counted, struct } from "../linear/layout";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate, dualPoint } from "../proof/certificate";
import { layPointedState, State } from "../proof/state";
import { layFace } from "./face";
import { finerPoint } from "./finerPoint";
import { choose, FEW, layOutside, layScreen } from "./screen";
import { settle } from "./settle";
import { Solver } from "./solver";
import { layWorkingSet } from "./workingSet";

/** Steps inside W go on until what is left is this share of the gap that is asked for. */
const AIM: f64 = 0.01;
/** Rounds without a smaller gap and without a newcomer, after which rounding is all that is left. */
const PATIENCE: i32 = 3;

@unmanaged
@final
export class Path extends Solver {
  loss: Squared;
  s: State;

  /**
   * β, certificate ← the solution at the λ and ρ of the whole problem's penalty, from where the last one ended. Returns 0, or the number
   * of rows of W that there is no room for.
   */
  solve(target: f64, most: i32, out: Certificate): i32 {
    const W = this.W;
    const s = this.s;
    W.penalty.follow(W.allPenalty);
    s.evaluate(W.x, this.loss);
    let steps = 0;
    let stuck = 0;
    let least = Infinity;
    while (steps <= most) {
      steps += settle(this.face, most - steps, AIM * target, this.noise());
      s.evaluate(W.x, this.loss);
      dualPoint(W.x, this.loss, coordinates(W.penalty), s, AIM * target, true);
      if (stuck > 0) finerPoint(this.face, this.loss);
      this.check(this.loss, s, target, steps >= most || stuck === PATIENCE, out);
      out.passes = steps;
      if (out.gap <= target || steps >= most) return 0;
      if (this.outside.count === 0) {
        if (stuck === PATIENCE) return 0;
        if (out.gap < 0.5 * least) {
          stuck = 0;
          least = out.gap;
        } else stuck++;
        continue;
      }
      choose(this.outside, coordinates(W.allPenalty), max(FEW, W.x.m));
      if (W.x.m + this.outside.count > W.capacity) return W.x.m + this.outside.count;
      const first = W.x.m;
      W.join(this.outside.places, this.outside.count);
      const sum = W.x.sum(s.g);
      for (let i = first; i < W.x.m; i++) f64.store(at(s.partial, i), W.x.dot(i, s.g, sum));
    }
    return 0;
  }

  /** Σ h(Δβ)² that rounding of X̃ᵀ∇f makes */
  private noise(): f64 {
    let size = 2 * this.loss.value(this.s.eta);
    for (let i = 0; i < this.W.x.m; i++) {
      const b = f64.load(at(this.s.beta, i));
      size += f64.load(at(this.W.h, i)) * b * b;
    }
    return 64 * f64.EPSILON * f64.EPSILON * size;
  }
}

/** a Path in the layout at hand */
function lay(x: AnyDesign, loss: Squared, penalty: ElasticNet, h: usize, free: i32, beta: usize, places: usize): Path {
  const p = changetype<Path>(struct(offsetof<Path>()));
  p.loss = loss;
  p.W = layWorkingSet(x, penalty, h, places);
  p.screen = layScreen(x.m);
  p.outside = layOutside(x.m);
  p.s = layPointedState(x.n, x.m, free, beta);
  p.face = layFace(p.W, p.s, x.m);
  return p;
}

/** bytes of a Path with its vectors, but for G, L and the rounded columns */
export function pathBytes(n: i32, m: i32, free: i32): f64 {
  count();
  lay(sized(n, m), changetype<Squared>(0), changetype<ElasticNet>(0), 0, free, 0, 0);
  return counted();
}

/** a Path in the scratch at `work`; beta (m) and places (m, i32) by place in W stay the caller's */
export function pathAt(
  work: usize,
  x: AnyDesign,
  loss: Squared,
  penalty: ElasticNet,
  h: usize,
  free: i32,
  beta: usize,
  places: usize,
): Path {
  begin(work);
  memory.fill(beta, 0, (<usize>x.m) << 3);
  return lay(x, loss, penalty, h, free, beta, places);
}
