// The median of numbers that come one by one: exact while they fit in one buffer, then from a sketch.

/**
 * Numbers by buffers of `capacity`, which is even: a number of buffer i stands for 2^i numbers. A full buffer is sorted, and every second of its numbers
 * goes to the next one, the first and the second in turn (Munro, Paterson 1980; Manku, Rajagopalan, Lindsay 1998). That moves the rank of
 * any number by 2^i at most, so that of n numbers in h buffers no rank is off by more than n·(h − 1)/capacity.
 */
export class Quantiles {
  readonly #capacity: number;
  readonly #buffers: number[][] = [[]];
  /** whether the next numbers that buffer i hands on are its second, fourth, … */
  readonly #second: boolean[] = [];

  constructor(capacity: number = Infinity) {
    this.#capacity = capacity;
  }

  add(value: number): void {
    const [first] = this.#buffers;
    first.push(value);
    if (first.length >= this.#capacity) this.#handOn(0);
  }

  #handOn(i: number): void {
    const sorted = Float64Array.from(this.#buffers[i]).sort();
    this.#buffers[i] = [];
    this.#buffers[i + 1] ??= [];
    const next = this.#buffers[i + 1];
    for (let k = Number(this.#second[i] ?? false); k < sorted.length; k += 2) next.push(sorted[k]);
    this.#second[i] = !this.#second[i];
    if (next.length >= this.#capacity) this.#handOn(i + 1);
  }

  /** how far the rank of {@link median} may be off */
  get error(): number {
    const most = this.#capacity === Infinity ? 0 : (this.#buffers.length - 1) / this.#capacity;
    return most * this.#buffers.reduce((sum, { length }, i) => sum + length * standsFor(i), 0);
  }

  /** the middle number, or the mean of the two in the middle */
  median(): number {
    const [first] = this.#buffers;
    if (this.#buffers.length === 1) return middle(first.length, Float64Array.from(first).sort(), (k) => k + 1);
    const all = this.#buffers.flatMap((values, i) => values.map((value) => ({ value, stands: standsFor(i) })));
    all.sort((a, b) => a.value - b.value);
    const upTo = new Float64Array(all.length);
    all.forEach(({ stands }, k) => {
      upTo[k] = (k > 0 ? upTo[k - 1] : 0) + stands;
    });
    const values = Float64Array.from(all, ({ value }) => value);
    return middle(upTo[upTo.length - 1], values, (k) => upTo[k]);
  }
}

/** of `count` numbers the median; `sorted` stands for them, `upTo(k)` of them up to place k */
function middle(count: number, sorted: Float64Array, upTo: (k: number) => number): number {
  const at = (rank: number) => {
    let [low, high] = [0, sorted.length - 1];
    while (low < high) {
      const half = (low + high) >> 1;
      if (upTo(half) > rank) high = half;
      else low = half + 1;
    }
    return sorted[low];
  };
  const [low, high] = [at(Math.floor((count - 1) / 2)), at(Math.floor(count / 2))];
  return low + (high - low) / 2;
}

/** 2^i: how many numbers one of buffer i stands for; there are less than 50 buffers, as counts are below 2^53 */
function standsFor(i: number): number {
  let count = 1;
  for (let k = 0; k < i; k++) count *= 2;
  return count;
}
