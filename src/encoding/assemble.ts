// Blocks side by side as a Matrix, or as a SparseMatrix that never has the zeros of levels.
import { Matrix } from "../tables/matrix.js";
import type { SparseColumns } from "../tables/sparseEntries.js";
import { SparseMatrix } from "../tables/sparseMatrix.js";
import type { Block } from "./blocks.js";

/** X of n rows from its blocks */
export function assemble(
  blocks: readonly Block[],
  n: number,
  featureNames: readonly string[] | undefined,
  sparse: boolean,
): Matrix | SparseMatrix {
  const p = blocks.reduce((sum, { width }) => sum + width, 0);
  return sparse ? new SparseMatrix(entriesOf(blocks, n, p), featureNames) : denseOf(blocks, n, p, featureNames);
}

function denseOf(blocks: readonly Block[], n: number, p: number, featureNames: readonly string[] | undefined): Matrix {
  const X = new Matrix(n, p, featureNames);
  let first = 0;
  for (const { codes, values, width } of blocks) {
    if (!codes) X.column(first).set(values);
    else {
      const columns = Array.from({ length: width }, (_, k) => X.column(first + k));
      for (let i = 0; i < n; i++) if (codes[i] >= 0) columns[codes[i]][i] = values ? values[i] : 1;
    }
    first += width;
  }
  return X;
}

/** the entries by columns, in rising rows: those of levels sorted by counting */
function entriesOf(blocks: readonly Block[], n: number, p: number): SparseColumns {
  const starts = new Float64Array(p + 1);
  let first = 0;
  for (const { codes, values, width } of blocks) {
    for (let i = 0; i < n; i++) {
      const column = codes ? codes[i] : 0;
      if (column >= 0 && values?.[i] !== 0) starts[first + column + 1]++;
    }
    first += width;
  }
  for (let j = 0; j < p; j++) starts[j + 1] += starts[j];
  const [indices, entries] = [new Int32Array(starts[p]), new Float64Array(starts[p])];
  const next = starts.slice(0, p);
  first = 0;
  for (const { codes, values, width } of blocks) {
    for (let i = 0; i < n; i++) {
      const column = codes ? codes[i] : 0;
      if (column < 0 || (values && values[i] === 0)) continue;
      const k = next[first + column]++;
      indices[k] = i;
      entries[k] = values ? values[i] : 1;
    }
    first += width;
  }
  return { rows: n, columns: p, starts, indices, values: entries };
}
