// Every function that returns a certificate, held against the independent judge on problems of the kinds that break proofs. A failure
// shrinks to a small problem, printed as code. Longer: PROPERTY_RUNS=2000 PROPERTY_SEED=5 npx vitest run --project node property
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asCode } from "../helpers/asCode.js";
import { calls } from "../helpers/certified.js";
import { faultsOf } from "../helpers/faults.js";
import { problemOf, recipes } from "../helpers/hardProblems.js";

const env = import.meta.env as Record<string, string | undefined>;
const asked = env.PROPERTY_RUNS;
// the browsers' part is to be the same numbers, not to find more
const numRuns = Number(asked ?? (typeof process === "undefined" ? 5 : 40));
const seed = Number(env.PROPERTY_SEED ?? 1);
/** ms a function: what a busy machine does not get done is left out; not where runs were asked for */
const LONGEST = 10_000;

describe("gaps are bounds, objectives those of the answers", () => {
  for (const call of calls) {
    it(
      call.name,
      () => {
        let answers = 0;
        const property = fc.property(recipes, (recipe) => {
          const problem = problemOf(recipe, call.loss);
          const found = faultsOf(call, problem);
          answers += found.answers;
          if (found.faults.length === 0) return;
          const faults = found.faults.map(({ kind, detail }) => `${kind}: ${detail}`);
          throw new Error(`${faults.join("\n")}\n\n${asCode(call, problem)}`);
        });
        fc.assert(property, { numRuns, seed, ...(!asked && { interruptAfterTimeLimit: LONGEST }) });
        expect(answers).toBeGreaterThan(0);
      },
      asked ? 3_600_000 : 60_000,
    );
  }
});
