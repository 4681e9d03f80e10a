// X by columns of which each is sparse or dense (centredColumns.ts). Whatever is asked of it costs what its entries do, wherever Σrᵢ is
// known before.
import { spend } from "../linear/heed";
import { at, padded } from "../linear/lanes";
import { axpy, axpyCentred, axpyWeighted } from "../linear/level1";
import { row } from "../linear/packed";
import { CentredColumns } from "./centredColumns";
import { entriesOf, productsByRows } from "./sparseProducts";

/** newcomers whose products with all columns cost less than all products row by row */
const FEW: i32 = 3;
/** entries of a dense table that one is worth which is read by its row */
const GATHERED: i32 = 4;

@unmanaged
@final
export class Sparse extends CentredColumns {
  /** how many entries the first m columns have */
  private entriesOf(m: i32): i32 {
    let total = 0;
    for (let j = 0; j < m; j++) total += this.column(j).rows ? this.column(j).count : this.n;
    return total;
  }

  step(j: i32, a: f64, g: usize): f64 {
    const x = this.column(j);
    if (!x.rows) {
      axpyWeighted(this.n, a, this.w, x.values, this.mean(j), g);
      return 0;
    }
    x.axpyWeighted(a, this.w, g);
    return a * this.mean(j);
  }

  settle(shift: f64, g: usize): void {
    if (shift !== 0) axpy(this.n, -shift, this.w, g);
  }

  copy(j: i32, out: usize): void {
    this.part(j, 0, this.n, out);
  }

  gemv(beta: usize, eta: usize): void {
    let shift: f64 = 0;
    spend(GATHERED, this.entriesOf(this.m));
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
    const sum = this.sum(r);
    spend(GATHERED, this.entriesOf(this.m));
    for (let j = 0; j < this.m; j++) f64.store(at(out, j), this.dot(j, r, sum));
  }

  products(from: i32, G: usize, t: usize, work: usize): void {
    if (this.m - from > FEW) productsByRows(this, G, work, entriesOf(this.m));
    else for (let i = from; i < this.m; i++) this.productsOf(i, t, row(G, i));
  }

  /** out ← x̃ₖᵀWx̃ᵢ of the columns k ≤ i; t (n) is 0, before and after */
  private productsOf(i: i32, t: usize, out: usize): void {
    spend(GATHERED, this.entriesOf(i + 1));
    const weight = this.sum(this.w);
    const x = this.column(i);
    if (this.isLight(i, weight)) {
      // mᵢ need not be taken off xᵢ: the other columns are centred
      x.axpyWeighted(1, this.w, t);
      const sum = x.dot(this.w);
      for (let k = 0; k <= i; k++) f64.store(at(out, k), this.dot(k, t, sum));
      x.clear(t);
      return;
    }
    const sum = this.weighted(i, 0, this.n, t);
    for (let k = 0; k <= i; k++) f64.store(at(out, k), this.dot(k, t, sum));
    memory.fill(t, 0, (<usize>this.n) << 3);
  }

  gram(_: usize, G: usize, panels: usize, _from: i32): void {
    const ld = padded(this.m);
    memory.fill(G, 0, (<usize>ld * <usize>ld) << 3);
    for (let j = 0; j < this.m; j++) i32.store(panels + ((<usize>j) << 2), <i32>at(G, j * ld));
    productsByRows(this, panels, at(panels, ld), 100 * ld);
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
      const count = x.rows ? x.count : n;
      spend(count, count);
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
