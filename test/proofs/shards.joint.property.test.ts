// Classes in rounds, on problems of the kinds that break proofs, held against the independent judge. Longer:
// PROPERTY_RUNS=2000 PROPERTY_SEED=5 npx vitest run --project node shards.joint
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { memoryUsage } from "../../src/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { chunksOf } from "../helpers/certifiedShards.js";
import { problemOf, recipes } from "../helpers/hardProblems.js";
import { type Answered, holdJoint, labelled, ordinary } from "../helpers/jointProblems.js";

const env = import.meta.env as Record<string, string | undefined>;
const asked = env.PROPERTY_RUNS;
const numRuns = Number(asked ?? (typeof process === "undefined" ? 3 : 25));
const seed = Number(env.PROPERTY_SEED ?? 1);
/** ms: what a busy machine does not get done is left out; not where runs were asked for */
const LONGEST = 10_000;
/** rows and columns at most: the judge's sums are of 106 bits */
const [ROWS, COLUMNS] = asked ? [40, 30] : [16, 10];

it(
  "gaps of classes from shards are bounds, objectives those of the answers",
  async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    let answers = 0;
    const property = fc.asyncProperty(recipes, fc.nat(1000), async (recipe, cut) => {
      const data = problemOf(ordinary(recipe, ROWS, COLUMNS), "squared");
      const { X, l1Ratio, fitIntercept, standardize, weights, tol, maxIterations } = data;
      const y = labelled(data);
      const classes = [...new Set(y)].sort((a, b) => a - b);
      const penaltyFactors = data.penaltyFactors?.map((v) => v || 1);
      const options = { lambda: data.lambda || 0.01, l1Ratio, fitIntercept, standardize, ...(penaltyFactors && { penaltyFactors }) };
      const before = memoryUsage().used;
      const call = async (more: object): Promise<Answered | string> => {
        try {
          const fit = await shardsOf(() => chunksOf({ ...data, y }, cut)).multinomial({ ...options, ...more, classes });
          return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: Array.from(fit.intercepts) };
        } catch (error) {
          const { message } = error as Error;
          if (
            !/too large|too small|too little|no row of positive weight|all 0|sum|at least one of positive weight|two or more/.test(message)
          )
            throw error;
          return message;
        }
      };
      const given = await call({ tol, maxIterations: maxIterations ?? 1000 });
      if (typeof given === "string") return;
      answers++;
      const tight = await call({ tol: 1e-13, maxIterations: 300 });
      expect(memoryUsage().used).toBe(before);
      const problem = { X, targets: { kind: "classes" as const, y, classes: classes.length }, ...options, weights };
      holdJoint("Shards.multinomial", problem, given, typeof tight === "string" ? [] : [tight], tol);
    });
    await fc.assert(property, { numRuns, seed, ...(!asked && { interruptAfterTimeLimit: LONGEST }) });
    expect(answers).toBeGreaterThan(0);
  },
  asked ? 3_600_000 : 60_000,
);
