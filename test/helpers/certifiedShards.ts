// What shards answer to a hard problem, cut into chunks.
import { uniform } from "../../reference/problems.js";
import type { Chunk } from "../../src/shards/index.js";
import { type ShardCrossValidation, type Shards, shardFolds, shardsOf } from "../../src/shards/index.js";
import { type Answered, along, answered, common, lambdasOf, penalised, without } from "./certified.js";
import type { HardProblem } from "./hardProblems.js";

/** What is asked of shards, by the public name. */
export interface ShardCall {
  name: string;
  loss: "squared" | "logistic" | "poisson";
  run(problem: HardProblem, seed: number): Promise<Answered[]>;
}

const squared = (name: string, ask: (shards: Shards, q: HardProblem) => Promise<Answered[]>): ShardCall => ({
  name,
  loss: "squared",
  run: async (q, seed) => (await ask(shardsOf(chunksOf(q, seed)), q)).map((one) => ({ ...one, moments: true, condensed: true })),
});

const options = (q: HardProblem) => common(without(q, "weights"));

export const shardCalls: readonly ShardCall[] = [
  ...(["ridge", "lasso", "elasticNet"] as const).map((kind) =>
    squared(kind, async (shards, problem) => {
      const q = { ...problem, l1Ratio: kind === "ridge" ? 0 : kind === "lasso" ? 1 : problem.l1Ratio };
      const ratio = kind === "elasticNet" ? { l1Ratio: q.l1Ratio } : {};
      return [answered(q, await shards[kind]({ lambda: q.lambda, ...ratio, ...options(q) }))];
    }),
  ),
  squared("path", async (shards, q) => along(q, await shards.path({ lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, ...options(q) }))),
  squared("crossValidate", async (shards, problem) => {
    const q = without(problem, "lower", "upper");
    const cv = await shards.crossValidate({ lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, folds: 3, ...options(q) });
    return [answered({ ...q, lambda: cv.lambda }, cv.fit)];
  }),
  ...(["logistic", "poisson"] as const).map(
    (loss): ShardCall => ({
      name: `path:${loss}`,
      loss,
      async run(problem, seed) {
        const q = penalised(without(problem, "lower", "upper"));
        const shards = shardsOf(() => chunksOf(q, seed));
        const asked = { lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, ...options(q) };
        if (loss === "poisson") return along(q, await shards.path({ loss, ...asked }));
        return along(q, (await shards.path({ loss, classes: [-1, 1], ...asked })) as never);
      },
    }),
  ),
  ...(["logistic", "poisson"] as const).map(
    (loss): ShardCall => ({
      name: `crossValidate:${loss}`,
      loss,
      async run(problem, seed) {
        const q = penalised(without(problem, "lower", "upper"));
        const shards = shardsOf(() => chunksOf(q, seed));
        const asked = { lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, folds: 3, seed, ...options(q) };
        const cv = (await shards.crossValidate({
          loss,
          ...(loss === "logistic" && { classes: [-1, 1] }),
          ...asked,
        } as never)) as ShardCrossValidation;
        const ids = shardFolds(q.X.length, { folds: 3, seed });
        const outside = (fold: number): HardProblem => {
          const own = <T>(values: readonly T[]) => values.filter((_, i) => ids[i] !== fold);
          return { ...q, X: own(q.X), y: own(q.y), ...(q.weights && { weights: own(q.weights) }) };
        };
        const folds = cv.foldPaths[0].flatMap((path, fold) => (isPlain(outside(fold)) ? along(outside(fold), path) : []));
        return [...along(q, cv.curves[0].path), ...folds];
      },
    }),
  ),
];

/** false where a column is constant up to rounding, which is the library's rule for constant columns and not the judge's */
function isPlain({ X }: HardProblem): boolean {
  return (X[0] ?? []).every((first, j) => {
    const column = X.map((row) => row[j]);
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return low === high || high - low > 1e-13 * Math.abs(first);
  });
}

/** rows one by one, all at once, or some at a time */
export function chunksOf({ X, y, weights }: HardProblem, seed: number): Chunk[] {
  const random = uniform(seed);
  const most = [1, X.length, 1 + Math.floor(8 * random())][Math.floor(3 * random())];
  const chunks: Chunk[] = [];
  for (let from = 0; from < X.length; ) {
    const to = Math.min(X.length, from + 1 + Math.floor(most * random()));
    chunks.push({ X: X.slice(from, to), y: y.slice(from, to), ...(weights && { weights: weights.slice(from, to) }) });
    from = to;
  }
  return chunks;
}
