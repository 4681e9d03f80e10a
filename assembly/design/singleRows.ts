// A dense table row by row in single precision, for methods that read one row at a time:
//     x̃ᵢⱼ = uⱼx̂ᵢⱼ + cⱼ,   x̂ᵢⱼ = f32((xᵢⱼ − mⱼ)/(dⱼuⱼ)),   cⱼ = (mⱼ − oⱼ)/dⱼ
// m the mean, so that a column with a large one loses nothing; o what is taken off it, d what it is divided by; u a power of two with
// |x̂ᵢⱼ| < 2, so that no column is beyond the range of f32. Powers of two bring b and g to that range as well: b the size of η, g its own, batch by
// batch.
// How exact this is: docs/design/gradients.md.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { begin, count, counted, filled, room, struct } from "../linear/layout";
import { axpy, clear, dot } from "../linear/level1";
import { axpySingle, Singles, toSingles } from "../linear/level1s";
import { column } from "../linear/level2";

/** rows of a block, as in rowMajor.ts */
const HEIGHT: i32 = 64;
/** rows that are added up in f32 before they go to f64 */
const SUMMED: i32 = 32;
/** the bits of a number that say which power of two it has */
const EXPONENT: u64 = 0x7ff0000000000000;

@unmanaged
@final
export class SingleRows {
  m: i32;
  /** m in whole fours */
  width: i32;
  values: usize;
  /** u and c, 0 behind m */
  units: usize;
  shifts: usize;
  /** a power of two as large as η may be, and u over it */
  size: f64;
  inUnits: usize;
  /** scratch: u∘b over the size of η, and d without its units, both in f32 */
  b: usize;
  d: usize;

  /** x̂ᵢ, i = the entry at `place` of a list of row numbers */
  @inline
  row(place: usize): usize {
    return this.values + ((<usize>i32.load(place) * <usize>this.width) << 2);
  }

  /** eta ← b₀ + (x̃ᵢᵀb) of the k rows whose numbers are at `rows`; b may be read in whole fours, eta has room for them */
  predict(rows: usize, k: i32, b: usize, b0: f64, eta: usize): void {
    const width = <usize>this.width;
    const shift = dot(this.m, this.shifts, b) + b0;
    const last = rows + ((<usize>(k - 1)) << 2);
    const end = at(eta, k);
    toSingles(width, this.inUnits, b, this.b);
    for (; eta < end; eta += 32, rows += 16) {
      const x0 = this.row(rows);
      const x1 = this.row(min(last, rows + 4));
      const x2 = this.row(min(last, rows + 8));
      const x3 = this.row(min(last, rows + 12));
      Singles.dot(width, x0, x1, x2, x3, this.b, this.size, shift, eta);
    }
  }

  /** d ← d + Σ gᵢx̃ᵢ over the same rows, sum = Σgᵢ; d and g have room for whole fours */
  add(rows: usize, k: i32, g: usize, sum: f64, d: usize): void {
    const width = <usize>this.width;
    const last = rows + ((<usize>(k - 1)) << 2);
    const end = at(g, k);
    f64.store(end, 0);
    v128.store(end, f64x2.splat(0), 8);
    let largest = f64x2.splat(0);
    for (let i = g; i < end; i += 16) largest = f64x2.pmax(largest, f64x2.abs(v128.load(i)));
    const unit = powerOf(max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1)));
    const inverse = 1 / unit;
    while (g < end) {
      const to = min(end, at(g, SUMMED));
      clear(width << 2, this.d);
      for (; g < to; g += 32, rows += 16) {
        const x0 = this.row(rows);
        const x1 = this.row(min(last, rows + 4));
        const x2 = this.row(min(last, rows + 8));
        const x3 = this.row(min(last, rows + 12));
        Singles.axpy(width, g, inverse, x0, x1, x2, x3, this.d);
      }
      axpySingle(width, unit, this.units, this.d, d);
    }
    axpy(this.m, sum, this.shifts, d);
  }

  /** out ← x̃ᵢ */
  write(i: i32, out: usize): void {
    const x = this.values + ((<usize>i * <usize>this.width) << 2);
    for (let j = 0; j < this.m; j++) f64.store(at(out, j), this.entry(x, j));
  }

  /** x̃ⱼ of the row at x */
  @inline
  entry(x: usize, j: i32): f64 {
    return f64.load(at(this.units, j)) * <f64>f32.load(x + ((<usize>j) << 2)) + f64.load(at(this.shifts, j));
  }
}

/** out ← ‖x̃ᵢ‖² of n rows */
export function singleRowSquares(n: i32, rows: SingleRows, out: usize): void {
  for (let i = 0; i < n; i++) {
    const x = rows.values + ((<usize>i * <usize>rows.width) << 2);
    let square: f64 = 0;
    for (let j = 0; j < rows.m; j++) square += rows.entry(x, j) * rows.entry(x, j);
    f64.store(at(out, i), square);
  }
}

/** the power of two at or below |x|; 1 where x is 0 or next to it, infinite where it is not finite */
function powerOf(x: f64): f64 {
  const power = reinterpret<f64>(reinterpret<u64>(x) & EXPONENT);
  return power === 0 ? 1 : power;
}

function lay(n: i32, m: i32): SingleRows {
  const rows = changetype<SingleRows>(struct(offsetof<SingleRows>()));
  const width = (m + 3) & ~3;
  rows.m = m;
  rows.width = width;
  rows.units = filled(8 * width, 0);
  rows.shifts = filled(8 * width, 0);
  rows.inUnits = filled(8 * width, 0);
  rows.b = filled(4 * width, 0);
  rows.d = room(4 * <f64>width);
  rows.values = room(4 * <f64>n * <f64>width);
  return rows;
}

export function singleRowsBytes(n: i32, m: i32): f64 {
  count();
  lay(n, m);
  return counted();
}

/** the rows of the m columns in `columns`, in the scratch at `work`; means: m, taken: o, scales: d; η as large as `size` */
export function singleRowsAt(
  work: usize,
  n: i32,
  m: i32,
  X: usize,
  columns: usize,
  means: usize,
  taken: usize,
  scales: usize,
  size: f64,
): SingleRows {
  begin(work);
  const rows = lay(n, m);
  rows.size = powerOf(size);
  for (let j = 0; j < m; j++) {
    const x = column(n, X, columns, j);
    const mean = f64.load(at(means, j));
    const scale = f64.load(at(scales, j));
    let largest: f64 = 0;
    spend(n, 1);
    for (let i = 0; i < n; i++) largest = max(largest, abs((f64.load(at(x, i)) - mean) / scale));
    const unit = powerOf(largest);
    f64.store(at(rows.units, j), unit);
    f64.store(at(rows.inUnits, j), unit / rows.size);
    f64.store(at(rows.shifts, j), (mean - f64.load(at(taken, j))) / scale);
  }
  const stride = (<usize>rows.width) << 2;
  memory.fill(rows.values, 0, <usize>n * stride);
  for (let from = 0; from < n; from += HEIGHT) {
    const to = min(n, from + HEIGHT);
    spend(HEIGHT, m);
    for (let j = 0; j < m; j++) {
      const x = column(n, X, columns, j);
      const mean = f64.load(at(means, j));
      const scale = f64.load(at(scales, j));
      const unit = 1 / f64.load(at(rows.units, j));
      const out = rows.values + ((<usize>j) << 2);
      for (let i = from; i < to; i++) f32.store(out + <usize>i * stride, <f32>(((f64.load(at(x, i)) - mean) / scale) * unit));
    }
  }
  return rows;
}
