// Products of a vector with a table of m rows of R numbers, R small: targets of one column lie behind one another.
import { at, madd } from "./lanes";

/** Y ← Y + Σₖ gₖdₖᵀ for k = 0…3, m rows of R numbers; the dₖ behind one another */
export function outer4(m: i32, R: i32, g0: usize, g1: usize, g2: usize, g3: usize, d: usize, Y: usize): void {
  let r = 0;
  for (; r + 4 <= R; r += 4) {
    const a0 = v128.load(at(d, r));
    const b0 = v128.load(at(d, r), 16);
    const a1 = v128.load(at(d, R + r));
    const b1 = v128.load(at(d, R + r), 16);
    const a2 = v128.load(at(d, 2 * R + r));
    const b2 = v128.load(at(d, 2 * R + r), 16);
    const a3 = v128.load(at(d, 3 * R + r));
    const b3 = v128.load(at(d, 3 * R + r), 16);
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      let u = v128.load(y);
      let v = v128.load(y, 16);
      let x = v128.load64_splat(at(g0, i));
      u = madd(u, x, a0);
      v = madd(v, x, b0);
      x = v128.load64_splat(at(g1, i));
      u = madd(u, x, a1);
      v = madd(v, x, b1);
      x = v128.load64_splat(at(g2, i));
      u = madd(u, x, a2);
      v = madd(v, x, b2);
      x = v128.load64_splat(at(g3, i));
      v128.store(y, madd(u, x, a3));
      v128.store(y, madd(v, x, b3), 16);
    }
  }
  for (; r + 2 <= R; r += 2) {
    const a0 = v128.load(at(d, r));
    const a1 = v128.load(at(d, R + r));
    const a2 = v128.load(at(d, 2 * R + r));
    const a3 = v128.load(at(d, 3 * R + r));
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      let u = madd(v128.load(y), v128.load64_splat(at(g0, i)), a0);
      u = madd(u, v128.load64_splat(at(g1, i)), a1);
      u = madd(u, v128.load64_splat(at(g2, i)), a2);
      v128.store(y, madd(u, v128.load64_splat(at(g3, i)), a3));
    }
  }
  if (r < R) {
    const a0 = f64.load(at(d, r));
    const a1 = f64.load(at(d, R + r));
    const a2 = f64.load(at(d, 2 * R + r));
    const a3 = f64.load(at(d, 3 * R + r));
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      const more = f64.load(at(g0, i)) * a0 + f64.load(at(g1, i)) * a1 + (f64.load(at(g2, i)) * a2 + f64.load(at(g3, i)) * a3);
      f64.store(y, f64.load(y) + more);
    }
  }
}

/** Y ← Y + gdᵀ, then out (R) ← out + Yᵀh, m rows of R numbers, Y read once */
export function outerThenT(m: i32, R: i32, g: usize, d: usize, h: usize, Y: usize, out: usize): void {
  let r = 0;
  for (; r + 8 <= R; r += 8) {
    const d0 = v128.load(at(d, r));
    const d1 = v128.load(at(d, r), 16);
    const d2 = v128.load(at(d, r), 32);
    const d3 = v128.load(at(d, r), 48);
    let a0 = v128.load(at(out, r));
    let a1 = v128.load(at(out, r), 16);
    let a2 = v128.load(at(out, r), 32);
    let a3 = v128.load(at(out, r), 48);
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      const x = v128.load64_splat(at(g, i));
      const z = v128.load64_splat(at(h, i));
      let u = madd(v128.load(y), x, d0);
      v128.store(y, u);
      a0 = madd(a0, z, u);
      u = madd(v128.load(y, 16), x, d1);
      v128.store(y, u, 16);
      a1 = madd(a1, z, u);
      u = madd(v128.load(y, 32), x, d2);
      v128.store(y, u, 32);
      a2 = madd(a2, z, u);
      u = madd(v128.load(y, 48), x, d3);
      v128.store(y, u, 48);
      a3 = madd(a3, z, u);
    }
    v128.store(at(out, r), a0);
    v128.store(at(out, r), a1, 16);
    v128.store(at(out, r), a2, 32);
    v128.store(at(out, r), a3, 48);
  }
  for (; r + 2 <= R; r += 2) {
    const own = v128.load(at(d, r));
    let a = v128.load(at(out, r));
    let y = at(Y, r);
    for (let i = 0; i < m; i++, y = at(y, R)) {
      const u = madd(v128.load(y), v128.load64_splat(at(g, i)), own);
      v128.store(y, u);
      a = madd(a, v128.load64_splat(at(h, i)), u);
    }
    v128.store(at(out, r), a);
  }
  if (r < R) {
    const own = f64.load(at(d, r));
    let total = f64.load(at(out, r));
    for (let i = 0; i < m; i++) {
      const u = f64.load(at(Y, i * R + r)) + f64.load(at(g, i)) * own;
      f64.store(at(Y, i * R + r), u);
      total += f64.load(at(h, i)) * u;
    }
    f64.store(at(out, r), total);
  }
}
