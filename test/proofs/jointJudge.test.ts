// The judge of joint problems: its objectives are those that are written out in plain doubles, it finds the optimum by itself, and it refutes
// gaps that are too small by little.
import { describe, expect, it } from "vitest";
import { type JointAsked, JointJudged } from "../../reference/jointJudge.js";
import { coxLoss, type JointProblem, jointPenalty, multinomialLoss, targetsLoss } from "../../reference/jointObjective.js";
import { ruleJoint } from "../../reference/jointRefuter.js";
import { normal, uniform } from "../../reference/problems.js";
import { cox, elasticNet, logistic, multinomial } from "../../src/index.js";
import type { Anything } from "../helpers/refuses.js";

const [n, p] = [14, 5];
const gaussian = normal(5);
const random = uniform(6);
const X = Array.from({ length: n }, () => Array.from({ length: p }, gaussian));
const classes = X.map((row, i) => (i < 3 ? i : row[0] + 0.5 * gaussian() > 0.5 ? 2 : row[1] > 0 ? 1 : 0));
const Y = X.map((row) => [row[0] - row[2] + gaussian(), row[1] + 0.3 * gaussian()]);
const survival = {
  time: X.map((row) => Math.ceil(4 * Math.exp(0.5 * row[0]) * random() + 0.1)),
  event: X.map((_, i) => Number(i % 4 !== 1)),
  start: X.map((_, i) => (i % 5 === 2 ? 0.5 : -1)),
};
const weights = X.map((_, i) => (i % 7 === 3 ? 0 : 0.5 + random()));
const penaltyFactors = X[0].map((_, j) => 0.5 + (j % 3) / 2);
const groups = X[0].map((_, j) => j >> 1);
const common = { l1Ratio: 0.7, weights, penaltyFactors, standardize: true };

interface Kind {
  name: string;
  asked: Omit<JointAsked, "lambda" | "X" | "l1Ratio">;
  loss(problem: JointProblem): number;
  solve(options: Anything): { coefficients: readonly ArrayLike<number>[]; intercepts: ArrayLike<number>; gap: number; objective: number };
}

const ofLayers = (fit: Anything) => ({
  coefficients: fit.coefficients,
  intercepts: fit.intercepts ?? fit.intercept,
  ...fit.certificate,
});
const ofOne = (fit: Anything) => ({ coefficients: [fit.coefficients], intercepts: [fit.intercept ?? 0], ...fit.certificate });

const kinds: Kind[] = [
  ...[{}, { grouped: true }, { groups, groupSparsity: 0.3 }, { grouped: true, groups, groupSparsity: 0.3 }].map(
    (more: { grouped?: boolean; groups?: number[] }): Kind => ({
      name: `classes ${Object.keys(more)}`,
      asked: { targets: { kind: "classes", y: classes, classes: 3 }, ...more },
      loss: (problem) => multinomialLoss(problem, classes),
      solve: (options) => ofLayers(multinomial(X, classes, { ...options, ...more } as Anything)),
    }),
  ),
  {
    name: "targets",
    asked: { targets: { kind: "targets", Y }, grouped: true },
    loss: (problem) => targetsLoss(problem, Y),
    solve: (options) => ofLayers(elasticNet(X, Y, { ...options, grouped: true } as Anything)),
  },
  ...(["breslow", "efron"] as const).map(
    (ties): Kind => ({
      name: ties,
      asked: { targets: { kind: "survival", ...survival, ties } },
      loss: (problem) => coxLoss(problem, survival, ties),
      solve: (options) => ofOne(cox(X, survival, { ...options, ties } as Anything)),
    }),
  ),
  {
    name: "two classes with an offset",
    asked: {
      targets: { kind: "rows", loss: "logistic", y: classes.map((k) => (k === 2 ? 1 : -1)) },
      offset: [X.map((row) => row[3])],
      groups,
      groupSparsity: 0,
    },
    loss: (problem) => {
      // the softmax of (0, η), the offset a column whose coefficient is 1 and costs nothing
      const own = problem.coefficients[0];
      const whole = { ...problem, coefficients: [[...Array.from(own, () => 0)], Array.from(own, (b, j) => (j === 3 ? b + 1 : b))] };
      return multinomialLoss(
        { ...whole, intercepts: [0, problem.intercepts[0]] },
        classes.map((k) => Number(k === 2)),
      );
    },
    solve: (options) =>
      ofOne(
        logistic(
          X,
          classes.map((k) => Number(k === 2)),
          { ...options, groups, offset: X.map((row) => row[3]) } as Anything,
        ),
      ),
  },
];

describe("the judge of joint problems", () => {
  for (const kind of kinds) {
    it(kind.name, () => {
      for (const lambda of [0.2, 0.02]) {
        const asked: JointAsked = { ...common, ...kind.asked, X, lambda };
        const judged = new JointJudged(asked);
        const fit = kind.solve({ ...common, lambda, tol: 1e-12 });
        const problem: JointProblem = { ...common, ...(kind.asked as object), X, lambda, ...fit, intercepts: Array.from(fit.intercepts) };
        // sums of n terms in plain doubles
        const plain = kind.loss(problem) + jointPenalty(problem);
        const size = Math.abs(plain) + 1;
        expect(Math.abs(judged.objective(judged.point(fit.coefficients, fit.intercepts)).hi - plain)).toBeLessThan(
          4 * n * p * 3 * 2 ** -53 * size,
        );
        const ruling = ruleJoint(asked, fit);
        expect(ruling).toMatchObject({ feasible: true, refuted: false });
        expect(Math.abs(ruling.objectiveOff)).toBeLessThan(1);

        // from β = 0, which no solver has touched, it finds the optimum between the answer and the answer less its gap
        const zero = {
          coefficients: fit.coefficients.map((beta) => new Float64Array(beta.length)),
          intercepts: new Float64Array(fit.intercepts.length),
        };
        const worst = ruleJoint(asked, { ...zero, objective: 0, gap: 0 });
        const short = ruling.objective - (worst.objective - worst.excess);
        expect(short).toBeLessThanOrEqual(fit.gap + 1e-15);
        expect(short).toBeGreaterThan(-1e-12 * size);
        // a gap that is short by a millionth is refuted, the right one is not
        expect(ruleJoint(asked, { ...zero, objective: worst.objective, gap: worst.excess * (1 - 1e-6) }).refuted).toBe(true);
        expect(ruleJoint(asked, { ...zero, objective: worst.objective, gap: worst.excess * (1 + 1e-9) }).refuted).toBe(false);
      }
    });
  }

  it("refutes an answer a little off its optimum whose gap is none", () => {
    const lambda = 0.05;
    const { asked, solve } = kinds[3];
    const answer = solve({ ...common, lambda, tol: 1e-12 });
    const off = answer.coefficients.map((beta) => Float64Array.from(beta, (b) => b * (1 + 1e-5)));
    const moved = new JointJudged({ ...common, ...asked, X, lambda });
    const objective = moved.objective(moved.point(off, answer.intercepts)).hi;
    const claim = { coefficients: off, intercepts: answer.intercepts, objective, gap: 0 };
    const ruling = ruleJoint({ ...common, ...asked, X, lambda }, claim);
    expect(ruling.refuted).toBe(true);
    expect(ruling.excess).toBeLessThan(1e-9);
  });
});
