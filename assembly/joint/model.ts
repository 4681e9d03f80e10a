// The quadratic model of a joint loss over W, the intercepts eliminated:
//     G = D⁻¹(X̃ᵀ∇²fX̃ − VᵀV)D⁻¹,   A = LLᵀ the intercepts' own part of ∇²f, V = L⁻¹ times what they have in common with X̃
// by layers diag(weights), less what couples them and the rows: ZᵀZ.
import { DesignKind } from "../../src/kernels/abi";
import { workBytes } from "../design/anyDesign";
import { factor } from "../linear/cholesky";
import { at, padded } from "../linear/lanes";
import { filled, room, struct, vector } from "../linear/layout";
import { axpy, dot, squareRoots, total } from "../linear/level1";
import { panelBytes, syrk } from "../linear/level3";
import { row } from "../linear/packed";
import { Working } from "./working";

/** how far ∇²f may move before the model is made anew, as a share of it: what a step leaves shrinks by about its square */
const DRIFT: f64 = 0.3;

@unmanaged
@final
export class Model {
  W: Working;
  /** of intercepts: K, or 0 */
  intercepts: i32;
  /** ∇²f is the same everywhere */
  constant: bool;
  /** G is wanted whole, not its lower triangle alone */
  whole: bool;
  /** rows of W that G has, and how many there is room for */
  measured: i32;
  capacity: i32;
  /** counts the times that G was made anew */
  epoch: i32;
  /** it is to be made anew at the next step */
  stale: bool;
  /** the rows of G (i32), and what stands where: G itself, products of a layer, Z and its products, V, panels */
  G: usize;
  square: usize;
  product: usize;
  Z: usize;
  V: usize;
  panels: usize;
  /** K²: L; K: L⁻¹ of the slopes along the intercepts */
  L: usize;
  slopes: usize;
  /** n numbers three times, n zeros, terms ones, M zeros, M places (i32) */
  t: usize;
  h: usize;
  ones: usize;
  zeros: usize;
  places: usize;
  work: usize;

  /** G ← at the η of the loss's last `expand`, whose gradient is g, where it is not near there already; true if it was made anew */
  follow(g: usize): bool {
    const W = this.W;
    const near = this.epoch > 0 && !this.stale && W.loss.drift(g) <= DRIFT;
    if (near && this.measured === W.m) return false;
    if (this.constant) {
      this.extend();
      return true;
    }
    if (!near) W.loss.renew(g);
    this.stale = false;
    this.epoch++;
    this.measured = W.m;
    this.clear();
    for (let k = 0; k < W.K; k++) this.addLayer(k);
    if (W.loss.terms > 0 && W.m > 0) this.takeTerms();
    this.scale(0);
    if (this.intercepts > 0) this.eliminate();
    if (this.whole) this.mirror();
    return true;
  }

  /** rows of G that W has gained, of a curvature that stays */
  private extend(): void {
    const W = this.W;
    // sparse products are made for all rows together
    const from = W.x.kind === DesignKind.Dense ? this.measured : 0;
    W.select(0);
    W.layer.w = W.loss.w;
    W.layer.products(from, this.G, this.t, this.work);
    this.epoch++;
    this.measured = W.m;
    this.scale(from);
    if (this.whole) this.mirror();
  }

  private clear(): void {
    for (let i = 0; i < this.W.m; i++) memory.fill(row(this.G, i), 0, (<usize>(i + 1)) << 3);
  }

  /** G ← G + the products of layer k under its weights */
  private addLayer(k: i32): void {
    const W = this.W;
    const x = W.layer;
    W.select(k);
    if (x.m === 0) return;
    W.loss.weights(k, this.h);
    x.w = this.h;
    squareRoots(x.n, this.h, this.t);
    x.gram(this.t, this.product, this.panels);
    memory.fill(this.t, 0, (<usize>x.n) << 3);
    const ld = padded(x.m);
    for (let i = 0; i < x.m; i++) {
      const g = row(this.G, W.row(i));
      const from = at(this.product, i * ld);
      for (let j = 0; j <= i; j++) {
        const slot = at(g, W.row(j));
        f64.store(slot, f64.load(slot) + f64.load(at(from, j)));
      }
    }
  }

  /** G ← G − ZᵀZ */
  private takeTerms(): void {
    const W = this.W;
    const terms = W.loss.terms;
    for (let i = 0; i < W.m; i++) {
      const position = W.position(i);
      W.x.copy(W.column(position), this.h);
      W.loss.spread(W.layerOf(position), this.h, at(this.Z, i * terms));
    }
    syrk(terms, W.m, this.Z, this.places, this.zeros, this.ones, this.product, this.panels);
    const ld = padded(W.m);
    for (let i = 0; i < W.m; i++) {
      const product = at(this.product, i * ld);
      const g = row(this.G, i);
      if (W.K === 1) {
        axpy(i + 1, -1, product, g);
        continue;
      }
      const k = W.layerOf(W.position(i));
      for (let j = 0; j < i; j++) {
        if (W.layerOf(W.position(j)) !== k) f64.store(at(g, j), f64.load(at(g, j)) - f64.load(at(product, j)));
      }
    }
  }

  /** rows from `from` on ← D⁻¹GD⁻¹ */
  private scale(from: i32): void {
    const W = this.W;
    for (let i = 0; i < W.m; i++) f64.store(at(W.each, i), 1 / W.scale(W.position(i)));
    for (let i = from; i < W.m; i++) {
      const g = row(this.G, i);
      const di = f64.load(at(W.each, i));
      for (let j = 0; j <= i; j++) f64.store(at(g, j), f64.load(at(g, j)) * (di * f64.load(at(W.each, j))));
    }
  }

  /** G ← G − VᵀV */
  private eliminate(): void {
    const W = this.W;
    const K = this.intercepts;
    let trace: f64 = 0;
    for (let k = 0; k < K; k++) {
      for (let l = 0; l < K; l++) {
        W.loss.between(k, l, this.h);
        const a = total(W.x.n, this.h);
        f64.store(at(this.L, k * K + l), a);
        if (k === l) trace += a;
        W.select(l);
        W.layer.gemvT(this.h, W.each);
        for (let i = 0; i < W.layer.m; i++) {
          const r = W.row(i);
          f64.store(at(this.V, k * W.m + r), f64.load(at(W.each, i)) / W.scale(W.position(r)));
        }
      }
    }
    // what all classes have in common moves nothing
    for (let k = 0; k < K; k++) {
      for (let l = 0; l < K; l++) if (K > 1) f64.store(at(this.L, k * K + l), f64.load(at(this.L, k * K + l)) + trace / (K * K));
      const diagonal = at(this.L, k * K + k);
      f64.store(diagonal, f64.load(diagonal) + 1e-12 * trace + f64.MIN_NORMAL_VALUE);
    }
    factor(K, K, this.L);
    for (let k = 0; k < K; k++) {
      const v = at(this.V, k * W.m);
      for (let l = 0; l < k; l++) axpy(W.m, -f64.load(at(this.L, k * K + l)), at(this.V, l * W.m), v);
      const pivot = f64.load(at(this.L, k * K + k));
      for (let i = 0; i < W.m; i++) f64.store(at(v, i), f64.load(at(v, i)) / pivot);
    }
    for (let k = 0; k < K; k++) {
      const v = at(this.V, k * W.m);
      for (let i = 0; i < W.m; i++) axpy(i + 1, -f64.load(at(v, i)), v, row(this.G, i));
    }
  }

  private mirror(): void {
    for (let i = 0; i < this.W.m; i++) {
      const g = row(this.G, i);
      for (let j = 0; j < i; j++) f64.store(at(row(this.G, j), i), f64.load(at(g, j)));
    }
  }

  /** partial ← what is left of the slopes along the rows of W once the intercepts follow; g: ∇f */
  reduce(g: usize, partial: usize): void {
    const W = this.W;
    const K = this.intercepts;
    for (let k = 0; k < K; k++) {
      let slope = total(W.x.n, at(g, k * W.loss.ld));
      for (let l = 0; l < k; l++) slope -= f64.load(at(this.L, k * K + l)) * f64.load(at(this.slopes, l));
      slope /= f64.load(at(this.L, k * K + k));
      f64.store(at(this.slopes, k), slope);
      axpy(W.m, -slope, at(this.V, k * W.m), partial);
    }
  }

  /** db ← where the intercepts go while the rows go dt */
  intercept(dt: usize, db: usize): void {
    const K = this.intercepts;
    for (let k = 0; k < K; k++) f64.store(at(db, k), -f64.load(at(this.slopes, k)) - dot(this.W.m, at(this.V, k * this.W.m), dt));
    for (let k = K - 1; k >= 0; k--) {
      let z = f64.load(at(db, k));
      for (let l = k + 1; l < K; l++) z -= f64.load(at(this.L, l * K + k)) * f64.load(at(db, l));
      f64.store(at(db, k), z / f64.load(at(this.L, k * K + k)));
    }
  }

  /** where the parts of a room for `rows` rows are, the room at `start` (0: they are counted); returns how many bytes they are */
  place(start: usize, rows: i32): f64 {
    const terms = this.W.loss.terms;
    const ld = padded(rows);
    let next: f64 = <f64>start;
    const square = next;
    next += 8 * <f64>ld * <f64>ld;
    const product = next;
    if (!this.constant) next += 8 * <f64>ld * <f64>ld;
    const Z = next;
    next += 8 * (<f64>terms * <f64>rows);
    const V = next;
    next += 8 * (<f64>this.intercepts * <f64>rows);
    const panels = next;
    next += panelBytes(rows);
    if (start === 0) return next;
    for (let i = 0; i < rows; i++) {
      const to = at(<usize>square, i * ld);
      if (i < this.measured) memory.copy(to, row(this.G, i), (<usize>this.measured) << 3);
      i32.store(this.G + ((<usize>i) << 2), <i32>to);
    }
    this.square = <usize>square;
    this.product = <usize>product;
    this.Z = <usize>Z;
    this.V = <usize>V;
    this.panels = <usize>panels;
    // what changes is made anew in its new room
    if (!this.constant) this.stale = true;
    this.capacity = rows;
    return next - <f64>start;
  }
}

/** a model without rows, in the layout at hand */
export function layModel(W: Working, M: i32, K: i32, n: i32, terms: i32): Model {
  const model = changetype<Model>(struct(offsetof<Model>()));
  model.W = W;
  model.measured = 0;
  model.capacity = 0;
  model.V = 0;
  model.epoch = 0;
  model.stale = false;
  model.G = room(4 * <f64>M);
  model.L = vector(K * K);
  model.slopes = vector(K);
  model.t = filled(8 * n, 0);
  model.h = vector(n);
  model.ones = vector(terms);
  model.zeros = filled(8 * M, 0);
  model.places = room(4 * <f64>M);
  model.work = room(workBytes(M));
  return model;
}
