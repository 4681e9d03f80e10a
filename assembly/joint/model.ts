// The quadratic model of a joint loss over W, the intercepts eliminated:
//     G = D⁻¹(X̃ᵀ∇²fX̃ − VᵀV)D⁻¹,   A = LLᵀ the intercepts' own part of ∇²f, V = L⁻¹ times what they have in common with X̃
// by layers diag(weights), less what couples them and the rows: ZᵀZ. Where W is wide, G is not made: rowModel.ts has its factor.
import { DesignKind } from "../../src/kernels/abi";
import { workBytes } from "../design/anyDesign";
import { at, padded } from "../linear/lanes";
import { filled, room, struct, vector } from "../linear/layout";
import { axpy, squareRoots } from "../linear/level1";
import { panelBytes, syrk } from "../linear/level3";
import { row } from "../linear/packed";
import { Intercepts, layIntercepts } from "./intercepts";
import { layRowModel, RowModel } from "./rowModel";
import { Working } from "./working";

/** how far ∇²f may move before the model is made anew, as a share of it: what a step leaves shrinks by about its square */
const DRIFT: f64 = 0.15;
/** the same by rows, where a model takes little longer than a pass */
const DRIFT_BY_ROWS: f64 = 0.03;

@unmanaged
@final
export class Model {
  W: Working;
  intercepts: Intercepts;
  /** ∇²f is the same everywhere */
  constant: bool;
  /** G is wanted whole, not its lower triangle alone */
  whole: bool;
  /** the model is CᵀC, and of G there are the blocks' own parts alone */
  byRows: bool;
  rows: RowModel;
  /** rows of W that G has, and how many there is room for */
  measured: i32;
  capacity: i32;
  /** counts the times that all of G was made anew */
  epoch: i32;
  /** it is to be made anew at the next step */
  stale: bool;
  /** the rows of G (i32), and what stands where: G itself, products of a layer, Z and its products, panels */
  G: usize;
  square: usize;
  product: usize;
  Z: usize;
  panels: usize;
  /** n numbers three times, n zeros, terms ones, M zeros, M places (i32) */
  t: usize;
  h: usize;
  ones: usize;
  zeros: usize;
  places: usize;
  work: usize;

  /**
   * G ← of all rows of W near the η of the loss's last `expand`, whose gradient is g: where the G that is there is near to that, the rows
   * that W has gained join it, else all of it is made anew. True if it was.
   */
  follow(g: usize): bool {
    const W = this.W;
    const near = this.epoch > 0 && !this.stale && (this.constant || W.loss.drift(g) <= (this.byRows ? DRIFT_BY_ROWS : DRIFT));
    if (near && this.measured === W.m) return false;
    const from = near ? this.measured : 0;
    if (!near) {
      if (!this.constant) W.loss.renew(g);
      this.stale = false;
      this.epoch++;
    }
    this.measured = W.m;
    if (this.constant && !this.byRows) this.extend(from);
    else this.make(from);
    return !near;
  }

  /** rows of G, or of C, from `from` on */
  private make(from: i32): void {
    const W = this.W;
    if (this.intercepts.K > 0) this.intercepts.measure(from, this.h);
    if (this.byRows) {
      W.loss.weights(0, this.h);
      squareRoots(W.x.n, this.h, this.t);
      const b = this.intercepts;
      this.rows.fill(from, this.t, b.K > 0 ? b.V : 0, b.K > 0 ? 1 / f64.load(b.L) : 0, this.G);
      memory.fill(this.t, 0, (<usize>W.x.n) << 3);
      return;
    }
    for (let i = from; i < W.m; i++) memory.fill(row(this.G, i), 0, (<usize>(i + 1)) << 3);
    for (let k = 0; k < W.K; k++) this.addLayer(k, from);
    if (W.loss.terms > 0 && W.m > 0) this.takeTerms(from);
    this.scale(from);
    if (this.intercepts.K > 0) this.intercepts.eliminate(from, this.G);
    if (this.whole) this.mirror(from);
  }

  /** the same of a curvature that is the same in all layers */
  private extend(from: i32): void {
    const W = this.W;
    // sparse products are made for all rows together
    const first = W.x.kind === DesignKind.Dense ? from : 0;
    W.select(0);
    W.layer.w = W.loss.w;
    W.layer.products(first, this.G, this.t, this.work);
    this.scale(first);
    if (this.whole) this.mirror(first);
  }

  /** G ← G + the products of layer k under its weights, in rows from `from` on */
  private addLayer(k: i32, from: i32): void {
    const W = this.W;
    const x = W.layer;
    W.select(k);
    let first = x.m;
    while (first > 0 && W.row(first - 1) >= from) first--;
    if (first === x.m) return;
    W.loss.weights(k, this.h);
    x.w = this.h;
    squareRoots(x.n, this.h, this.t);
    x.gram(this.t, this.product, this.panels, first);
    memory.fill(this.t, 0, (<usize>x.n) << 3);
    const ld = padded(x.m);
    for (let i = first; i < x.m; i++) {
      const g = row(this.G, W.row(i));
      const product = at(this.product, i * ld);
      for (let j = 0; j <= i; j++) {
        const slot = at(g, W.row(j));
        f64.store(slot, f64.load(slot) + f64.load(at(product, j)));
      }
    }
  }

  /** G ← G − ZᵀZ, in rows from `from` on */
  private takeTerms(from: i32): void {
    const W = this.W;
    const terms = W.loss.terms;
    for (let i = from; i < W.m; i++) {
      const position = W.position(i);
      W.x.copy(W.column(position), this.h);
      W.loss.spread(W.layerOf(position), this.h, at(this.Z, i * terms));
    }
    syrk(terms, W.m, this.Z, this.places, this.zeros, this.ones, this.product, this.panels, from);
    const ld = padded(W.m);
    for (let i = from; i < W.m; i++) {
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

  /** what stands in rows from `from` on stands in their columns too */
  private mirror(from: i32): void {
    for (let i = from; i < this.W.m; i++) {
      const g = row(this.G, i);
      for (let j = 0; j < i; j++) f64.store(at(row(this.G, j), i), f64.load(at(g, j)));
    }
  }

  /** where the parts of a room for `rows` rows are, the room at `start` (0: they are counted); returns how many bytes they are */
  place(start: usize, rows: i32): f64 {
    const terms = this.W.loss.terms;
    if (this.pays(rows)) return this.placeRows(start, rows);
    const ld = padded(rows);
    let next: f64 = <f64>start;
    const square = next;
    next += 8 * <f64>ld * <f64>ld;
    const product = next;
    if (!this.constant) next += 8 * <f64>ld * <f64>ld;
    const Z = next;
    next += 8 * (<f64>terms * <f64>rows);
    const V = next;
    next += 8 * (<f64>this.intercepts.K * <f64>rows);
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
    this.intercepts.place(<usize>V, rows);
    this.panels = <usize>panels;
    // what changes is made anew in its new room
    if (!this.constant) this.stale = true;
    this.capacity = rows;
    return next - <f64>start;
  }

  /** true where passes over C take less than G and passes over it: G of each model costs n·m²/2, which passes of 2nm each have to outweigh */
  private pays(rows: i32): bool {
    const n = this.W.x.n;
    return this.whole && this.W.loss.terms === 0 && (this.constant ? rows > 2 * n : rows > n / 2);
  }

  /** as `place`, for C and the blocks' own parts of G */
  private placeRows(start: usize, rows: i32): f64 {
    const V = <f64>start + this.rows.place(start, rows);
    const next = V + 8 * <f64>this.intercepts.K * <f64>rows;
    if (start === 0) return next;
    this.intercepts.place(<usize>V, rows);
    this.byRows = true;
    this.measured = 0;
    this.stale = true;
    this.capacity = rows;
    return next - <f64>start;
  }
}

/** a model without rows, in the layout at hand */
export function layModel(W: Working, M: i32, K: i32, n: i32, terms: i32, widest: i32): Model {
  const model = changetype<Model>(struct(offsetof<Model>()));
  model.W = W;
  model.byRows = false;
  model.intercepts = layIntercepts(W, K);
  model.rows = layRowModel(W, widest);
  model.measured = 0;
  model.capacity = 0;
  model.epoch = 0;
  model.stale = false;
  model.G = room(4 * <f64>M);
  model.t = filled(8 * n, 0);
  model.h = vector(n);
  model.ones = vector(terms);
  model.zeros = filled(8 * M, 0);
  model.places = room(4 * <f64>M);
  model.work = room(workBytes(M));
  return model;
}
