// Which columns outside the working set are not calm at a dual point θ: rounded columns bound every x̃ⱼᵀθ from both sides, and only
// where the bound does not decide is it computed.
import { Dense } from "../design/dense";
import { at } from "../lanes";
import { ElasticNet } from "../penalties/elasticNet";
import { dot4Rounded, roundColumn, roundedLength } from "../rounded";
import { Outside } from "./certificate";

/** What rounding an f64 or two takes off a bound. */
const SAFE: f64 = 1 + 1e-9;

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

  /** rounds all columns of x */
  round(x: Dense): void {
    for (let j = 0; j < x.m; j++) {
      const from = x.X + ((<usize>i32.load(x.columns + ((<usize>j) << 2)) * <usize>x.n) << 3);
      f64.store(at(this.s, j), roundColumn(x.n, from, f64.load(at(x.means, j)), this.q + <usize>j * this.stride, at(this.size, j)));
    }
  }

  /** outside ← the columns of x that are not in W (where[j] < 0) and not calm at θ */
  look(x: Dense, penalty: ElasticNet, theta: usize, where: usize, outside: Outside): void {
    outside.count = 0;
    if (!this.q) {
      for (let j = 0; j < x.m; j++) this.compute(j, x, penalty, theta, where, outside);
      return;
    }
    const gamma = roundColumn(x.n, theta, 0, this.h, this.products);
    let norm: f64 = 0;
    for (let i = 0; i < x.n; i++) norm += abs(f64.load(at(theta, i)));
    for (let j = 0; j < x.m; j += 4) {
      dot4Rounded(x.n, this.q + <usize>j * this.stride, this.stride, this.h, this.products);
      for (let k = 0; k < min(4, x.m - j); k++) {
        const sj = f64.load(at(this.s, j + k));
        const c = sj * gamma * f64.load(at(this.products, k));
        const off = SAFE * 0.5 * (sj * norm + gamma * f64.load(at(this.size, j + k)));
        if (!penalty.calm(-c - off, -c + off, j + k)) this.compute(j + k, x, penalty, theta, where, outside);
      }
    }
  }

  private compute(j: i32, x: Dense, penalty: ElasticNet, theta: usize, where: usize, outside: Outside): void {
    if (i32.load(where + ((<usize>j) << 2)) >= 0) return;
    const c = x.dot(j, theta);
    if (penalty.calm(-c, -c, j)) return;
    i32.store(outside.places + ((<usize>outside.count) << 2), j);
    f64.store(at(outside.c, outside.count), c);
    outside.count++;
  }
}

/** bytes of the rounded columns */
export function roundedBytes(n: i32, m: i32): f64 {
  return 2 * <f64>roundedLength(n) * (<f64>m + 3);
}
