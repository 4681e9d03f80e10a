// One block of a quadratic model solved, the others held: t_b ← argmin ½tr(tᵀG_bb t) − ⟨v, t⟩ + Ω(t), v = G_bb t_b − ∂_b.
// In the eigenbasis of G_bb = QᵀDQ the group lasso's solution is uᵢτ/((dᵢ + c)τ + a) with u = Qv, where τ = ‖t_b‖ is the root of
//     Σ uᵢ²/((dᵢ + c)τ + a)² = 1                                                    (Qin, Scheinberg, Goldfarb 2013, section 4)
import { eigen } from "../linear/eigen";
import { at, padded } from "../linear/lanes";
import { filled, room, struct, vector } from "../linear/layout";
import { dot } from "../linear/level1";
import { row } from "../linear/packed";
import { Blocks } from "../penalties/blocks";
import { Model } from "./model";
import { Working } from "./working";

/** steps of Newton's method for τ: four or five are usual */
const STEPS: i32 = 50;
/** proximal steps in a block whose entries have kinks of their own */
const INNER: i32 = 30;
/** a direction of a block without a penalty counts while it has more than this share of the steepest curvature */
const INDEPENDENT: f64 = 1e-11;
/** what is left to gain in such a block, as a share of the first step's */
const ENOUGH: f64 = 1e-3;

@unmanaged
@final
export class BlockStep {
  W: Working;
  model: Model;
  /** numbers by block of more than one row: where its Q starts; Q, and d by position; the epoch (i32) that they are of */
  bases: usize;
  Q: usize;
  d: usize;
  epochs: usize;
  /** numbers of one block, three times */
  v: usize;
  u: usize;
  next: usize;

  /** next ← the best coefficients of block number i of W; returns the curvature of its steepest direction */
  solve(i: i32, t: usize, partial: usize): f64 {
    const W = this.W;
    const penalty = W.penalty;
    const R = W.R;
    const b = W.block(i);
    const s = W.first(i);
    const q = W.first(i + 1) - s;
    if (q === 1) {
      const h = f64.load(at(row(this.model.G, s), s));
      for (let r = 0; r < R; r++) {
        const e = s * R + r;
        f64.store(at(this.v, r), h * f64.load(at(t, e)) - f64.load(at(partial, e)));
      }
      const length = penalty.soft(b, this.v, 1, this.next);
      const norm = penalty.norm(b);
      const whole = h + penalty.ridge(b);
      const share = length <= norm || !(whole > 0) ? 0 : (1 - norm / length) / whole;
      for (let r = 0; r < R; r++) f64.store(at(this.next, r), f64.load(at(this.next, r)) * share);
      return h;
    }
    this.refresh(b, s, q);
    const d = at(this.d, penalty.first(b));
    this.gradient(s, q, t, partial);
    if (W.penalty.kinked(b)) this.proximal(b, s, q, t, f64.load(at(d, q - 1)));
    else this.rotated(b, q, d);
    return f64.load(at(d, q - 1));
  }

  /** v ← G_bb t_b − ∂_b */
  private gradient(s: i32, q: i32, t: usize, partial: usize): void {
    const R = this.W.R;
    for (let i = 0; i < q; i++) {
      const g = at(row(this.model.G, s + i), s);
      for (let r = 0; r < R; r++) {
        let sum: f64 = -f64.load(at(partial, (s + i) * R + r));
        for (let j = 0; j < q; j++) sum += f64.load(at(g, j)) * f64.load(at(t, (s + j) * R + r));
        f64.store(at(this.v, i * R + r), sum);
      }
    }
  }

  /** Q and d of block b are those of today's G */
  private refresh(b: i32, s: i32, q: i32): void {
    const epoch = this.epochs + ((<usize>b) << 2);
    if (i32.load(epoch) === this.model.epoch) return;
    i32.store(epoch, this.model.epoch);
    const Q = this.basis(b);
    const ld = padded(q);
    for (let i = 0; i < q; i++) memory.copy(at(Q, i * ld), at(row(this.model.G, s + i), s), (<usize>q) << 3);
    eigen(q, ld, Q, at(this.d, this.W.penalty.first(b)), this.u);
  }

  private basis(b: i32): usize {
    return this.Q + <usize>f64.load(at(this.bases, b));
  }

  /** next ← the solution of a block without kinks but at 0 */
  private rotated(b: i32, q: i32, d: usize): void {
    const R = this.W.R;
    const norm = this.W.penalty.norm(b);
    const c = this.W.penalty.ridge(b);
    const size = q * R;
    const length = sqrt(dot(size, this.v, this.v));
    memory.fill(this.next, 0, (<usize>size) << 3);
    if (length <= norm) return;
    const Q = this.basis(b);
    const ld = padded(q);
    for (let i = 0; i < q; i++) {
      for (let r = 0; r < R; r++) {
        let sum: f64 = 0;
        for (let j = 0; j < q; j++) sum += f64.load(at(Q, i * ld + j)) * f64.load(at(this.v, j * R + r));
        f64.store(at(this.u, i * R + r), sum);
      }
    }
    const largest = f64.load(at(d, q - 1)) + c;
    const tau = norm > 0 ? root(q, R, this.u, d, c, norm, (length - norm) / largest) : 1;
    for (let i = 0; i < q; i++) {
      const curvature = max(0, f64.load(at(d, i))) + c;
      // a direction without curvature and without penalty stays where it is: its slope is rounding
      const share = norm === 0 && curvature <= INDEPENDENT * largest ? 0 : tau / (curvature * tau + norm);
      for (let r = 0; r < R; r++) {
        const u = f64.load(at(this.u, i * R + r)) * share;
        for (let j = 0; j < q; j++) {
          const slot = at(this.next, j * R + r);
          f64.store(slot, f64.load(slot) + f64.load(at(Q, i * ld + j)) * u);
        }
      }
    }
  }

  /** next ← the solution of a block whose entries have kinks: steps of 1/(largest eigenvalue) (Simon et al. 2013, section 3) */
  private proximal(b: i32, s: i32, q: i32, t: usize, largest: f64): void {
    const R = this.W.R;
    const size = q * R;
    const norm = this.W.penalty.norm(b);
    const c = this.W.penalty.ridge(b);
    memory.copy(this.next, at(t, s * R), (<usize>size) << 3);
    let first: f64 = 0;
    for (let k = 0; k < INNER; k++) {
      let moved: f64 = 0;
      // u ← largest·next − slope at next
      for (let i = 0; i < q; i++) {
        const g = at(row(this.model.G, s + i), s);
        for (let r = 0; r < R; r++) {
          let slope: f64 = -f64.load(at(this.v, i * R + r));
          for (let j = 0; j < q; j++) slope += f64.load(at(g, j)) * f64.load(at(this.next, j * R + r));
          f64.store(at(this.u, i * R + r), largest * f64.load(at(this.next, i * R + r)) - slope);
        }
      }
      const length = this.W.penalty.soft(b, this.u, 1, this.u);
      const share = length <= norm ? 0 : (1 - norm / length) / (largest + c);
      for (let e = 0; e < size; e++) {
        const x = f64.load(at(this.u, e)) * share;
        const d = x - f64.load(at(this.next, e));
        moved += d * d;
        f64.store(at(this.next, e), x);
      }
      if (k === 0) first = moved;
      if (moved <= ENOUGH * first) return;
    }
  }
}

/** τ from below, where the left side is above 1 */
function root(q: i32, R: i32, u: usize, d: usize, c: f64, norm: f64, tau: f64): f64 {
  for (let k = 0; k < STEPS; k++) {
    let squares: f64 = 0;
    let slope: f64 = 0;
    for (let i = 0; i < q; i++) {
      const curvature = max(0, f64.load(at(d, i))) + c;
      const under = curvature * tau + norm;
      let square: f64 = 0;
      for (let r = 0; r < R; r++) square += f64.load(at(u, i * R + r)) * f64.load(at(u, i * R + r));
      squares += square / (under * under);
      slope += (square * curvature) / (under * under * under);
    }
    // Newton on 1/√squares − 1, which is nearly straight
    const step = (squares * (sqrt(squares) - 1)) / slope;
    if (!(abs(step) > 1e-15 * tau)) break;
    tau += step;
  }
  return tau;
}

/** in the layout at hand; `squares`: Σq² of the blocks of more than one row, q rounded up to whole panels; `widest`: numbers of the largest block */
export function layBlockStep(W: Working, model: Model, M: i32, blocks: i32, squares: f64, widest: i32): BlockStep {
  const step = changetype<BlockStep>(struct(offsetof<BlockStep>()));
  step.W = W;
  step.model = model;
  step.bases = vector(blocks);
  step.Q = room(8 * squares);
  step.d = vector(M);
  step.epochs = filled(4 * blocks, 0);
  step.v = vector(widest);
  step.u = vector(widest);
  step.next = vector(widest);
  return step;
}

/** where the bases of all blocks are */
export function placeBases(step: BlockStep, penalty: Blocks): void {
  let next: f64 = 0;
  for (let b = 0; b < penalty.count; b++) {
    f64.store(at(step.bases, b), next);
    const q = penalty.size(b);
    if (q > 1) next += 8 * <f64>padded(q) * <f64>padded(q);
  }
}
