// Every loss with every penalty by every method: it reaches the optimum, or is refused with words that say what to use instead.
import { describe, expect, test } from "vitest";
import { autoregressive, normal, rowsOf } from "../../reference/problems.js";
import { type GradientMethod, type GradientOptions, gradientDescent } from "../../src/index.js";
import { type LossName, losses } from "../helpers/gradients.js";
import { quietly } from "../helpers/judging.js";

const n = 40;
const { columns, y: response } = autoregressive({ n, p: 4, density: 1, seed: 91 });
const X = rowsOf(columns);
const random = normal(92);
const classes = Array.from(response, (value) => (value + random() > 0 ? 1 : -1));
const counts = Array.from(response, (value) => Math.round(Math.exp(value / 3)));
const targets: Record<LossName, ArrayLike<number>> = {
  ...{
    squared: response,
    huber: response,
    logistic: classes,
    squaredHinge: classes,
    poisson: counts,
    gamma: Array.from(counts, (value) => value + 0.5),
  },
};

const penalties: [string, Partial<GradientOptions>][] = [
  ["no penalty", { lambda: 0 }],
  ["ridge", { l1Ratio: 0 }],
  ["elastic net", { l1Ratio: 0.5 }],
  ["lasso", { l1Ratio: 1 }],
  ["lasso by a subgradient", { l1Ratio: 1, l1: "subgradient" }],
  ...[1, 1.5, 2, 3, 4].map((penaltyPower): [string, Partial<GradientOptions>] => [`penaltyPower ${penaltyPower}`, { penaltyPower }]),
];
const full: GradientMethod[] = ["gd", "fista", "lbfgs"];
const stochastic: GradientMethod[] = ["sgd", "momentum", "nesterov", "adam", "adamw"];

/** a kink at 0 by sign(β), which no step of fixed length ends on */
const isSubgradient = ({ l1, penaltyPower }: Partial<GradientOptions>) => l1 === "subgradient" || penaltyPower === 1;
const isKinked = (penalty: Partial<GradientOptions>) => isSubgradient(penalty) || (penalty.l1Ratio ?? 0) > 0;

/** what to use instead, where it is refused */
function refusal(method: GradientMethod, penalty: Partial<GradientOptions>): RegExp | undefined {
  if (method === "lbfgs" && isKinked(penalty)) return /"lbfgs".*expected l1Ratio 0, or "fista", "gd" or a stochastic method/;
  if (method === "fista" && isSubgradient(penalty)) return /"fista".*expected l1: "prox", or "gd" or a stochastic method/;
  return undefined;
}

test("all losses are here", () => {
  expect(Object.keys(targets).sort()).toEqual(Object.keys(losses).sort());
});

describe.each(Object.keys(targets) as LossName[])("%s", (loss) => {
  describe.each(penalties)("%s", (_, penalty) => {
    const options = { loss, lambda: 0.05, tol: 1e-6, maxIterations: 50_000, ...penalty };
    const fitted = (more: Partial<GradientOptions>) => quietly(() => gradientDescent(X, targets[loss], { ...options, ...more })).result;
    /** the optimum: a prox for what is a subgradient here */
    const best = () => fitted(isSubgradient(penalty) ? { l1: "prox", l1Ratio: 1, penaltyPower: undefined, tol: 1e-9 } : { tol: 1e-9 });

    test.each(full)("%s", (method) => {
      const message = refusal(method, penalty);
      // the step of a subgradient has to be named where the curvature has no bound
      const rate = isSubgradient(penalty) ? { learningRate: 0.05, maxIterations: 2000 } : {};
      if (message) return expect(() => fitted({ method })).toThrow(message);
      const found = fitted({ method, ...rate });
      if (!isSubgradient(penalty)) return expect(found.certificate.relativeGap).toBeLessThanOrEqual(1e-6);
      // Σ over p of steps αa, swinging around the optimum: F within α(a√p + |∇|)²/2, |∇| ≤ a√p there
      expect(found.certificate.objective - best().certificate.objective).toBeLessThanOrEqual(0.05 * (2 * 0.05) ** 2 * 4);
    });

    test.each(stochastic)("%s", (method) => {
      const rate = method === "momentum" || method === "nesterov" ? 0.02 : method === "sgd" ? 0.2 : 0.05;
      const coupled = { weightDecay: "coupled" } as const;
      const { maxIterations: _, ...plan } = {
        ...options,
        method,
        batchSize: n,
        epochs: 600,
        learningRate: rate,
        schedule: "cosine",
      } as const;
      const optimum = best().certificate;
      const null0 = fitted({ lambda: 1e9, l1Ratio: 1, l1: "prox", penaltyPower: undefined }).certificate.objective;
      for (const precision of ["double", "single"] as const) {
        const found = quietly(() => gradientDescent(X, targets[loss], { ...plan, ...coupled, precision })).result;
        expect(found.certificate.objective - optimum.objective).toBeLessThanOrEqual(1e-3 * null0);
      }
    });
  });
});
