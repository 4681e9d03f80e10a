// The table of queue.test.ts, part by part.
import { normal } from "../../reference/problems.js";
import type { Chunk } from "../../src/shards/index.js";

/** how many parts there are */
export const COUNT = 6;
export const OPTIONS = { folds: 3, count: 8 };

/** 300 rows of 4 columns, in chunks of 100 */
export function* partOf(part: number): Generator<Chunk, void, undefined> {
  const draw = normal(100 + part);
  for (let k = 0; k < 3; k++) {
    const X = Array.from({ length: 100 }, () => Array.from({ length: 4 }, draw));
    yield { X, y: X.map((row) => 2 * row[0] - row[1] + draw()) };
  }
}
