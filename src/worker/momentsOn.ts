// Second moments of blocks of rows, computed by all workers of a pool. The blocks follow from n and p alone, and are merged in their order: the
// same bits on any number of workers.
import { merged } from "../choosing/folds/foldStatistics.js";
import { heeding } from "../kernels/heed.js";
import type { Stopping } from "../options/watch.js";
import { type Statistics, statisticsOf } from "../problem/statistics.js";
import { readTable } from "../tables/readTable.js";
import { rowRange } from "../tables/rowRange.js";
import type { Caller, Watching } from "./caller.js";
import type { Tagged } from "./serialise.js";
import { type KeptTable, type PlainTable, tagged } from "./tables.js";
import { WorkerMatrix } from "./workerMatrix.js";

export const MOMENTS = "second moments of some rows";

/** the function that messages are of; X, of which these rows are all or some; where each block of them begins and ends in X; y and weights of X */
export type MomentsValues = [name: string, X: Tagged, blocks: readonly Block[], y: Float64Array, weights?: Float64Array];

interface Block {
  readonly from: number;
  readonly to: number;
}

/** rows that a block has at least, and half as many as columns: its moments have p²/2 numbers to be sent and merged */
const ROWS = 512;
/** more of them share the work no better */
const MOST = 16;

/** the blocks of n rows: a power of two of them, one where rows are few */
export function blocksOf(n: number, p: number): Block[] {
  let count = 1;
  while (count < MOST && n / (2 * count) >= Math.max(ROWS, p / 2)) count *= 2;
  return Array.from({ length: count }, (_, k) => ({ from: Math.floor((n * k) / count), to: Math.floor((n * (k + 1)) / count) }));
}

/** the second moments of all rows; `X` is a matrix of these workers, or checked numbers */
export async function momentsOn(
  callers: readonly Caller[],
  name: string,
  X: WorkerMatrix | PlainTable,
  y: Float64Array,
  weights: Float64Array | undefined,
  watching: Watching,
): Promise<Statistics> {
  const blocks = blocksOf(X.rows, X.columns);
  const until = (w: number) => Math.floor((blocks.length * w) / callers.length);
  const parts = callers.map(async (caller, w) => {
    const own = blocks.slice(until(w), until(w + 1));
    if (own.length === 0) return [];
    if (X instanceof WorkerMatrix) return caller.call({ name: MOMENTS, values: [name, X.in(caller, name), own, y, weights] }, [], watching);
    const [first, last] = [own[0].from, own[own.length - 1].to];
    const table = someRows(X, first, last);
    const at = own.map(({ from, to }) => ({ from: from - first, to: to - first }));
    const values = [name, tagged(table), at, y.slice(first, last), weights?.slice(first, last)];
    return caller.call({ name: MOMENTS, values }, [table.data.buffer], watching);
  });
  return merged(name, ((await Promise.all(parts)) as Statistics[][]).flat());
}

/** what a worker finds in its blocks */
export function momentsFrom([name, , blocks, y, weights]: MomentsValues, X: KeptTable, stopping?: Stopping): Statistics[] {
  const table = readTable(name, "X", X);
  const order = Array.from({ length: table.columns }, (_, j) => j);
  const check = () => stopping?.throwIfAborted();
  return blocks.map(({ from, to }) => {
    check();
    return heeding(check, () => statisticsOf(name, rowRange(table, from, to), order, y.slice(from, to), weights?.slice(from, to)));
  });
}

/** a copy of the rows from one to another */
function someRows({ rows: n, columns, names, data }: PlainTable, from: number, to: number): PlainTable {
  const rows = to - from;
  const own = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) own.set(data.subarray(j * n + from, j * n + to), j * rows);
  return { rows, columns, names, data: own };
}
