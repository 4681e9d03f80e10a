import { checkCount, describe } from "../check.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import { complete, readTargetOf } from "../losses/readLoss.js";
import { type CommonOptions, checkCommon, checkOptionNames, type Settings } from "../options/commonOptions.js";
import { warn, warnOnce } from "../results/certificate.js";
import { Fit } from "../results/fit.js";
import type { Table } from "../tables/forms.js";
import type { Label } from "../tables/labels.js";
import { orBadEntry, readForModel, readTable, type TableInput } from "../tables/readTable.js";
import { fullBatch } from "./fullBatch.js";
import { GradientFit, type PartialFitOptions, type TargetInput } from "./gradientFit.js";
import { checkPlan, type GradientOptions, OWN, type Plan } from "./gradientOptions.js";
import { GradientProblem, type Model } from "./gradientProblem.js";
import { type History, Records } from "./history.js";
import { freshState, type OptimiserState, stochastic } from "./stochastic.js";

/**
 * Fits a linear model by gradients: minimises Σ wᵢ ℓ(yᵢ, β₀ + xᵢᵀβ) + λ Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²), w = s/Σs, for any of the losses
 * "squared" ½(y − η)², "logistic" log(1 + e^−tη), "huber" (squared up to `delta`), "poisson" e^η − yη, "squaredHinge" ½max(0, 1 − tη)²; with
 * `penaltyPower` q the penalty is λ Σ vⱼ|dⱼβⱼ|^q / q. Everything starts at β = 0 and the best intercept alone, or at `warmStart`.
 *
 * All rows a step, in centred columns, until the gap says so: "fista" (momentum with restarts, prox; the default), "gd", "lbfgs" (smooth
 * penalties only). `learningRate` of the first two is 1/L ("lipschitz"), "backtracking", or a number; an L1 part goes through its prox, or
 * with `l1: "subgradient"` and "gd" through sign(β).
 *
 * Some rows a step, seeded, α the rate of the `schedule`, t the number of the step, d the gradient of the batch:
 *
 *     sgd       β ← β − αd
 *     momentum  v ← μv + d,  β ← β − αv
 *     nesterov  v ← μv + d,  β ← β − α(d + μv)
 *     adam      u ← β₁u + (1−β₁)d,  v ← β₂v + (1−β₂)d²,  β ← β − α·(u/(1−β₁ᵗ))/(√(v/(1−β₂ᵗ)) + ε)
 *
 * The L2 part, c = λ(1−ρ)v, is coupled or decoupled (Loshchilov, Hutter 2019):
 *
 *     coupled    d = ∇ + cβ,  β ← step(β, d)            sgd: β − α(∇ + cβ)
 *     decoupled  d = ∇,       β ← step(β − αcβ, d)      sgd: β − αcβ − α∇, the same;  adam: the decay is not divided by √v
 *
 * Under adam the coupled term is divided by √v like the rest of d: coefficients with large gradients shrink less. Decoupled, all shrink at
 * the rate αc; what is minimised then is not the objective any longer. "adamw" is adam, decoupled. The L1 part, a = λρv, is a prox after
 * the step, S(β, αa) = sign(β)·max(|β| − αa, 0), with momentum S(β, αa/(1−μ)), under adam S(β, αa/(√v̂ + ε)); or sign(β), 0 at 0, in d.
 * A prox sets coefficients to exactly 0, where the noise of a batch is smaller than a: raise `batchSize` to the number of rows to have no
 * noise; a subgradient steps over 0 and back. These methods centre and scale nothing unless `standardize` is given.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers; for "logistic" and "squaredHinge" classes: 0 and 1, −1 and 1, booleans, or two strings, the later one positive
 * @param options `lambda` is required; see {@link GradientOptions}
 * @returns the fit with its `history`; the certificate says how far it is from the optimum, for stochastic methods too
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function gradientDescent(X: TableInput, y: TargetInput, options: GradientOptions): GradientFit {
  const name = "gradientDescent";
  checkOptionNames(name, options, OWN);
  const table = readTable(name, "X", X, "later");
  const read = orBadEntry(name, table, () => {
    const plan = checkPlan(name, options, table.rows);
    const { warmStart } = options;
    const linear = warmStart instanceof GradientFit ? warmStart.linear : warmStart;
    const common: CommonOptions = { ...options, warmStart: linear };
    const settings = checkCommon(name, common, table);
    if (settings.bounded && (plan.stochastic || plan.method === "lbfgs"))
      throw new TypeError(`${name}: lower or upper is given but method is "${plan.method}", expected "fista" or "gd"`);
    const { target, labels } = readTargetOf(name, plan.loss, y, table.rows);
    return { plan: { ...plan, delta: complete(name, plan, target, settings.weights).delta }, settings, target, labels };
  });
  return train(name, table, read, undefined, undefined, read.plan.epochs);
}

interface Task {
  plan: Plan;
  settings: Settings;
  target: Float64Array;
  labels?: readonly [Label, Label];
}

function train(
  name: string,
  table: Table,
  task: Task,
  from: OptimiserState | undefined,
  before: History | undefined,
  epochs: number,
): GradientFit {
  const { plan, settings, target, labels: classes } = task;
  const { warmStart, lower, upper } = settings;
  settings.watch.check();
  const total = plan.stochastic ? epochs : settings.maxIterations;
  const watch = (done: number) => settings.watch.report(plan.method, done, total);
  return scope((memory: Scope) => {
    const g = new GradientProblem(memory, name, table, target, settings, plan, from?.list);
    const records = new Records(before);
    const start: Model = {
      coefficients: Float64Array.from(g.list, (j) => Math.min(upper[j], Math.max(lower[j], warmStart?.coefficients[j] ?? 0))),
      intercept: settings.fitIntercept ? (warmStart?.intercept ?? g.null.intercept) : 0,
    };
    let state: OptimiserState | undefined;
    let ended: { model: Model; iterations: number; diverged: boolean };
    if (plan.stochastic) {
      const run = stochastic(memory, g, from ?? freshState(g, start), epochs, records, watch);
      state = run.state;
      ended = { model: run.model, iterations: run.epochs, diverged: run.diverged };
    } else {
      const run = fullBatch(memory, g, start, records, watch);
      ended = { model: g.leave(view(run.b, g.list.length + 1)), iterations: run.iterations, diverged: run.diverged };
    }
    const { model, iterations, diverged } = ended;
    const certificate = g.certifyModel(model, iterations);
    const { lambda, l1Ratio } = plan;
    const fit = new Fit({
      coefficients: g.spread(model),
      intercept: model.intercept,
      lambda,
      l1Ratio,
      certificate,
      featureNames: settings.featureNames,
    });
    if (diverged) warn(`${name}: step ${iterations + 1} was not finite, the fit is the one before it; lower learningRate`);
    else if (!plan.stochastic && !plan.stopping) warnOnce(name, [fit], settings);
    const goesOn = state && !plan.stopping && plan.schedule !== "cosine";
    const resume = (X: TableInput, y: TargetInput, options: PartialFitOptions) =>
      trainOn(X, y, options, task, state as OptimiserState, records.history());
    return new GradientFit({ fit, loss: plan.loss, certificate, history: records.history(), classes, ...(goesOn && { resume }) });
  });
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
  const chunk = { ...readTargetOf(name, plan.loss, y, table.rows, task.labels), plan, settings: { ...settings, weights } };
  return train(name, table, chunk, state, history, epochs);
}
