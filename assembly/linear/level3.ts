// Gram matrices, O(n·m²). X̃ = X − 1mᵀ is centred and weighted while it is packed, so X is neither copied nor changed.
//
//   panel of 4 columns, 256 rows:   a₀b₀c₀d₀ a₁b₁c₁d₁ a₂b₂c₂d₂ …      one row of the panel = 32 B, read in order by the tile
//   G is lower triangular, row-major, its leading dimension padded to whole panels: tiles are always written whole,
//   what they leave above the diagonal and in the padding is never read as part of the matrix
import { spend } from "./heed";
import { at, BLOCK, madd, PANEL, padded } from "./lanes";
import { column } from "./level2";

/** bytes of a padded Gram matrix of order m; f64, because the wrapper must be able to see what does not fit in 4 GiB */
export function gramBytes(m: i32): f64 {
  return 8 * <f64>padded(m) * <f64>padded(m);
}

/** bytes of the packed panels that `syrk` and `syrkT` need for a Gram matrix of order m */
export function panelBytes(m: i32): f64 {
  return 8 * <f64>padded(m) * <f64>BLOCK;
}

/** G ← X̃ᵀWX̃ (lower, m × m), rootW = √w; of its rows only those from `from` on are asked for */
export function syrk(n: i32, m: i32, X: usize, columns: usize, means: usize, rootW: usize, G: usize, panels: usize, from: i32): void {
  const ld = padded(m);
  memory.fill(G, 0, (<usize>ld * <usize>ld) << 3);
  for (let i = 0; i < n; i += BLOCK) {
    const k = min(BLOCK, n - i);
    for (let j = 0; j < ld; j += PANEL) packColumns(i, k, j, n, m, X, columns, means, rootW, panels + ((<usize>j * <usize>k) << 3));
    accumulate(k, ld, 1, panels, ld, G, from);
  }
}

/** K ← W½ X̃ D⁻¹ X̃ᵀ W½ (lower, n × n), rootW = √w, rootD = 1/√dⱼ (0 leaves the column out) */
export function syrkT(n: i32, m: i32, X: usize, columns: usize, means: usize, rootW: usize, rootD: usize, K: usize, panels: usize): void {
  const ld = padded(n);
  memory.fill(K, 0, (<usize>ld * <usize>ld) << 3);
  for (let j = 0; j < m; j += BLOCK) {
    const k = min(BLOCK, m - j);
    for (let i = 0; i < ld; i += PANEL) packRows(i, j, k, n, X, columns, means, rootW, rootD, panels + ((<usize>i * <usize>k) << 3));
    accumulate(k, ld, 1, panels, ld, K, 0);
  }
}

/** panel ← rows i … i+k of the columns j … j+4 of W½X̃; columns past m are zero */
function packColumns(i: i32, k: i32, j: i32, n: i32, m: i32, X: usize, columns: usize, means: usize, rootW: usize, panel: usize): void {
  if (j + PANEL <= m) {
    for (let c = j; c < j + PANEL; c += 2, panel += 16) {
      const a = at(column(n, X, columns, c), i);
      const b = at(column(n, X, columns, c + 1), i);
      packPair(k, a, f64.load(at(means, c)), b, f64.load(at(means, c + 1)), at(rootW, i), panel);
    }
    return;
  }
  for (let c = 0; c < PANEL; c++, panel += 8) {
    const end = panel + ((<usize>(k * PANEL)) << 3);
    if (j + c >= m) {
      for (let to = panel; to < end; to += 32) f64.store(to, 0);
      continue;
    }
    const mean = f64.load(at(means, j + c));
    let x = at(column(n, X, columns, j + c), i);
    let w = at(rootW, i);
    for (let to = panel; to < end; to += 32, x += 8, w += 8) f64.store(to, f64.load(w) * (f64.load(x) - mean));
  }
}

/** two columns of a panel ← √w∘(a − m), √w∘(b − o): two rows of both are loaded, and stored turned by 90° */
function packPair(k: i32, a: usize, m: f64, b: usize, o: f64, w: usize, to: usize): void {
  const mm = f64x2.splat(m);
  const oo = f64x2.splat(o);
  const main = a + ((<usize>(k & ~1)) << 3);
  for (; a < main; a += 16, b += 16, w += 16, to += 64) {
    const s = v128.load(w);
    const u = f64x2.mul(s, f64x2.sub(v128.load(a), mm));
    const v = f64x2.mul(s, f64x2.sub(v128.load(b), oo));
    v128.store(to, v128.shuffle<f64>(u, v, 0, 2));
    v128.store(to, v128.shuffle<f64>(u, v, 1, 3), 32);
  }
  if (k & 1) {
    f64.store(to, f64.load(w) * (f64.load(a) - m));
    f64.store(to, f64.load(w) * (f64.load(b) - o), 8);
  }
}

/** panel ← columns j … j+k of the rows i … i+4 of W½X̃D⁻½; rows past n are zero */
function packRows(i: i32, j: i32, k: i32, n: i32, X: usize, columns: usize, means: usize, rootW: usize, rootD: usize, panel: usize): void {
  if (i + PANEL <= n) {
    const w0 = v128.load(at(rootW, i));
    const w1 = v128.load(at(rootW, i), 16);
    for (let c = j; c < j + k; c++, panel += 32) {
      const x = at(column(n, X, columns, c), i);
      const mean = v128.load64_splat(at(means, c));
      const scale = v128.load64_splat(at(rootD, c));
      v128.store(panel, f64x2.mul(f64x2.mul(w0, f64x2.sub(v128.load(x), mean)), scale));
      v128.store(panel, f64x2.mul(f64x2.mul(w1, f64x2.sub(v128.load(x, 16), mean)), scale), 16);
    }
    return;
  }
  const rows = n - i;
  for (let c = j; c < j + k; c++, panel += 32) {
    const x = at(column(n, X, columns, c), i);
    const mean = f64.load(at(means, c));
    const scale = f64.load(at(rootD, c));
    for (let r = 0; r < PANEL; r++) {
      const value = r < rows ? f64.load(at(rootW, i + r)) * (f64.load(at(x, r)) - mean) * scale : 0;
      f64.store(at(panel, r), value);
    }
  }
}

/** G ← G + aPᵀP for the k packed rows P, lower tiles of the first m rows of G but the whole panels before `from`; m whole panels */
export function accumulate(k: i32, m: i32, a: f64, panels: usize, ld: i32, G: usize, from: i32): void {
  const stride = (<usize>(k * PANEL)) << 3;
  const first = from & ~(PANEL - 1);
  let left = panels + ((<usize>(k * first)) << 3);
  for (let i = first; i < m; i += PANEL, left += stride) {
    let right = panels;
    spend(k, i + PANEL);
    for (let j = 0; j <= i; j += PANEL, right += stride) tile(k, a, left, right, ld, at(G + ((<usize>i * <usize>ld) << 3), j));
  }
}

/** C ← C + aAᵀB, C a 4 × 4 tile with row length ld, A and B packed panels of k rows; its one caller inlines it (see level1f.ts) */
function tile(k: i32, a: f64, A: usize, B: usize, ld: i32, C: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  const end = A + ((<usize>(k * PANEL)) << 3);
  for (; A < end; A += 32, B += 32) {
    const b0 = v128.load(B);
    const b1 = v128.load(B, 16);
    let x = v128.load64_splat(A);
    c00 = madd(c00, x, b0);
    c01 = madd(c01, x, b1);
    x = v128.load64_splat(A, 8);
    c10 = madd(c10, x, b0);
    c11 = madd(c11, x, b1);
    x = v128.load64_splat(A, 16);
    c20 = madd(c20, x, b0);
    c21 = madd(c21, x, b1);
    x = v128.load64_splat(A, 24);
    c30 = madd(c30, x, b0);
    c31 = madd(c31, x, b1);
  }
  const row = (<usize>ld) << 3;
  add(C, a, c00, c01);
  add(C + row, a, c10, c11);
  add(C + 2 * row, a, c20, c21);
  add(C + 3 * row, a, c30, c31);
}

/** four entries of a row: C ← C + a·(c₀, c₁) */
function add(C: usize, a: f64, c0: v128, c1: v128): void {
  const aa = f64x2.splat(a);
  v128.store(C, madd(v128.load(C), aa, c0));
  v128.store(C, madd(v128.load(C, 16), aa, c1), 16);
}
