// One λ after another for losses whose layers or rows are coupled and penalties whose entries are: Newton on a working set of blocks, the best
// intercepts, a dual point, and a look at every block outside. As ../path/glm.ts, which does the same for losses by rows and single columns.
import { JointKind } from "../../src/kernels/abi";
import { AnyDesign, sized } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { AnyJoint } from "../losses/anyJoint";
import { layFace } from "../path/face";
import { WorkingSet } from "../path/workingSet";
import { Blocks } from "../penalties/blocks";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";
import { layBlockDescent } from "./blockDescent";
import { layBlockStep, placeBases } from "./blockStep";
import { layFreeDirections } from "./freeDirections";
import { layModel, Model } from "./model";
import { layNewton, Newton } from "./newton";
import { JointProof, layJointProof } from "./proof";
import { JointState, layJointState } from "./state";
import { layWorking, Working } from "./working";

/** a dual point may spend this share of the gap that is asked for */
const AIM: f64 = 0.01;
/** steps inside W end with one that promises no more than this share of it */
const PROMISE: f64 = 0.3;
/** how much less than the last time, where that was not enough and nothing outside is to blame */
const CLOSER: f64 = 0.01;
/** rounds in a row without half of the gap before: near rounding a gap jitters, and three ended short of what others came to */
const PATIENCE: i32 = 8;
/** blocks that may join W in a round, whatever its size; it may also double */
const FEW: i32 = 32;

/** the sizes of a joint problem, which its memory follows from */
@unmanaged
@final
export class JointSizes {
  n: i32;
  p: i32;
  /** layers, and numbers a row of coefficients */
  K: i32;
  R: i32;
  /** blocks, rows of coefficients in all, the numbers of the widest block, Σq² of those of more than one row, q rounded up to fours */
  blocks: i32;
  rows: i32;
  widest: i32;
  squares: f64;
  /** terms of the loss; free directions at most; layers with an intercept of their own */
  terms: i32;
  free: i32;
  intercepts: i32;
  /** 1 where every block is one number */
  flat: i32;
}

@unmanaged
@final
export class Joint {
  W: Working;
  s: JointState;
  model: Model;
  newton: Newton;
  proof: JointProof;
  /** 0, or what the faces know of W */
  faceW: usize;
  /** the last λ solved and the one before it (0: none), and the coefficients there by row of W */
  last: f64;
  before: f64;
  trail: usize;
  trailB: usize;
  /** coefficients were given */
  given: bool;
  /** η, f and ∇f are those of t and b */
  known: bool;

  /**
   * t, b, certificate ← the solution at the penalty's λ; `alone`: of W only, after a look at all blocks, or where not `looks` without one and without a proof.
   * Returns 0, or the rows of W that the model has no room for.
   */
  solve(alone: bool, looks: bool, target: f64, most: i32, out: Certificate): i32 {
    const W = this.W;
    const s = this.s;
    let passes = 0;
    let stuck = 0;
    let least = Infinity;
    let enough = PROMISE * target;
    this.newton.promised = Infinity;
    if (this.faceW) changetype<WorkingSet>(this.faceW).penalty.follow(W.penalty.net());
    if (!alone && W.m <= this.model.capacity) this.goOn();
    else this.refresh();
    while (passes <= most) {
      if (W.m > this.model.capacity) {
        out.passes = passes;
        return W.m;
      }
      // a gap is of the order of a gradient, a promise of that of its square: no gap needs more than this
      const closest = AIM * target * min(1, (AIM * target) / abs(s.value));
      passes += this.newton.solve(most - passes, max(enough, closest));
      this.newton.centre(closest);
      s.evaluate();
      this.check(alone, looks, target, passes >= most || stuck === PATIENCE, out);
      out.passes = passes;
      if (out.gap <= target || passes >= most) return 0;
      if (this.proof.count === 0) {
        if (stuck === PATIENCE) return 0;
        if (enough > closest) {
          enough *= CLOSER;
          continue;
        }
        this.model.stale = true;
        if (out.gap < 0.5 * least) {
          stuck = 0;
          least = out.gap;
        } else stuck++;
        continue;
      }
      this.proof.choose(max(FEW, W.count));
      for (let k = 0; k < this.proof.count; k++) this.join(this.proof.outsideBlock(k));
    }
    return 0;
  }

  /**
   * certificate ← at the dual point. Blocks that were near to leaving 0 are asked first: where one leaves, or the gap of W alone is too
   * large, the others need no look. Where it is at most `target`, or `last`, it is held against all.
   */
  private check(alone: bool, looks: bool, target: f64, last: bool, out: Certificate): void {
    const proof = this.proof;
    if (alone && !looks) {
      // the steps have ended: nobody asks how good that is
      out.objective = this.s.value + this.W.omega(this.s.t);
      out.gap = 0;
      return;
    }
    proof.point();
    if (!alone && proof.known) {
      proof.lookNear();
      out.gap = Infinity;
      if (proof.count === 0) proof.prove(out);
      if (out.gap > target && !last) return;
    }
    proof.look();
    if (alone) proof.count = 0;
    proof.prove(out);
  }

  /** η, f, ∇f ← where they are not those of t and b already */
  private refresh(): void {
    if (!this.known) this.s.evaluate();
    this.known = true;
  }

  /** −X̃ᵀ∇f/d of all positions, at t and b */
  slopes(): usize {
    this.s.evaluate();
    memory.copy(this.proof.theta, this.s.g, (<usize>(this.W.K * this.W.loss.ld)) << 3);
    this.proof.look();
    return this.proof.z;
  }

  /** W ← W and block b, at 0 */
  join(b: i32): void {
    const W = this.W;
    const s = this.s;
    const row = W.m;
    W.join(b);
    memory.fill(at(s.t, row * W.R), 0, (<usize>((W.m - row) * W.R)) << 3);
    memory.fill(at(this.trail, row * W.R), 0, (<usize>((W.m - row) * W.R)) << 3);
    if (this.faceW) changetype<WorkingSet>(this.faceW).penalty.take(row, W.penalty.net(), b);
  }

  /** t, b ← on from the last two λ's in a straight line, block by block where that keeps its side, if the objective falls */
  private goOn(): void {
    const W = this.W;
    const s = this.s;
    const lambda = W.penalty.lambda;
    const way = (lambda - this.last) / (this.last - this.before);
    const goes = !this.given && this.before > 0 && way > 0 && way <= 1;
    this.refresh();
    const numbers = W.m * W.R;
    const size = (<usize>numbers) << 3;
    if (goes) {
      const worth = s.value + W.omega(s.t);
      memory.copy(s.nextT, s.t, size);
      memory.copy(s.nextB, s.b, (<usize>W.K) << 3);
      for (let i = 0; i < W.count; i++) this.advance(W.first(i) * W.R, W.first(i + 1) * W.R, way);
      for (let k = 0; k < s.intercepts; k++) {
        const b = f64.load(at(s.b, k));
        f64.store(at(s.b, k), b + way * (b - f64.load(at(this.trailB, k))));
      }
      s.evaluate();
      if (!(s.value + W.omega(s.t) <= worth)) {
        memory.copy(s.t, s.nextT, size);
        memory.copy(s.b, s.nextB, (<usize>W.K) << 3);
        s.evaluate();
      }
      memory.copy(this.trail, s.nextT, size);
      memory.copy(this.trailB, s.nextB, (<usize>W.K) << 3);
    } else {
      memory.copy(this.trail, s.t, size);
      memory.copy(this.trailB, s.b, (<usize>W.K) << 3);
    }
    if (lambda !== this.last) {
      this.before = this.given ? 0 : this.last;
      this.last = lambda;
    }
    this.given = false;
  }

  /** the numbers from … to of t go on, where neither the last step nor this one crosses to the other side of 0 */
  private advance(from: i32, to: i32, way: f64): void {
    const t = this.s.t;
    let before: f64 = 0;
    let after: f64 = 0;
    for (let e = from; e < to; e++) {
      const x = f64.load(at(t, e));
      const d = x - f64.load(at(this.trail, e));
      before += x * (x - d);
      after += x * (x + way * d);
    }
    if (!(before > 0 && after > 0)) return;
    for (let e = from; e < to; e++) {
      const x = f64.load(at(t, e));
      const next = x + way * (x - f64.load(at(this.trail, e)));
      f64.store(at(t, e), this.faceW ? changetype<WorkingSet>(this.faceW).penalty.clip(next, e) : next);
    }
  }
}

/** bytes of what a loss keeps of η, at the last expansion and in the model */
function layLoss(loss: AnyJoint, kind: JointKind, n: i32, ld: i32, K: i32, terms: i32): void {
  const layers = kind === JointKind.Targets ? 0 : kind === JointKind.Cox ? 2 * n + terms : (K + 1) * ld;
  const kept = kind === JointKind.Cox ? 2 * layers + terms : 2 * layers;
  const current = vector(layers);
  const model = vector(kept);
  if (!changetype<usize>(loss)) return;
  loss.at = current;
  loss.kept = model;
}

function lay(x: AnyDesign, loss: AnyJoint, kind: JointKind, penalty: Blocks, z: JointSizes, t: usize, positions: usize): Joint {
  const ld = z.n + (z.n & 1);
  const M = z.rows * z.R;
  const joint = changetype<Joint>(struct(offsetof<Joint>()));
  layLoss(loss, kind, z.n, ld, z.K, z.terms);
  joint.W = layWorking(x, loss, penalty, z.K, z.R, z.rows, z.blocks, positions);
  joint.s = layJointState(joint.W, ld, M, t);
  joint.s.intercepts = z.intercepts;
  joint.model = layModel(joint.W, z.rows, z.intercepts, z.n, z.terms, z.flat ? 1 : z.widest / z.R);
  const free = layFreeDirections(joint.s, ld, z.free, M);
  joint.proof = layJointProof(joint.s, free, ld, M, z.blocks, z.widest, z.p);
  const step = layBlockStep(joint.W, joint.model, z.rows, z.blocks, z.squares, z.widest);
  const descent = layBlockDescent(joint.W, joint.model, step, z.flat ? 1 : M, z.widest);
  let face: usize = 0;
  joint.faceW = 0;
  if (z.flat) {
    const own = changetype<WorkingSet>(struct(offsetof<WorkingSet>()));
    const only = changetype<State>(struct(offsetof<State>()));
    own.x = sized(z.n, 0);
    own.h = vector(M);
    own.penalty = changetype<ElasticNet>(struct(offsetof<ElasticNet>()));
    own.penalty.factors = vector(M);
    own.penalty.scales = vector(M);
    own.penalty.lower = vector(M);
    own.penalty.upper = vector(M);
    own.G = joint.model.G;
    only.beta = joint.s.nextT;
    only.partial = joint.s.partial;
    joint.faceW = changetype<usize>(own);
    face = changetype<usize>(layFace(own, only, M));
  }
  joint.newton = layNewton(joint.s, joint.model, free, face, descent);
  joint.trail = vector(M);
  joint.trailB = vector(z.K);
  return joint;
}

/** bytes of a Joint with its vectors, but for the room that its model grows into */
export function jointBytes(kind: JointKind, z: JointSizes): f64 {
  count();
  lay(sized(z.n, z.p), changetype<AnyJoint>(0), kind, changetype<Blocks>(0), z, 0, 0);
  return counted();
}

/** a Joint at 0 in the scratch at `work`; the coefficients (rows·R) and the positions of their rows (i32) stay the caller's */
export function jointAt(
  work: usize,
  x: AnyDesign,
  loss: AnyJoint,
  penalty: Blocks,
  z: JointSizes,
  entries: usize,
  scales: usize,
  offset: usize,
  t: usize,
  positions: usize,
): Joint {
  begin(work);
  const joint = lay(x, loss, loss.kind, penalty, z, t, positions);
  const W = joint.W;
  W.entries = entries;
  W.scales = scales;
  joint.s.offset = offset;
  // sums run over pairs of rows: what stands beside an odd last one counts for nothing
  memory.fill(joint.s.eta, 0, (<usize>(z.K * (z.n + (z.n & 1)))) << 3);
  memory.fill(joint.s.b, 0, (<usize>z.K) << 3);
  memory.fill(joint.trailB, 0, (<usize>z.K) << 3);
  memory.fill(joint.proof.zeros, 0, (<usize>z.widest) << 3);
  const model = joint.model;
  model.constant = loss.kind === JointKind.Targets;
  model.whole = !z.flat;
  for (let i = 0; i < z.terms; i++) f64.store(at(model.ones, i), 1);
  for (let i = 0; i < z.rows; i++) i32.store(model.places + ((<usize>i) << 2), i);
  placeBases(joint.newton.descent.step, penalty);
  joint.last = 0;
  joint.before = 0;
  joint.given = false;
  joint.known = false;
  return joint;
}
