// X by columns of which each is sparse or dense: x̃ⱼ = xⱼ − mⱼ, where the mean is taken off sums and never off the entries that are 0:
//     x̃ⱼᵀr = Σ_{xᵢⱼ≠0} xᵢⱼrᵢ − mⱼ Σ rᵢ
// A column with more entries than not is stored dense, and centred entry by entry: of the others the mean is smaller than the spread, so
// that taking it off a sum loses no digits.
import { at, padded } from "../linear/lanes";
import { axpy, axpyCentred, axpyWeighted, dotCentred, sumSquaresCentred } from "../linear/level1";
import { Stored } from "./stored";

/** A column as it lies in memory. */
@unmanaged
@final
export class Column {
  /** rows (i32, rising) of the entries; 0: `values` has all n */
  rows: usize;
  /** the entries; 0: all are 1 */
  values: usize;
  count: i32;
  unused: i32;

  value(k: i32): f64 {
    return this.values ? f64.load(at(this.values, k)) : 1;
  }

  row(k: i32): i32 {
    return i32.load(this.rows + ((<usize>k) << 2));
  }

  /** Σ xᵢrᵢ over the entries */
  dot(r: usize): f64 {
    let total: f64 = 0;
    if (this.values) for (let k = 0; k < this.count; k++) total += f64.load(at(this.values, k)) * f64.load(at(r, this.row(k)));
    else for (let k = 0; k < this.count; k++) total += f64.load(at(r, this.row(k)));
    return total;
  }

  /** y ← y + a·x */
  axpy(a: f64, y: usize): void {
    for (let k = 0; k < this.count; k++) {
      const slot = at(y, this.row(k));
      f64.store(slot, f64.load(slot) + a * this.value(k));
    }
  }

  /** the place of the first entry in row i or below it */
  from(i: i32): i32 {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.row(middle) < i) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** column j of the table at X */
export function columnAt(X: usize, j: i32): Column {
  return changetype<Column>(X + <usize>j * offsetof<Column>());
}

@unmanaged
@final
export class Sparse extends Stored {
  column(j: i32): Column {
    return columnAt(this.X, this.place(j));
  }

  dot(j: i32, r: usize): f64 {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return dotCentred(this.n, x.values, mean, r);
    return mean === 0 ? x.dot(r) : x.dot(r) - mean * sumOf(this.n, r);
  }

  square(j: i32, c: usize): f64 {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return sumSquaresCentred(this.n, c, x.values, mean);
    let total: f64 = 0;
    let there: f64 = 0;
    for (let k = 0; k < x.count; k++) {
      const ci = f64.load(at(c, x.row(k)));
      const d = x.value(k) - mean;
      there += ci;
      total += ci * d * d;
    }
    return mean === 0 ? total : total + mean * mean * max(0, sumOf(this.n, c) - there);
  }

  descend(j: i32, a: f64, g: usize): void {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return axpyWeighted(this.n, a, this.w, x.values, mean, g);
    if (mean !== 0) axpy(this.n, -a * mean, this.w, g);
    for (let k = 0; k < x.count; k++) {
      const slot = at(g, x.row(k));
      f64.store(slot, f64.load(slot) + a * x.value(k) * f64.load(at(this.w, x.row(k))));
    }
  }

  copy(j: i32, out: usize): void {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) for (let i = 0; i < this.n; i++) f64.store(at(out, i), f64.load(at(x.values, i)) - mean);
    else {
      for (let i = 0; i < this.n; i++) f64.store(at(out, i), -mean);
      for (let k = 0; k < x.count; k++) f64.store(at(out, x.row(k)), x.value(k) - mean);
    }
  }

  gemv(beta: usize, eta: usize): void {
    let shift: f64 = 0;
    for (let j = 0; j < this.m; j++) {
      const b = f64.load(at(beta, j));
      if (b === 0) continue;
      const x = this.column(j);
      if (!x.rows) {
        axpyCentred(this.n, b, x.values, this.mean(j), eta);
        continue;
      }
      x.axpy(b, eta);
      shift += b * this.mean(j);
    }
    if (shift !== 0) for (let i = 0; i < this.n; i++) f64.store(at(eta, i), f64.load(at(eta, i)) - shift);
  }

  gemvT(r: usize, out: usize): void {
    this.gemvTo(this.m, r, out);
  }

  gemvTo(count: i32, r: usize, out: usize): void {
    const total = sumOf(this.n, r);
    for (let j = 0; j < count; j++) {
      const x = this.column(j);
      const mean = this.mean(j);
      f64.store(at(out, j), x.rows ? x.dot(r) - mean * total : dotCentred(this.n, x.values, mean, r));
    }
  }

  gram(rootW: usize, G: usize, panels: usize): void {
    const m = this.m;
    const ld = padded(m);
    memory.fill(G, 0, (<usize>ld * <usize>ld) << 3);
    // rows that Wx̃ⱼ has room for in the panels, of which there are at least four of 64 numbers
    const height = 64 * max(4, ld);
    for (let from = 0; from < this.n; from += height) {
      const to = min(this.n, from + height);
      for (let j = 0; j < m; j++) {
        this.weigh(j, from, to, rootW, panels);
        const total = sumOf(to - from, panels);
        const row = at(G, j * ld);
        for (let k = 0; k <= j; k++) f64.store(at(row, k), f64.load(at(row, k)) + this.dotOf(k, from, to, panels, total));
      }
    }
  }

  /** t ← (Wx̃ⱼ) of the rows from … to */
  private weigh(j: i32, from: i32, to: i32, rootW: usize, t: usize): void {
    const x = this.column(j);
    const mean = this.mean(j);
    for (let i = from; i < to; i++) f64.store(at(t, i - from), x.rows ? -mean : f64.load(at(x.values, i)) - mean);
    if (x.rows) for (let k = x.from(from); k < x.count && x.row(k) < to; k++) f64.store(at(t, x.row(k) - from), x.value(k) - mean);
    for (let i = from; i < to; i++) {
      const root = f64.load(at(rootW, i));
      f64.store(at(t, i - from), f64.load(at(t, i - from)) * root * root);
    }
  }

  /** x̃ₖᵀt of the rows from … to, `total` = Σt */
  private dotOf(j: i32, from: i32, to: i32, t: usize, total: f64): f64 {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return dotCentred(to - from, at(x.values, from), mean, t);
    let sum: f64 = 0;
    for (let k = x.from(from); k < x.count && x.row(k) < to; k++) sum += x.value(k) * f64.load(at(t, x.row(k) - from));
    return sum - mean * total;
  }

  outer(rootW: usize, rootD: usize, K: usize, panels: usize): void {
    const n = this.n;
    const ld = padded(n);
    const u = panels;
    memory.fill(K, 0, (<usize>ld * <usize>ld) << 3);
    memory.fill(u, 0, (<usize>n) << 3);
    let squares: f64 = 0;
    for (let j = 0; j < this.m; j++) {
      const root = f64.load(at(rootD, j));
      if (root === 0) continue;
      const d = root * root;
      const x = this.column(j);
      const mean = this.mean(j);
      if (!x.rows) {
        for (let i = 0; i < n; i++) axpyCentred(i + 1, d * (f64.load(at(x.values, i)) - mean), x.values, mean, at(K, i * ld));
        continue;
      }
      for (let a = 0; a < x.count; a++) {
        const row = at(K, x.row(a) * ld);
        const v = d * x.value(a);
        for (let b = 0; b <= a; b++) {
          const slot = at(row, x.row(b));
          f64.store(slot, f64.load(slot) + v * x.value(b));
        }
      }
      x.axpy(d * mean, u);
      squares += d * mean * mean;
    }
    for (let i = 0; i < n; i++) {
      const ui = f64.load(at(u, i)) - squares;
      const wi = f64.load(at(rootW, i));
      for (let k = 0; k <= i; k++) {
        const slot = at(K, i * ld + k);
        f64.store(slot, (f64.load(slot) - ui - f64.load(at(u, k))) * wi * f64.load(at(rootW, k)));
      }
    }
  }
}

/** Σrᵢ */
function sumOf(n: i32, r: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const main = r + ((<usize>(n & ~3)) << 3);
  const end = r + ((<usize>n) << 3);
  for (; r < main; r += 32) {
    s0 = f64x2.add(s0, v128.load(r));
    s1 = f64x2.add(s1, v128.load(r, 16));
  }
  s0 = f64x2.add(s0, s1);
  let total = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; r < end; r += 8) total += f64.load(r);
  return total;
}
