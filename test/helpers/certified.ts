// Every public function that returns a certificate, asked a hard problem: what was asked of each answer, and what it claims.
import type { Asked } from "../../reference/judge.js";
import {
  adaptiveFactors,
  adaptiveLasso,
  type Certificate,
  crossValidate,
  elasticNet,
  type Fit,
  fromGram,
  type GradientMethod,
  GramAccumulator,
  gradientDescent,
  type LossName,
  lasso,
  logistic,
  type Path,
  path,
  relaxed,
  ridge,
  ridgeCv,
  ridgePath,
  SparseMatrix,
} from "../../src/index.js";
import type { HardProblem } from "./hardProblems.js";

/** An answer, what it is an answer to, and how it may be judged. */
export interface Answered {
  asked: Asked;
  fit: { coefficients: Float64Array; intercept: number; certificate: Certificate };
  tol: number;
  /** computed from second moments */
  moments?: boolean;
  /** `objective` is that of the answer to within the gap: rows were condensed to their second moments */
  condensed?: boolean;
  /** `objective` is a bound from above, not that of the answer */
  bounded?: boolean;
  /** the method goes down by steps that need not descend */
  stochastic?: boolean;
}

/** What a function is asked, by its public name and, after a colon, how. */
export interface Call {
  name: string;
  /** the only loss that it knows; any where it is not given */
  loss?: LossName;
  run(problem: HardProblem): Answered[];
}

const GRADIENTS: GradientMethod[] = ["fista", "gd", "lbfgs", "sgd", "nesterov", "adam"];

const dense: readonly Call[] = [
  squared("ridge", (q) => [answered({ ...q, l1Ratio: 0 }, ridge(q.X, q.y, { lambda: q.lambda, ...common(q) }))]),
  squared("ridge:targets", (problem) => {
    const q = without(problem, "lower", "upper");
    const other = q.X.map((row, i) => q.y[i] / 2 + (q.y[q.y.length - 1 - i] ?? 0) + 0 * row[0]);
    const { fits } = ridge(
      q.X,
      q.X.map((_, i) => [q.y[i], other[i]]),
      { lambda: q.lambda, ...common(q) },
    );
    return fits.map((fit, k) => answered({ ...q, l1Ratio: 0, y: k === 0 ? q.y : other }, fit));
  }),
  squared("ridgePath", (problem) => {
    const q = { ...penalised(without(problem, "lower", "upper")), l1Ratio: 0 };
    return along(q, ridgePath(q.X, q.y, { lambdas: lambdasOf(q), ...common(q) }));
  }),
  squared("ridgeCv", (problem) => {
    const q = { ...penalised(without(problem, "lower", "upper")), l1Ratio: 0 };
    const cv = ridgeCv(q.X, q.y, { lambdas: lambdasOf(q), ...common(q) });
    return [answered({ ...q, lambda: cv.lambda }, cv.fit)];
  }),
  squared("lasso", (q) => [answered({ ...q, l1Ratio: 1 }, lasso(q.X, q.y, { lambda: q.lambda, ...common(q) }))]),
  squared("elasticNet", (q) => [answered(q, elasticNet(q.X, q.y, { lambda: q.lambda, l1Ratio: q.l1Ratio, ...common(q) }))]),
  of("logistic", "logistic", (q) => [answered(q, logistic(q.X, q.y, { lambda: q.lambda, l1Ratio: q.l1Ratio, ...common(q) }))]),
  ...(["squared", "logistic", "huber", "poisson", "gamma", "squaredHinge"] as const).flatMap((loss) => [
    of(`path:${loss}`, loss, (q) => along(q, pathOf(q)).map((one) => ({ ...one, condensed: loss === "squared" }))),
    of(`Path.at:${loss}`, loss, (q) => between(q).map((one) => ({ ...one, condensed: loss === "squared" }))),
  ]),
  ...GRADIENTS.map((method) => ({ name: `gradientDescent:${method}`, run: (problem: HardProblem) => descended(problem, method) })),
  ...(["ridge", "lasso", "elasticNet"] as const).map((kind) =>
    squared(`fromGram.${kind}`, (problem) => {
      const q = { ...problem, l1Ratio: kind === "ridge" ? 0 : kind === "lasso" ? 1 : problem.l1Ratio };
      const ratio = kind === "elasticNet" ? { l1Ratio: q.l1Ratio } : {};
      const fit = seen(q)[kind]({ lambda: q.lambda, ...ratio, ...common(without(q, "weights")) });
      return [{ ...answered(q, fit), moments: true, condensed: true }];
    }),
  ),
  squared("fromGram.path", (q) => {
    const options = { lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, ...common(without(q, "weights")) };
    return along(q, seen(q).path(options)).map((one) => ({ ...one, moments: true, condensed: true }));
  }),
  squared("relaxed", (problem) => {
    const q = { ...problem, l1Ratio: 1 };
    const first = lasso(q.X, q.y, { lambda: q.lambda, ...common(q) });
    const fit = relaxed(first, q.X, q.y, common(without(q, "penaltyFactors", "standardize")));
    return [answered({ ...q, standardize: false, penaltyFactors: factorsOfFit(first) }, fit)];
  }),
  squared("adaptiveLasso", (problem) => {
    const q = without(problem, "penaltyFactors");
    const first = ridge(q.X, q.y, { lambda: q.lambda, ...common(without(q, "lower", "upper")) });
    const fit = adaptiveLasso(q.X, q.y, { lambda: q.lambda, first, ...common(q) });
    return [answered({ ...q, l1Ratio: 1, penaltyFactors: Array.from(adaptiveFactors(first)) }, fit)];
  }),
  {
    name: "crossValidate",
    run(q) {
      const delta = q.loss === "huber" ? { delta: q.delta } : {};
      const options = { lambdas: lambdasOf(q), l1Ratio: q.l1Ratio, folds: Math.min(3, q.y.length), loss: q.loss, ...delta };
      const cv = crossValidate(q.X, q.y, { ...options, ...common(q) });
      return [{ ...answered({ ...q, lambda: cv.lambda }, cv.fit as Fit), condensed: q.loss === "squared" }];
    },
  },
];

const SPARSE = [
  "ridge",
  "lasso",
  "elasticNet",
  "path:squared",
  "path:logistic",
  "path:huber",
  "path:poisson",
  "path:gamma",
  "path:squaredHinge",
];

export const calls: readonly Call[] = [...dense, ...dense.filter(({ name }) => SPARSE.includes(name)).map(sparsely)];

/** the same of a table of which three entries in five are 0, given as a sparse one */
function sparsely({ name, loss, run }: Call): Call {
  return {
    name: `${name}:sparse`,
    loss,
    run(problem) {
      const X = problem.X.map((row, i) => row.map((x, j) => ((7 * i + 3 * j) % 5 < 3 ? 0 : x)));
      const rows = X.map((row) => Object.fromEntries([...row.entries()].filter(([, x]) => x !== 0)));
      using S = SparseMatrix.fromRows(rows, X[0].length);
      return run({ ...problem, X: S as never }).map((one) => ({ ...one, asked: { ...one.asked, X } }));
    },
  };
}

function squared(name: string, run: Call["run"]): Call {
  return of(name, "squared", run);
}

function of(name: string, loss: LossName, run: Call["run"]): Call {
  return { name, loss, run };
}

export function without<K extends keyof HardProblem>(problem: HardProblem, ...keys: K[]): HardProblem {
  const rest = { ...problem };
  for (const key of keys) delete rest[key];
  return rest;
}

/** for functions that take no factor of 0 */
export function penalised(problem: HardProblem): HardProblem {
  return { ...problem, penaltyFactors: problem.penaltyFactors?.map((v) => v || 1) };
}

/** the options that all of them share, those that are there */
export function common({ fitIntercept, standardize, tol, maxIterations, weights, penaltyFactors, lower, upper }: HardProblem) {
  const options = { fitIntercept, standardize, tol, maxIterations, weights, penaltyFactors, lower, upper };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<typeof options>;
}

export function answered(asked: HardProblem, fit: Answered["fit"]): Answered {
  return { asked, fit, tol: asked.tol };
}

export function lambdasOf({ lambda }: HardProblem): number[] {
  return lambda === 0 ? [0] : [lambda, lambda / 3, lambda / 1000];
}

function pathOf(q: HardProblem, lambdas = lambdasOf(q)): Path {
  const delta = q.loss === "huber" ? { delta: q.delta } : {};
  return path(q.X, q.y, { lambdas, l1Ratio: q.l1Ratio, loss: q.loss, ...delta, ...common(q) }) as Path;
}

export function along(q: HardProblem, answers: Path): Answered[] {
  return Array.from(answers.lambdas, (lambda, k) => answered({ ...q, lambda }, answers.fit(k)));
}

function between(q: HardProblem): Answered[] {
  const lambdas = [q.lambda, q.lambda / 50];
  const answers = pathOf(q, lambdas);
  const shares = [0.9, 0.3, 1e-3];
  return shares.map((share) => {
    const lambda = lambdas[1] + share * (lambdas[0] - lambdas[1]);
    return { ...answered({ ...q, lambda }, answers.at(lambda)), bounded: true };
  });
}

function descended(problem: HardProblem, method: GradientMethod): Answered[] {
  const stochastic = method !== "fista" && method !== "gd" && method !== "lbfgs";
  const q = { ...(stochastic || method === "lbfgs" ? without(problem, "lower", "upper") : problem) };
  if (stochastic) delete q.maxIterations;
  if (method === "lbfgs") q.l1Ratio = 0;
  const delta = q.loss === "huber" ? { delta: q.delta } : {};
  const long = stochastic ? { epochs: 5 } : { maxIterations: 1000 };
  const options = { lambda: q.lambda, l1Ratio: q.l1Ratio, loss: q.loss, method, ...delta, ...long, ...common(q) };
  const fit = gradientDescent(q.X, q.y, options);
  // "kkt" is a residual and claims no bound
  return fit.certificate.proof === "gap" ? [{ ...answered(q, fit), stochastic }] : [];
}

function seen({ X, y, weights }: HardProblem) {
  const half = Math.ceil(X.length / 2);
  const accumulator = new GramAccumulator(X[0].length);
  for (const [from, to] of [
    [0, half],
    [half, X.length],
  ])
    if (to > from) accumulator.add(X.slice(from, to), y.slice(from, to), weights ? { weights: weights.slice(from, to) } : {});
  return fromGram(accumulator);
}

/** least squares on the columns of a fit, the others left out */
function factorsOfFit({ coefficients }: Fit): number[] {
  return Array.from(coefficients, (b) => (b === 0 ? Infinity : 0));
}
