// The worker: keeps tables, computes what it is asked.
import { computations } from "../benches/computations.js";
import { OtherTarget } from "../data/csv.js";
import { type Data, load } from "../data/load.js";
import type { FromWorker, Progress, ToWorker } from "./messages.js";

const tables = new Map<string, Data>();
/** tables that are kept: one to look at, one to go back to */
const KEPT = 2;

const say = (message: FromWorker) => postMessage(message);

/** progress at most every 50 ms: a message takes longer than a λ */
function reporter(id: number): (progress: Progress) => void {
  let last = 0;
  return ({ stage, done, total }) => {
    const now = performance.now();
    if (now - last < 50 && done < total) return;
    last = now;
    say({ kind: "progress", id, progress: { stage, done, total } });
  };
}

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === "begin") return begin(message.lock);
  const { id } = message;
  try {
    if (message.kind === "load") {
      const data = await load(message.source);
      const before = tables.get(message.source.key);
      before?.X.dispose();
      tables.delete(message.source.key);
      tables.set(message.source.key, data);
      for (const [key, { X }] of tables) {
        if (tables.size <= KEPT) break;
        X.dispose();
        tables.delete(key);
      }
      return say({ kind: "loaded", id, shape: data.shape });
    }
    const data = tables.get(message.table);
    if (!data) throw new Error(`the worker has no table ${message.table}`);
    const compute = computations[message.name] as (data: Data, asked: unknown, report: (progress: Progress) => void) => unknown;
    const start = performance.now();
    const result = await compute(data, message.asked, reporter(id));
    say({ kind: "computed", id, answer: result, milliseconds: performance.now() - start });
  } catch (error) {
    const targets = error instanceof OtherTarget ? error.targets : undefined;
    say({ kind: "failed", id, message: error instanceof Error ? error.message : String(error), targets });
  }
}

/**
 * The lock is given back when the worker ends, however it ends: that is how the page gets to know. Nothing is computed before it is held: a
 * computation leaves the thread no turn to say so, and a worker that ended in the middle of its first one would not be missed.
 */
function begin(lock: string): Promise<void> {
  return new Promise((begun) => {
    const began = () => {
      say({ kind: "began" });
      begun();
    };
    if (!navigator.locks) began();
    void navigator.locks?.request(lock, () => {
      began();
      return new Promise(() => {});
    });
  });
}

// one after another: a computation may wait for nothing, but loading does
let last: Promise<void> = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  last = last.then(() => answer(data));
});
