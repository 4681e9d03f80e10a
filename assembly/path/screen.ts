// Which columns outside the working set are free to leave 0 at a dual point θ. Rounded columns bound every x̃ⱼᵀθ from both sides, and only
// where the bound does not decide is it computed. Without them all are computed, but the ones first that were near to leaving 0 when all
// were last: where one of these leaves, no proof is near (the strong rule of Tibshirani et al. 2012, with a look at all in the end).
import { AnyDesign } from "../design/anyDesign";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { room, struct, vector } from "../linear/layout";
import { asum } from "../linear/level1";
import { dot4Rounded, roundColumn, roundedLength } from "../linear/rounded";
import { Penalty } from "../penalties/penalty";
import { Outside } from "../proof/certificate";

/** What rounding an f64 or two takes off a bound. */
const SAFE: f64 = 1 + 1e-9;
/** a column is near to leaving 0 where this many times its x̃ⱼᵀθ would make it */
const NEAR: f64 = 1.15;

@unmanaged
@final
export class Screen {
  /** m rounded columns of `stride` bytes each, and room for three more; 0: there are none, every column is computed */
  q: usize;
  stride: i32;
  /** m each, and three more: sⱼ and sⱼ‖qⱼ‖₁ */
  s: usize;
  size: usize;
  /** θ rounded; four products */
  h: usize;
  products: usize;
  /** x̃ⱼᵀθ of all columns, and the places (i32) of the ones that were near at the last look */
  c: usize;
  near: usize;
  count: i32;
  /** true once all were looked at */
  known: bool;

  /** rounds all columns of x */
  round(x: AnyDesign): void {
    for (let j = 0; j < x.m; j++) {
      spend(x.n, 8);
      f64.store(at(this.s, j), x.round(j, this.q + <usize>j * this.stride, at(this.size, j)));
    }
  }

  /** outside ← the columns of x that are not in W (where[j] < 0), were near to leaving 0 at the last look at all, and may leave it at θ */
  lookNear<P extends Penalty>(x: AnyDesign, penalty: P, theta: usize, where: usize, outside: Outside): void {
    outside.count = 0;
    const sum = x.sum(theta);
    for (let k = 0; k < this.count; k++) {
      this.compute(i32.load(this.near + ((<usize>k) << 2)), x, penalty, theta, sum, where, outside);
    }
  }

  /** outside ← the columns of x that are not in W and may leave 0 at θ */
  look<P extends Penalty>(x: AnyDesign, penalty: P, theta: usize, where: usize, outside: Outside): void {
    outside.count = 0;
    if (!this.q) return this.all(x, penalty, theta, where, outside);
    const sum = x.sum(theta);
    const gamma = roundColumn(x.n, theta, 0, this.h, this.products);
    const norm = asum(x.n, theta);
    spend(x.n, x.m);
    for (let j = 0; j < x.m; j += 4) {
      dot4Rounded(x.n, this.q + <usize>j * this.stride, this.stride, this.h, this.products);
      for (let k = 0; k < min(4, x.m - j); k++) {
        const sj = f64.load(at(this.s, j + k));
        const c = sj * gamma * f64.load(at(this.products, k));
        const off = SAFE * 0.5 * (sj * norm + gamma * f64.load(at(this.size, j + k)));
        if (!penalty.staysZero(-c - off, -c + off, j + k)) this.compute(j + k, x, penalty, theta, sum, where, outside);
      }
    }
  }

  /** outside and near ← from all columns */
  private all<P extends Penalty>(x: AnyDesign, penalty: P, theta: usize, where: usize, outside: Outside): void {
    x.gemvT(theta, this.c);
    this.count = 0;
    this.known = true;
    for (let j = 0; j < x.m; j++) {
      if (i32.load(where + ((<usize>j) << 2)) >= 0) continue;
      const c = f64.load(at(this.c, j));
      if (penalty.staysZero(-NEAR * c, -NEAR * c, j)) continue;
      i32.store(this.near + ((<usize>this.count) << 2), j);
      this.count++;
      this.take(j, c, penalty, outside);
    }
  }

  private compute<P extends Penalty>(j: i32, x: AnyDesign, penalty: P, theta: usize, sum: f64, where: usize, outside: Outside): void {
    if (i32.load(where + ((<usize>j) << 2)) >= 0) return;
    this.take(j, x.dot(j, theta, sum), penalty, outside);
  }

  /** outside ← outside and column j, where that may leave 0 */
  private take<P extends Penalty>(j: i32, c: f64, penalty: P, outside: Outside): void {
    if (penalty.staysZero(-c, -c, j)) return;
    i32.store(outside.places + ((<usize>outside.count) << 2), j);
    f64.store(at(outside.c, outside.count), c);
    outside.count++;
  }
}

/** a Screen without rounded columns */
export function layScreen(m: i32): Screen {
  const screen = changetype<Screen>(struct(offsetof<Screen>()));
  screen.q = 0;
  screen.s = vector(m);
  screen.size = vector(m);
  screen.products = vector(0);
  screen.c = vector(m);
  screen.near = room(4 * <f64>m);
  screen.count = 0;
  screen.known = false;
  return screen;
}

export function layOutside(m: i32): Outside {
  const outside = changetype<Outside>(struct(offsetof<Outside>()));
  outside.count = 0;
  outside.places = vector(m);
  outside.c = vector(m);
  return outside;
}

/** bytes of the rounded columns, and of θ rounded */
export function roundedBytes(n: i32, m: i32): f64 {
  return 2 * <f64>roundedLength(n) * (<f64>m + 4);
}

/** Columns that may join a working set in a round, whatever its size; it may also double. */
export const FEW: i32 = 32;

/** outside ← at most `most` of them, those whose x̃ⱼᵀθ is the largest share of what they bear */
export function choose<P extends Penalty>(outside: Outside, penalty: P, most: i32): void {
  if (outside.count <= most) return;
  let low: f64 = 0;
  let high: f64 = 0;
  for (let k = 0; k < outside.count; k++) high = max(high, share(outside, penalty, k));
  // halving finds the threshold that `most` are above
  for (let round = 0; round < 40; round++) {
    const middle = 0.5 * (low + high);
    let above = 0;
    for (let k = 0; k < outside.count; k++) above += i32(share(outside, penalty, k) >= middle);
    if (above > most) low = middle;
    else high = middle;
  }
  let kept = 0;
  for (let k = 0; k < outside.count && kept < most; k++) {
    if (share(outside, penalty, k) < high) continue;
    i32.store(outside.places + ((<usize>kept) << 2), i32.load(outside.places + ((<usize>k) << 2)));
    f64.store(at(outside.c, kept), f64.load(at(outside.c, k)));
    kept++;
  }
  outside.count = max(1, kept);
}

/** |x̃ⱼᵀθ|/a of outside column k, as the λ at which it would come in */
function share<P extends Penalty>(outside: Outside, penalty: P, k: i32): f64 {
  return penalty.lambdaMax(-f64.load(at(outside.c, k)), i32.load(outside.places + ((<usize>k) << 2)));
}
