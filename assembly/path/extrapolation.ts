// Anderson's extrapolation of coordinate descent (Bertrand, Massias 2021, algorithm 1): with the moves δₖ = β⁽ᵏ⁾ − β⁽ᵏ⁻¹⁾ of the last
// passes as columns of U,
//     β ← Σ cₖβ⁽ᵏ⁾,   c ∝ (UᵀHU)⁻¹1,  Σc = 1,  H = diag(h)
// which is kept where the objective falls.
import { factor, solve } from "../linear/cholesky";
import { at } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";

/** passes from one extrapolation to the next */
export const PASSES: i32 = 5;
/** columns that iterates are kept of; of more there is no extrapolation */
const MOST: i32 = 10_000;
/** what is added to the diagonal of UᵀHU, as a share of its trace */
const RIDGE: f64 = 1e-12;

@unmanaged
@final
export class Iterates {
  /** how many are kept, of at most `capacity` columns each */
  count: i32;
  capacity: i32;
  /** (PASSES + 1) × capacity */
  list: usize;
  /** PASSES² and PASSES */
  A: usize;
  c: usize;

  @inline
  entry(k: i32, i: i32): usize {
    return at(this.list, k * this.capacity + i);
  }

  /** appends β of the `size` active columns */
  keep(size: i32, active: usize, beta: usize): void {
    if (size > this.capacity) return;
    for (let i = 0; i < size; i++) f64.store(this.entry(this.count, i), f64.load(at(beta, i32.load(active + ((<usize>i) << 2)))));
    this.count++;
  }

  /** c ← the weights of the last PASSES iterates; false where their moves say nothing */
  weigh(size: i32, active: usize, h: usize): bool {
    let trace: f64 = 0;
    for (let k = 0; k < PASSES; k++) {
      for (let l = 0; l <= k; l++) {
        const product = this.product(size, active, h, k, l);
        f64.store(at(this.A, k * PASSES + l), product);
        if (l === k) trace += product;
      }
    }
    if (!(trace > 0)) return false;
    for (let k = 0; k < PASSES; k++) {
      const slot = at(this.A, k * PASSES + k);
      f64.store(slot, f64.load(slot) + RIDGE * trace);
      f64.store(at(this.c, k), 1);
    }
    if (factor(PASSES, PASSES, this.A)) return false;
    solve(PASSES, PASSES, this.A, this.c);
    let total: f64 = 0;
    for (let k = 0; k < PASSES; k++) total += f64.load(at(this.c, k));
    for (let k = 0; k < PASSES; k++) f64.store(at(this.c, k), f64.load(at(this.c, k)) / total);
    return abs(total) < Infinity && total !== 0;
  }

  /** δₖᵀHδₗ */
  private product(size: i32, active: usize, h: usize, k: i32, l: i32): f64 {
    let total: f64 = 0;
    for (let i = 0; i < size; i++) {
      const a = f64.load(this.entry(k + 1, i)) - f64.load(this.entry(k, i));
      const b = f64.load(this.entry(l + 1, i)) - f64.load(this.entry(l, i));
      total += f64.load(at(h, i32.load(active + ((<usize>i) << 2)))) * a * b;
    }
    return total;
  }

  /** Σ cₖβ⁽ᵏ⁾ of active column i */
  combined(i: i32): f64 {
    let total: f64 = 0;
    for (let k = 0; k < PASSES; k++) total += f64.load(at(this.c, k)) * f64.load(this.entry(k + 1, i));
    return total;
  }

  /** β of active column i in the last iterate */
  last(i: i32): f64 {
    return f64.load(this.entry(PASSES, i));
  }
}

/** no iterates of m columns, in the layout at hand */
export function layIterates(m: i32): Iterates {
  const iterates = changetype<Iterates>(struct(offsetof<Iterates>()));
  const capacity = min(m, MOST);
  iterates.count = 0;
  iterates.capacity = capacity;
  iterates.list = room(8 * <f64>(PASSES + 1) * <f64>capacity);
  iterates.A = vector(PASSES * PASSES);
  iterates.c = vector(PASSES);
  return iterates;
}
