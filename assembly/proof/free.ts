// The free block: columns without a penalty. A dual point θ is feasible only where x̃ⱼᵀθ = 0 for them, so the block V is solved exactly,
//   β_V ← β_V − (X̃_VᵀWX̃_V)⁻¹ X̃_Vᵀ∇f,     which makes ∇f orthogonal to V;
// where bounds forbid the step, only the dual point takes it: θ ← ∇f + WX̃_V·step. The Cholesky factor grows column by column and is
// kept while V stays; a column that depends on the others is left out of it.

import { addColumns } from "../design/addColumns";
import { Design } from "../design/design";
import { factorRow, solve } from "../linear/cholesky";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { Loss } from "../losses/loss";
import { Penalty } from "../penalties/penalty";

/**
 * A column belongs to V while what the others leave of it is more than this share of its squared length: below it the steps, whose error
 * shrinks by ε/share a round, would not settle, and a certificate that calls X̃_Vᵀθ zero would claim too much.
 */
const INDEPENDENT: f64 = 1e-11;

@unmanaged
@final
export class FreeBlock {
  capacity: i32;
  count: i32;
  /** m (u8): 1 where column j is asked for */
  wanted: usize;
  /** capacity (i32): the independent columns among them */
  list: usize;
  /** capacity × capacity */
  L: usize;
  /** capacity */
  step: usize;
  /** n: Wx̃ⱼ of the column being added */
  t: usize;
  /** m: a combination of columns */
  combination: usize;

  /** V ← nothing: the curvature has changed under m columns */
  reset(m: i32): void {
    this.count = 0;
    memory.fill(this.wanted, 0, <usize>m);
  }

  /** V ← free columns inside their bounds, and those whose dual constraint c breaks; true where V changed */
  choose<X extends Design, P extends Penalty>(x: X, penalty: P, beta: usize, c: usize, keep: bool): bool {
    let changed = false;
    let left = false;
    for (let j = 0; j < x.m; j++) {
      if (!penalty.free(j)) continue;
      const before = load<u8>(this.wanted + <usize>j);
      const asked = (keep && before === 1) || penalty.inside(f64.load(at(beta, j)), j) || !penalty.allows(-f64.load(at(c, j)), j);
      if (before === <u8>asked) continue;
      changed = true;
      if (asked) store<u8>(this.wanted + <usize>j, 2);
      else {
        left = true;
        store<u8>(this.wanted + <usize>j, 0);
      }
    }
    if (!changed) return false;
    if (left) this.count = 0;
    for (let j = 0; j < x.m; j++) {
      const state = load<u8>(this.wanted + <usize>j);
      if (state === 0 || (state === 1 && !left)) continue;
      store<u8>(this.wanted + <usize>j, 1);
      this.add(x, j);
    }
    return true;
  }

  /** appends row `count` of the factor for column j, unless it depends on the columns before it */
  private add<X extends Design>(x: X, j: i32): void {
    if (this.count === this.capacity) return;
    spend(this.count, x.n);
    const sum = this.weigh(x, j);
    const row = at(this.L, this.count * this.capacity);
    for (let i = 0; i < this.count; i++) f64.store(at(row, i), x.dot(this.at(i), this.t, sum));
    f64.store(at(row, this.count), x.dot(j, this.t, sum));
    if (!factorRow(this.count, this.capacity, this.L, 0, INDEPENDENT)) return;
    i32.store(this.list + ((<usize>this.count) << 2), j);
    this.count++;
  }

  /** t ← Wx̃ⱼ; returns its sum */
  private weigh<X extends Design>(x: X, j: i32): f64 {
    memory.fill(this.t, 0, (<usize>x.n) << 3);
    x.settle(x.step(j, 1, this.t), this.t);
    return x.sum(this.t);
  }

  /** the column at place i of V */
  at(i: i32): i32 {
    return i32.load(this.list + ((<usize>i) << 2));
  }

  /** step ← −(X̃_VᵀWX̃_V)⁻¹ partial_V; returns ½ partial_Vᵀ(X̃_VᵀWX̃_V)⁻¹partial_V, what the step takes off a quadratic */
  solve(partial: usize): f64 {
    for (let i = 0; i < this.count; i++) f64.store(at(this.step, i), -f64.load(at(partial, this.at(i))));
    solve(this.count, this.capacity, this.L, this.step);
    let decrement: f64 = 0;
    for (let i = 0; i < this.count; i++) decrement -= 0.5 * f64.load(at(partial, this.at(i))) * f64.load(at(this.step, i));
    return decrement;
  }

  /** θ ← θ + WX̃_V·step, and twice more from what V's condition has left of X̃_Vᵀθ */
  orthogonalise<X extends Design>(x: X, theta: usize): void {
    for (let round = 0; ; round++) {
      const sum = addColumns(x, this.count, this.list, this.step, theta);
      if (round === 2) return;
      for (let i = 0; i < this.count; i++) f64.store(at(this.step, i), -x.dot(this.at(i), theta, sum));
      solve(this.count, this.capacity, this.L, this.step);
    }
  }

  /** β_V ← β_V + step where all of it stays inside the bounds; false, and β as it was, otherwise */
  take<P extends Penalty>(penalty: P, beta: usize): bool {
    for (let i = 0; i < this.count; i++) {
      if (!penalty.inside(f64.load(at(beta, this.at(i))) + f64.load(at(this.step, i)), this.at(i))) return false;
    }
    for (let i = 0; i < this.count; i++) {
      const b = at(beta, this.at(i));
      f64.store(b, f64.load(b) + f64.load(at(this.step, i)));
    }
    return true;
  }

  /**
   * c_V ← 0: what is left there after the step is rounding. So it is for a column that V makes up to rounding of its entries, up to the
   * rounding of x̃ⱼᵀθ, ε·‖x̃ⱼ‖_W·(‖θ‖_W⁻¹ + ‖η‖_W) by Cauchy–Schwarz; anything larger stays, and keeps the certificate from claiming too much.
   */
  clear<X extends Design, L extends Loss>(x: X, loss: L, eta: usize, theta: usize, c: usize): void {
    for (let i = 0; i < this.count; i++) f64.store(at(c, this.at(i)), 0);
    let size: f64 = -1;
    for (let j = 0; j < x.m; j++) {
      if (load<u8>(this.wanted + <usize>j) === 0 || f64.load(at(c, j)) === 0) continue;
      if (size < 0) size = this.size(loss, eta, theta);
      const sum = this.weigh(x, j);
      const rounding = 64 * f64.EPSILON * sqrt(x.dot(j, this.t, sum)) * size;
      if (abs(f64.load(at(c, j))) <= rounding && this.makes(x, loss, j)) f64.store(at(c, j), 0);
    }
  }

  /** true where what V leaves of x̃ⱼ is rounding of its entries: however small x̃ⱼᵀθ is, a column that stands out of V may be worth much */
  private makes<X extends Design, L extends Loss>(x: X, loss: L, j: i32): bool {
    const gamma = this.combination;
    memory.fill(gamma, 0, (<usize>x.m) << 3);
    f64.store(at(gamma, j), 1);
    const whole = this.square(x, loss);
    // the first round finds the combination, two more take back what V's condition has cost
    for (let round = 0; round < 3; round++) {
      this.weigh(x, j);
      for (let i = 0; i < this.count; i++) f64.store(at(this.step, i), f64.load(at(gamma, this.at(i))));
      const sum = addColumns(x, this.count, this.list, this.step, this.t);
      for (let i = 0; i < this.count; i++) f64.store(at(this.step, i), x.dot(this.at(i), this.t, sum));
      solve(this.count, this.capacity, this.L, this.step);
      for (let i = 0; i < this.count; i++) {
        const g = at(gamma, this.at(i));
        f64.store(g, f64.load(g) - f64.load(at(this.step, i)));
      }
    }
    const tolerance: f64 = 64 * f64.EPSILON;
    return this.square(x, loss) <= tolerance * tolerance * whole;
  }

  /** Σ wᵢ(X̃γ)ᵢ² of the combination γ, under the weights of the loss: rows without curvature count too */
  private square<X extends Design, L extends Loss>(x: X, loss: L): f64 {
    memory.fill(this.t, 0, (<usize>x.n) << 3);
    x.gemv(this.combination, this.t);
    let sum: f64 = 0;
    for (let i = 0; i < loss.n; i++) sum += f64.load(at(loss.w, i)) * f64.load(at(this.t, i)) * f64.load(at(this.t, i));
    return sum;
  }

  /** ‖θ‖_W⁻¹ + ‖η‖_W */
  private size<L extends Loss>(loss: L, eta: usize, theta: usize): f64 {
    let a: f64 = 0;
    let b: f64 = 0;
    for (let i = 0; i < loss.n; i++) {
      const w = f64.load(at(loss.w, i));
      if (w === 0) continue;
      a += (f64.load(at(theta, i)) * f64.load(at(theta, i))) / w;
      b += w * f64.load(at(eta, i)) * f64.load(at(eta, i));
    }
    return sqrt(a) + sqrt(b);
  }
}
