// What the library should hold now: the model beside it. After every call both are compared, to the byte.
import { type Fit, type GramAccumulator, type Matrix, memoryUsage } from "../../src/index.js";
import { heap } from "../../src/kernels/heap.js";
import { kernels } from "../../src/kernels/kernels.js";
import type { Problem } from "./problems.js";

export function assert(holds: boolean, message: string, allowed?: number): void {
  if (!holds) throw new Error(allowed === undefined ? message : `${message}; rounding allows ${allowed}`);
}

/** A matrix and what must be in it. */
export interface Kept {
  matrix: Matrix;
  problem: Problem;
  columns: Float64Array[];
  /** its memory was given up when a kernel trapped */
  lost: boolean;
}

/** An accumulator and the rows that it has seen. */
export interface Seen {
  accumulator: GramAccumulator;
  columns: number[][];
  y: number[];
}

const blockOf = (rows: number, columns: number) => 64 * Math.ceil((8 * rows * columns) / 64);

export class World {
  readonly matrices: Kept[] = [];
  readonly accumulators: Seen[] = [];
  readonly fits: Fit[] = [];
  warnings: string[] = [];
  calls = 0;
  refused = 0;
  /** bytes and number of matrices that nobody holds and that are not collected yet */
  readonly forgotten: { bytes: number; matrices: number };

  constructor(forgotten: { bytes: number; matrices: number }) {
    this.forgotten = forgotten;
  }

  /** runs one call of the library and compares */
  call<T>(work: () => T): T {
    this.warnings = [];
    const { warn } = console;
    console.warn = (text: unknown) => this.warnings.push(String(text));
    try {
      return work();
    } finally {
      console.warn = warn;
      this.calls++;
      this.compare();
    }
  }

  /** the call prints one warning where something did not converge, else none */
  checkWarnings(converged: boolean): void {
    const expected = converged ? 0 : 1;
    assert(this.warnings.length === expected, `${this.warnings.length} warnings, expected ${expected}: ${this.warnings.join(" | ")}`);
  }

  /** the heap accounts for every byte, and matrices have kept their numbers */
  compare(): void {
    const live = this.matrices.filter(({ lost }) => !lost);
    const expected = live.reduce((sum, { matrix }) => sum + blockOf(matrix.rows, matrix.columns), this.forgotten.bytes);
    const { bytes, used, peak, matrices } = memoryUsage();
    assert(used === expected, `${used} bytes in use, but the matrices take ${expected}`);
    assert(peak >= used && bytes >= used, `${used} bytes in use, peak ${peak}, memory ${bytes}`);
    const count = live.length + this.forgotten.matrices;
    assert(matrices === count, `${matrices} matrices, but ${count} were made and not disposed of`);
    checkLayout(bytes, used);
    for (const { matrix, columns } of live)
      columns.forEach((column, j) => {
        const now = matrix.column(j);
        for (let i = 0; i < column.length; i++)
          assert(Object.is(now[i], column[i]), `a Matrix has ${now[i]} at row ${i}, column ${j}, expected ${column[i]}`);
      });
  }

  /** a trap takes what lives in WebAssembly memory, and only that */
  lose(): void {
    for (const kept of this.matrices) kept.lost = true;
    this.forgotten.bytes = this.forgotten.matrices = 0;
  }

  /** nobody holds it any more; the collector is to find it */
  forget(at: number): void {
    const [{ matrix, lost }] = this.matrices.splice(at, 1);
    if (lost) return;
    this.forgotten.bytes += blockOf(matrix.rows, matrix.columns);
    this.forgotten.matrices++;
  }

  /** gives everything back */
  end(): void {
    for (const { matrix } of this.matrices.splice(0)) matrix.dispose();
    this.compare();
  }
}

/** holes and blocks lie one behind the other, from the base to the end, and no hole touches another */
function checkLayout(bytes: number, used: number): void {
  const layout = heap().layout();
  let at = Math.ceil((kernels().heapBase.value >>> 0) / 64) * 64;
  let blocks = 0;
  layout.forEach(({ start, end, free }, k) => {
    assert(start === at && end > start, `the heap has ${start} to ${end} where ${at} was expected`);
    assert(start % 64 === 0, `a block at ${start}`);
    assert(!(free && layout[k + 1]?.free), `two holes touch at ${end}`);
    if (!free) blocks += end - start;
    at = end;
  });
  assert(at === bytes, `the heap ends at ${at}, the memory at ${bytes}`);
  assert(blocks === used, `blocks of ${blocks} bytes, ${used} in use`);
}
