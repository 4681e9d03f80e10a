// A chunk of rows through the layers and back: A ← f(1bᵀ + AW) layer by layer, then for the last one dZ = ∂cost/∂η, and downwards
//   dW ← dW + AᵀdZ,  db ← db + Σ dZ,  dZ ← (dZ Wᵀ)∘f′∘mask     of the layer below.
// Dropout is inverted: a unit is kept with probability k and divided by it (Srivastava et al. 2014, section 10).
import { Activation, NetworkLoss } from "../../src/kernels/abi";
import { Perturbation } from "../gradient/perturb";
import { at } from "../linear/lanes";
import { activate, inLinearRange } from "./activations";
import { cost } from "./outputs";
import { addRows, outer, product, turn } from "./tiles";

/** Rows that go through the layers at a time: 64 × 64 numbers are 32 KiB. */
export const CHUNK: i32 = 64;

/** One layer; lengths are padded to whole fours. */
@unmanaged
@final
export class Layer {
  /** padded entries of a row that comes in and that goes out, and how many of the latter are units */
  inner: i32;
  columns: i32;
  units: i32;
  /** weights in panels and biases; their derivatives; weights turned */
  W: usize;
  bias: usize;
  dW: usize;
  dBias: usize;
  T: usize;
  /** what goes out, and f′ times the mask */
  A: usize;
  D: usize;
  /** probability that a unit is kept */
  keep: f64;
  /** units in the linear range, of rows since it was set to 0 */
  linear: f64;
}

@unmanaged
@final
export class Network {
  /** Layers behind one another */
  layers: usize;
  count: i32;
  activation: Activation;
  loss: NetworkLoss;
  /** columns of X, and its padded row */
  p: i32;
  along: i32;
  X: usize;
  /** y: `targets` numbers a row */
  targets: i32;
  y: usize;
  /** noise and dropout of inputs, and the generator of all masks */
  inputs: Perturbation;
  /** a chunk: rows, y, w, and what comes down from above, twice */
  rows: usize;
  batchY: usize;
  batchW: usize;
  above: usize;
  below: usize;
  /** as many zeros as the longest row */
  zeros: usize;

  layer(l: i32): Layer {
    return changetype<Layer>(this.layers + <usize>l * offsetof<Layer>());
  }

  /** the rows `from` … `from + k − 1` of `order` with their y and w */
  gather(order: usize, from: i32, k: i32, w: usize, perturbed: bool): void {
    const bytes = (<usize>this.along) << 3;
    const ys = (<usize>this.targets) << 3;
    for (let i = 0; i < k; i++) {
      const row = <usize>i32.load(order + ((<usize>(from + i)) << 2));
      const to = this.rows + <usize>i * bytes;
      memory.copy(to, this.X + row * bytes, bytes);
      if (perturbed) this.inputs.apply(this.p, to, to);
      memory.copy(this.batchY + <usize>i * ys, this.y + row * ys, ys);
      f64.store(at(this.batchW, i), f64.load(w + (row << 3)));
    }
    const whole = (k + 3) & ~3;
    memory.fill(this.rows + <usize>k * bytes, 0, <usize>(whole - k) * bytes);
  }

  /** A of every layer, with slopes D and masks where they are asked for */
  forward(k: i32, slopes: bool, masks: bool): void {
    const whole = (k + 3) & ~3;
    let A = this.rows;
    for (let l = 0; l < this.count; l++) {
      const layer = this.layer(l);
      product(whole, layer.inner, A, layer.W, layer.bias, layer.columns, layer.A);
      A = layer.A;
      if (l === this.count - 1) return;
      activate(this.activation, whole * layer.columns, A, slopes ? layer.D : 0);
      if (this.activation === Activation.Logistic) clear(whole, layer.units, layer.columns, A);
      if (masks && layer.keep < 1) this.drop(k, layer);
    }
  }

  /** A and D ← of kept units 1/keep times themselves, else 0 */
  drop(k: i32, layer: Layer): void {
    const keep = layer.keep;
    const units = layer.units;
    const random = this.inputs.random;
    for (let i = 0; i < k; i++) {
      const a = at(layer.A, i * layer.columns);
      const d = at(layer.D, i * layer.columns);
      for (let j = 0; j < units; j++) {
        const kept = random.uniform() < keep;
        f64.store(at(a, j), kept ? f64.load(at(a, j)) / keep : 0);
        f64.store(at(d, j), kept ? f64.load(at(d, j)) / keep : 0);
      }
    }
  }

  /** Σ w·loss of the chunk; its derivatives times `factor` at `above` unless that is 0 */
  cost(k: i32, factor: f64, above: usize): f64 {
    const last = this.layer(this.count - 1);
    return cost(this.loss, k, last.units, last.columns, last.A, this.targets, this.batchY, this.batchW, factor, above);
  }

  /** weights turned, for `backward` */
  turn(): void {
    for (let l = 1; l < this.count; l++) {
      const layer = this.layer(l);
      turn(layer.inner, layer.columns, layer.W, layer.T);
    }
  }

  /** dW and db of every layer, added up */
  backward(k: i32): void {
    const whole = (k + 3) & ~3;
    let above = this.above;
    let below = this.below;
    for (let l = this.count - 1; l >= 0; l--) {
      const layer = this.layer(l);
      const under = this.layer(max(l - 1, 0));
      outer(whole, layer.inner, l > 0 ? under.A : this.rows, layer.columns, above, layer.dW);
      addRows(whole, layer.columns, above, layer.dBias);
      if (l === 0) return;
      product(whole, layer.columns, above, layer.T, this.zeros, layer.inner, below);
      multiply(whole * layer.inner, under.D, below);
      const next = below;
      below = above;
      above = next;
    }
  }

  /** counts units in their linear range */
  look(k: i32): void {
    for (let l = 0; l < this.count - 1; l++) {
      const layer = this.layer(l);
      layer.linear += <f64>inLinearRange(this.activation, k, layer.units, layer.columns, layer.A);
    }
  }
}

/** the padding of rows ← 0 */
function clear(rows: i32, units: i32, columns: i32, A: usize): void {
  if (units === columns) return;
  for (let i = 0; i < rows; i++) memory.fill(at(A, i * columns + units), 0, (<usize>(columns - units)) << 3);
}

/** x ← a∘x, an even number of numbers */
function multiply(count: i32, a: usize, x: usize): void {
  const end = at(x, count);
  for (; x < end; x += 16, a += 16) v128.store(x, f64x2.mul(v128.load(x), v128.load(a)));
}
