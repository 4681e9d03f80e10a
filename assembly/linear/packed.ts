// Symmetric matrices and Cholesky factors that grow by rows: a table of addresses names the rows, row i holds its i + 1 entries up to the
// diagonal. Rows are added where there is room for them, nothing moves, and G and L take half of what squares would.
import { at, madd, sum } from "./lanes";
import { axpy, dot } from "./level1";
import { FourRows } from "./level1f";

/** the address of row i */
export function row(A: usize, i: i32): usize {
  return <usize>i32.load(A + ((<usize>i) << 2));
}

/** y ← y + Gd, m rows; every entry is read once */
export function symv(m: i32, G: usize, d: usize, y: usize): void {
  for (let i = 0; i < m; i++) {
    const di = f64.load(at(d, i));
    const g = row(G, i);
    const z = di === 0 ? dot(i, g, d) : dotAxpy(i, di, g, d, y);
    f64.store(at(y, i), f64.load(at(y, i)) + z + di * f64.load(at(g, i)));
  }
}

/** gᵀd, and y ← y + a·g in the same pass */
function dotAxpy(n: i32, a: f64, g: usize, d: usize, y: usize): f64 {
  const aa = f64x2.splat(a);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const main = g + ((<usize>(n & ~3)) << 3);
  const end = g + ((<usize>n) << 3);
  for (; g < main; g += 32, d += 32, y += 32) {
    const g0 = v128.load(g);
    const g1 = v128.load(g, 16);
    s0 = madd(s0, g0, v128.load(d));
    s1 = madd(s1, g1, v128.load(d, 16));
    v128.store(y, madd(v128.load(y), aa, g0));
    v128.store(y, madd(v128.load(y, 16), aa, g1), 16);
  }
  let s = sum(f64x2.add(s0, s1));
  for (; g < end; g += 8, d += 8, y += 8) {
    s += f64.load(g) * f64.load(d);
    f64.store(y, f64.load(y) + a * f64.load(g));
  }
  return s;
}

/** four products */
const PRODUCTS: usize = memory.data<f64>([0, 0, 0, 0], 16);

/** rows k … k + 3 of L from those of A, up to column k: `appendRow` ends them. The rows above are read once for the four. */
export function startFour(k: i32, L: usize): void {
  for (let j = 0; j < k; j++) {
    const above = row(L, j);
    FourRows.dot(j, row(L, k), row(L, k + 1), row(L, k + 2), row(L, k + 3), above, PRODUCTS);
    for (let r = 0; r < 4; r++) {
      const entry = at(row(L, k + r), j);
      f64.store(entry, (f64.load(entry) - f64.load(at(PRODUCTS, r))) / f64.load(at(above, j)));
    }
  }
}

/**
 * Row k of L from row k of A and the k rows above, its first `from` columns being L's already. Returns what is left of Aₖₖ, the squared pivot; where that is not above `least`·Aₖₖ
 * row k depends on the others: it then holds L⁻¹aₖ, and its diagonal entry is not to be used.
 */
export function appendRow(k: i32, L: usize, least: f64, from: i32): f64 {
  const a = row(L, k);
  for (let j = from; j < k; j++) {
    const above = row(L, j);
    f64.store(at(a, j), (f64.load(at(a, j)) - dot(j, a, above)) / f64.load(at(above, j)));
  }
  const whole = f64.load(at(a, k));
  const left = whole - dot(k, a, a);
  if (!(left > max(least, (k + 1) * f64.EPSILON) * whole)) return 0;
  f64.store(at(a, k), sqrt(left));
  return left;
}

/**
 * L of k rows ← the factor without row r: the rows below move up, and rotations of neighbouring columns make them triangular again
 * (Golub, Van Loan 2013, section 6.5.4). rotations: scratch of 2k.
 */
export function removeRow(k: i32, r: i32, L: usize, rotations: usize): void {
  for (let i = r; i < k - 1; i++) {
    const from = row(L, i + 1);
    const to = row(L, i);
    memory.copy(to, from, (<usize>r) << 3);
    let carry = f64.load(at(from, r));
    let cs = rotations;
    for (let j = r; j < i; j++, cs += 16) {
      const c = f64.load(cs);
      const s = f64.load(cs, 8);
      const next = f64.load(at(from, j + 1));
      f64.store(at(to, j), c * carry + s * next);
      carry = c * next - s * carry;
    }
    const next = f64.load(at(from, i + 1));
    const pivot = sqrt(carry * carry + next * next);
    f64.store(cs, carry / pivot);
    f64.store(cs, next / pivot, 8);
    f64.store(at(to, i), pivot);
  }
}

/** b ← L⁻¹b */
export function solveLower(k: i32, L: usize, b: usize): void {
  for (let i = 0; i < k; i++) {
    const l = row(L, i);
    f64.store(at(b, i), (f64.load(at(b, i)) - dot(i, l, b)) / f64.load(at(l, i)));
  }
}

/** b ← L⁻ᵀb */
export function solveUpper(k: i32, L: usize, b: usize): void {
  for (let i = k - 1; i >= 0; i--) {
    const l = row(L, i);
    const z = f64.load(at(b, i)) / f64.load(at(l, i));
    f64.store(at(b, i), z);
    axpy(i, -z, l, b);
  }
}
