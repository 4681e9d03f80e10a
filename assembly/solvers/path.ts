// One λ after another (Friedman, Hastie, Tibshirani 2010, section 2.5), each proven: Newton on the faces of a working set until that is
// solved, then a dual point, and a look at every column outside. Those that are not calm there join, until the gap is below the target.
//     memory: W grows with what has ever been active; what is kept of it is O(|W|²), of the columns outside a few numbers each
import { Dense } from "../design/dense";
import { at } from "../lanes";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate, dualPoint, Outside, prove } from "./certificate";
import { Face } from "./face";
import { Screen } from "./screen";
import { settle } from "./settle";
import { State, stateAt, stateBytes } from "./state";
import { WorkingSet } from "./workingSet";

/** Steps inside W go on until what is left is this share of the gap that is asked for. */
const AIM: f64 = 0.01;
/** Columns that may join in a round, whatever the size of W; it may also double. */
const FEW: i32 = 32;
/** Rounds without a smaller gap and without a newcomer, after which rounding is all that is left. */
const PATIENCE: i32 = 3;

@unmanaged
@final
export class Path {
  loss: Squared;
  W: WorkingSet;
  face: Face;
  screen: Screen;
  outside: Outside;
  s: State;

  /**
   * β, certificate ← the solution at the λ and ρ of the whole problem's penalty, from where the last one ended. Returns 0, or the number
   * of rows of W that there is no room for.
   */
  solve(target: f64, most: i32, out: Certificate): i32 {
    const W = this.W;
    const s = this.s;
    W.penalty.lambda = W.allPenalty.lambda;
    W.penalty.rho = W.allPenalty.rho;
    s.evaluate(W.x, this.loss);
    let steps = 0;
    let stuck = 0;
    let least = Infinity;
    while (steps <= most) {
      steps += settle(this.face, most - steps, AIM * target, this.noise());
      dualPoint(W.x, this.loss, W.penalty, s, AIM * target);
      this.screen.look(W.all, W.allPenalty, s.point, W.where, this.outside);
      prove(W.x, this.loss, W.penalty, s, W.allPenalty, this.outside, out);
      out.passes = steps;
      if (out.gap <= target || steps >= most) return 0;
      if (this.outside.count === 0) {
        stuck = out.gap < 0.5 * least ? 0 : stuck + 1;
        if (stuck === PATIENCE) return 0;
        least = min(least, out.gap);
        continue;
      }
      this.choose(max(FEW, W.x.m));
      if (W.x.m + this.outside.count > W.capacity) return W.x.m + this.outside.count;
      const first = W.x.m;
      W.join(this.outside.places, this.outside.count);
      for (let i = first; i < W.x.m; i++) f64.store(at(s.partial, i), W.x.dot(i, s.g));
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

  /** outside ← at most `most` of them, those whose x̃ⱼᵀθ is the largest share of what they bear */
  private choose(most: i32): void {
    const outside = this.outside;
    if (outside.count <= most) return;
    const penalty = this.W.allPenalty;
    let low: f64 = 0;
    let high: f64 = 0;
    for (let k = 0; k < outside.count; k++) high = max(high, this.share(penalty, k));
    // halving finds the threshold that `most` are above
    for (let round = 0; round < 40; round++) {
      const middle = 0.5 * (low + high);
      let above = 0;
      for (let k = 0; k < outside.count; k++) above += i32(this.share(penalty, k) >= middle);
      if (above > most) low = middle;
      else high = middle;
    }
    let kept = 0;
    for (let k = 0; k < outside.count && kept < most; k++) {
      if (this.share(penalty, k) < high) continue;
      i32.store(outside.places + ((<usize>kept) << 2), i32.load(outside.places + ((<usize>k) << 2)));
      f64.store(at(outside.c, kept), f64.load(at(outside.c, k)));
      kept++;
    }
    outside.count = max(1, kept);
  }

  /** |x̃ⱼᵀθ|/a of outside column k, as the λ at which it would come in */
  private share(penalty: ElasticNet, k: i32): f64 {
    return penalty.lambdaMax(-f64.load(at(this.outside.c, k)), i32.load(this.outside.places + ((<usize>k) << 2)));
  }
}

/** f64 vectors of a Path: one entry a column (a few more, for whole groups of four), one a row */
const COLUMN_VECTORS: i32 = 25;
const ROW_VECTORS: i32 = 2;
const SPARE: i32 = 8;

/** bytes of a Path with its vectors, but for G, L and the rounded columns */
export function pathBytes(n: i32, m: i32, free: i32): f64 {
  const structs =
    offsetof<Path>() +
    offsetof<WorkingSet>() +
    offsetof<Face>() +
    offsetof<Screen>() +
    offsetof<Outside>() +
    offsetof<Dense>() +
    offsetof<ElasticNet>();
  return <f64>(structs + 256) + stateBytes(n, m, free) + 8 * (<f64>COLUMN_VECTORS * (<f64>m + SPARE) + <f64>ROW_VECTORS * (<f64>n + SPARE));
}

/** lays a Path out at `work`; beta (m) and places (m, i32) by place in W stay the caller's */
export function pathAt(work: usize, x: Dense, loss: Squared, penalty: ElasticNet, h: usize, free: i32, beta: usize, places: usize): Path {
  const n = x.n;
  const m = x.m;
  const p = changetype<Path>(work);
  const W = changetype<WorkingSet>(after(work, offsetof<Path>()));
  const face = changetype<Face>(after(changetype<usize>(W), offsetof<WorkingSet>()));
  const screen = changetype<Screen>(after(changetype<usize>(face), offsetof<Face>()));
  const outside = changetype<Outside>(after(changetype<usize>(screen), offsetof<Screen>()));
  const design = changetype<Dense>(after(changetype<usize>(outside), offsetof<Outside>()));
  const inner = changetype<ElasticNet>(after(changetype<usize>(design), offsetof<Dense>()));
  let next = after(changetype<usize>(inner), offsetof<ElasticNet>());
  const s = stateAt(next, n, m, free, beta);
  next = after(next, <usize>stateBytes(n, m, free));
  const columns = at(0, m + SPARE);
  const rows = at(0, n + SPARE);

  p.loss = loss;
  p.W = W;
  p.face = face;
  p.screen = screen;
  p.outside = outside;
  p.s = s;

  W.all = x;
  W.allPenalty = penalty;
  W.allH = h;
  W.x = design;
  W.penalty = inner;
  W.places = places;
  W.G = next;
  W.capacity = 0;
  W.known = 0;
  face.L = next += columns;
  face.capacity = 0;
  next += columns;
  W.where = next;
  W.h = next += columns;
  design.n = n;
  design.m = 0;
  design.X = x.X;
  design.w = x.w;
  design.columns = next += columns;
  design.means = next += columns;
  inner.factors = next += columns;
  inner.scales = next += columns;
  inner.lower = next += columns;
  inner.upper = next += columns;

  face.W = W;
  face.s = s;
  face.count = 0;
  face.list = next += columns;
  face.spot = next += columns;
  face.sign = next += columns;
  face.curvature = next += columns;
  face.d = next += columns;
  face.move = next += columns;
  face.base = next += columns;
  face.scratch = next += columns;

  screen.q = 0;
  screen.s = next += 2 * columns;
  screen.size = next += columns;
  screen.products = next += columns;
  outside.places = next += columns;
  outside.c = next += columns;
  screen.h = next += columns;
  W.t = next + rows;

  memory.fill(W.where, 0xff, (<usize>m) << 2);
  memory.fill(face.spot, 0xff, (<usize>m) << 2);
  memory.fill(beta, 0, (<usize>m) << 3);
  return p;
}

/** the next address past `bytes` bytes, for f64x2 */
function after(start: usize, bytes: usize): usize {
  return (start + bytes + 15) & ~15;
}
