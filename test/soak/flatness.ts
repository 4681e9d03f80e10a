// Is memory flat? Samples after a collection, one a round; the last third of a run is held against the one before it.
//
// The least that a call can leave behind for good is an entry of some list, a pointer of 8 bytes, and the object that it points to, two
// words of 8: 24 bytes a call are a leak. Below that a run of some minutes cannot tell it from code that is compiled late and feedback that
// is still collected. What else moves is the collector's own: three times the median difference of two samples that follow each other.
// Of a process the same holds in pages, beside which the system keeps what the collector hands back and asks for again: a young generation
// of V8, 16 MiB and its copy.

/** Bytes. */
export interface Sample {
  /** of JavaScript's heap, after a collection */
  heap: number;
  /** of the process, where it is known */
  resident?: number;
}

const A_CALL = 24;
const YOUNG = 2 * 16 * 2 ** 20;

export class Flatness {
  readonly #calls: number[] = [];
  readonly #samples: Sample[] = [];

  /** after so many calls in all */
  add(calls: number, sample: Sample): void {
    this.#calls.push(calls);
    this.#samples.push(sample);
  }

  last(): string {
    const { heap, resident } = this.#samples.at(-1) ?? { heap: 0 };
    return `heap ${mib(heap)}${resident === undefined ? "" : `, process ${mib(resident)}`}`;
  }

  judge(): { verdict: string; grows: boolean } {
    const third = Math.floor(this.#samples.length / 3);
    if (third < 3) return { verdict: `${this.last()}; too few rounds to tell whether it grows`, grows: false };
    const calls = this.#calls[this.#calls.length - 1] - this.#calls[this.#calls.length - 1 - third];
    const parts = [-2 * third, -third].map((from) => this.#samples.slice(from, from + third || undefined));
    const grown = (of: (sample: Sample) => number, more: number) => {
      const [before, after] = parts.map((part) => part.map(of));
      const noise = median(before.slice(1).map((value, k) => Math.abs(value - before[k])));
      const allowed = A_CALL * calls + 3 * noise + more;
      const by = median(after) - median(before);
      return { by, allowed, leaks: by > allowed, text: `${(by / 1024).toFixed(0)} KiB of ${(allowed / 1024).toFixed(0)} allowed` };
    };
    const heap = grown((sample) => sample.heap, 0);
    const resident = parts[0][0].resident === undefined ? undefined : grown((sample) => sample.resident ?? 0, YOUNG);
    const words = `${this.last()}; in the last ${calls} calls the heap grew by ${heap.text}${resident ? `, the process by ${resident.text}` : ""}`;
    return { verdict: words, grows: heap.leaks || (resident?.leaks ?? false) };
  }
}

const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
