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

/** how many numbers a statistic of q columns takes, the response among them */
const sizeOf = (q: number) => 3 + 2 * q + (q * (q + 1)) / 2;

/** a sum as little-endian numbers: rows, how many statistics, how many numbers; the statistics one by one, p + 1 first; the numbers */
export function encodeSum({ rows, statistics, numbers }: Sum): Uint8Array<ArrayBuffer> {
  const size = statistics.reduce((total, { means }) => total + sizeOf(means.length), 3 + numbers.length);
  const out = new DataView(new ArrayBuffer(8 * size));
  let at = 0;
  const put = (values: ArrayLike<number>) => {
    for (let i = 0; i < values.length; i++, at += 8) out.setFloat64(at, values[i], true);
  };
  put([rows, statistics.length, numbers.length]);
  for (const each of statistics) {
    put([each.means.length, each.rows, each.weightSum]);
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
  if (bytes.length < 24 || bytes.length % 8 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const take = (target: Float64Array) => {
    for (let i = 0; i < target.length; i++, at += 8) target[i] = view.getFloat64(at, true);
    return target;
  };
  // the bytes that are left bound what is made of them
  const left = () => (bytes.length - at) / 8;
  const isCount = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  const [rows, count, many] = take(new Float64Array(3));
  if (![rows, count, many].every((each) => isCount(each, 0)) || count > left()) return undefined;
  const statistics: Statistics[] = [];
  while (statistics.length < count) {
    if (left() < 3) return undefined;
    const [q, own, weightSum] = take(new Float64Array(3));
    if (!isCount(q, 1) || sizeOf(q) - 3 > left()) return undefined;
    const each = noStatistics(q - 1);
    for (const part of [each.means, each.rests, each.triangle]) take(part);
    statistics.push({ ...each, rows: own, weightSum });
  }
  if (many !== left()) return undefined;
  const numbers = take(new Float64Array(many));
  // the loss of a model that leaves the range of numbers is Infinity; nothing is −Infinity, and nothing becomes NaN where sums are added
  return statistics.every(isSound) && numbers.every((each) => each > -Infinity) ? { rows, statistics, numbers } : undefined;
}
