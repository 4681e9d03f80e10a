// The working set W of a path: the columns that have had a reason to move, with everything that is known of them. Columns join and stay;
// their products with the ones before them are computed once, when they join:
//     G = X̃_WᵀWX̃_W, packed
import { AnyDesign, workBytes } from "../design/anyDesign";
import { at } from "../linear/lanes";
import { filled, room, struct, vector } from "../linear/layout";
import { row } from "../linear/packed";
import { ElasticNet } from "../penalties/elasticNet";

@unmanaged
@final
export class WorkingSet {
  /** the whole problem and its h */
  all: AnyDesign;
  allPenalty: ElasticNet;
  allH: usize;
  /** W's columns as a problem of its own; x.m is the size of W */
  x: AnyDesign;
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
  /** n zeros, and what products of many columns need */
  t: usize;
  work: usize;

  /** W ← W and the columns at `count` places of the whole problem that are not in it */
  join(places: usize, count: i32): void {
    const from = this.x.m;
    this.enlist(places, count);
    if (this.known) for (let i = from; i < this.x.m; i++) this.recall(i);
    else this.x.products(from, this.G, this.t, this.work);
  }

  /** the same without their products, for a loss whose curvature changes */
  enlist(places: usize, count: i32): void {
    for (let k = 0; k < count; k++) this.describe(i32.load(places + ((<usize>k) << 2)));
  }

  /** G from row `from` on, and h on its diagonal, under the weights and means that x has now */
  remeasure(from: i32): void {
    this.x.products(from, this.G, this.t, this.work);
    for (let i = from; i < this.x.m; i++) f64.store(at(this.h, i), f64.load(at(row(this.G, i), i)));
  }

  /** row i of G from the products that are known */
  private recall(i: i32): void {
    const g = row(this.G, i);
    const a = this.x.place(i);
    for (let k = 0; k <= i; k++) {
      const b = this.x.place(k);
      const entry = a >= b ? (a * (a + 1)) / 2 + b : (b * (b + 1)) / 2 + a;
      f64.store(at(g, k), f64.load(at(this.known, entry)));
    }
  }

  /** appends what is known of the column at place j */
  private describe(j: i32): void {
    const i = this.x.m;
    this.x.append(this.all, j);
    i32.store(this.where + ((<usize>j) << 2), i);
    i32.store(this.places + ((<usize>i) << 2), j);
    f64.store(at(this.h, i), f64.load(at(this.allH, j)));
    this.penalty.take(i, this.allPenalty, j);
  }

  /** x̃ᵢᵀWx̃ⱼ */
  product(i: i32, j: i32): f64 {
    return i >= j ? f64.load(at(row(this.G, i), j)) : f64.load(at(row(this.G, j), i));
  }
}

/** an empty W of the whole problem */
export function layWorkingSet(all: AnyDesign, penalty: ElasticNet, h: usize, places: usize): WorkingSet {
  const W = changetype<WorkingSet>(struct(offsetof<WorkingSet>()));
  const x = changetype<AnyDesign>(struct(offsetof<AnyDesign>()));
  const own = changetype<ElasticNet>(struct(offsetof<ElasticNet>()));
  const m = all.m;
  W.all = all;
  W.allPenalty = penalty;
  W.allH = h;
  W.places = places;
  W.known = 0;
  W.capacity = 0;
  W.G = vector(m);
  W.h = vector(m);
  W.where = filled(4 * m, 0xff);
  W.t = filled(8 * all.n, 0);
  W.work = room(workBytes(m));
  W.x = x;
  x.laySubset(all);
  W.penalty = own;
  own.factors = vector(m);
  own.scales = vector(m);
  own.lower = vector(m);
  own.upper = vector(m);
  return W;
}
