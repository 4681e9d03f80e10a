// d ← −H∇F, H the inverse Hessian that the last pairs s = Δb, y = Δ∇F stand for (Nocedal 1980; Liu, Nocedal 1989):
//   q ← ∇F;  newest to oldest: αₖ = sₖᵀq/yₖᵀsₖ, q ← q − αₖyₖ;  q ← (sᵀy/yᵀy)q;  oldest to newest: q ← q + (αₖ − yₖᵀq/yₖᵀsₖ)sₖ
import { at } from "../linear/lanes";
import { axpy, dot, scal } from "../linear/level1";

/** d ← −H∇F from the last `count` of the pairs that were stored in rings of `size` at S and Y; `newest`: where the last one stands */
export function direction(m: i32, size: i32, count: i32, newest: i32, S: usize, Y: usize, alphas: usize, grad: usize, d: usize): void {
  memory.copy(d, grad, (<usize>m) << 3);
  for (let i = 0; i < count; i++) {
    const k = (newest + size - i) % size;
    const s = at(S, k * m);
    const y = at(Y, k * m);
    const alpha = dot(m, s, d) / dot(m, y, s);
    f64.store(at(alphas, k), alpha);
    axpy(m, -alpha, y, d);
  }
  if (count > 0) {
    const y = at(Y, newest * m);
    scal(m, dot(m, at(S, newest * m), y) / dot(m, y, y), d);
  }
  for (let i = count - 1; i >= 0; i--) {
    const k = (newest + size - i) % size;
    const s = at(S, k * m);
    const y = at(Y, k * m);
    axpy(m, f64.load(at(alphas, k)) - dot(m, y, d) / dot(m, y, s), s, d);
  }
  scal(m, -1, d);
}
