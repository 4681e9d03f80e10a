// The loops over the rows, the same for every loss: two rows at a time, the last odd one in lane 0 with zeros beside it.
import { sum } from "../linear/lanes";
import { Loss, RowLoss } from "./loss";

/** Σ wᵢ ℓ(yᵢ, ηᵢ) */
export function rowsValue<L extends RowLoss>(f: L, eta: usize): f64 {
  let y = f.y;
  let w = f.w;
  let s = f64x2.splat(0);
  const main = y + ((<usize>(f.n & ~1)) << 3);
  for (; y < main; y += 16, w += 16, eta += 16) {
    const yy = v128.load(y);
    const ee = v128.load(eta);
    s = f64x2.add(s, f.term(v128.load(w), yy, ee, f.core(yy, ee)));
  }
  let total = sum(s);
  if (f.n & 1) {
    const yy = v128.load64_zero(y);
    const ee = v128.load64_zero(eta);
    total += f64x2.extract_lane(f.term(v128.load64_zero(w), yy, ee, f.core(yy, ee)), 0);
  }
  return total;
}

/** gᵢ ← wᵢ ℓ′(yᵢ, ηᵢ) */
export function rowsGradient<L extends RowLoss>(f: L, eta: usize, g: usize): void {
  let y = f.y;
  let w = f.w;
  const main = y + ((<usize>(f.n & ~1)) << 3);
  for (; y < main; y += 16, w += 16, eta += 16, g += 16) {
    const yy = v128.load(y);
    const ee = v128.load(eta);
    v128.store(g, f.slope(v128.load(w), yy, ee, f.core(yy, ee)));
  }
  if (f.n & 1) {
    const yy = v128.load64_zero(y);
    const ee = v128.load64_zero(eta);
    v128.store64_lane(g, f.slope(v128.load64_zero(w), yy, ee, f.core(yy, ee)), 0);
  }
}

/** Σ wᵢ ℓ(yᵢ, ηᵢ), gᵢ ← wᵢ ℓ′(yᵢ, ηᵢ) */
export function rowsBoth<L extends RowLoss>(f: L, eta: usize, g: usize): f64 {
  let y = f.y;
  let w = f.w;
  let s = f64x2.splat(0);
  const main = y + ((<usize>(f.n & ~1)) << 3);
  for (; y < main; y += 16, w += 16, eta += 16, g += 16) {
    const yy = v128.load(y);
    const ww = v128.load(w);
    const ee = v128.load(eta);
    const core = f.core(yy, ee);
    s = f64x2.add(s, f.term(ww, yy, ee, core));
    v128.store(g, f.slope(ww, yy, ee, core));
  }
  let total = sum(s);
  if (f.n & 1) {
    const yy = v128.load64_zero(y);
    const ww = v128.load64_zero(w);
    const ee = v128.load64_zero(eta);
    const core = f.core(yy, ee);
    total += f64x2.extract_lane(f.term(ww, yy, ee, core), 0);
    v128.store64_lane(g, f.slope(ww, yy, ee, core), 0);
  }
  return total;
}

/** Σ wᵢ ℓ(yᵢ, ηᵢ), gᵢ ← wᵢ ℓ′(yᵢ, ηᵢ), cᵢ ← wᵢ ℓ″(yᵢ, ηᵢ) */
export function rowsExpand<L extends RowLoss>(f: L, eta: usize, g: usize, c: usize): f64 {
  let y = f.y;
  let w = f.w;
  let s = f64x2.splat(0);
  const main = y + ((<usize>(f.n & ~1)) << 3);
  for (; y < main; y += 16, w += 16, eta += 16, g += 16, c += 16) {
    const yy = v128.load(y);
    const ww = v128.load(w);
    const ee = v128.load(eta);
    const core = f.core(yy, ee);
    s = f64x2.add(s, f.term(ww, yy, ee, core));
    v128.store(g, f.slope(ww, yy, ee, core));
    v128.store(c, f.curvature(ww, yy, ee, core));
  }
  let total = sum(s);
  if (f.n & 1) {
    const yy = v128.load64_zero(y);
    const ww = v128.load64_zero(w);
    const ee = v128.load64_zero(eta);
    const core = f.core(yy, ee);
    total += f64x2.extract_lane(f.term(ww, yy, ee, core), 0);
    v128.store64_lane(g, f.slope(ww, yy, ee, core), 0);
    v128.store64_lane(c, f.curvature(ww, yy, ee, core), 0);
  }
  return total;
}

/** Σ fenchel of the rows; those of weight 0 have θᵢ = 0 */
export function rowsFenchel<L extends RowLoss>(f: L, eta: usize, kappa: f64, theta: usize): f64 {
  let y = f.y;
  let w = f.w;
  let s = f64x2.splat(0);
  let total: f64 = 0;
  const main = y + ((<usize>(f.n & ~1)) << 3);
  const end = y + ((<usize>f.n) << 3);
  // how many rows of a pair are still to go alone
  for (let alone = 0; y < end; alone--) {
    if (alone <= 0 && y < main) {
      const ww = v128.load(w);
      const near = f.fenchelNear(ww, v128.load(y), v128.load(eta), f64x2.mul(f64x2.splat(kappa), v128.load(theta)));
      const both = v128.and(near, f64x2.ne(ww, f64x2.splat(0)));
      if (i64x2.all_true(f64x2.eq(both, both))) {
        s = f64x2.add(s, both);
        y += 16;
        w += 16;
        eta += 16;
        theta += 16;
        continue;
      }
      alone = 2;
    }
    const wi = f64.load(w);
    if (wi !== 0) total += f.rowFenchel(wi, f64.load(y), f64.load(eta), kappa * f64.load(theta));
    y += 8;
    w += 8;
    eta += 8;
    theta += 8;
  }
  return total + sum(s);
}

/** the smallest `rowDualScale` of all rows that count, and 1 */
export function rowsDualScale<L extends RowLoss>(f: L, theta: usize): f64 {
  let y = f.y;
  let w = f.w;
  let least = f64x2.splat(1);
  const main = y + ((<usize>(f.n & ~1)) << 3);
  for (; y < main; y += 16, w += 16, theta += 16) {
    const ww = v128.load(w);
    const kappa = f.rowDualScale(ww, v128.load(y), v128.load(theta));
    least = f64x2.pmin(least, v128.bitselect(kappa, least, f64x2.gt(ww, f64x2.splat(0))));
  }
  if (f.n & 1) {
    const ww = v128.load64_zero(w);
    const kappa = f.rowDualScale(ww, v128.load64_zero(y), v128.load64_zero(theta));
    least = f64x2.pmin(least, v128.bitselect(kappa, least, f64x2.gt(ww, f64x2.splat(0))));
  }
  return min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
}

/** The loss whose rows are `L`, in the same memory. */
@unmanaged
@final
export class ByRows<L extends RowLoss> extends Loss {
  bound(): f64 {
    return changetype<L>(this).bound();
  }

  maxStep(): f64 {
    return changetype<L>(this).maxStep();
  }

  value(eta: usize): f64 {
    return rowsValue<L>(changetype<L>(this), eta);
  }

  gradient(eta: usize, g: usize): void {
    rowsGradient<L>(changetype<L>(this), eta, g);
  }

  valueAndGradient(eta: usize, g: usize): f64 {
    return rowsBoth<L>(changetype<L>(this), eta, g);
  }

  expand(eta: usize, g: usize, c: usize): f64 {
    return rowsExpand<L>(changetype<L>(this), eta, g, c);
  }

  fenchel(eta: usize, kappa: f64, theta: usize): f64 {
    return rowsFenchel<L>(changetype<L>(this), eta, kappa, theta);
  }

  dualScale(theta: usize): f64 {
    return rowsDualScale<L>(changetype<L>(this), theta);
  }
}
