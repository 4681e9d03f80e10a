import { Design } from "../design/design";
import { at } from "../linear/lanes";
import { Loss } from "../losses/loss";
import { FreeBlock } from "./free";

/** Where a solver stands: β with everything that follows from it. The vectors lie behind one another in one block of scratch. */
@unmanaged
@final
export class State {
  /** m coefficients, the caller's own */
  beta: usize;
  /** what η has beside X̃β: the intercept of a loss that is not quadratic */
  offset: f64;
  /** n: offset + X̃β */
  eta: usize;
  /** n: ∇f(η) */
  g: usize;
  /** m: X̃ᵀ∇f(η) */
  partial: usize;
  /** n and m: the dual point and its X̃ᵀθ where it is not ∇f(η) */
  theta: usize;
  dualPartial: usize;
  /** m (i32): the working set */
  active: usize;
  /** which of g and theta is the dual point, its X̃ᵀθ, and what a step along the free columns would still gain (certificate.ts) */
  point: usize;
  pointPartial: usize;
  rest: f64;

  /** η, ∇f(η), X̃ᵀ∇f(η) ← from β, afresh: no drift of an updated residual gets into a certificate */
  evaluate<X extends Design, L extends Loss>(x: X, loss: L): void {
    this.predict(x);
    loss.gradient(this.eta, this.g);
    x.gemvT(this.g, this.partial);
  }

  /** η ← offset + X̃β */
  predict<X extends Design>(x: X): void {
    for (let i = 0; i < x.n; i++) f64.store(at(this.eta, i), this.offset);
    x.gemv(this.beta, this.eta);
  }
}

/** bytes of a State with its vectors and a free block of up to `free` columns */
export function stateBytes(n: i32, m: i32, free: i32): f64 {
  return <f64>(offsetof<State>() + offsetof<FreeBlock>() + 64) + 8 * (4 * <f64>n + 4 * <f64>m + <f64>free * (<f64>free + 2));
}

/** lays a State out in the scratch at `work`, its free block behind it */
export function stateAt(work: usize, n: i32, m: i32, free: i32, beta: usize): State {
  const s = changetype<State>(work);
  const block = freeOf(s);
  s.beta = beta;
  s.offset = 0;
  s.eta = (work + offsetof<State>() + offsetof<FreeBlock>() + 15) & ~15;
  s.g = at(s.eta, n);
  s.theta = at(s.g, n);
  block.t = at(s.theta, n);
  s.partial = at(block.t, n);
  s.dualPartial = at(s.partial, m);
  s.active = at(s.dualPartial, m);
  block.wanted = at(s.active, m);
  block.list = at(block.wanted, m);
  block.step = at(block.list, free);
  block.L = at(block.step, free);
  block.capacity = free;
  block.count = 0;
  memory.fill(block.wanted, 0, <usize>m);
  return s;
}

/** the free block that belongs to a State */
export function freeOf(s: State): FreeBlock {
  return changetype<FreeBlock>(changetype<usize>(s) + offsetof<State>());
}
