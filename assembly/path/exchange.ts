// For a column that depends on the face: it moves and the others make up for it, so that X̃β stays, until one of them comes to the end of
// its piece and leaves room. It is the pivot step of the simplex method, and as rare as columns that depend on each other.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";
import { row, solveUpper, symv } from "../linear/packed";
import { Face } from "./face";

/** makes room on the face for coefficient i, which depends on it; returns i, or −1 where that moved nothing */
export function replace(f: Face, i: i32): i32 {
  const b = f64.load(at(f.s.beta, i));
  const side = -f.slope(i, b !== 0 ? b : -f64.load(at(f.s.partial, i)));
  return !f.enter(i, b !== 0 ? b : side) && exchange(f, i, side) ? i : -1;
}

/**
 * For a column that depends on the face: it moves and the others make up for it, so that X̃β stays, until one of them comes to the end
 * of its piece and leaves room. L⁻¹a stands in row `count`. False where that is nowhere.
 */
function exchange(f: Face, i: i32, side: f64): bool {
  const k = f.count;
  if (k === f.capacity) return false;
  spend(f.W.x.m, f.W.x.m);
  memory.copy(f.d, row(f.L, k), (<usize>k) << 3);
  // what is left of the column's squared length: the curvature of the way
  const left = f64.load(at(row(f.L, k), k)) - dot(k, f.d, f.d);
  solveUpper(k, f.L, f.d);
  const sign: f64 = side > 0 ? 1 : -1;
  const b = f64.load(at(f.s.beta, i));
  const end = f.W.penalty.l1(i) > 0 && b * sign < 0 ? 0 : sign > 0 ? f.W.penalty.most(i) : f.W.penalty.least(i);
  let t = (end - b) * sign;
  let first = -1;
  let slope = sign * f.slope(i, b !== 0 ? b : sign);
  for (let r = 0; r < k; r++) {
    const d = -sign * f64.load(at(f.d, r));
    f64.store(at(f.d, r), d);
    slope += d * f.slope(f.at(r), f64.load(at(f.sign, f.at(r))));
    if (d === 0) continue;
    const room = (f.end(f.at(r), d) - f64.load(at(f.s.beta, f.at(r)))) / d;
    if (room >= t) continue;
    t = room;
    first = r;
  }
  // nearly dependent is not dependent: the minimum may come before the end, and then nobody leaves
  const early = left > 0 && -slope < t * left;
  if (early) t = -slope / left;
  if (!(slope < 0 && t < Infinity)) return false;
  const m = f.W.x.m;
  memory.fill(f.move, 0, (<usize>m) << 3);
  for (let r = 0; r < k; r++) f64.store(at(f.move, f.at(r)), t * f64.load(at(f.d, r)));
  f64.store(at(f.move, i), t * sign);
  const last = first < 0 ? i : f.at(first);
  const stop = first < 0 ? end : f.end(last, f64.load(at(f.d, first)));
  for (let j = 0; j < m; j++) f64.store(at(f.s.beta, j), f64.load(at(f.s.beta, j)) + f64.load(at(f.move, j)));
  if (!early) f64.store(at(f.s.beta, last), stop);
  symv(m, f.W.G, f.move, f.s.partial);
  if (first >= 0 && !early) {
    f.leave(first);
    f.enter(i, b !== 0 ? b : sign);
  }
  return t > 0;
}
