// Squared error with MCP or SCAD at one λ after another, each from the answer before (Breheny, Huang 2011, section 2): passes of coordinate
// descent over a working set say which coefficients move and in which pieces, Newton's method solves these (face.ts), then a look at every
// column outside. What is found is stationary; of several such points it is the one along that way.
import { AnyDesign, sized } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { begin, count, counted, struct } from "../linear/layout";
import { Squared } from "../losses/squared";
import { layFace } from "../path/face";
import { choose, FEW, layOutside, layScreen } from "../path/screen";
import { Solver } from "../path/solver";
import { layWorkingSet } from "../path/workingSet";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate } from "../proof/certificate";
import { layState, State } from "../proof/state";
import { ConcaveFace, layConcaveFace } from "./face";

/** Passes over W go on until what they find is this share of the violation that is allowed. */
const AIM: f64 = 0.01;
/** Passes at most before Newton's method gets a step, while coefficients still go from piece to piece. */
const PASSES: i32 = 8;
/** Rounds with a fresh residual and without a newcomer, after which rounding is all that is left. */
const PATIENCE: i32 = 3;

@unmanaged
@final
export class ConcavePath extends Solver {
  loss: Squared;
  s: State;
  pieces: ConcaveFace;

  /**
   * β ← stationary at the penalty's λ up to `target`, the largest violation of a column's slope per d; out.gap ← what it is, out.objective ←
   * the objective. Returns 0, or the number of rows of W that there is no room for.
   */
  solve(target: f64, most: i32, out: Certificate): i32 {
    const W = this.W;
    const s = this.s;
    const outside = this.outside;
    W.penalty.follow(W.allPenalty);
    s.evaluate(W.x, this.loss);
    out.passes = 0;
    out.gap = Infinity;
    let steps = 0;
    for (let stuck = 0; steps < most; ) {
      steps += this.settle(AIM * target, most - steps);
      out.passes = steps;
      s.evaluate(W.x, this.loss);
      out.gap = this.worst();
      if (steps >= most) break;
      this.look();
      if (outside.count === 0) {
        if (out.gap <= target || stuck === PATIENCE) break;
        stuck++;
        continue;
      }
      choose(outside, coordinates(W.allPenalty), max(FEW, W.x.m));
      if (W.x.m + outside.count > W.capacity) return W.x.m + outside.count;
      const first = W.x.m;
      W.join(outside.places, outside.count);
      const sum = W.x.sum(s.g);
      for (let i = first; i < W.x.m; i++) f64.store(at(s.partial, i), W.x.dot(i, s.g, sum));
    }
    // where steps have run out, columns outside were not all asked
    this.screen.look(W.all, coordinates(W.allPenalty), s.g, W.where, outside);
    for (let k = 0; k < outside.count; k++) {
      const j = i32.load(outside.places + ((<usize>k) << 2));
      const over = abs(f64.load(at(outside.c, k))) - W.allPenalty.l1(j);
      out.gap = max(out.gap, over / f64.load(at(W.allPenalty.scales, j)));
    }
    let omega: f64 = 0;
    for (let i = 0; i < W.x.m; i++) omega += this.pieces.penalty.value(f64.load(at(s.beta, i)), i);
    out.objective = s.value + omega;
    return 0;
  }

  /** passes and Newton steps over W until a pass finds no violation above `enough`; returns how many */
  private settle(enough: f64, most: i32): i32 {
    const noise = this.noise();
    let steps = 0;
    for (let passes = 1; steps < most; passes++) {
      steps++;
      if (this.pieces.sweep(noise) <= enough) break;
      // Newton's steps end at every end of a piece, passes go beyond
      if (this.pieces.gather() > 0 && passes < PASSES) continue;
      passes = 0;
      steps += this.pieces.descend(most - steps);
    }
    return steps;
  }

  /** the largest violation of a column of W */
  private worst(): f64 {
    const W = this.W;
    const penalty = this.pieces.penalty;
    let worst: f64 = 0;
    for (let i = 0; i < W.x.m; i++) {
      const b = f64.load(at(this.s.beta, i));
      const k = penalty.piece(b, i);
      const z = -f64.load(at(this.s.partial, i));
      const bears = penalty.l1(i, k) + penalty.l2(i, k) * abs(b);
      const violation = b === 0 ? max(0, abs(z) - bears) : abs(z - (b > 0 ? bears : -bears));
      worst = max(worst, violation / f64.load(at(W.penalty.scales, i)));
    }
    return worst;
  }

  /** outside ← the columns that leave 0; those that were near to it are asked first */
  private look(): void {
    const W = this.W;
    const all = coordinates(W.allPenalty);
    if (!this.screen.q && this.screen.known) {
      this.screen.lookNear(W.all, all, this.s.g, W.where, this.outside);
      if (this.outside.count > 0) return;
    }
    this.screen.look(W.all, all, this.s.g, W.where, this.outside);
  }

  /** Σ h(Δβ)² that rounding of X̃ᵀ∇f makes */
  private noise(): f64 {
    let size = 2 * this.s.value;
    for (let i = 0; i < this.W.x.m; i++) {
      const b = f64.load(at(this.s.beta, i));
      size += f64.load(at(this.W.h, i)) * b * b;
    }
    return 64 * f64.EPSILON * f64.EPSILON * size;
  }
}

function lay(x: AnyDesign, loss: Squared, penalty: ElasticNet, h: usize, beta: usize, places: usize): ConcavePath {
  const p = changetype<ConcavePath>(struct(offsetof<ConcavePath>()));
  p.loss = loss;
  p.W = layWorkingSet(x, penalty, h, places);
  p.screen = layScreen(x.m);
  p.outside = layOutside(x.m);
  p.s = layState(x.n, x.m, 0, beta);
  p.face = layFace(p.W, p.s, x.m);
  p.pieces = layConcaveFace(p.face, x.m);
  return p;
}

/** bytes of a ConcavePath with its vectors, but for G, L and the rounded columns */
export function concaveBytes(n: i32, m: i32): f64 {
  count();
  lay(sized(n, m), changetype<Squared>(0), changetype<ElasticNet>(0), 0, 0, 0);
  return counted();
}

/** a ConcavePath in the scratch at `work`; beta (m) and places (m, i32) by place in W stay the caller's */
export function concaveAt(
  work: usize,
  x: AnyDesign,
  loss: Squared,
  penalty: ElasticNet,
  h: usize,
  beta: usize,
  places: usize,
): ConcavePath {
  begin(work);
  memory.fill(beta, 0, (<usize>x.m) << 3);
  return lay(x, loss, penalty, h, beta, places);
}
