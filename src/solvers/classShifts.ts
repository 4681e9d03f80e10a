// What all classes have in common changes no probability, and nothing holds it where a column has no penalty: answers come without it. While
// it is large beside what is left of the coefficients it takes the digits of η.
import { view } from "../kernels/heap.js";
import type { Blocks } from "../problem/blocks.js";

/** a shift of so many times what is left of the coefficients takes digits that count */
const LARGE = 8;

/** The shifts of a problem of classes over p columns. */
export class ClassShifts {
  readonly #blocks: Blocks;
  readonly #layers: number;
  readonly #p: number;
  readonly #anyFree: boolean;

  /** `anyFree`: there is a block without a penalty */
  constructor(blocks: Blocks, layers: number, p: number, anyFree: boolean) {
    this.#blocks = blocks;
    this.#layers = layers;
    this.#p = p;
    this.#anyFree = anyFree;
  }

  /** by column, where nothing is paid for it at λ; undefined where there is no such column. t: of the rows at these positions */
  ofColumns(lambda: number, positions: Int32Array, t: Float64Array): Float64Array | undefined {
    if (lambda > 0 && !this.#anyFree) return undefined;
    const { places, starts, count, isFree, scales } = this.#blocks;
    const free = new Uint8Array(places.length);
    for (let b = 0; b < count; b++) if (lambda === 0 || isFree(b)) free.fill(1, starts[b], starts[b + 1]);
    const d = view(scales, this.#p);
    const sums = new Float64Array(this.#p);
    positions.forEach((position, i) => {
      const j = places[position] % this.#p;
      if (free[position]) sums[j] += t[i] / d[j];
    });
    return sums.map((sum) => sum / this.#layers);
  }

  /** t ← without the shifts of columns that are large; true if there were any */
  takeFromColumns(lambda: number, positions: Int32Array, t: Float64Array): boolean {
    const common = this.ofColumns(lambda, positions, t);
    if (!common) return false;
    const d = view(this.#blocks.scales, this.#p);
    const left = new Float64Array(this.#p);
    const columns = Array.from(positions, (position) => this.#blocks.places[position] % this.#p);
    columns.forEach((j, i) => {
      left[j] = Math.max(left[j], Math.abs(t[i] / d[j] - common[j]));
    });
    const large = Array.from(common, (shift, j) => Math.abs(shift) > LARGE * left[j]);
    columns.forEach((j, i) => {
      if (large[j]) t[i] = (t[i] / d[j] - common[j]) * d[j];
    });
    return large.includes(true);
  }

  /** b ← without their mean, where it is large; true if it was */
  takeFromIntercepts(b: Float64Array): boolean {
    const mean = b.reduce((sum, value) => sum + value, 0) / b.length;
    if (!b.every((value) => Math.abs(mean) > LARGE * Math.abs(value - mean))) return false;
    for (let layer = 0; layer < b.length; layer++) b[layer] -= mean;
    return true;
  }
}
