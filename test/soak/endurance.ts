// Rounds of random calls until the time is over: each round has a seed of its own, so that one that fails can be run again alone.
import fc from "fast-check";
import { memoryUsage } from "../../src/index.js";
import { Heap, heap } from "../../src/kernels/heap.js";
import { kernels } from "../../src/kernels/kernels.js";
import { Scope } from "../../src/kernels/scope.js";
import { otherCalls } from "./choosing.js";
import { refusals } from "./faults.js";
import { oneFit, onePath } from "./fits.js";
import { Flatness, type Sample } from "./flatness.js";
import { shardsFail } from "./inShards.js";
import { jointFit } from "./joint.js";
import { lifeCycles } from "./lifeCycles.js";
import { networks } from "./networks.js";
import { otherTables } from "./records.js";
import { World } from "./world.js";

/** command sequences a round, and calls in the longest */
const SEQUENCES = 8;
const LENGTH = 60;

export interface Report {
  rounds: number;
  calls: number;
  refused: number;
  failure?: string;
  memory?: string;
}

/** how long: minutes, or rounds */
export type Length = { minutes: number } | { rounds: number };

export interface Engine {
  /** bytes that the process, or its JavaScript, takes once the collector has run */
  sample(): Sample;
  /** runs the collector, and the finalizers of what it finds */
  collect(): Promise<void>;
  log(line: string): void;
}

const commands = fc.commands(
  [...repeat(oneFit, 4), ...repeat(onePath, 2), jointFit, ...otherTables, networks, ...otherCalls, ...lifeCycles, ...repeat(refusals, 5)],
  {
    maxCommands: LENGTH,
    size: "max",
  },
);

function repeat<T>(each: T, times: number): T[] {
  return new Array<T>(times).fill(each);
}

/** one round: every call of some sequences is followed by the comparison; what fails is shrunk */
function round(seed: number, forgotten: World["forgotten"], totals: Report): string | undefined {
  const result = fc.check(
    fc.property(commands, (sequence) => {
      const world = new World(forgotten);
      try {
        fc.modelRun(() => ({ model: world, real: world }), sequence);
        world.end();
      } finally {
        for (const { matrix } of world.matrices) matrix.dispose();
        totals.calls += world.calls;
        totals.refused += world.refused;
      }
    }),
    { seed, numRuns: SEQUENCES },
  );
  if (!result.failed) return undefined;
  const cause = result.errorInstance as Error | null;
  return [
    `seed ${seed}: ${cause?.message ?? "failed"}`,
    `shrunk ${result.numShrinks} times to: ${result.counterexample}`,
    `again: npm run soak -- --minutes 0 --seed ${seed}`,
    cause?.cause instanceof Error ? (cause.cause.stack ?? "") : (cause?.stack ?? ""),
  ].join("\n");
}

/**
 * Every other round every block is the heap's own, comes full of NaN (−1 as an integer), and every view made before it is detached, as growth
 * does.
 */
function unsettled<T>(on: boolean, work: () => T): T {
  const { allocate } = Heap.prototype;
  const { room } = Scope;
  if (on) {
    Scope.room = 0;
    Heap.prototype.allocate = function (this: Heap, bytes: number) {
      const start = allocate.call(this, bytes);
      // networks have a memory of their own
      if (this !== heap()) return start;
      const { memory } = kernels();
      memory.grow(0);
      new Uint8Array(memory.buffer, start, Math.ceil(bytes / 64) * 64).fill(0xff);
      return start;
    };
  }
  try {
    return work();
  } finally {
    Heap.prototype.allocate = allocate;
    Scope.room = room;
  }
}

/** forgotten matrices come back; the collector may need several turns */
async function untilCollected(engine: Engine, forgotten: World["forgotten"]): Promise<string | undefined> {
  for (let turn = 0; turn < 20; turn++) {
    await engine.collect();
    if (memoryUsage().matrices === 0) break;
  }
  const { matrices, used } = memoryUsage();
  forgotten.matrices = forgotten.bytes = 0;
  return matrices === 0 && used === 0 ? undefined : `${matrices} matrices and ${used} bytes that nobody holds are never given back`;
}

export async function endure(engine: Engine, length: Length, seed: number): Promise<Report> {
  const report: Report = { rounds: 0, calls: 0, refused: 0 };
  const forgotten = { bytes: 0, matrices: 0 };
  const flatness = new Flatness();
  const start = performance.now();
  const passed = () => (performance.now() - start) / 60_000;
  const isOver = () => ("rounds" in length ? report.rounds >= length.rounds : passed() >= length.minutes);
  let told = 0;
  do {
    const own = seed + report.rounds;
    report.failure = unsettled(own % 2 === 1, () => round(own, forgotten, report));
    report.rounds++;
    report.failure ??= await shardsFail(own);
    report.failure ??= await untilCollected(engine, forgotten);
    if (report.failure) return report;
    flatness.add(report.calls, engine.sample());
    if (passed() - told >= 1) {
      told = Math.floor(passed());
      engine.log(`${told} min: ${report.rounds} rounds, ${report.calls} calls, ${flatness.last()}`);
    }
  } while (!isOver());
  const { verdict, grows } = flatness.judge();
  report.memory = verdict;
  if (grows) report.failure = verdict;
  return report;
}
