// What is solved jointly, on problems of the kinds that break proofs, held against the independent judge: objectives are those of the answers,
// and no point that it finds is better than an answer by more than its gap. Longer:
// PROPERTY_RUNS=2000 PROPERTY_SEED=5 npx vitest run --project node joint.property
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LayeredTargets } from "../../reference/jointLosses.js";
import { type Certificate, cox, lasso, logistic, multinomial, path } from "../../src/index.js";
import { type HardProblem, problemOf, recipes } from "../helpers/hardProblems.js";
import { type Answered, holdJoint, labelled, ordinary } from "../helpers/jointProblems.js";
import { quietly } from "../helpers/judging.js";
import type { Anything } from "../helpers/refuses.js";

const env = import.meta.env as Record<string, string | undefined>;
const asked = env.PROPERTY_RUNS;
const numRuns = Number(asked ?? (typeof process === "undefined" ? 3 : 25));
const seed = Number(env.PROPERTY_SEED ?? 1);
/** ms a function: what a busy machine does not get done is left out; not where runs were asked for */
const LONGEST = 2_500;
/** rows and columns at most: the judge's sums are of 106 bits */
const [ROWS, COLUMNS] = asked ? [60, 60] : [16, 10];

/** What a function is told beside the options that all of them take, and what the judge is. */
interface Told {
  grouped?: boolean;
  groups?: number[];
  groupSparsity?: number;
  /** as the function takes it, and by layers */
  offset?: unknown;
  layers?: number[][];
}

/** a function under test */
interface Joint {
  name: string;
  told?: (data: HardProblem) => Told;
  fit(data: HardProblem, options: Anything): Answered;
  targets(data: HardProblem): LayeredTargets;
  bounded?: boolean;
  l1Ratio?: number;
  /** its paths are those of second moments where rows are many */
  condensed?: boolean;
}

const one = (fit: { certificate: Certificate; coefficients: Float64Array; intercept?: number }): Answered => ({
  certificate: fit.certificate,
  coefficients: [fit.coefficients],
  intercepts: [fit.intercept ?? 0],
});

const twoOf = (data: HardProblem) => labelled(data).map((k) => Math.min(1, k));
const countsOf = ({ y }: HardProblem) => y.map((value) => Math.round(2 * Math.abs(value)));
const survivalOf = ({ y }: HardProblem) => ({
  time: y.map((value) => Math.ceil(3 * Math.abs(value))),
  event: y.map((_, i) => Number(i % 3 !== 1)),
  start: y.map((value, i) => (i % 4 === 2 ? Math.ceil(3 * Math.abs(value)) - 2 : -1)),
});
const tableOf = ({ X, y }: HardProblem) => y.map((value, i) => [value, value * Math.cos(i) + X[i][0], Math.sin(3 * i)]);
const groupsOf = ({ X }: HardProblem) => X[0].map((_, j) => Math.floor(j / 2));
/** rows that are far apart before the model is asked */
const offsetOf = ({ y }: HardProblem, k = 0) => y.map((_, i) => 3 * Math.sin(2 * i + k));
const withOffset = (data: HardProblem): Told => ({ offset: offsetOf(data), layers: [offsetOf(data)] });
const withGroups = (groupSparsity: number) => (data: HardProblem) => ({ groups: groupsOf(data), groupSparsity });

const softmax = (told: string, more: (data: HardProblem) => Told, bounded = false): Joint => ({
  name: `multinomial${told}`,
  told: more,
  fit(data, options) {
    const fit = multinomial(data.X, labelled(data), options);
    return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: Array.from(fit.intercepts) };
  },
  targets: (data) => ({ kind: "classes", y: labelled(data), classes: new Set(labelled(data)).size }),
  bounded,
});

const hazards = (ties: "breslow" | "efron", offset = false): Joint => ({
  name: `cox, ${ties}${offset ? ", offset" : ""}`,
  told: offset ? withOffset : undefined,
  fit: (data, { fitIntercept: _, ...options }) => one(cox(data.X, survivalOf(data), { ...options, ties })),
  targets: (data) => ({ kind: "survival", ...survivalOf(data), ties }),
  bounded: true,
});

const tableFit = (name: string, told: (data: HardProblem) => Told, condensed = false): Joint => ({
  name,
  told,
  condensed,
  fit(data, { lambda, ...rest }) {
    const fit = path(data.X, tableOf(data), { ...rest, lambdas: [lambda] } as Anything).fit(0) as Anything;
    return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: fit.intercept };
  },
  targets: (data) => ({ kind: "targets", Y: tableOf(data) }),
});

const ofLoss = (loss: "poisson" | "huber", told: string, more: (data: HardProblem) => Told): Joint => ({
  name: `${loss}${told}`,
  told: more,
  fit: (data, { lambda, ...rest }) => {
    const y = loss === "huber" ? data.y : countsOf(data);
    const own = { ...rest, loss, ...(loss === "huber" && { delta: 0.5 }), lambdas: [lambda] } as Anything;
    return one(path(data.X, y, own).fit(0) as Anything);
  },
  targets: (data) => ({ kind: "rows", loss, y: loss === "huber" ? data.y : countsOf(data), delta: 0.5 }),
});

const functions: Joint[] = [
  softmax("", () => ({}), true),
  softmax(", grouped", () => ({ grouped: true })),
  softmax(", groups", withGroups(0.3)),
  softmax(", grouped, groups", (data) => ({ grouped: true, ...withGroups(0.3)(data) })),
  softmax(", offset", (data) => {
    const classes = new Set(labelled(data)).size;
    const layers = Array.from({ length: classes }, (_, k) => offsetOf(data, k));
    return { offset: data.y.map((_, i) => layers.map((layer) => layer[i])), layers };
  }),
  hazards("breslow"),
  hazards("efron"),
  hazards("efron", true),
  tableFit("targets, grouped", () => ({ grouped: true })),
  tableFit("targets", () => ({}), true),
  {
    name: "lasso, groups",
    told: (data) => ({ groups: groupsOf(data) }),
    fit: (data, { l1Ratio: _, ...options }) => one(lasso(data.X, data.y, options)),
    targets: ({ y }) => ({ kind: "targets", Y: y.map((value) => [value]) }),
    l1Ratio: 1,
  },
  {
    name: "lasso, offset",
    told: withOffset,
    fit: (data, { l1Ratio: _, ...options }) => one(lasso(data.X, data.y, options)),
    targets: ({ y }) => ({ kind: "targets", Y: y.map((value) => [value]) }),
    l1Ratio: 1,
    bounded: true,
  },
  ...[withGroups(0.5), (data: HardProblem) => ({ ...withOffset(data), groups: groupsOf(data) })].map(
    (told, k): Joint => ({
      name: `logistic, groups${k ? ", offset" : ""}`,
      told,
      fit: (data, options) => one(logistic(data.X, twoOf(data), options)),
      targets: (data) => ({ kind: "rows", loss: "logistic", y: twoOf(data).map((label) => 2 * label - 1) }),
    }),
  ),
  ofLoss("poisson", ", groups", withGroups(0.5)),
  ofLoss("poisson", ", offset", withOffset),
  ofLoss("huber", ", groups", withGroups(0)),
];

describe("joint gaps are bounds, objectives those of the answers", () => {
  for (const joint of functions) {
    it(
      joint.name,
      () => {
        let answers = 0;
        const property = fc.property(recipes, (recipe) => {
          const data = problemOf(ordinary(recipe, ROWS, COLUMNS), "squared");
          const { X, lambda, fitIntercept, standardize, weights, penaltyFactors, tol, maxIterations } = data;
          const l1Ratio = joint.l1Ratio ?? data.l1Ratio;
          const { layers, ...told } = joint.told?.(data) ?? {};
          const bounds = joint.bounded ? { lower: data.lower, upper: data.upper } : {};
          const options = { lambda, l1Ratio, fitIntercept, standardize, weights, penaltyFactors, ...bounds };
          const call = (more: object): Answered | string => {
            try {
              return quietly(() => joint.fit(data, { ...options, ...told, ...more } as Anything)).result;
            } catch (error) {
              const { message } = error as Error;
              if (!/too large|too small|expected two labels|no event|all 0|sum/.test(message)) throw error;
              return message;
            }
          };
          const given = call({ tol, maxIterations: maxIterations ?? 1000 });
          if (typeof given === "string") return;
          answers++;
          const tight = call({ tol: 1e-13, maxIterations: 300 });
          const problem = { X, targets: joint.targets(data), ...options, ...told, offset: layers };
          holdJoint(joint.name, problem, given, typeof tight === "string" ? [] : [tight], tol, joint.condensed);
        });
        fc.assert(property, { numRuns, seed, ...(!asked && { interruptAfterTimeLimit: LONGEST }) });
        expect(answers).toBeGreaterThan(0);
      },
      asked ? 3_600_000 : 60_000,
    );
  }
});
