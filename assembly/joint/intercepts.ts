// Intercepts eliminated from the quadratic model of a joint loss: A = LLᵀ is their own part of ∇²f, V = L⁻¹ times what they have in common with the
// rows of W, and G loses VᵀV.
import { factor } from "../linear/cholesky";
import { at } from "../linear/lanes";
import { struct, vector } from "../linear/layout";
import { axpy, dot, total } from "../linear/level1";
import { row } from "../linear/packed";
import { Working } from "./working";

@unmanaged
@final
export class Intercepts {
  W: Working;
  /** how many: one a layer, or none */
  K: i32;
  /** K²; K rows of W's numbers, ld after one another, in the model's room; K: L⁻¹ of the slopes along the intercepts */
  L: usize;
  V: usize;
  ld: i32;
  slopes: usize;

  /** V and its room for so many rows of W */
  place(V: usize, rows: i32): void {
    this.V = V;
    this.ld = rows;
  }

  /** V of the rows of W from `from` on, and L where they are all, ← at the loss's model; h: scratch of n */
  measure(from: i32, h: usize): void {
    const W = this.W;
    const K = this.K;
    let trace: f64 = 0;
    for (let k = 0; k < K; k++) {
      for (let l = 0; l <= k; l++) {
        W.loss.between(k, l, h);
        if (from === 0) {
          const a = total(W.x.n, h);
          f64.store(at(this.L, k * K + l), a);
          f64.store(at(this.L, l * K + k), a);
          if (k === l) trace += a;
        }
        this.along(k, l, from, h);
        if (k !== l) this.along(l, k, from, h);
      }
    }
    if (from === 0) this.factor(trace);
    const count = W.m - from;
    for (let k = 0; k < K; k++) {
      const v = at(this.V, k * this.ld + from);
      for (let l = 0; l < k; l++) axpy(count, -f64.load(at(this.L, k * K + l)), at(this.V, l * this.ld + from), v);
      const pivot = f64.load(at(this.L, k * K + k));
      for (let i = 0; i < count; i++) f64.store(at(v, i), f64.load(at(v, i)) / pivot);
    }
  }

  /** what intercept k has in common with the rows of layer l; h: the loss's curvature between the two layers */
  private along(k: i32, l: i32, from: i32, h: usize): void {
    const W = this.W;
    W.select(l, from);
    W.layer.gemvT(h, W.each);
    for (let i = 0; i < W.layer.m; i++) {
      const r = W.row(i);
      f64.store(at(this.V, k * this.ld + r), f64.load(at(W.each, i)) / W.scale(W.position(r)));
    }
  }

  /** L ← of A, which stands in its place; what all classes have in common moves nothing */
  private factor(trace: f64): void {
    const K = this.K;
    for (let k = 0; k < K; k++) {
      for (let l = 0; l < K; l++) if (K > 1) f64.store(at(this.L, k * K + l), f64.load(at(this.L, k * K + l)) + trace / (K * K));
      const diagonal = at(this.L, k * K + k);
      f64.store(diagonal, f64.load(diagonal) + 1e-12 * trace + f64.MIN_NORMAL_VALUE);
    }
    factor(K, K, this.L);
  }

  /** rows of G from `from` on ← less those of VᵀV */
  eliminate(from: i32, G: usize): void {
    const W = this.W;
    for (let k = 0; k < this.K; k++) {
      const v = at(this.V, k * this.ld);
      for (let i = from; i < W.m; i++) axpy(i + 1, -f64.load(at(v, i)), v, row(G, i));
    }
  }

  /** partial ← what is left of the slopes along the rows of W once the intercepts follow; g: ∇f */
  reduce(g: usize, partial: usize): void {
    const W = this.W;
    const K = this.K;
    for (let k = 0; k < K; k++) {
      let slope = total(W.x.n, at(g, k * W.loss.ld));
      for (let l = 0; l < k; l++) slope -= f64.load(at(this.L, k * K + l)) * f64.load(at(this.slopes, l));
      slope /= f64.load(at(this.L, k * K + k));
      f64.store(at(this.slopes, k), slope);
      axpy(W.m, -slope, at(this.V, k * this.ld), partial);
    }
  }

  /** db ← where the intercepts go while the rows go dt */
  follow(dt: usize, db: usize): void {
    const K = this.K;
    for (let k = 0; k < K; k++) f64.store(at(db, k), -f64.load(at(this.slopes, k)) - dot(this.W.m, at(this.V, k * this.ld), dt));
    for (let k = K - 1; k >= 0; k--) {
      let z = f64.load(at(db, k));
      for (let l = k + 1; l < K; l++) z -= f64.load(at(this.L, l * K + k)) * f64.load(at(db, l));
      f64.store(at(db, k), z / f64.load(at(this.L, k * K + k)));
    }
  }
}

/** in the layout at hand */
export function layIntercepts(W: Working, K: i32): Intercepts {
  const intercepts = changetype<Intercepts>(struct(offsetof<Intercepts>()));
  intercepts.W = W;
  intercepts.K = K;
  intercepts.L = vector(K * K);
  intercepts.place(0, 0);
  intercepts.slopes = vector(K);
  return intercepts;
}
