// A table in shards against the same table in an accumulator: asynchronous, so once a round and not among the commands.

import { rowsOf, uniform } from "../../reference/problems.js";
import { memoryUsage } from "../../src/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { dataOf, type Problem } from "./problems.js";

/** what is wrong with shards of a table that the seed makes; undefined where nothing is */
export async function shardsFail(seed: number): Promise<string | undefined> {
  const random = uniform(seed);
  const pick = (most: number) => Math.floor(most * random());
  const problem: Problem = { n: 12 + pick(80), p: 1 + pick(8), seed, kind: (["normal", "counts", "noise"] as const)[pick(3)] };
  const { columns, y } = dataOf(problem);
  const [X, size, lambda] = [rowsOf(columns), 1 + pick(20), 0.2 * random()];
  const { used, matrices } = memoryUsage();
  async function* chunks() {
    for (let from = 0; from < y.length; from += size) {
      await undefined;
      yield { X: X.slice(from, from + size), y: y.slice(from, from + size) };
    }
  }
  const say = (what: string) => `shards of ${JSON.stringify({ problem, size, lambda })}: ${what}`;
  const [one, other] = [shardsOf(chunks), shardsOf([...wholes(X, y, size)])];
  const [a, b] = [await one.lasso({ lambda, tol: 1e-10 }), await other.lasso({ lambda, tol: 1e-10 })];
  if (JSON.stringify(a) !== JSON.stringify(b)) return say("chunks that come later give another fit");
  if (!(a.certificate.gap >= 0)) return say(`gap ${a.certificate.gap}`);
  const seen = await one.gram();
  if (seen.rows !== y.length) return say(`${seen.rows} rows of ${y.length}`);
  const controller = new AbortController();
  const stopped = shardsOf(chunks).ridge({ lambda, signal: controller.signal, onProgress: () => controller.abort(seed) });
  const reason = await stopped.then(
    () => "an answer",
    (error) => error,
  );
  if (reason !== seed) return say(`aborted by ${seed}, it ended with ${reason}`);
  const after = memoryUsage();
  // less than before: the collector has taken a Matrix of somebody else's meanwhile
  if (after.used > used || after.matrices > matrices) return say(`${after.used - used} bytes stay allocated`);
}

function* wholes(X: readonly number[][], y: Float64Array, size: number) {
  for (let from = 0; from < y.length; from += size) yield { X: X.slice(from, from + size), y: y.slice(from, from + size) };
}
