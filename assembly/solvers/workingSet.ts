// The working set W of a path: the columns that have had a reason to move, with everything that is known of them. Columns join and stay;
// their products with the ones before them are computed once, when they join, four newcomers at a time:
//     G = X̃_WᵀWX̃_W, packed;  a newcomer's row is X̃_Wᵀt with t = Wx̃ⱼ.
import { Dense } from "../design/dense";
import { at } from "../lanes";
import { dot2x4 } from "../level1f";
import { column, gemvT } from "../level2";
import { row } from "../packed";
import { ElasticNet } from "../penalties/elasticNet";

/** Newcomers whose products are computed in one pass over W. */
const FOUR: i32 = 4;

@unmanaged
@final
export class WorkingSet {
  /** the whole problem and its h */
  all: Dense;
  allPenalty: ElasticNet;
  allH: usize;
  /** W's columns as a problem of its own; x.m is the size of W */
  x: Dense;
  penalty: ElasticNet;
  h: usize;
  /** i32 each: place in the whole problem → place in W or −1, and back */
  where: usize;
  places: usize;
  /** all products, packed over the columns of X, where they are known before; else 0 */
  known: usize;
  /** packed rows, `capacity` of them have room */
  G: usize;
  capacity: i32;
  /** 4 × n: t of the newcomers; 8 products */
  t: usize;
  products: usize;

  /** W ← W and the columns at `count` places of the whole problem that are not in it */
  join(places: usize, count: i32): void {
    if (this.known) {
      for (let k = 0; k < count; k++) this.joinKnown(i32.load(places + ((<usize>k) << 2)));
      return;
    }
    for (let k = 0; k < count; k += FOUR) this.joinSome(places + ((<usize>k) << 2), min(FOUR, count - k));
  }

  private joinKnown(j: i32): void {
    const i = this.x.m;
    this.describe(j);
    const g = row(this.G, i);
    const a = i32.load(this.x.columns + ((<usize>i) << 2));
    for (let k = 0; k <= i; k++) {
      const b = i32.load(this.x.columns + ((<usize>k) << 2));
      const entry = a >= b ? (a * (a + 1)) / 2 + b : (b * (b + 1)) / 2 + a;
      f64.store(at(g, k), f64.load(at(this.known, entry)));
    }
  }

  private joinSome(from: usize, count: i32): void {
    const x = this.x;
    const first = x.m;
    const stride = (<usize>x.n) << 3;
    for (let c = 0; c < count; c++) {
      this.describe(i32.load(from + ((<usize>c) << 2)));
      const t = this.t + <usize>c * stride;
      memory.fill(t, 0, stride);
      x.descend(first + c, 1, t);
    }
    if (count === FOUR) this.products4(first);
    for (let c = 0; c < count; c++) {
      const t = this.t + <usize>c * stride;
      const g = row(this.G, first + c);
      if (count < FOUR) gemvT(x.n, first, x.X, x.columns, x.means, t, g);
      for (let i = first; i <= first + c; i++) f64.store(at(g, i), x.dot(i, t));
    }
  }

  /** rows first … first+4 of G, as far as the columns before them */
  private products4(first: i32): void {
    const x = this.x;
    const stride = (<usize>x.n) << 3;
    const g0 = row(this.G, first);
    const g1 = row(this.G, first + 1);
    const g2 = row(this.G, first + 2);
    const g3 = row(this.G, first + 3);
    const out = this.products;
    for (let i = 0; i < first; i += 2) {
      // an odd one out is paired with itself
      const o = min(i + 1, first - 1);
      const a = column(x.n, x.X, x.columns, i);
      const b = column(x.n, x.X, x.columns, o);
      dot2x4(x.n, a, f64.load(at(x.means, i)), b, f64.load(at(x.means, o)), this.t, stride, out);
      f64.store(at(g0, i), f64.load(out));
      f64.store(at(g1, i), f64.load(out, 8));
      f64.store(at(g2, i), f64.load(out, 16));
      f64.store(at(g3, i), f64.load(out, 24));
      f64.store(at(g0, o), f64.load(out, 32));
      f64.store(at(g1, o), f64.load(out, 40));
      f64.store(at(g2, o), f64.load(out, 48));
      f64.store(at(g3, o), f64.load(out, 56));
    }
  }

  /** appends what is known of the column at place j */
  private describe(j: i32): void {
    const i = this.x.m++;
    const from = (<usize>j) << 3;
    const to = (<usize>i) << 3;
    i32.store(this.where + ((<usize>j) << 2), i);
    i32.store(this.places + ((<usize>i) << 2), j);
    i32.store(this.x.columns + ((<usize>i) << 2), i32.load(this.all.columns + ((<usize>j) << 2)));
    f64.store(this.x.means + to, f64.load(this.all.means + from));
    f64.store(this.h + to, f64.load(this.allH + from));
    f64.store(this.penalty.factors + to, f64.load(this.allPenalty.factors + from));
    f64.store(this.penalty.scales + to, f64.load(this.allPenalty.scales + from));
    f64.store(this.penalty.lower + to, f64.load(this.allPenalty.lower + from));
    f64.store(this.penalty.upper + to, f64.load(this.allPenalty.upper + from));
  }

  /** x̃ᵢᵀWx̃ⱼ */
  product(i: i32, j: i32): f64 {
    return i >= j ? f64.load(at(row(this.G, i), j)) : f64.load(at(row(this.G, j), i));
  }
}
