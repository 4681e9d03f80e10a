// The duality gap of a joint problem (../proof/certificate.ts has the reasoning), by blocks:
//     gap = [f(η) + f*(κθ) − κ⟨θ, η⟩] + Σ_b [Ω(t_b) + Ω*(κz_b) − κz_bᵀt_b],   z = −X̃ᵀθ/d,
// and the blocks outside of W that may leave 0 at θ.
import { at } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";
import { Blocks } from "../penalties/blocks";
import { Certificate } from "../proof/certificate";
import { FreeDirections } from "./freeDirections";
import { JointState } from "./state";

/** what rounding a sum of n terms may make of it, as a share: on the safe side of √n of their roundings */
const ROUNDED: f64 = 8 * f64.EPSILON;

/** a block is near to leaving 0 where this many times its z would make it */
const NEAR: f64 = 1.15;
/** what is left along the free directions after a step, as a share of what was there before, that a second one would not mend */
const NEGLIGIBLE: f64 = 1e-20;

@unmanaged
@final
export class JointProof {
  s: JointState;
  free: FreeDirections;
  /** θ; X̃ᵀθ of all columns by layers; −X̃ᵀθ/d by position; zeros for a block that is 0 */
  theta: usize;
  slopes: usize;
  z: usize;
  zeros: usize;
  /** what a step along the free directions would still gain */
  gain: f64;
  /** i32: the blocks outside of W that may leave 0 at θ; those that were near to it at the last look at all, and whether there was one */
  outside: usize;
  count: i32;
  near: usize;
  nearCount: i32;
  known: bool;
  /** X̃ᵀθ/d by number of W */
  rows: usize;

  /** θ ← ∇f made orthogonal to the free directions where the loss allows it */
  point(): void {
    const W = this.s.W;
    memory.copy(this.theta, this.s.g, (<usize>(W.K * W.loss.ld)) << 3);
    this.gain = 0;
    W.loss.shift(0, 0);
    this.free.gather(true);
    if (this.free.count === 0) return;
    this.gain = this.free.solve(this.theta);
    const before = this.gain;
    // Cox's conjugate is known at one such step from ∇f
    for (let round = 0; round < (this.isCox() ? 1 : 2); round++) {
      this.free.orthogonalise(this.theta);
      this.gain = this.free.solve(this.theta);
      // rounding is all that is left
      if (this.gain <= NEGLIGIBLE * before) break;
    }
    if (!this.free.isOrthogonal(this.theta)) this.gain = Infinity;
  }

  /** z of W and of the blocks that were near to leaving 0 at the last look at all, and outside ← those of them that may leave it at θ */
  lookNear(): void {
    const W = this.s.W;
    W.gemvT(this.theta, this.rows);
    for (let i = 0; i < W.m; i++) {
      const z = at(this.z, W.position(i) * W.R);
      for (let r = 0; r < W.R; r++) f64.store(at(z, r), -f64.load(at(this.rows, i * W.R + r)));
    }
    this.count = 0;
    for (let k = 0; k < this.nearCount; k++) {
      const b = i32.load(this.near + ((<usize>k) << 2));
      if (W.has(b)) continue;
      for (let g = W.penalty.first(b); g < W.penalty.first(b + 1); g++) {
        const j = W.column(g);
        const d = -1 / f64.load(at(W.scales, j));
        for (let r = 0; r < W.R; r++) {
          const layer = at(this.theta, (W.R === 1 ? W.layerOf(g) : r) * W.loss.ld);
          f64.store(at(this.z, g * W.R + r), d * W.x.dot(j, layer, W.x.sum(layer)));
        }
      }
      this.take(b);
    }
  }

  /** z, near and outside ← of all blocks at θ */
  look(): void {
    const s = this.s;
    const W = s.W;
    W.x.gemmT(W.K, this.theta, W.loss.ld, this.slopes, W.x.m);
    this.spread();
    this.count = 0;
    this.nearCount = 0;
    this.known = true;
    for (let b = 0; b < W.penalty.count; b++) {
      if (W.has(b) || W.penalty.farFrom(b, this.at(b), NEAR)) continue;
      i32.store(this.near + ((<usize>this.nearCount) << 2), b);
      this.nearCount++;
      this.take(b);
    }
  }

  /** outside ← outside and block b, if it may leave 0 */
  private take(b: i32): void {
    if (this.s.W.penalty.staysZero(b, this.at(b))) return;
    i32.store(this.outside + ((<usize>this.count) << 2), b);
    this.count++;
  }

  private isCox(): bool {
    return this.s.W.loss.terms > 0 && this.s.intercepts === 0;
  }

  /** z ← −slopes/d by position */
  private spread(): void {
    const W = this.s.W;
    const p = W.x.m;
    const positions = W.penalty.first(W.penalty.count);
    for (let g = 0; g < positions; g++) {
      const j = W.column(g);
      const d = -1 / f64.load(at(W.scales, j));
      if (W.R === 1) f64.store(at(this.z, g), d * f64.load(at(this.slopes, W.layerOf(g) * p + j)));
      else for (let r = 0; r < W.R; r++) f64.store(at(this.z, g * W.R + r), d * f64.load(at(this.slopes, r * p + j)));
    }
  }

  /** z of block b */
  at(b: i32): usize {
    return at(this.z, this.s.W.penalty.first(b) * this.s.W.R);
  }

  outsideBlock(k: i32): i32 {
    return i32.load(this.outside + ((<usize>k) << 2));
  }

  /** the certificate of t and b at θ */
  prove(out: Certificate): void {
    const s = this.s;
    const W = s.W;
    const penalty = W.penalty;
    const scale = W.loss.dualScale(this.theta);
    let finite = scale;
    let near = scale;
    for (let i = 0; i < W.count; i++) {
      const b = W.block(i);
      if (penalty.isOpen(b, at(s.t, W.first(i) * W.R))) continue;
      finite = min(finite, penalty.dualScale(b, this.at(b)));
      near = min(near, penalty.nearScale(b, at(s.t, W.first(i) * W.R), this.at(b)));
    }
    for (let k = 0; k < this.count; k++) {
      const b = this.outsideBlock(k);
      finite = min(finite, penalty.dualScale(b, this.at(b)));
      near = min(near, penalty.nearScale(b, this.zeros, this.at(b)));
    }
    let gap = this.gapAt(finite);
    // either κ gives a proof; the smaller gap counts
    if (near < finite) gap = min(gap, this.gapAt(near));
    const omega = W.omega(s.t);
    out.objective = s.value + omega;
    gap += 2 * this.gain;
    if (!(gap <= out.objective)) {
      // θ = 0 is a dual point, whatever rounding has made of the other
      const below = W.loss.fenchel(s.eta, 0, this.theta) + omega;
      if (!(gap <= below)) gap = below;
      if (!(gap <= Infinity)) gap = Infinity;
    }
    out.gap = gap;
  }

  private gapAt(kappa: f64): f64 {
    const s = this.s;
    const W = s.W;
    const penalty = W.penalty;
    let gap = W.loss.fenchel(s.eta, kappa, this.theta);
    for (let i = 0; i < W.count; i++) {
      const b = W.block(i);
      if (!penalty.isOpen(b, at(s.t, W.first(i) * W.R))) gap += penalty.gap(b, at(s.t, W.first(i) * W.R), this.at(b), kappa);
    }
    for (let k = 0; k < this.count; k++) gap += penalty.gap(this.outsideBlock(k), this.zeros, this.at(this.outsideBlock(k)), kappa);
    return gap * (1 + ROUNDED);
  }

  /** the smallest λ at which no block with a penalty leaves 0 */
  lambdaMax(): f64 {
    const penalty = this.s.W.penalty;
    let most: f64 = 0;
    for (let b = 0; b < penalty.count; b++) if (!penalty.free(b)) most = max(most, penalty.lambdaMax(b, this.at(b)));
    return most;
  }

  /** outside ← at most `most` of them, those that bear the largest share of what holds them */
  choose(most: i32): void {
    if (this.count <= most) return;
    const penalty = this.s.W.penalty;
    let low: f64 = 0;
    let high: f64 = 0;
    for (let k = 0; k < this.count; k++) high = max(high, this.share(penalty, k));
    for (let round = 0; round < 40; round++) {
      const middle = 0.5 * (low + high);
      let above = 0;
      for (let k = 0; k < this.count; k++) above += i32(this.share(penalty, k) >= middle);
      if (above > most) low = middle;
      else high = middle;
    }
    let kept = 0;
    for (let k = 0; k < this.count && kept < most; k++) {
      const b = this.outsideBlock(k);
      if (this.share(penalty, k) < high) continue;
      i32.store(this.outside + ((<usize>kept) << 2), b);
      kept++;
    }
    this.count = max(1, kept);
  }

  /** ‖z‖ beyond what holds the block at 0, against that */
  private share(penalty: Blocks, k: i32): f64 {
    const b = this.outsideBlock(k);
    if (penalty.flat) return penalty.lambdaMax(b, this.at(b));
    return penalty.soft(b, this.at(b), 1, 0) / (penalty.norm(b) + f64.MIN_NORMAL_VALUE);
  }
}

/** in the layout at hand; M numbers in all, in `blocks` blocks of at most `widest` */
export function layJointProof(s: JointState, free: FreeDirections, ld: i32, M: i32, blocks: i32, widest: i32, p: i32): JointProof {
  const proof = changetype<JointProof>(struct(offsetof<JointProof>()));
  proof.s = s;
  proof.free = free;
  proof.theta = vector(ld * s.W.K);
  proof.slopes = vector(p * s.W.K);
  proof.z = vector(M);
  proof.zeros = vector(widest);
  proof.outside = room(4 * <f64>blocks);
  proof.near = room(4 * <f64>blocks);
  proof.rows = vector(M);
  proof.count = 0;
  proof.nearCount = 0;
  proof.known = false;
  return proof;
}
