// Cross-validation on several workers: each has the rows, computes the second moments of some folds, and takes one fold after another.
import type { CrossValidation } from "../choosing/folds/crossValidation.js";
import type { Outcome } from "../choosing/folds/unit.js";
import type { Progress } from "../options/watch.js";
import type { Statistics } from "../problem/statistics.js";
import type { Caller, Watching } from "./caller.js";
import type { Work } from "./foldWork.js";
import { requestFor } from "./requests.js";

export const FOLDS = "crossValidate on a share of the folds";

/** which cross-validation, what of it, and its arguments */
export type FoldStep = [job: number, step: "open" | "moments" | "know" | "run" | "assemble" | "close", ...values: unknown[]];

let jobs = 0;

/** what `crossValidate` returns, to the bit, from all of these workers */
export async function validateOn(callers: readonly Caller[], X: unknown, y: unknown, options: unknown): Promise<CrossValidation> {
  const job = ++jobs;
  const requests = callers.map((caller) => requestFor(caller, "crossValidate", [X, y, options]));
  const { signal, onProgress } = requests[0].watching;
  // whatever stops one of them stops all
  const stopping = new AbortController();
  const stop = () => stopping.abort(signal?.reason);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const done = callers.map(() => 0);
  const report = (w: number) => (progress: Progress) => {
    done[w] = progress.done;
    onProgress?.({ ...progress, done: done.reduce((sum, each) => sum + each, 0) });
  };
  const ask = <T>(w: number, step: FoldStep[1], values: readonly unknown[], moved: ArrayBuffer[] = []) => {
    const watching: Watching = { signal: stopping.signal, ...(onProgress && { onProgress: report(w) }) };
    return callers[w].call({ name: FOLDS, values: [job, step, ...values] }, moved, watching) as Promise<T>;
  };
  const everyone = <T>(work: (w: number) => Promise<T>) => Promise.all(callers.map((_, w) => work(w)));
  try {
    const [work] = await everyone((w) => ask<Work>(w, "open", requests[w].values, requests[w].moved));
    // of every repeat the second moments of its folds, by worker
    const statistics: (Statistics[][] | undefined)[] = [];
    for (const [r, count] of work.folds.entries()) {
      const until = (w: number) => Math.floor((count * w) / callers.length);
      statistics.push(work.moments[r] ? await everyone((w) => ask<Statistics[]>(w, "moments", [r, until(w), until(w + 1)])) : undefined);
    }
    await everyone((w) => {
      const others = statistics.map((parts) => parts?.flatMap((folds, v) => folds.map((each) => (v === w ? undefined : each))));
      const buffers = others.flatMap((folds) => folds?.flatMap((each) => each?.triangle.buffer ?? []) ?? []);
      // what only one of them does not know is moved there
      return ask(w, "know", [others], callers.length === 2 ? (buffers as ArrayBuffer[]) : []);
    });
    const units = work.folds.reduce((sum, folds) => sum + folds, 1);
    const outcomes: Outcome[] = [];
    let next = 0;
    await everyone(async (w) => {
      while (next < units) {
        const k = next++;
        outcomes[k] = await ask<Outcome>(w, "run", [k]);
      }
    });
    return await ask<CrossValidation>(0, "assemble", [outcomes]);
  } catch (error) {
    stopping.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    for (const caller of callers) void caller.call({ name: FOLDS, values: [job, "close"] }).catch(() => {});
  }
}
