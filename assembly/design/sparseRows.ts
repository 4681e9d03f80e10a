// A sparse table row by row, for methods that read one row at a time: x̃ᵢⱼ = xᵢⱼ/dⱼ − cⱼ, cⱼ = mⱼ/dⱼ, where c is taken off sums and never off
// the entries that are 0.
import { at } from "../linear/lanes";
import { begin, count, counted, filled, room, struct, vector } from "../linear/layout";
import { dot } from "../linear/level1";
import { CentredColumns } from "./centredColumns";

@unmanaged
@final
export class SparseRows {
  m: i32;
  /** where each row begins (i32, n + 1) among the columns (i32) and the values of all entries */
  starts: usize;
  columns: usize;
  values: usize;
  /** m: c */
  centres: usize;

  @inline
  start(i: i32): i32 {
    return i32.load(this.starts + ((<usize>i) << 2));
  }

  @inline
  column(k: i32): i32 {
    return i32.load(this.columns + ((<usize>k) << 2));
  }

  /** x̃ᵢᵀb; `shift` = cᵀb */
  dot(i: i32, b: usize, shift: f64): f64 {
    let total: f64 = -shift;
    for (let k = this.start(i); k < this.start(i + 1); k++) total += f64.load(at(this.values, k)) * f64.load(at(b, this.column(k)));
    return total;
  }

  /** d ← d + a·(x̃ᵢ + c) */
  axpy(i: i32, a: f64, d: usize): void {
    for (let k = this.start(i); k < this.start(i + 1); k++) {
      const slot = at(d, this.column(k));
      f64.store(slot, f64.load(slot) + a * f64.load(at(this.values, k)));
    }
  }

  /** out ← x̃ᵢ */
  write(i: i32, out: usize): void {
    for (let j = 0; j < this.m; j++) f64.store(at(out, j), -f64.load(at(this.centres, j)));
    this.axpy(i, 1, out);
  }

  /** ‖x̃ᵢ‖²; `all` = ‖c‖² */
  square(i: i32, all: f64): f64 {
    let total = all;
    for (let k = this.start(i); k < this.start(i + 1); k++) {
      const c = f64.load(at(this.centres, this.column(k)));
      const x = f64.load(at(this.values, k));
      total += x * (x - 2 * c);
    }
    return max(0, total);
  }
}

/** out ← ‖x̃ᵢ‖² of n rows */
export function sparseRowSquares(n: i32, rows: SparseRows, out: usize): void {
  const all = dot(rows.m, rows.centres, rows.centres);
  for (let i = 0; i < n; i++) f64.store(at(out, i), rows.square(i, all));
}

/** entries of the columns, all n of a dense one */
function entriesIn(x: CentredColumns): i32 {
  let total = 0;
  for (let j = 0; j < x.m; j++) total += x.column(j).rows ? x.column(j).count : x.n;
  return total;
}

function lay(n: i32, m: i32, entries: i32): SparseRows {
  const rows = changetype<SparseRows>(struct(offsetof<SparseRows>()));
  rows.m = m;
  rows.starts = filled(4 * (n + 2), 0);
  rows.columns = room(4 * <f64>entries);
  rows.values = room(8 * <f64>entries);
  rows.centres = vector(m);
  return rows;
}

export function sparseRowsBytes(x: CentredColumns): f64 {
  const entries = entriesIn(x);
  count();
  lay(x.n, x.m, entries);
  return counted();
}

/** the rows of x, less x's means, over `scales` (m), in the scratch at `work` */
export function sparseRowsAt(work: usize, x: CentredColumns, scales: usize): SparseRows {
  const entries = entriesIn(x);
  begin(work);
  const rows = lay(x.n, x.m, entries);
  // counted one row on: after the sum starts[i + 1] says where row i is to go, and when it has gone, where it ends
  for (let j = 0; j < x.m; j++) {
    const column = x.column(j);
    const size = column.rows ? column.count : x.n;
    for (let k = 0; k < size; k++) {
      const slot = rows.starts + ((<usize>((column.rows ? column.row(k) : k) + 2)) << 2);
      i32.store(slot, i32.load(slot) + 1);
    }
  }
  for (let i = 2; i <= x.n; i++) i32.store(rows.starts + ((<usize>i) << 2), rows.start(i) + rows.start(i - 1));
  for (let j = 0; j < x.m; j++) {
    const column = x.column(j);
    const scale = f64.load(at(scales, j));
    const size = column.rows ? column.count : x.n;
    f64.store(at(rows.centres, j), x.mean(j) / scale);
    for (let k = 0; k < size; k++) {
      const slot = rows.starts + ((<usize>((column.rows ? column.row(k) : k) + 1)) << 2);
      const place = i32.load(slot);
      i32.store(slot, place + 1);
      i32.store(rows.columns + ((<usize>place) << 2), j);
      f64.store(at(rows.values, place), column.value(k) / scale);
    }
  }
  return rows;
}
