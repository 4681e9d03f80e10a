// A table copied into WebAssembly memory, column-major. Rows are copied a block at a time and transposed there, in cache.
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { scope } from "../kernels/scope.js";
import type { Table } from "./forms.js";

/** numbers in a block: 128 KiB, so that a block and the columns that it becomes stay in an L2 of 512 KiB */
const BLOCK = 16_384;
/** the most columns in a block: of wider tables it still has 32 rows, which are four cache lines of a column */
const WIDTH = 512;

/** the n × p numbers at `X` ← the table, NaN for what is not a number */
export function copyIn(table: Table, X: number): void {
  const { rows: n, columns: p } = table;
  const height = Math.min(n, Math.floor(BLOCK / Math.min(p, WIDTH)));
  if (!table.copyBlock) {
    table.copyTo(view(X, n * p));
    return;
  }
  scope((memory) => {
    const block = memory.f64(height * Math.min(p, WIDTH));
    for (let i = 0; i < n; i += height) {
      const rows = Math.min(height, n - i);
      for (let j = 0; j < p; j += WIDTH) {
        const columns = Math.min(WIDTH, p - j);
        table.copyBlock?.(view(block, rows * columns), i, j, rows, columns);
        kernels().transpose(rows, columns, n, block, X + 8 * (j * n + i));
      }
    }
  });
}
