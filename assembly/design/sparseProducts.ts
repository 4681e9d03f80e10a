// X̃ᵀWX̃ of a sparse table, row by row: what row i adds are the products of its entries,
//     Σᵢ wᵢ(xᵢⱼ − mⱼ)(xᵢₖ − mₖ) = Σᵢ wᵢxᵢⱼxᵢₖ − mⱼsₖ − sⱼmₖ + mⱼmₖΣw,   s = Xᵀw
// Σᵢ nnzᵢ² of them, where columns against columns take m·nnz. Columns that are dense, or that the centring on sums would leave no digits
// of, go against all the others instead. The columns' entries are brought into rows strip by strip, in lists.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { row } from "../linear/packed";
import { CentredColumns } from "./centredColumns";

/** entries that a strip may have where nobody says how many, of m columns: never fewer than one row's */
export function entriesOf(m: i32): i32 {
  return max(m, 4096);
}

/** bytes of `work` of m columns and strips of so many entries */
export function productsBytes(m: i32, entries: i32): f64 {
  return 64 + 32 * <f64>m + 20 * <f64>entries;
}

/** an entry of a strip: that of the same row in a column before it, or −1 */
@unmanaged
@final
class Entry {
  next: i32;
  column: i32;
  value: f64;
}

/** rows of G (packed.ts) ← X̃ᵀWX̃, about whatever means; `work` has productsBytes(m, entries) */
export function productsByRows(x: CentredColumns, G: usize, work: usize, entries: i32): void {
  const m = x.m;
  const sums = (work + 15) & ~15;
  const light = at(sums, m);
  const weight = x.sum(x.w);
  let most: f64 = 0;
  for (let j = 0; j < m; j++) {
    memory.fill(row(G, j), 0, (<usize>(j + 1)) << 3);
    const isLight = x.isLight(j, weight);
    i32.store(light + ((<usize>j) << 2), i32(isLight));
    if (!isLight) continue;
    f64.store(at(sums, j), x.column(j).dot(x.w));
    most += <f64>x.column(j).count;
  }
  const rest = light + ((<usize>m) << 2);
  // strips as high as their entries have room on average, a bit less as rows differ
  const height = <i32>max(1, min(<f64>min(entries, x.n), (0.7 * <f64>entries * <f64>x.n) / (1 + most)));
  if (most > 0) {
    strips(x, G, light, rest, entries, height);
    centre(x, G, light, sums, weight);
  }
  for (let j = 0; j < m; j++) if (!i32.load(light + ((<usize>j) << 2))) against(x, G, j, light, (rest + 15) & ~15, 2 * entries);
}

/** G ← G + XᵀWX of the light columns */
function strips(x: CentredColumns, G: usize, light: usize, work: usize, entries: i32, height: i32): void {
  const m = x.m;
  const values = (work + 15) & ~15;
  const cursors = at(values, m);
  const columns = cursors + ((<usize>m) << 2);
  const heads = columns + ((<usize>m) << 2);
  const list = (heads + ((<usize>entries) << 2) + 15) & ~15;
  memory.fill(cursors, 0, (<usize>m) << 2);
  for (let from = 0; from < x.n; ) {
    let to = min(x.n, from + height);
    // a strip with more entries than there is room for is halved
    while (!fill(x, light, cursors, heads, list, entries, from, to)) {
      to = from + max(1, (to - from) >> 1);
      for (let j = 0; j < m; j++) i32.store(cursors + ((<usize>j) << 2), x.column(j).from(from));
    }
    let work = m;
    for (let i = from; i < to; i++) {
      const w = f64.load(at(x.w, i));
      if (w === 0) continue;
      let count = 0;
      for (let e = i32.load(heads + ((<usize>(i - from)) << 2)); e >= 0; count++) {
        const entry = changetype<Entry>(list + <usize>e * offsetof<Entry>());
        i32.store(columns + ((<usize>count) << 2), entry.column);
        f64.store(at(values, count), entry.value);
        e = entry.next;
      }
      outer(count, w, columns, values, G);
      work += (count + 8) * count;
    }
    spend(work, 1);
    from = to;
  }
}

/** the lists of the rows from … to, each column's cursor behind them; false where there are too many entries */
function fill(x: CentredColumns, light: usize, cursors: usize, heads: usize, list: usize, entries: i32, from: i32, to: i32): bool {
  memory.fill(heads, 0xff, (<usize>(to - from)) << 2);
  let count = 0;
  for (let j = 0; j < x.m; j++) {
    if (!i32.load(light + ((<usize>j) << 2))) continue;
    const column = x.column(j);
    const cursor = cursors + ((<usize>j) << 2);
    let k = i32.load(cursor);
    for (; k < column.count; k++) {
      const i = column.row(k);
      if (i >= to) break;
      if (count === entries) return false;
      const head = heads + ((<usize>(i - from)) << 2);
      const entry = changetype<Entry>(list + <usize>count * offsetof<Entry>());
      entry.next = i32.load(head);
      entry.column = j;
      entry.value = column.value(k);
      i32.store(head, count++);
    }
    i32.store(cursor, k);
  }
  return true;
}

/** G ← G + w·xxᵀ of a row's entries, the last column first */
function outer(count: i32, w: f64, columns: usize, values: usize, G: usize): void {
  for (let a = 0; a < count; a++) {
    const g = row(G, i32.load(columns + ((<usize>a) << 2)));
    const value = w * f64.load(at(values, a));
    for (let b = a; b < count; b++) {
      const slot = at(g, i32.load(columns + ((<usize>b) << 2)));
      f64.store(slot, f64.load(slot) + value * f64.load(at(values, b)));
    }
  }
}

/** G ← G − mⱼsₖ − sⱼmₖ + mⱼmₖΣw of the light columns */
function centre(x: CentredColumns, G: usize, light: usize, sums: usize, weight: f64): void {
  for (let j = 0; j < x.m; j++) {
    if (!i32.load(light + ((<usize>j) << 2))) continue;
    const g = row(G, j);
    const mean = x.mean(j);
    const sum = f64.load(at(sums, j));
    for (let k = 0; k <= j; k++) {
      const slot = at(g, k);
      if (i32.load(light + ((<usize>k) << 2)))
        f64.store(slot, f64.load(slot) - mean * f64.load(at(sums, k)) - (sum - mean * weight) * x.mean(k));
    }
  }
}

/** x̃ₖᵀWx̃ⱼ of a column that is not light, for the k ≤ j, and the light ones beyond; t has room for `height` rows */
function against(x: CentredColumns, G: usize, j: i32, light: usize, t: usize, height: i32): void {
  for (let from = 0; from < x.n; from += height) {
    const to = min(x.n, from + height);
    const sum = x.weighted(j, from, to, t);
    spend(to - from, x.m);
    for (let k = 0; k < x.m; k++) {
      if (k > j && !i32.load(light + ((<usize>k) << 2))) continue;
      const slot = k > j ? at(row(G, k), j) : at(row(G, j), k);
      f64.store(slot, f64.load(slot) + x.dotOf(k, from, to, t, sum));
    }
  }
}
