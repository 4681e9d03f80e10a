// What is solved jointly, on problems of the kinds that break proofs: objectives are those of the answers by their definitions, and no gap
// is below what other answers to the same problem show that it must be.
//
// Rounding. An objective is a sum of n·K terms and of coefficients times columns: its value is known to some 1e-12 of the largest of loss,
// penalty and null objective; a gap may fall short by as much.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxLoss, type JointProblem, jointPenalty, multinomialLoss, targetsLoss } from "../../reference/jointObjective.js";
import { type Certificate, cox, lasso, logistic, multinomial, path } from "../../src/index.js";
import { type HardProblem, problemOf, type Recipe, recipes } from "../helpers/hardProblems.js";
import { quietly } from "../helpers/judging.js";
import type { Anything } from "../helpers/refuses.js";

const env = import.meta.env as Record<string, string | undefined>;
const asked = env.PROPERTY_RUNS;
const numRuns = Number(asked ?? (typeof process === "undefined" ? 8 : 60));
const seed = Number(env.PROPERTY_SEED ?? 1);
const LONGEST = 12_000;
const ROUNDED = 1e-11;

interface Answered {
  certificate: Certificate;
  coefficients: readonly Float64Array[];
  intercepts: readonly number[];
}

/** a function under test: how it is called, and what its loss is by definition */
interface Joint {
  name: string;
  fit(problem: HardProblem, more: object): Answered;
  loss(problem: JointProblem, data: HardProblem): number;
  bounded?: boolean;
  grouped?: boolean;
}

const one = (fit: { certificate: Certificate; coefficients: Float64Array; intercept?: number }): Answered => ({
  certificate: fit.certificate,
  coefficients: [fit.coefficients],
  intercepts: [fit.intercept ?? 0],
});

/** three classes by the size of y, two where it has no more */
const classesOf = ({ y }: HardProblem) => {
  const sorted = [...y].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(y.length / 3)], sorted[Math.floor((2 * y.length) / 3)]];
  return y
    .map((value, i) => (value < low || i === 0 ? 0 : value < high ? 1 : 2))
    .map((k, i, all) => (all.every((each) => each === k) ? i % 2 : k));
};
const labelled = (data: HardProblem) => {
  const given = classesOf(data);
  const known = [...new Set(given)].sort((a, b) => a - b);
  return given.map((k) => known.indexOf(k));
};
const survivalOf = ({ y }: HardProblem) => ({
  time: y.map((value) => Math.ceil(3 * Math.abs(value))),
  event: y.map((_, i) => Number(i % 3 !== 1)),
  start: y.map((value, i) => (i % 4 === 2 ? Math.ceil(3 * Math.abs(value)) - 2 : -1)),
});
const tableOf = ({ X, y }: HardProblem) => y.map((value, i) => [value, value * Math.cos(i) + X[i][0], Math.sin(3 * i)]);
const groupsOf = ({ X }: HardProblem) => X[0].map((_, j) => Math.floor(j / 2));

const multinomialOf = (grouped: boolean, withGroups: boolean): Joint => ({
  name: `multinomial${grouped ? ", grouped" : ""}${withGroups ? ", groups" : ""}`,
  fit(data, more) {
    const fit = multinomial(data.X, labelled(data), {
      ...more,
      grouped,
      ...(withGroups && { groups: groupsOf(data), groupSparsity: 0.3 }),
    } as Anything);
    return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: Array.from(fit.intercepts) };
  },
  loss: (problem, data) => multinomialLoss(problem, labelled(data)),
  bounded: !grouped && !withGroups,
  grouped,
});

const functions: Joint[] = [
  multinomialOf(false, false),
  multinomialOf(true, false),
  multinomialOf(false, true),
  multinomialOf(true, true),
  ...(["breslow", "efron"] as const).map(
    (ties): Joint => ({
      name: `cox, ${ties}`,
      fit: (data, { fitIntercept: _, ...more }: Anything) => one(cox(data.X, survivalOf(data), { ...more, ties })),
      loss: (problem, data) => coxLoss(problem, survivalOf(data), ties),
      bounded: true,
    }),
  ),
  {
    name: "lasso of targets, grouped",
    fit(data, more) {
      const { lambda, ...rest } = more as Anything;
      const fit = path(data.X, tableOf(data), { ...rest, lambdas: [lambda], grouped: true }).fit(0) as Anything;
      return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: fit.intercept };
    },
    loss: (problem, data) => targetsLoss(problem, tableOf(data)),
    grouped: true,
  },
  {
    name: "lasso, groups",
    fit: (data, { l1Ratio: _, ...more }: Anything) => one(lasso(data.X, data.y, { ...more, groups: groupsOf(data) })),
    loss: (problem, data) =>
      targetsLoss(
        problem,
        data.y.map((value) => [value]),
      ),
  },
  {
    name: "logistic, groups",
    fit: (data, more) =>
      one(
        logistic(
          data.X,
          labelled(data).map((k) => Math.min(1, k)),
          { ...more, groups: groupsOf(data), groupSparsity: 0.5 } as Anything,
        ),
      ),
    // of two classes the softmax of (0, η)
    loss: (problem, data) =>
      multinomialLoss(
        {
          ...problem,
          coefficients: [problem.coefficients[0].length ? new Float64Array(problem.coefficients[0].length) : [], ...problem.coefficients],
          intercepts: [0, ...problem.intercepts],
        },
        labelled(data).map((k) => Math.min(1, k)),
      ),
  },
];

/** what η is rounded by where terms xᵢⱼβⱼ cancel, times the steepest slope that the losses have there */
function blurOf({ X, y }: HardProblem, { coefficients, intercepts }: Answered, size: number): number {
  const terms = coefficients.flatMap((beta, k) =>
    X.map((row) => row.reduce((sum, x, j) => sum + Math.abs(x * beta[j]), Math.abs(intercepts[k]))),
  );
  const eta = 32 * Number.EPSILON * Math.max(...terms);
  return eta * (1 + Math.sqrt(2 * size * y.length) + eta) * y.length;
}

/** the recipe with scales that plain doubles can judge */
const judged = (recipe: Recipe): Recipe => ({
  ...recipe,
  scale: recipe.scale === "mixed" ? "mixed" : "one",
  power: recipe.power / 50,
  yPower: 0,
});

describe("joint gaps are bounds, objectives those of the answers", () => {
  for (const joint of functions) {
    it(
      joint.name,
      () => {
        let answers = 0;
        const property = fc.property(recipes, (recipe) => {
          const data = problemOf(judged(recipe), "squared");
          const { lambda, fitIntercept, standardize, weights, penaltyFactors, tol, maxIterations } = data;
          // the functions of one penalty have ρ = 1
          const l1Ratio = joint.name === "lasso, groups" ? 1 : data.l1Ratio;
          const bounds = joint.bounded ? { lower: data.lower, upper: data.upper } : {};
          const options = { lambda, l1Ratio, fitIntercept, standardize, weights, penaltyFactors, ...bounds };
          const call = (more: object): Answered | string => {
            try {
              return quietly(() => joint.fit(data, { ...options, ...more })).result;
            } catch (error) {
              const { message } = error as Error;
              if (!/too large|too small|expected two labels|no event/.test(message)) throw error;
              return message;
            }
          };
          const given = call({ tol, maxIterations: maxIterations ?? 1000 });
          if (typeof given === "string") return;
          answers++;
          const others = [
            { tol: 1e-13, maxIterations: 300 },
            { tol: 1e-6, maxIterations: 20 },
          ]
            .map(call)
            .filter((each) => typeof each !== "string");
          const groups = joint.name.includes("groups") ? groupsOf(data) : undefined;
          const groupSparsity = !groups ? 0 : joint.name.startsWith("multinomial") ? 0.3 : joint.name.startsWith("logistic") ? 0.5 : 0;
          const judgedAs = ({ coefficients, intercepts }: Answered) => {
            const problem: JointProblem = {
              X: data.X,
              coefficients,
              intercepts,
              lambda,
              l1Ratio,
              standardize,
              weights,
              penaltyFactors,
              groups,
              groupSparsity,
              grouped: joint.grouped,
            };
            const [loss, penalty] = [joint.loss(problem, data), jointPenalty(problem)];
            return { value: loss + penalty, size: Math.abs(loss) + penalty };
          };
          const own = judgedAs(given);
          const { objective, gap, relativeGap, converged } = given.certificate;
          const none = judgedAs({
            certificate: given.certificate,
            coefficients: given.coefficients.map((beta) => new Float64Array(beta.length)),
            intercepts: given.intercepts.map(() => 0),
          });
          const rounding = ROUNDED * Math.max(own.size, none.size) + blurOf(data, given, own.size);
          const text = () =>
            `${joint.name}: ${JSON.stringify(given.certificate)} ${JSON.stringify({ ...options, X: data.X, y: data.y, tol, maxIterations })}`;
          if (Math.abs(objective - own.value) > rounding) throw new Error(`objective is ${own.value}; ${text()}`);
          if (!(gap >= 0)) throw new Error(`gap is ${gap}; ${text()}`);
          if (converged !== relativeGap <= tol) throw new Error(`converged is ${converged}; ${text()}`);
          for (const each of others as Answered[]) {
            const other = judgedAs(each);
            const better = own.value - other.value;
            if (better > gap + rounding + blurOf(data, each, other.size)) throw new Error(`another answer is ${better} better; ${text()}`);
          }
        });
        fc.assert(property, { numRuns, seed, ...(!asked && { interruptAfterTimeLimit: LONGEST }) });
        expect(answers).toBeGreaterThan(0);
      },
      asked ? 3_600_000 : 60_000,
    );
  }
});
