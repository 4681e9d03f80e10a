// From a problem that was read to a fit: the steps, the proof, and what goes on from there with another chunk of a stream.
import { checkCount, describe } from "../check.js";
import { type Scope, scope } from "../kernels/scope.js";
import { readTargetOf } from "../losses/readLoss.js";
import { checkCommon, type Settings } from "../options/commonOptions.js";
import { warn, warnOnce } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import type { Table } from "../tables/forms.js";
import type { Label } from "../tables/labels.js";
import { readForModel, type TableInput } from "../tables/readTable.js";
import { fullBatch } from "./fullBatch.js";
import { type GradientCertificate, GradientFit, type PartialFitOptions, type TargetInput } from "./gradientFit.js";
import { GradientProblem, type Model } from "./gradientProblem.js";
import { GradientProof, type Proven } from "./gradientProof.js";
import { type History, Records } from "./history.js";
import { freshState, modelOf, type OptimiserState } from "./optimiserState.js";
import type { Plan } from "./plan.js";
import { stochastic } from "./stochastic.js";

/** What was read: a name for messages, the options, y as the loss wants it. */
export interface Task {
  readonly name: string;
  readonly plan: Plan;
  readonly settings: Settings;
  readonly target: Float64Array;
  readonly labels?: readonly [Label, Label];
}

/** Where a stream stands: the optimiser, what happened so far, and how many passes the next chunk gets. */
interface Stream {
  readonly state: OptimiserState;
  readonly history: History;
  readonly epochs: number;
}

/** How steps ended. */
interface Outcome {
  readonly model: Model;
  readonly iterations: number;
  /** a step was not finite: the model is the one before it */
  readonly diverged: boolean;
  /** the objective where the steps began */
  readonly startedAt: number;
  readonly state?: OptimiserState;
  readonly proven?: Proven;
}

/** the fit of a table, or of the next chunk of a stream */
export function train(table: Table, task: Task, stream?: Stream): GradientFit {
  const { name, plan, settings, target, labels: classes } = task;
  if (plan.single && table.sparse)
    throw new TypeError(`${name}: precision is "single" but X is sparse, expected "double", or X as rows or a Matrix`);
  settings.watch.check();
  return scope((memory) => {
    const g = new GradientProblem(memory, name, table, target, settings, plan, stream?.state.list);
    const proof = new GradientProof(memory, g);
    const records = new Records(stream?.history);
    const ended = descend(memory, g, proof, records, reporting(task, stream), stream);
    const certificate = proof.certify(ended.model, ended.iterations, ended.proven);
    const fit = new Fit({
      coefficients: g.spread(ended.model),
      intercept: ended.model.intercept,
      lambda: plan.lambda,
      l1Ratio: plan.l1Ratio,
      certificate,
      featureNames: settings.featureNames,
    });
    warnOf(task, fit, certificate, ended);
    const history = records.history();
    const { state } = ended;
    const goesOn = state && !plan.stopping && plan.schedule !== "cosine";
    const resume = (X: TableInput, y: TargetInput, options: PartialFitOptions) =>
      trainOn(X, y, options, task, state as OptimiserState, history);
    return new GradientFit({ fit, loss: plan.loss, certificate, history, classes, ...(goesOn && { resume }) });
  }, settings.watch.check);
}

/** what is done between the steps */
function reporting({ plan, settings }: Task, stream?: Stream): (done: number) => void {
  const total = plan.stochastic ? (stream?.epochs ?? plan.epochs) : settings.maxIterations;
  return (done) => settings.watch.report(plan.method, done, total);
}

/** the steps, from the null model, from `warmStart`, or from where a stream stands */
function descend(
  memory: Scope,
  g: GradientProblem,
  proof: GradientProof,
  records: Records,
  step: (done: number) => void,
  stream?: Stream,
): Outcome {
  const { plan, problem } = g;
  const { warmStart, lower, upper, fitIntercept } = problem.settings;
  const start: Model = {
    coefficients: Float64Array.from(g.list, (j) => Math.min(upper[j], Math.max(lower[j], warmStart?.coefficients[j] ?? 0))),
    intercept: fitIntercept ? (warmStart?.intercept ?? g.null.intercept) : 0,
  };
  if (!plan.stochastic) {
    const before = records.length;
    const ended = fullBatch(memory, g, proof, start, records, step);
    return { startedAt: records.objectiveAt(before) ?? Infinity, ...ended };
  }
  const from = stream?.state ?? freshState(g, start);
  const startedAt = proof.objective(modelOf(from.numbers, from));
  return { startedAt, ...stochastic(memory, g, from, startedAt, stream?.epochs ?? plan.epochs, records, step) };
}

/** not converging is a result; one warning says what to do about it */
function warnOf(
  { name, plan, settings }: Task,
  fit: Fit,
  certificate: GradientCertificate,
  { iterations, diverged, startedAt }: Outcome,
): void {
  const { objective, converged } = certificate;
  const remedy = plan.method === "lbfgs" ? "rescale X or y" : "lower learningRate";
  if (diverged) warn(`${name}: step ${iterations + 1} was not finite, the fit is the one before it; ${remedy}`);
  else if (!converged && !(objective <= startedAt))
    warn(`${name}: the objective ended at ${objective.toPrecision(3)}, above the ${startedAt.toPrecision(3)} of its start; ${remedy}`);
  else if (!plan.stochastic && !plan.stopping) warnOnce(name, [fit], settings);
}

/** another chunk of a stream */
function trainOn(
  X: TableInput,
  y: TargetInput,
  options: PartialFitOptions,
  task: Task,
  state: OptimiserState,
  history: History,
): GradientFit {
  const name = "partialFit";
  const { plan, settings } = task;
  if (options === null || typeof options !== "object") throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
  const odd = Object.keys(options).find((key) => key !== "epochs" && key !== "weights");
  if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected one of epochs, weights`);
  const p = settings.penaltyFactors.length;
  const { table } = readForModel(name, X, p, settings.featureNames);
  const epochs = checkCount(name, "epochs", options.epochs ?? 1);
  const { weights } = checkCommon(name, { weights: options.weights }, { ...table, columns: p, names: undefined });
  const chunk = { ...readTargetOf(name, plan.loss, y, table.rows, task.labels), name, plan, settings: { ...settings, weights } };
  return train(table, chunk, { state, history, epochs });
}
