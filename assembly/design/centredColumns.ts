// The columns of a sparse table, centred: x̃ⱼ = xⱼ − mⱼ, where the mean is taken off sums and never off the entries that are 0:
//     x̃ⱼᵀr = Σ_{xᵢⱼ≠0} xᵢⱼrᵢ − mⱼ Σ rᵢ
// A column with more entries than not is stored dense, and centred entry by entry: of the others the mean is smaller than the spread, so
// that taking it off a sum loses no digits.
import { at } from "../linear/lanes";
import { dotCentred, sumSquaresCentred, total } from "../linear/level1";
import { Column, columnAt } from "./column";
import { Stored } from "./stored";

/** a column is centred on sums where its squared mean is no more than this many times its variance: no more than two bits are lost */
const LIGHT: f64 = 4;

@unmanaged
export abstract class CentredColumns extends Stored {
  column(j: i32): Column {
    return columnAt(this.X, this.place(j));
  }

  sum(r: usize): f64 {
    return total(this.n, r);
  }

  dot(j: i32, r: usize, sum: f64): f64 {
    const x = this.column(j);
    return x.rows ? x.dot(r) - this.mean(j) * sum : dotCentred(this.n, x.values, this.mean(j), r);
  }

  square(j: i32, c: usize, sum: f64): f64 {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return sumSquaresCentred(this.n, c, x.values, mean);
    let squares: f64 = 0;
    let there: f64 = 0;
    for (let k = 0; k < x.count; k++) {
      const ci = f64.load(at(c, x.row(k)));
      const d = x.value(k) - mean;
      there += ci;
      squares += ci * d * d;
    }
    return squares + mean * mean * max(0, sum - there);
  }

  /** out ← x̃ⱼ of the rows from … to */
  part(j: i32, from: i32, to: i32, out: usize): void {
    const x = this.column(j);
    const mean = this.mean(j);
    for (let i = from; i < to; i++) f64.store(at(out, i - from), x.rows ? -mean : f64.load(at(x.values, i)) - mean);
    if (x.rows) for (let k = x.from(from); k < x.count && x.row(k) < to; k++) f64.store(at(out, x.row(k) - from), x.value(k) - mean);
  }

  /** t ← Wx̃ⱼ of the rows from … to, centred entry by entry; returns its sum */
  weighted(j: i32, from: i32, to: i32, t: usize): f64 {
    this.part(j, from, to, t);
    for (let i = from; i < to; i++) f64.store(at(t, i - from), f64.load(at(t, i - from)) * f64.load(at(this.w, i)));
    return total(to - from, t);
  }

  /** x̃ⱼᵀt of the rows from … to, `sum` = Σt */
  dotOf(j: i32, from: i32, to: i32, t: usize, sum: f64): f64 {
    const x = this.column(j);
    const mean = this.mean(j);
    if (!x.rows) return dotCentred(to - from, at(x.values, from), mean, t);
    let products: f64 = 0;
    for (let k = x.from(from); k < x.count && x.row(k) < to; k++) products += x.value(k) * f64.load(at(t, x.row(k) - from));
    return products - mean * sum;
  }

  /** true where centring on sums loses next to no digits of x̃ⱼᵀWx̃ⱼ; `weight` = Σw */
  isLight(j: i32, weight: f64): bool {
    const mean = this.mean(j);
    return !!this.column(j).rows && (mean === 0 || mean * mean * weight <= LIGHT * this.square(j, this.w, weight));
  }
}
