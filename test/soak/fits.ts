// Fits at one λ and along paths, of every loss, from every form of a table, each certificate held against the judge.
import fc from "fast-check";
import {
  type CommonOptions,
  elasticNet,
  type Fit,
  gradientDescent,
  type LossName,
  lasso,
  logistic,
  path,
  ridge,
  ridgePath,
} from "../../src/index.js";
import { type Command, command, thrownBy } from "./call.js";
import { type Answered, checkCertificate, type Question } from "./judging.js";
import { type Choice, choices, lambdaOf, optionsOf } from "./options.js";
import { type Data, dataOf, forms, frozen, type Problem, problems, tableOf } from "./problems.js";
import { assert, type Kept, type World } from "./world.js";

/** as near to the optimum as rounding lets anybody come */
const TIGHT = { tol: 1e-14, maxIterations: 10_000 };

const callbacks = fc.constantFrom(undefined, undefined, undefined, undefined, "calls back in", "throws", "aborts", "was aborted");

/** the data of a call: a live Matrix where `on` finds one, else `problem` in some form */
export function inputOf(world: World, problem: Problem, form: typeof forms extends fc.Arbitrary<infer F> ? F : never, on: number | null) {
  const live: Kept[] = world.matrices.filter(({ lost }) => !lost);
  const kept = on !== null && live.length > 0 ? live[on % live.length] : undefined;
  const data: Data = kept ? { columns: kept.columns.map((column) => column.slice()), y: dataOf(kept.problem).y } : dataOf(problem);
  return { data, X: kept?.matrix ?? frozen(tableOf(form, data.columns)) };
}

/** y as a loss wants it: classes of both kinds as ±1, counts, numbers above 0 */
export function targetOf(loss: LossName, y: Float64Array): Float64Array {
  if (loss === "logistic" || loss === "squaredHinge") return y.map((value) => (value > 2 ? 1 : -1));
  if (loss === "gamma") return y.map((value) => Math.min(20, 0.1 + Math.abs(value)));
  return loss === "poisson" ? y.map((value) => Math.min(20, Math.round(Math.abs(value)))) : y;
}

/** options that watch: the error that the call must end with, once a callback was called */
function watched(callback: string | undefined): { options: CommonOptions; expected: () => { error: unknown } | undefined } {
  const controller = new AbortController();
  const reason = new Error("stop");
  let called = false;
  const onProgress = () => {
    called = true;
    if (callback === "throws") throw reason;
    if (callback === "aborts") controller.abort(reason);
    ridge([[1], [2], [3]], [1, 2, 4], { lambda: 0.1 });
  };
  if (callback === undefined) return { options: {}, expected: () => undefined };
  if (callback === "was aborted") controller.abort(reason);
  const ends = () => callback === "was aborted" || (called && callback !== "calls back in");
  return { options: { onProgress, signal: controller.signal }, expected: () => (ends() ? { error: reason } : undefined) };
}

const fitted = fc.record({
  name: fc.constantFrom("lasso", "elasticNet", "ridge", "logistic", "gradientDescent"),
  problem: problems,
  form: forms,
  choice: choices,
  on: fc.option(fc.nat(3)),
  warm: fc.boolean(),
  callback: callbacks,
});

type Named = { name: string; choice: Choice };

const ratioOf = ({ name, choice }: Named) => (name === "lasso" ? 1 : name === "ridge" ? 0 : choice.l1Ratio);

export const oneFit: fc.Arbitrary<Command> = fitted.map((parts) =>
  command(parts.name, parts, (world) => {
    const { name, problem, form, choice, on, warm, callback } = parts;
    const { data, X } = inputOf(world, problem, form, on);
    const loss: LossName = name === "logistic" ? "logistic" : "squared";
    const judged = { ...data, y: targetOf(loss, data.y) };
    const before = judged.y.slice();
    const { options: watch, expected } = watched(callback);
    const known = world.fits.find(({ coefficients }) => coefficients.length === data.columns.length);
    const options = optionsOf(choice, judged);
    const lambda = lambdaOf(choice, judged);
    const all = { ...options, ...watch, lambda, ...(warm && known && name !== "logistic" && { warmStart: known }) };
    const [l1Ratio, y] = [ratioOf(parts), judged.y];
    let answer: Answered | undefined;
    const { error } = thrownBy(() =>
      world.call(() => {
        if (name === "lasso") answer = lasso(X, y, frozen(all));
        else if (name === "ridge") answer = ridge(X, y, frozen(all));
        else if (name === "logistic") answer = logistic(X, y, frozen({ ...all, l1Ratio, warmStart: undefined }));
        else if (name === "gradientDescent") answer = gradientDescent(X, y, frozen({ ...all, l1Ratio }));
        else answer = elasticNet(X, y, frozen({ ...all, l1Ratio }));
      }),
    );
    assert(
      y.every((value, i) => Object.is(value, before[i])),
      "y was written to",
    );
    const wanted = expected();
    if (wanted) return assert(error === wanted.error, `ended with ${error} instead of the callback's own error`);
    if (!answer) throw error;
    if (error) throw error;
    world.checkWarnings(answer.certificate.converged);
    if (answer instanceof Object && name !== "logistic" && name !== "gradientDescent") world.fits.unshift(answer as Fit);
    const question: Question = { lambda, l1Ratio, options, loss };
    const proven = (answer.certificate as { proof?: string }).proof !== "kkt";
    checkCertificate(judged, question, answer, proven ? () => tightest(world, judged, question) : undefined);
  }),
);

/** the same problem again, from plain rows and as tightly as can be */
function tightest(world: World, { columns, y }: Data, { lambda, l1Ratio, options, loss = "squared", delta }: Question): Answered {
  const all = { ...options, ...TIGHT, l1Ratio, lambdas: [lambda], loss, ...(loss === "huber" && { delta }) };
  return world.call(() => path(tableOf("rows", columns), y, all)).fit(0);
}

const alongPath = fc.record({
  name: fc.constantFrom("path", "path", "path", "ridgePath"),
  loss: fc.constantFrom<LossName>("squared", "squared", "squared", "logistic", "huber", "poisson", "squaredHinge", "gamma"),
  problem: problems,
  form: forms,
  choice: choices,
  on: fc.option(fc.nat(3)),
  count: fc.integer({ min: 1, max: 8 }),
  given: fc.boolean(),
  callback: callbacks,
});

export const onePath: fc.Arbitrary<Command> = alongPath.map((parts) =>
  command(parts.name, parts, (world) => {
    const { name, problem, form, choice, on, count, given, callback } = parts;
    const loss = name === "ridgePath" ? "squared" : parts.loss;
    const { data, X } = inputOf(world, problem, form, on);
    const judged = { ...data, y: targetOf(loss, data.y) };
    const plain = name === "ridgePath" ? { ...choice, factors: undefined, bounds: undefined } : choice;
    const options = optionsOf(plain, judged);
    const { options: watch, expected } = watched(callback);
    const delta = 1;
    const l1Ratio = name === "ridgePath" ? 0 : choice.l1Ratio;
    const lambdas =
      given || name === "ridgePath" ? Array.from({ length: count }, (_, k) => lambdaOf(choice, judged) * 0.5 ** k) : undefined;
    let answers: ReturnType<typeof ridgePath> | undefined;
    const { error } = thrownBy(() =>
      world.call(() => {
        const all = { ...options, ...watch, lambdas };
        if (name === "ridgePath") answers = ridgePath(X, judged.y, frozen(all));
        else
          answers = path(
            X,
            judged.y,
            frozen({ ...all, ...(!lambdas && { count }), l1Ratio, loss, ...(loss === "huber" && { delta }) }),
          ) as never;
      }),
    );
    const wanted = expected();
    if (wanted) return assert(error === wanted.error, `ended with ${error} instead of the callback's own error`);
    if (!answers) throw error;
    if (error) throw error;
    const found = answers;
    assert(found.lambdas.length === count && found.stopped === undefined, `${found.lambdas.length} of ${count} λ's are answered`);
    world.checkWarnings(found.converged.every(Boolean));
    const tight = choice.seed % count;
    found.lambdas.forEach((lambda, k) => {
      const question: Question = { lambda, l1Ratio, options, loss, delta };
      checkCertificate(judged, question, found.fit(k), k === tight ? () => tightest(world, judged, question) : undefined);
    });
  }),
);
