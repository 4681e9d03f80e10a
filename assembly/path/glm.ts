// One λ after another for any smooth loss, each proven: proximal Newton on a working set, the best intercept, a dual point, and a look at
// every column outside. As path.ts, but for the curvature, which changes with η, so that no products are kept.
import { AnyDesign, sized } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { AnyLoss } from "../losses/anyLoss";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { coordinates } from "../penalties/separable";
import { Certificate, dualPoint, prove } from "../proof/certificate";
import { freeOf, layPointedState, State } from "../proof/state";
import { balance } from "./balance";
import { Continuation } from "./continuation";
import { layDescent } from "./coordinateDescent";
import { layFace } from "./face";
import { model, Proximal } from "./model";
import { centre, isUseful, open, proximal } from "./proximal";
import { choose, FEW, layOutside, layScreen } from "./screen";
import { Solver } from "./solver";
import { layWorkingSet } from "./workingSet";

/** a dual point may spend this share of the gap that is asked for */
const AIM: f64 = 0.01;
/** Steps inside W end with one that promises no more than this share of it: the gap after a step of Newton's is about what it promised. */
const PROMISE: f64 = 0.3;
/** how much less than the last time, where that was not enough and nothing outside is to blame */
const CLOSER: f64 = 1e-3;
const PATIENCE: i32 = 3;
/** a share of the objective that is more than rounding */
const PROGRESS: f64 = 1e-12;

@unmanaged
@final
export class Glm extends Solver {
  loss: AnyLoss;
  inner: Proximal;
  s: State;
  /** W has outgrown its products: coordinate descent solves the models */
  outgrown: bool;
  /** β was given, and may be worse than nothing */
  given: bool;
  /** where the last λ's ended */
  trail: Continuation;

  /**
   * β, certificate ← the solution at the λ and ρ of the whole problem's penalty; `alone`: of W only. Returns 0, or the number of rows of
   * products that W has no room for.
   */
  solve(alone: bool, target: f64, most: i32, out: Certificate): i32 {
    const W = this.W;
    const s = this.s;
    const f = this.loss;
    W.penalty.follow(W.allPenalty);
    let passes = 0;
    let stuck = 0;
    let least = Infinity;
    let lowest = Infinity;
    let enough = PROMISE * target;
    this.outside.count = 0;
    if (this.given && !isUseful(this.inner, W, f, s)) {
      memory.fill(s.beta, 0, (<usize>W.x.m) << 3);
      s.offset = 0;
    }
    if (this.given) this.inner.current = false;
    const worth = alone ? Infinity : this.predict();
    this.given = false;
    this.inner.promised = Infinity;
    if (!this.inner.current || worth < Infinity) open(this.inner, W, f, s);
    // a line that leads nowhere is not followed
    if (worth < Infinity && !(this.inner.value + coordinates(W.penalty).omega(W.x.m, s.beta) <= worth)) {
      memory.copy(s.beta, this.trail.beta, (<usize>W.x.m) << 3);
      this.place(this.trail.intercept);
      open(this.inner, W, f, s);
    }
    while (passes <= most) {
      if (W.x.m > W.capacity && !this.outgrown) {
        out.passes = passes;
        return W.x.m;
      }
      // a gap is of the order of a gradient, a promise of that of its square: no gap needs more than this
      const closest = AIM * target * min(1, (AIM * target) / this.inner.value);
      passes += proximal(this.inner, W, f, s, most - passes, max(enough, closest));
      centre(this.inner, W, f, s, closest);
      this.point(f, AIM * target);
      if (alone) prove(W.x, f, coordinates(W.penalty), s, coordinates(W.allPenalty), this.outside, out);
      else this.check(f, s, target, passes >= most || stuck === PATIENCE, out);
      out.passes = passes;
      if (out.gap <= target || passes >= most) return 0;
      if (this.outside.count === 0) {
        if (stuck === PATIENCE) return 0;
        if (enough > closest) {
          enough *= CLOSER;
          continue;
        }
        // steps that are held short where curvature ends get somewhere long before a dual point says so
        if (out.gap < 0.5 * least || out.objective < lowest - PROGRESS * abs(lowest)) {
          stuck = 0;
          least = min(least, out.gap);
          lowest = out.objective;
        } else stuck++;
        continue;
      }
      choose(this.outside, coordinates(W.allPenalty), max(this.screen.q ? FEW : 4 * FEW, W.x.m));
      W.enlist(this.outside.places, this.outside.count);
    }
    return 0;
  }

  /**
   * β, β₀ ← on from the last two λ's in a straight line, where β has the same sign at both; returns what the objective is without that,
   * Infinity where nothing moves
   */
  private predict(): f64 {
    const W = this.W;
    const s = this.s;
    const lambda = W.penalty.lambda;
    // the same λ goes on
    if (lambda === this.trail.last && !this.given) return Infinity;
    const b0 = this.intercept();
    const worth = this.inner.value + coordinates(W.penalty).omega(W.x.m, s.beta);
    const t = this.trail.step(W, s.beta, lambda, this.given);
    if (t > 0 && this.inner.intercept !== 0) this.place(b0 + t * (b0 - this.trail.intercept));
    this.trail.intercept = b0;
    return t > 0 ? worth : Infinity;
  }

  /** s.point ← a dual point: ∇f, made orthogonal to the free columns and to the intercept's column of ones */
  private point(f: AnyLoss, negligible: f64): void {
    const W = this.W;
    const s = this.s;
    const free = freeOf(s);
    // columns centred under curvatures: steps along them leave Σ∇f where it is, and rows at the edge of f*'s domain too
    model(this.inner, W, s, 0);
    free.reset(W.x.m);
    if (this.inner.current) {
      s.value = this.inner.value;
      W.x.gemvT(s.g, s.partial);
    } else s.evaluate(W.x, f);
    dualPoint(W.x, f, coordinates(W.penalty), s, negligible, false);
    if (s.point === s.g) {
      s.point = s.theta;
      memory.copy(s.theta, s.g, (<usize>W.x.n) << 3);
    }
    if (this.inner.intercept !== 0) balance(this.inner, W, s, s.theta);
  }

  /** the smallest λ at which nothing leaves 0, at a solution of the free columns alone */
  lambdaMax(): f64 {
    const W = this.W;
    let lambda: f64 = 0;
    const c = this.screen.c;
    W.all.gemvT(this.s.g, c);
    for (let j = 0; j < W.all.m; j++) {
      if (!W.allPenalty.free(j)) lambda = max(lambda, W.allPenalty.lambdaMax(-f64.load(at(c, j)), j));
    }
    return lambda;
  }

  /** offset ← β₀ + Σ mⱼβⱼ */
  start(intercept: f64): void {
    this.given = true;
    this.place(intercept);
  }

  /** offset ← what makes β₀ this */
  private place(intercept: f64): void {
    this.s.offset = 0;
    this.s.offset = intercept - this.intercept();
    this.inner.current = false;
  }

  /** β₀ = offset − Σ mⱼβⱼ */
  intercept(): f64 {
    let b = this.s.offset;
    for (let j = 0; j < this.W.x.m; j++) b -= f64.load(at(this.W.x.means, j)) * f64.load(at(this.s.beta, j));
    return b;
  }
}

/** a Glm in the layout at hand */
function lay(x: AnyDesign, loss: AnyLoss, penalty: ElasticNet, h: usize, free: i32, beta: usize, places: usize): Glm {
  const n = x.n;
  const m = x.m;
  const p = changetype<Glm>(struct(offsetof<Glm>()));
  const q = changetype<Proximal>(struct(offsetof<Proximal>()));
  p.loss = loss;
  p.inner = q;
  p.W = layWorkingSet(x, penalty, h, places);
  p.screen = layScreen(m);
  p.outside = layOutside(m);
  p.s = layPointedState(n, m, free, beta);
  q.loss = changetype<Squared>(struct(offsetof<Squared>()));
  q.out = changetype<Certificate>(struct(offsetof<Certificate>()));
  q.s = layDescent(n, m, free, vector(m));
  q.face = layFace(p.W, q.s, m);
  p.face = q.face;
  p.trail = changetype<Continuation>(struct(offsetof<Continuation>()));
  p.trail.beta = vector(m);
  q.c = vector(n);
  q.z = vector(n);
  q.curvatures = vector(n);
  q.eta = vector(n);
  return p;
}

/** bytes of a Glm with its vectors, but for the rounded columns */
export function glmBytes(n: i32, m: i32, free: i32): f64 {
  count();
  lay(sized(n, m), changetype<AnyLoss>(0), changetype<ElasticNet>(0), 0, free, 0, 0);
  return counted();
}

/** a Glm in the scratch at `work`; beta (m) and places (m, i32) by place in W stay the caller's */
export function glmAt(
  work: usize,
  x: AnyDesign,
  loss: AnyLoss,
  penalty: ElasticNet,
  h: usize,
  intercept: bool,
  free: i32,
  beta: usize,
  places: usize,
): Glm {
  begin(work);
  const p = lay(x, loss, penalty, h, free, beta, places);
  memory.fill(beta, 0, (<usize>x.m) << 3);
  p.outgrown = false;
  p.given = false;
  p.trail.clear(x.m);
  const q = p.inner;
  q.maxStep = loss.maxStep();
  q.reach = 1;
  q.zMean = 0;
  q.known = 0;
  q.measured = 0;
  q.kept = false;
  q.current = false;
  q.renew = false;
  q.promised = Infinity;
  q.intercept = intercept ? 1 : 0;
  q.loss.n = x.n;
  q.loss.y = q.z;
  q.loss.w = q.c;
  p.W.x.w = q.c;
  return p;
}
