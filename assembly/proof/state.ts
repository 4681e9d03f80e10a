import { Design } from "../design/design";
import { at } from "../linear/lanes";
import { begin, count, counted, filled, room, struct, vector } from "../linear/layout";
import { Loss } from "../losses/loss";
import { FreeBlock } from "./free";

/** Where a solver stands: β with everything that follows from it. */
@unmanaged
@final
export class State {
  /** m coefficients, the caller's own */
  beta: usize;
  /** what η has beside X̃β: the intercept of a loss that is not quadratic */
  offset: f64;
  /** n: offset + X̃β */
  eta: usize;
  /** f(η) */
  value: f64;
  /** n: ∇f(η) */
  g: usize;
  /** m: X̃ᵀ∇f(η) */
  partial: usize;
  /** n and m: the dual point and its X̃ᵀθ where it is not ∇f(η); without a free block there is no θ */
  theta: usize;
  dualPartial: usize;
  /** m (i32): the working set, and the last iterates of it, where coordinate descent keeps them (path/extrapolation.ts) */
  active: usize;
  iterates: usize;
  /** which of g and theta is the dual point, its X̃ᵀθ, and what a step along the free columns would still gain (certificate.ts) */
  point: usize;
  pointPartial: usize;
  freeGain: f64;

  /** η, f(η), ∇f(η), X̃ᵀ∇f(η) ← from β, afresh: no drift of an updated residual gets into a certificate */
  evaluate<X extends Design, L extends Loss>(x: X, loss: L): void {
    this.predict(x);
    this.value = loss.valueAndGradient(this.eta, this.g);
    x.gemvT(this.g, this.partial);
  }

  /** η ← offset + X̃β */
  predict<X extends Design>(x: X): void {
    for (let i = 0; i < x.n; i++) f64.store(at(this.eta, i), this.offset);
    x.gemv(this.beta, this.eta);
  }
}

/** a State of n rows and m columns, its free block of up to `free` columns behind it, in the layout at hand */
export function layState(n: i32, m: i32, free: i32, beta: usize): State {
  const s = changetype<State>(struct(offsetof<State>() + offsetof<FreeBlock>()));
  const block = freeOf(s);
  s.beta = beta;
  s.offset = 0;
  s.eta = vector(n);
  s.g = vector(n);
  s.theta = free > 0 ? vector(n) : 0;
  block.t = free > 0 ? vector(n) : 0;
  s.partial = vector(m);
  s.dualPartial = vector(m);
  s.active = room(4 * <f64>m);
  block.wanted = filled(m, 0);
  block.list = room(4 * <f64>free);
  block.step = vector(free);
  block.combination = vector(free > 0 ? m : 0);
  block.L = room(8 * <f64>free * <f64>free);
  block.capacity = free;
  block.count = 0;
  return s;
}

/** the same with room for a dual point that is not ∇f, also where no column is free */
export function layPointedState(n: i32, m: i32, free: i32, beta: usize): State {
  const s = layState(n, m, free, beta);
  if (free === 0) s.theta = vector(n);
  return s;
}

/** bytes of a State with its vectors */
export function stateBytes(n: i32, m: i32, free: i32): f64 {
  count();
  layState(n, m, free, 0);
  return counted();
}

/** a State in the scratch at `work` */
export function stateAt(work: usize, n: i32, m: i32, free: i32, beta: usize): State {
  begin(work);
  return layState(n, m, free, beta);
}

/** the free block that belongs to a State */
export function freeOf(s: State): FreeBlock {
  return changetype<FreeBlock>(changetype<usize>(s) + offsetof<State>());
}
