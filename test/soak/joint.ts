// Classes, targets, survival and groups: objectives held against their definitions, gaps against a tighter answer, results through JSON.
import fc from "fast-check";
import { coxLoss, type JointProblem, jointPenalty, multinomialLoss, targetsLoss } from "../../reference/jointObjective.js";
import { type Certificate, CoxFit, cox, elasticNet, Fit, MultiFit, MultinomialFit, multinomial } from "../../src/index.js";
import { type Command, command } from "./call.js";
import { inputOf } from "./fits.js";
import { choices, lambdaOf, optionsOf } from "./options.js";
import { type Data, forms, frozen, problems } from "./problems.js";
import { assert } from "./world.js";

/** What is asked of every kind of answer. */
interface Answered {
  certificate: Certificate;
  coefficients: readonly Float64Array[];
  intercepts: readonly number[];
}

const parts = fc.record({
  kind: fc.constantFrom("classes", "targets", "survival", "groups"),
  grouped: fc.boolean(),
  withGroups: fc.boolean(),
  problem: problems,
  form: forms,
  choice: choices,
  on: fc.option(fc.nat(3)),
  ties: fc.constantFrom<"breslow" | "efron">("breslow", "efron"),
  sparsity: fc.constantFrom(0, 0.4),
});

const classOf = (value: number, i: number) => (i < 3 ? i : value > 1 ? 2 : value > -1 ? 1 : 0);
const survivalOf = ({ y }: Data) => ({
  time: Array.from(y, (value) => 1 + Math.round(Math.min(40, Math.abs(value)))),
  event: Array.from(y, (_, i) => Number(i % 4 !== 1)),
});
const tableOf = ({ y, columns }: Data) => Array.from(y, (value, i) => [value, columns[0][i] - value, Math.sin(i)]);

export const jointFit: fc.Arbitrary<Command> = parts.map((made) =>
  command(`joint ${made.kind}`, made, (world) => {
    const { kind, withGroups, problem, form, choice, on, ties, sparsity } = made;
    const { data, X } = inputOf(world, problem, form, on);
    const n = data.y.length;
    // three classes want three rows
    if (kind === "classes" && n < 3) return;
    const grouped = made.grouped && kind !== "survival" && kind !== "groups";
    const together = grouped || withGroups || kind === "groups" || kind === "targets";
    const without = [...(together ? (["lower", "upper"] as const) : []), ...(kind === "survival" ? (["fitIntercept"] as const) : [])];
    // a warm start of another kind is none of theirs
    const { warmStart: _, ...options } = optionsOf(choice, data, without);
    // weights that leave no event, or none of a class, are another test's
    if (kind === "survival" || kind === "classes") delete options.weights;
    const lambda = lambdaOf(choice, data);
    const { l1Ratio } = choice;
    const groups = (kind === "groups" || withGroups) && kind !== "targets" ? data.columns.map((_, j) => j >> 1) : undefined;
    const common = { ...options, lambda, l1Ratio, ...(groups && { groups, groupSparsity: sparsity }) };
    const labels = Array.from(data.y, classOf);
    const call = (more: object): Answered => {
      const all = frozen({ ...common, ...more });
      if (kind === "classes") {
        const fit = multinomial(X, labels, { ...all, grouped });
        same(fit, MultinomialFit.fromJSON(JSON.stringify(fit)));
        return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: Array.from(fit.intercepts) };
      }
      if (kind === "survival") {
        const fit = cox(X, survivalOf(data), { ...all, ties });
        same(fit, CoxFit.fromJSON(JSON.stringify(fit)));
        return { certificate: fit.certificate, coefficients: [fit.coefficients], intercepts: [0] };
      }
      if (kind === "groups") {
        const fit = elasticNet(X, data.y, all);
        same(fit, Fit.fromJSON(JSON.stringify(fit)));
        return { certificate: fit.certificate, coefficients: [fit.coefficients], intercepts: [fit.intercept] };
      }
      const fit = elasticNet(X, tableOf(data), { ...all, grouped: true });
      same(fit, MultiFit.fromJSON(JSON.stringify(fit)));
      return { certificate: fit.certificate, coefficients: fit.coefficients, intercepts: fit.intercept };
    };
    const answer = world.call(() => call({}));
    world.checkWarnings(answer.certificate.converged);
    const tight = world.call(() => call({ tol: 1e-12, maxIterations: 500 }));
    const rows = Array.from(data.y, (_, i) => data.columns.map((column) => column[i]));
    const judge = (given: Answered): number => {
      const { weights, penaltyFactors, standardize } = options as { weights?: number[]; penaltyFactors?: number[]; standardize?: boolean };
      const asked: JointProblem = {
        X: rows,
        coefficients: given.coefficients,
        intercepts: given.intercepts,
        lambda,
        l1Ratio,
        standardize,
        weights,
        penaltyFactors,
        groups,
        groupSparsity: groups ? sparsity : 0,
        grouped: grouped || kind === "targets",
      };
      const loss =
        kind === "classes"
          ? multinomialLoss(asked, labels)
          : kind === "survival"
            ? coxLoss(asked, survivalOf(data), ties)
            : targetsLoss(asked, kind === "groups" ? Array.from(data.y, (value) => [value]) : tableOf(data));
      return loss + jointPenalty(asked);
    };
    const [own, best] = [judge(answer), judge(tight)];
    const size = Math.abs(own) + Math.abs(best) + sizeOf(data);
    const { objective, gap } = answer.certificate;
    // an objective is a sum of n·K terms of predictions that are sums of p
    const rounding = 1e-9 * size + blurOf(rows, answer) + blurOf(rows, tight);
    assert(Math.abs(objective - own) <= rounding, `objective is ${objective}, by its definition ${own}`);
    assert(gap >= 0, `gap is ${gap}`);
    assert(own - best <= gap + rounding, `a tighter answer is ${own - best} better, gap ${gap}`);
  }),
);

/** ½ mean of y² */
function sizeOf({ y }: Data): number {
  return y.reduce((sum, value) => sum + value * value, 0) / (2 * y.length);
}

/** rounding of predictions where their terms cancel, and of their squares */
function blurOf(rows: readonly number[][], { coefficients, intercepts }: Answered): number {
  const largest = coefficients.flatMap((beta, k) =>
    rows.map((row) => row.reduce((sum, x, j) => sum + Math.abs(x * beta[j]), Math.abs(intercepts[k]))),
  );
  const eta = 64 * Number.EPSILON * Math.max(...largest);
  return eta * (1 + Math.max(...largest));
}

function same(a: object, b: object): void {
  assert(JSON.stringify(a) === JSON.stringify(b), "JSON gives another fit");
}
