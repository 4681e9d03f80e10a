// What a task finds in some rows: second moments and plain sums. Sums of two sets of rows are merged into those of both, always along the same
// tree over the numbers of shards, so that neither the order in which they arrive nor who computed them changes a bit.
import { powerOfTwo } from "../elementary.js";
import { absorb, noStatistics, type Statistics } from "../problem/statistics.js";

/** What a task finds; plain data. */
export interface Sum {
  /** rows seen */
  rows: number;
  readonly statistics: readonly Statistics[];
  /** what is added number by number */
  readonly numbers: Float64Array;
}

const isAlike = (a: Sum, b: Sum) =>
  a.numbers.length === b.numbers.length &&
  a.statistics.length === b.statistics.length &&
  a.statistics.every(({ means }, k) => means.length === b.statistics[k].means.length);

/** a ← what is found in the rows of both */
function merge(name: string, a: Sum, b: Sum): Sum {
  if (!isAlike(a, b)) throw new TypeError(`${name}: two shards come to sums of different forms, expected those of one task and one table`);
  a.rows += b.rows;
  for (const [k, statistics] of a.statistics.entries()) absorb(name, statistics, b.statistics[k]);
  for (let i = 0; i < a.numbers.length; i++) a.numbers[i] += b.numbers[i];
  return a;
}

/**
 * Shards 2i and 2i + 1 of a level are merged into shard i of the next one as soon as both are there: in any order of arrival the same tree,
 * which holds log₂ of the number of shards at a time where they arrive in order.
 */
export class MergeTree {
  readonly #name: string;
  readonly #levels: Map<number, Sum>[] = [];
  #count = 0;

  /** `name`: the function that messages are of */
  constructor(name: string) {
    this.#name = name;
  }

  /** takes what was found in shard number `index`; each comes once */
  add(index: number, sum: Sum): void {
    this.#count++;
    let [level, at, found] = [0, index, sum];
    for (;;) {
      this.#levels[level] ??= new Map();
      const sibling = this.#levels[level].get(at ^ 1);
      if (!sibling) break;
      this.#levels[level].delete(at ^ 1);
      found = at % 2 === 0 ? merge(this.#name, found, sibling) : merge(this.#name, sibling, found);
      at = Math.floor(at / 2);
      level++;
    }
    this.#levels[level].set(at, found);
  }

  /** what all shards say together; undefined where there was none */
  total(): Sum | undefined {
    const left = this.#levels.flatMap((level, k) => Array.from(level, ([at, sum]) => ({ from: at * powerOfTwo(k), sum })));
    // of n shards the digits of n in base 2 are left, the last ones smallest
    left.sort((a, b) => b.from - a.from);
    return left.map(({ sum }) => sum).reduce<Sum | undefined>((right, sum) => (right ? merge(this.#name, sum, right) : sum), undefined);
  }

  /** how many shards have come */
  get count(): number {
    return this.#count;
  }
}

/** a sum as little-endian numbers: rows, how many statistics, p + 1, how many numbers; the statistics one by one; the numbers */
export function encodeSum({ rows, statistics, numbers }: Sum): Uint8Array<ArrayBuffer> {
  const q = statistics[0]?.means.length ?? 0;
  const size = 2 + 2 * q + (q * (q + 1)) / 2;
  const out = new DataView(new ArrayBuffer(8 * (4 + statistics.length * size + numbers.length)));
  let at = 0;
  const put = (values: ArrayLike<number>) => {
    for (let i = 0; i < values.length; i++, at += 8) out.setFloat64(at, values[i], true);
  };
  put([rows, statistics.length, q, numbers.length]);
  for (const each of statistics) {
    put([each.rows, each.weightSum]);
    for (const part of [each.means, each.rests, each.triangle]) put(part);
  }
  put(numbers);
  return new Uint8Array(out.buffer);
}

/** true where these may be second moments of rows */
function isSound({ rows, weightSum, means, rests, triangle }: Statistics): boolean {
  const counts = Number.isSafeInteger(rows) && rows >= 0 && weightSum >= 0;
  return counts && [means, rests, triangle, [weightSum]].every((part) => (part as number[]).every(Number.isFinite));
}

/** what {@link encodeSum} wrote; undefined where it did not */
export function decodeSum(bytes: Uint8Array): Sum | undefined {
  if (bytes.length < 32 || bytes.length % 8 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const take = (target: Float64Array) => {
    for (let i = 0; i < target.length; i++, at += 8) target[i] = view.getFloat64(at, true);
    return target;
  };
  const [rows, count, q, many] = take(new Float64Array(4));
  // whole numbers, so that the length of the bytes bounds what is made of them
  if (![rows, count, q, many].every((each) => Number.isSafeInteger(each) && each >= 0) || (count > 0 && q === 0)) return undefined;
  if (bytes.length !== 8 * (4 + count * (2 + 2 * q + (q * (q + 1)) / 2) + many)) return undefined;
  const statistics = Array.from({ length: count }, () => {
    const [own, weightSum] = take(new Float64Array(2));
    const each = noStatistics(q - 1);
    for (const part of [each.means, each.rests, each.triangle]) take(part);
    return { ...each, rows: own, weightSum };
  });
  const numbers = take(new Float64Array(many));
  return statistics.every(isSound) && !numbers.some(Number.isNaN) ? { rows, statistics, numbers } : undefined;
}
