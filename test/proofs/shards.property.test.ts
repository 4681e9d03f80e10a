// Everything that shards answer, held against the independent judge. Longer: PROPERTY_RUNS=2000 PROPERTY_SEED=5 npx vitest run --project node
// shards.property
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { memoryUsage } from "../../src/index.js";
import { shardCalls } from "../helpers/certifiedShards.js";
import { faultsOfAnswer, faultsOfError } from "../helpers/faults.js";
import { problemOf, recipes } from "../helpers/hardProblems.js";

const env = import.meta.env as Record<string, string | undefined>;
const asked = env.PROPERTY_RUNS;
const numRuns = Number(asked ?? (typeof process === "undefined" ? 5 : 40));
const seed = Number(env.PROPERTY_SEED ?? 1);
/** ms a function: what a busy machine does not get done is left out; not where runs were asked for */
const LONGEST = 10_000;

describe("gaps of shards are bounds, objectives those of the answers", () => {
  for (const call of shardCalls)
    it(
      call.name,
      async () => {
        vi.spyOn(console, "warn").mockImplementation(() => {});
        let answers = 0;
        const property = fc.asyncProperty(recipes, fc.nat(1000), async (recipe, cut) => {
          const problem = problemOf(recipe, call.loss);
          const before = memoryUsage().used;
          const found = await call.run(problem, cut).catch((error: Error) => error);
          const faults = found instanceof Error ? faultsOfError(found) : found.flatMap(faultsOfAnswer);
          if (memoryUsage().used !== before) faults.push({ kind: "leak", detail: `${memoryUsage().used - before} bytes` });
          answers += found instanceof Error ? 0 : found.length;
          if (faults.length > 0)
            throw new Error(`${faults.map(({ kind, detail }) => `${kind}: ${detail}`).join("\n")}\n${JSON.stringify({ problem, cut })}`);
        });
        await fc.assert(property, { numRuns, seed, ...(!asked && { interruptAfterTimeLimit: LONGEST }) });
        expect(answers).toBeGreaterThan(0);
      },
      asked ? 3_600_000 : 60_000,
    );
});
