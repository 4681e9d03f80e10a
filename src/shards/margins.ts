// What rounds start from: of every column its mean and variance, and its product with y. Second moments of a few columns at a time say it, √p·p/2 numbers
// where those of all would be p²/2.
import { leaveOut, merged } from "../choosing/folds/foldStatistics.js";
import { diagonal, type Statistics } from "../problem/statistics.js";

/** columns in blocks, in order: as many in each as there are blocks */
export function blocksOf<T>(columns: readonly T[]): T[][] {
  const width = Math.max(8, Math.ceil(Math.sqrt(columns.length)));
  return Array.from({ length: Math.ceil(columns.length / width) }, (_, b) => columns.slice(b * width, (b + 1) * width));
}

/** Of some rows, with y last where it is among them. */
export interface Margins {
  readonly weightSum: number;
  /** p + 1 means */
  readonly means: Float64Array;
  /** p variances */
  readonly variances: Float64Array;
  /** Σ s (xⱼ − mⱼ)(y − m) */
  readonly products: Float64Array;
}

/** what the blocks of columns say side by side */
export function marginsOf(blocks: readonly Statistics[]): Margins {
  const [{ weightSum, means: first }] = blocks;
  const [means, variances, products]: number[][] = [[], [], []];
  for (const { means: own, triangle } of blocks) {
    const q = own.length - 1;
    for (let j = 0; j < q; j++) {
      means.push(own[j]);
      variances.push(triangle[diagonal(j)] / weightSum);
      products.push(triangle[diagonal(q) - q + j]);
    }
  }
  const arrays = [[...means, first[first.length - 1]], variances, products].map((each) => Float64Array.from(each));
  return { weightSum, means: arrays[0], variances: arrays[1], products: arrays[2] };
}

/** [fold][block] from what a task found, fold by fold */
export function byFolds(statistics: readonly Statistics[], folds: number): Statistics[][] {
  const many = statistics.length / folds;
  return Array.from({ length: folds }, (_, fold) => statistics.slice(fold * many, (fold + 1) * many));
}

/** of all folds together */
export const wholeMargins = (name: string, parts: readonly (readonly Statistics[])[]): Margins =>
  marginsOf(
    parts[0].map((_, b) =>
      merged(
        name,
        parts.map((blocks) => blocks[b]),
      ),
    ),
  );

/** for every fold, of all others together */
export function outsideMargins(name: string, parts: readonly (readonly Statistics[])[]): Margins[] {
  const outside: Statistics[][] = parts.map(() => []);
  for (const b of parts[0].keys()) {
    const own = parts.map((blocks) => blocks[b]);
    for (const [fold, others] of leaveOut(name, own)) outside[fold][b] = others;
  }
  return outside.map(marginsOf);
}
