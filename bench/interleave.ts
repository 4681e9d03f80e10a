// Interleaved measurement: A B A B …, medians, and quartiles of the ratio of neighbouring samples.
//
// A contender runs in a process, or a Web Worker, of its own kind ("wasm" or "plain"), one a kind, and only one of them works at a time. The reason:
// growing a WebAssembly memory detaches its old ArrayBuffer, and from then on V8 checks every typed array of that isolate for it, which
// slows plain JavaScript by 1.4 (dot, n = 1000, Node 20). In the library's own isolate plain JavaScript would look worse than it is.
//
// tinybench warms a contender up and tells what one call takes; that sets how many calls make a sample.
import { Bench } from "tinybench";

/** One side of a comparison, ready to run. */
export interface Contender {
  /** what is timed */
  run(): unknown;
  /** what came out of it, read after the timing */
  answer(): unknown;
}

/** One comparison: every contender does the same work. */
export interface Work {
  name: string;
  /** seed of its numbers */
  seed: number;
  /** multiply-adds count 2 */
  flops?: number;
  /** read and written, for work that memory bounds */
  bytes?: number;
  /** prepared in the process of their kind */
  contenders: { name: string; kind: Kind; prepare(): Contender }[];
}

export type Kind = "wasm" | "plain";

export interface Quartiles {
  low: number;
  median: number;
  high: number;
}

export interface Measured {
  work: string;
  seed: number;
  samples: number;
  /** milliseconds a call */
  times: Record<string, Quartiles>;
  /** time of the last contender / time of each other, sample by sample */
  ratios: Record<string, Quartiles>;
  answers: Record<string, unknown>;
}

/** A sample is at least this long: a thousand times what the timer and a stray interrupt cost. */
const SAMPLE_MS = 5;
/** a call this long is warm once it has run */
const LONG_MS = 250;
const FEWEST = 3;
const MOST = 41;

interface Samples {
  times: Record<string, number[]>;
  answers: Record<string, unknown>;
}

export type Request = "warm" | "sample" | "answer" | "forget";

/** where contenders of one kind run */
export interface Side {
  ask(request: Request, work: number, contender: number, calls?: number): Promise<unknown>;
  end(): void;
}

/**
 * Runs every work. `lives`: how often all sides are started anew, and the budget split among them: where code and arrays come to lie makes
 * a kernel of some nanoseconds up to 1.8 times slower for the rest of a process's life.
 */
export async function interleave(
  works: readonly Work[],
  start: () => Record<Kind, Side>,
  { budgetMs, lives = 1, report }: { budgetMs: number; lives?: number; report(done: string, at: number): void },
): Promise<Measured[]> {
  const samples: Samples[][] = works.map(() => []);
  for (let life = 1; life <= lives; life++) {
    const kinds = start();
    try {
      for (const [at, work] of works.entries()) {
        samples[at].push(await compare(kinds, at, work, budgetMs / lives));
        report(lives > 1 ? `${work.name} (${life} of ${lives})` : work.name, at);
      }
    } finally {
      for (const side of Object.values(kinds)) side.end();
    }
  }
  return works.map((work, at) => summary(work, samples[at]));
}

async function compare(kinds: Record<Kind, Side>, at: number, work: Work, budgetMs: number): Promise<Samples> {
  const sides: { name: string; side: Side; key: [number, number]; calls: number; times: number[] }[] = [];
  let sampleMs = 0;
  for (const [k, { name, kind }] of work.contenders.entries()) {
    const side = kinds[kind];
    const callMs = (await side.ask("warm", at, k)) as number;
    const calls = Math.max(1, Math.ceil(SAMPLE_MS / callMs));
    sampleMs += calls * callMs;
    sides.push({ name, side, key: [at, k], calls, times: [] });
  }
  const rounds = Math.min(MOST, Math.max(FEWEST, Math.round(budgetMs / sampleMs)));
  for (let round = 0; round < rounds; round++) {
    // every other round backwards, so that nobody always comes after the same neighbour
    for (const each of round % 2 ? sides.toReversed() : sides) {
      each.times.push((await each.side.ask("sample", ...each.key, each.calls)) as number);
    }
  }
  const answers: Record<string, unknown> = {};
  for (const { name, side, key } of sides) answers[name] = await side.ask("answer", ...key);
  for (const side of Object.values(kinds)) await side.ask("forget", 0, 0);
  return { times: Object.fromEntries(sides.map(({ name, times }) => [name, times])), answers };
}

function summary({ name, seed, contenders }: Work, lives: readonly Samples[]): Measured {
  const times = contenders.map((each) => lives.flatMap((life) => life.times[each.name]));
  const last = times[times.length - 1];
  const each = (value: (own: number[]) => number[], count: number) =>
    Object.fromEntries(contenders.slice(0, count).map((contender, k) => [contender.name, quartiles(value(times[k]))]));
  return {
    work: name,
    seed,
    samples: last.length,
    times: each((own) => own, contenders.length),
    ratios: each((own) => own.map((t, k) => last[k] / t), contenders.length - 1),
    answers: lives[0].answers,
  };
}

export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** the other end of a side: what answers its requests */
export function answering(works: readonly Work[]) {
  const prepared = new Map<string, Contender>();
  return ({ request, work, contender, calls }: { request: Request; work: number; contender: number; calls: number }): unknown => {
    if (request === "forget") return prepared.clear();
    const key = `${work}/${contender}`;
    if (!prepared.has(key)) {
      const { prepare } = works[work].contenders[contender];
      // V8 compiles a closure that exists once for the very arrays it holds, which no caller of a library sees: dot 1.3 times faster
      prepare();
      prepared.set(key, prepare());
    }
    const side = prepared.get(key) as Contender;
    if (request === "warm") return warm(side);
    if (request === "answer") return side.answer();
    const from = performance.now();
    for (let call = 0; call < calls; call++) side.run();
    return (performance.now() - from) / calls;
  };
}

/** milliseconds of one call once it is warm */
function warm(side: Contender): number {
  const from = performance.now();
  side.run();
  const first = performance.now() - from;
  if (first >= LONG_MS) return first;
  const bench = new Bench({ warmupTime: 100, warmupIterations: 2, time: 50, iterations: 3, throws: true, subtractTimerOverhead: true });
  bench.add("contender", () => {
    side.run();
  });
  const [{ result }] = bench.runSync();
  if (result.state !== "completed") throw new Error(`warm-up ended as ${result.state}`);
  // a browser's timer ticks every tenth of a millisecond: a call is told by how many of them take several ticks
  for (let calls = 1; ; calls *= 4) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) side.run();
    const ms = performance.now() - start;
    if (ms >= SAMPLE_MS / 4) return ms / calls;
  }
}
