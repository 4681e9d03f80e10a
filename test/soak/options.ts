// Options at random, every one that a fit may be given.
import fc from "fast-check";
import { uniform } from "../../reference/problems.js";
import type { CommonOptions } from "../../src/index.js";
import { type Data, scaleOf } from "./problems.js";

/** What options are made from; the arrays follow from the seed and the size of the problem. */
export interface Choice {
  seed: number;
  /** λ, as a share of the largest covariance */
  strength: number;
  l1Ratio: number;
  fitIntercept?: boolean;
  standardize?: boolean;
  weights?: "any" | "some 0" | "counts";
  factors?: "any" | "some 0" | "some out";
  bounds?: "lower 0" | "narrow" | "one a column";
  tol?: number;
  maxIterations?: number;
}

/** each is left out half of the time */
const optional = fc.record(
  {
    fitIntercept: fc.boolean(),
    standardize: fc.boolean(),
    weights: fc.constantFrom("any", "some 0", "counts"),
    factors: fc.constantFrom("any", "some 0", "some out"),
    bounds: fc.constantFrom("lower 0", "narrow", "one a column"),
    tol: fc.constantFrom(1e-3, 1e-7, 1e-10, 1e-13),
    maxIterations: fc.constantFrom(1, 2, 5, 150, 10_000),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Choice>>;

export const choices: fc.Arbitrary<Choice> = fc
  .record({
    seed: fc.nat(99_999),
    strength: fc.constantFrom(0, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.7, 1, 2),
    l1Ratio: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
  })
  .chain((required) => optional.map((rest) => ({ ...required, ...rest })));

/** λ of a choice */
export function lambdaOf(choice: Choice, data: Data): number {
  return choice.strength * scaleOf(data);
}

/** the common options of a choice; `only`: those that the function knows */
export function optionsOf(choice: Choice, { columns, y }: Data, without: readonly (keyof CommonOptions)[] = []): CommonOptions {
  const random = uniform(choice.seed);
  const each = (count: number, value: () => number) => Array.from({ length: count }, value);
  const { fitIntercept, standardize, tol, maxIterations, bounds } = choice;
  const [n, p] = [y.length, columns.length];
  const all: CommonOptions = {
    fitIntercept,
    standardize,
    tol,
    maxIterations,
    weights: choice.weights && some(each(n, drawn(choice.weights, random))),
    penaltyFactors: choice.factors && each(p, drawn(choice.factors, random)),
  };
  if (bounds === "lower 0") all.lower = 0;
  if (bounds === "narrow") [all.lower, all.upper] = [-0.01, 0.02];
  if (bounds === "one a column") [all.lower, all.upper] = [each(p, () => (random() < 0.3 ? -Infinity : -random())), each(p, random)];
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== undefined && !without.includes(key as never)));
}

function drawn(how: string, random: () => number): () => number {
  if (how === "some 0") return () => (random() < 0.3 ? 0 : random());
  if (how === "some out") return () => (random() < 0.3 ? Infinity : random());
  if (how === "counts") return () => Math.floor(4 * random());
  return () => 0.1 + random();
}

/** not all of them 0 */
function some(weights: number[]): number[] {
  return weights.some((s) => s > 0) ? weights : weights.fill(1);
}
