// Newton's method on W with the penalty (Lee, Sun, Saunders 2014): the minimum of a quadratic model of f plus Ω, by faces (../path/settle.ts)
// where every block is one number, else by blocks; then the largest t = 1, ½, ¼ … for which f + Ω falls by a share of what it promises.
import { at } from "../linear/lanes";
import { struct } from "../linear/layout";
import { dot } from "../linear/level1";
import { row } from "../linear/packed";
import { Face } from "../path/face";
import { settle } from "../path/settle";
import { BlockDescent } from "./blockDescent";
import { FreeDirections } from "./freeDirections";
import { Model } from "./model";
import { JointState } from "./state";

/** Armijo's share of the promised decrease */
const SHARE: f64 = 1e-4;
/** how much of the last decrease may be left in the model */
const INNER: f64 = 0.01;
const HALVINGS: i32 = 40;
/** a step of a kept model has to promise this share of the step before it at most */
const PROGRESS: f64 = 0.3;

@unmanaged
@final
export class Newton {
  s: JointState;
  model: Model;
  free: FreeDirections;
  /** 0 where blocks have more than one number */
  face: usize;
  descent: BlockDescent;
  /** what the last step promised; Infinity where none was made at this λ */
  promised: f64;

  /** t, b ← argmin over W from there, to a promised decrease of `enough`; returns the passes it took */
  solve(most: i32, enough: f64): i32 {
    const s = this.s;
    const W = s.W;
    let passes = 0;
    let objective = s.value + W.omega(s.t);
    let before = Infinity;
    while (passes < most) {
      const fresh = this.model.follow(s.g);
      // there is nothing to be exact for as long as the model itself is not
      const tolerance = INNER * (this.model.constant ? enough : max(enough, min(this.promised, 0.1 * abs(objective))));
      passes += max(1, this.minimise(fresh, tolerance, most - passes));
      let promised = W.omega(s.t) - W.omega(s.nextT);
      for (let k = 0; k < W.K; k++) promised -= dot(W.x.n, at(s.g, k * W.loss.ld), at(s.move, k * W.loss.ld));
      if (!fresh && promised > PROGRESS * before) this.model.stale = true;
      before = promised;
      this.promised = promised;
      const t = this.search(objective, promised);
      if (t === 0) {
        // a kept model may be to blame
        if (!fresh && !this.model.constant && promised > enough) {
          this.model.stale = true;
          continue;
        }
        break;
      }
      this.accept(t);
      objective = s.value + W.omega(s.t);
      if (promised <= max(enough, s.noise(objective))) break;
      if (this.model.constant) break;
    }
    return passes;
  }

  /** nextT, nextB, move ← the minimum of the model, whose curvature is a fresh one or that of the last step; returns the passes */
  private minimise(fresh: bool, enough: f64, most: i32): i32 {
    const s = this.s;
    const W = s.W;
    const m = W.m;
    W.gemvT(s.g, s.partial);
    this.model.intercepts.reduce(s.g, s.partial);
    memory.copy(s.nextT, s.t, (<usize>(m * W.R)) << 3);
    let passes = 0;
    if (this.face) {
      const face = changetype<Face>(this.face);
      let size = abs(s.value);
      face.W.x.m = m;
      for (let i = 0; i < m; i++) {
        const h = max(f64.MIN_NORMAL_VALUE, f64.load(at(row(this.model.G, i), i)));
        f64.store(at(face.W.h, i), h);
        size += h * f64.load(at(s.t, i)) * f64.load(at(s.t, i));
      }
      if (fresh) face.fill();
      else face.follow();
      passes = settle(face, most, enough, 64 * f64.EPSILON * f64.EPSILON * size);
    } else passes = this.descent.solve(s.nextT, s.partial, enough, most);
    // the way there: dt in place of t for a moment
    for (let e = 0; e < m * W.R; e++) f64.store(at(s.partial, e), f64.load(at(s.nextT, e)) - f64.load(at(s.t, e)));
    if (s.intercepts > 0) this.model.intercepts.follow(s.partial, s.nextB);
    s.predict(s.partial, s.nextB, s.move, false);
    for (let k = 0; k < s.intercepts; k++) f64.store(at(s.nextB, k), f64.load(at(s.nextB, k)) + f64.load(at(s.b, k)));
    return passes;
  }

  /** trial ← η + t·move, and f, ∇f there: 0 where even the smallest step gains nothing, and they are those of η */
  private search(objective: f64, promised: f64): f64 {
    const s = this.s;
    const W = s.W;
    const size = W.K * W.loss.ld;
    if (!(promised > -s.noise(objective))) return 0;
    let t: f64 = 1;
    for (let k = 0; k < HALVINGS; k++, t *= 0.5) {
      for (let i = 0; i < size; i++) f64.store(at(s.trial, i), f64.load(at(s.eta, i)) + t * f64.load(at(s.move, i)));
      s.value = W.loss.expand(s.trial, s.g);
      // s.partial holds the way from t to nextT
      if (k > 0) for (let e = 0; e < W.m * W.R; e++) f64.store(at(s.nextT, e), f64.load(at(s.t, e)) + t * f64.load(at(s.partial, e)));
      if (s.value + W.omega(s.nextT) <= objective - SHARE * t * promised + s.noise(objective)) return t;
    }
    s.value = W.loss.expand(s.eta, s.g);
    return 0;
  }

  /** t, b, η ← where the search has come to */
  private accept(t: f64): void {
    const s = this.s;
    const W = s.W;
    memory.copy(s.t, s.nextT, (<usize>(W.m * W.R)) << 3);
    for (let k = 0; k < s.intercepts; k++) {
      const slot = at(s.b, k);
      f64.store(slot, f64.load(slot) + t * (f64.load(at(s.nextB, k)) - f64.load(slot)));
    }
    memory.copy(s.eta, s.trial, (<usize>(W.K * W.loss.ld)) << 3);
  }

  /** b ← the best intercepts for t, to a promise of `enough` */
  centre(enough: f64): void {
    const s = this.s;
    const W = s.W;
    if (s.intercepts === 0) return;
    for (let round = 0; round < 50; round++) {
      this.free.gather(false);
      const decrement = this.free.solve(s.g);
      if (!(decrement > enough)) return;
      const rounding = s.noise(s.value);
      const last = decrement <= rounding;
      const value = s.value;
      let t: f64 = 1;
      for (let k = 0; k < HALVINGS; k++, t *= 0.5) {
        this.free.step(s.b, t, s.nextB);
        for (let l = 0; l < W.K; l++) {
          const d = f64.load(at(s.nextB, l)) - f64.load(at(s.b, l));
          for (let i = l * W.loss.ld; i < l * W.loss.ld + W.x.n; i++) f64.store(at(s.trial, i), f64.load(at(s.eta, i)) + d);
        }
        s.value = W.loss.expand(s.trial, s.g);
        if (last || s.value <= value + rounding) break;
      }
      memory.copy(s.b, s.nextB, (<usize>W.K) << 3);
      memory.copy(s.eta, s.trial, (<usize>(W.K * W.loss.ld)) << 3);
      if (last) return;
    }
  }
}

/** in the layout at hand */
export function layNewton(s: JointState, model: Model, free: FreeDirections, face: usize, descent: BlockDescent): Newton {
  const newton = changetype<Newton>(struct(offsetof<Newton>()));
  newton.s = s;
  newton.model = model;
  newton.free = free;
  newton.face = face;
  newton.descent = descent;
  return newton;
}
