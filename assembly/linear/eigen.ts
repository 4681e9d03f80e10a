// A = QΛQᵀ, symmetric, in place: first to tridiagonal form T = QᵀAQ by Householder reflections (Golub, Van Loan, Matrix Computations,
// section 8.3.1; EISPACK tred2), then by implicit QL steps with Wilkinson's shift (section 8.3.5; EISPACK imtql2; Dubrulle 1970).
// Row-major with leading dimension ld, only the lower triangle is read, as syrk leaves it. The eigenvectors come back as rows:
// everything here, reflections, their product and the rotations, then runs along rows and through level 1.
//
//   row i of the lower triangle:  a₀ … aᵢ₋₁ | aᵢᵢ   →   reflection v with (I − τvvᵀ)a = αe₍ᵢ₋₁₎, i from the last row up
//   ‖A − QΛQᵀ‖ and ‖QᵀQ − I‖ are some m·ε: small eigenvalues are right to ε‖A‖, not to their own digits
import { spend } from "./heed";
import { at } from "./lanes";
import { axpy, dot, scal } from "./level1";

/** QL steps at most, for each eigenvalue: fewer than 2 are usual */
const STEPS = 30;

/**
 * A ← eigenvectors, one a row of ld; values (m) ← eigenvalues, ascending; e (m) is scratch. Returns 0, or 1 + the place of an eigenvalue
 * that did not settle in 30·m steps (an entry that is not finite, for one).
 */
export function eigen(m: i32, ld: i32, A: usize, values: usize, e: usize): i32 {
  if (m === 0) return 0;
  const size = largest(m, ld, A);
  if (!(size < Infinity)) return 1;
  // squares of squares are taken below: the range of numbers must not decide
  if (size > 0) for (let i = 0; i < m; i++) divide(i + 1, size, row(A, ld, i));
  tridiagonalise(m, ld, A, values, e);
  accumulateQ(m, ld, A, e);
  const failed = implicitQL(m, ld, A, values, e);
  if (failed) return failed;
  if (size > 0) scal(m, size, values);
  sort(m, ld, A, values);
  return 0;
}

function row(A: usize, ld: i32, i: i32): usize {
  return at(A, i * ld);
}

/** max |Aᵢⱼ|, NaN where there is one */
function largest(m: i32, ld: i32, A: usize): f64 {
  let size: f64 = 0;
  for (let i = 0; i < m; i++) for (let j = 0; j <= i; j++) size = max(size, abs(f64.load(at(row(A, ld, i), j))));
  return size;
}

/** x ← x/a; 1/a may be infinite where x/a is not */
function divide(n: i32, a: f64, x: usize): void {
  for (let j = 0; j < n; j++) f64.store(at(x, j), f64.load(at(x, j)) / a);
}

/** d, e ← diagonal of T and what stands below it (e₀ unused); the rows of A ← the vectors v, row i's diagonal its τ */
function tridiagonalise(m: i32, ld: i32, A: usize, d: usize, e: usize): void {
  for (let i = m - 1; i > 0; i--) {
    const v = row(A, ld, i);
    f64.store(at(d, i), f64.load(at(v, i)));
    const head = at(v, i - 1);
    const a = f64.load(head);
    const size = sqrt(dot(i, v, v));
    const alpha = a > 0 ? -size : size;
    f64.store(at(e, i), alpha);
    if (size === 0) {
      f64.store(at(v, i), 0);
      continue;
    }
    // v = a − αe, τ = 2/vᵀv = 1/(‖a‖² + ‖a‖|aᵢ₋₁|)
    f64.store(head, a - alpha);
    const tau = 1 / (size * (size + abs(a)));
    f64.store(at(v, i), tau);
    spend(i, i);
    symmetricUpdate(i, ld, A, v, tau, d);
  }
  f64.store(d, f64.load(A));
  f64.store(A, 0);
}

/** A ← (I − τvvᵀ)A(I − τvvᵀ) = A − vqᵀ − qvᵀ for the leading i rows; q (i) is scratch: q = p − ½τ(pᵀv)v, p = τAv */
function symmetricUpdate(i: i32, ld: i32, A: usize, v: usize, tau: f64, q: usize): void {
  memory.fill(q, 0, (<usize>i) << 3);
  for (let r = 0; r < i; r++) {
    const a = row(A, ld, r);
    const vr = f64.load(at(v, r));
    f64.store(at(q, r), dot(r + 1, a, v));
    axpy(r, vr, a, q);
  }
  scal(i, tau, q);
  axpy(i, -0.5 * tau * dot(i, q, v), v, q);
  for (let r = 0; r < i; r++) {
    const a = row(A, ld, r);
    axpy(r + 1, -f64.load(at(v, r)), q, a);
    axpy(r + 1, -f64.load(at(q, r)), v, a);
  }
}

/** A ← Qᵀ = H₁H₂…H₍ₘ₋₁₎ from the vectors in its rows: Hᵢ touches the leading i × i block alone, so that row i is free when it is due */
function accumulateQ(m: i32, ld: i32, A: usize, e: usize): void {
  for (let i = 0; i < m; i++) {
    const v = row(A, ld, i);
    const tau = f64.load(at(v, i));
    spend(i, i);
    for (let r = 0; r < i; r++) {
      const a = row(A, ld, r);
      axpy(i, -tau * dot(i, a, v), v, a);
      f64.store(at(a, i), 0);
    }
    memory.fill(v, 0, (<usize>i) << 3);
    f64.store(at(v, i), 1);
  }
  // from here on eᵢ couples i and i + 1
  for (let i = 1; i < m; i++) f64.store(at(e, i - 1), f64.load(at(e, i)));
  f64.store(at(e, m - 1), 0);
}

/** T ← Λ, rows of A rotated alike. Returns as `eigen`. */
function implicitQL(m: i32, ld: i32, A: usize, d: usize, e: usize): i32 {
  let left = STEPS * m;
  for (let l = 0; l < m; l++) {
    for (;;) {
      const end = blockEnd(l, m, d, e);
      if (end === l) break;
      if (left-- === 0) return l + 1;
      spend(end - l, ld);
      step(l, end, ld, A, d, e);
    }
  }
  return 0;
}

/** the last row of the block that starts at l: beyond it stands an eᵢ that is rounding beside its neighbours on the diagonal */
function blockEnd(l: i32, m: i32, d: usize, e: usize): i32 {
  let i = l;
  for (; i < m - 1; i++) {
    const beside = abs(f64.load(at(d, i))) + abs(f64.load(at(d, i + 1)));
    // the constant lets blocks of zeros end: below it there is nothing but underflow, ‖T‖ is about 1
    if (abs(f64.load(at(e, i))) <= max(f64.EPSILON * beside, 1e-150)) break;
  }
  return i;
}

/** one implicit QL step on the rows l … end: the bulge is chased from the bottom up by rotations (c, s) */
function step(l: i32, end: i32, ld: i32, A: usize, d: usize, e: usize): void {
  const below = f64.load(at(e, l));
  const half = (f64.load(at(d, l + 1)) - f64.load(at(d, l))) / (2 * below);
  // dₘ − shift, the shift being the eigenvalue of the first 2 × 2 block that is nearer to its first entry
  let g = f64.load(at(d, end)) - f64.load(at(d, l)) + below / (half + copysign(sqrt(half * half + 1), half));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  for (let i = end - 1; i >= l; i--) {
    const f = s * f64.load(at(e, i));
    const b = c * f64.load(at(e, i));
    const r = sqrt(f * f + g * g);
    f64.store(at(e, i + 1), r);
    if (r === 0) {
      // the bulge is gone: the block falls apart here
      f64.store(at(d, i + 1), f64.load(at(d, i + 1)) - p);
      f64.store(at(e, end), 0);
      return;
    }
    s = f / r;
    c = g / r;
    g = f64.load(at(d, i + 1)) - p;
    const t = (f64.load(at(d, i)) - g) * s + 2 * c * b;
    p = s * t;
    f64.store(at(d, i + 1), g + p);
    g = c * t - b;
    rotate(ld, c, s, row(A, ld, i), row(A, ld, i + 1));
  }
  f64.store(at(d, l), f64.load(at(d, l)) - p);
  f64.store(at(e, l), g);
  f64.store(at(e, end), 0);
}

/** (x, y) ← (cx − sy, sx + cy); n a multiple of 4: rows are padded */
function rotate(n: i32, c: f64, s: f64, x: usize, y: usize): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  const end = at(x, n);
  for (; x < end; x += 32, y += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    v128.store(x, f64x2.sub(f64x2.mul(cc, x0), f64x2.mul(ss, y0)));
    v128.store(x, f64x2.sub(f64x2.mul(cc, x1), f64x2.mul(ss, y1)), 16);
    v128.store(y, f64x2.add(f64x2.mul(ss, x0), f64x2.mul(cc, y0)));
    v128.store(y, f64x2.add(f64x2.mul(ss, x1), f64x2.mul(cc, y1)), 16);
  }
}

/** eigenvalues ascending, by swapping rows: m swaps at most */
function sort(m: i32, ld: i32, A: usize, values: usize): void {
  for (let i = 0; i < m - 1; i++) {
    let least = i;
    for (let j = i + 1; j < m; j++) if (f64.load(at(values, j)) < f64.load(at(values, least))) least = j;
    if (least === i) continue;
    swap(at(values, i), at(values, least));
    for (let j = 0; j < ld; j++) swap(at(row(A, ld, i), j), at(row(A, ld, least), j));
  }
}

function swap(a: usize, b: usize): void {
  const x = f64.load(a);
  f64.store(a, f64.load(b));
  f64.store(b, x);
}
