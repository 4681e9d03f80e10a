// A column of a sparse table as it lies in memory: its entries, or all n values where most are not 0.
import { at } from "../linear/lanes";

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

  /** y ← y + a·w∘x */
  axpyWeighted(a: f64, w: usize, y: usize): void {
    for (let k = 0; k < this.count; k++) {
      const i = this.row(k);
      const slot = at(y, i);
      f64.store(slot, f64.load(slot) + a * this.value(k) * f64.load(at(w, i)));
    }
  }

  /** y ← 0 where x is not */
  clear(y: usize): void {
    for (let k = 0; k < this.count; k++) f64.store(at(y, this.row(k)), 0);
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
