// A network with rows in the memory of networks, ready for kernels.
import { Activation, NetworkLoss } from "../kernels/abi.js";
import type { Table } from "../tables/forms.js";
import type { Room } from "./kernels.js";
import type { ActivationName, NetworkLossName } from "./planned.js";
import { type LayerShape, sizeOf } from "./shape.js";

const ACTIVATION: Record<ActivationName, Activation> = { tanh: Activation.Tanh, relu: Activation.Relu, logistic: Activation.Logistic };
const LOSS: Record<NetworkLossName, NetworkLoss> = {
  squared: NetworkLoss.Squared,
  logistic: NetworkLoss.Logistic,
  multinomial: NetworkLoss.Multinomial,
  poisson: NetworkLoss.Poisson,
};

/** What a network is, apart from its numbers. */
export interface Form {
  readonly shapes: readonly LayerShape[];
  readonly activation: ActivationName;
  readonly loss: NetworkLossName;
  /** of the inputs, then of every hidden layer */
  readonly keep: readonly number[];
}

/** the address of X, column by column */
export function copyColumns(memory: Room, table: Table): number {
  const { rows, columns } = table;
  const X = memory.f64(rows * columns);
  table.copyTo(memory.view(X, rows * columns));
  return X;
}

/** Addresses of a network over n rows. */
export class Loaded {
  /** the struct that kernels take */
  readonly s: number;
  readonly size: number;
  readonly b: number;
  readonly d: number;
  readonly memory: Room;
  readonly shapes: readonly LayerShape[];

  /** X: columns one behind the other; y: `perRow` numbers a row */
  constructor(
    memory: Room,
    { shapes, activation, loss, keep }: Form,
    n: number,
    X: number,
    centres: Float64Array,
    scales: Float64Array,
    y: ArrayLike<number>,
    perRow: number,
  ) {
    const { kernels } = memory;
    this.memory = memory;
    this.shapes = shapes;
    this.size = sizeOf(shapes);
    const [{ inputs: p, inner: along }] = shapes;
    const rows = memory.f64(n * along);
    kernels.store(n, p, along, X, memory.put(centres), memory.put(scales), rows);
    const chunk = kernels.chunkRows();
    const widest = shapes.reduce((most, { inner, columns }) => Math.max(most, inner, columns), 0);
    this.s = memory.bytes(kernels.trainingBytes());
    const layers = memory.bytes(shapes.length * kernels.layerBytes());
    const buffer = () => memory.f64(chunk * widest);
    const target = memory.put(y);
    const [chunkRows, batchY, batchW] = [memory.f64(chunk * along), memory.f64(chunk * perRow), memory.f64(chunk)];
    kernels.network(
      ...([this.s, layers, shapes.length, ACTIVATION[activation], LOSS[loss], p, along, rows, perRow, target] as const),
      ...([chunkRows, batchY, batchW, buffer(), buffer(), memory.zeros(widest)] as const),
    );
    this.b = memory.zeros(this.size);
    this.d = memory.zeros(this.size);
    for (const [l, { inner, columns, units, at }] of shapes.entries()) {
      const [turned, A, D] = [memory.f64(inner * columns), memory.f64(chunk * columns), memory.f64(chunk * columns)];
      kernels.layer(this.s, l, inner, columns, units, keep[l + 1] ?? 1, this.b + 8 * at, this.d + 8 * at, turned, A, D);
    }
  }

  /** the parameters as they are */
  numbers(): Float64Array {
    return this.memory.view(this.b, this.size).slice();
  }

  /** η of all n rows, as many numbers a row as there are outputs */
  outputs(n: number): Float64Array {
    const { memory } = this;
    const count = n * this.shapes[this.shapes.length - 1].units;
    const [order, w, eta] = [memory.putIntegers(Int32Array.from({ length: n }, (_, i) => i)), memory.zeros(n), memory.f64(count)];
    memory.kernels.outputs(this.s, order, n, w, eta);
    return memory.view(eta, count).slice();
  }
}
