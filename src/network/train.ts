// From a problem that was read to a network: steps, what they are measured by, and where the next chunk of a stream goes on.
import { divide, Patience } from "../gradient/earlyStopping.js";
import { fillRates } from "../gradient/rates.js";
import { Rule } from "../kernels/abi.js";
import type { Watch } from "../options/watch.js";
import { warn } from "../results/certificate.js";
import type { Table } from "../tables/forms.js";
import { type Entry, extended, type NetworkHistory } from "./history.js";
import { bestConstant, overScaled, randomWeights, setOutputs } from "./initial.js";
import { inRoom } from "./kernels.js";
import { lbfgs } from "./lbfgs.js";
import { copyColumns, Loaded } from "./loaded.js";
import { Measured } from "./measured.js";
import type { NetworkMethod, Plan } from "./planned.js";
import { type Layer, type LayerShape, packed, shapesOf } from "./shape.js";
import type { Target } from "./target.js";

/** What was read. */
export interface Task {
  readonly name: string;
  readonly plan: Plan;
  readonly target: Target;
  readonly weights?: Float64Array;
  readonly standardize: boolean;
  readonly watch: Watch;
  /** over X as it was given */
  readonly initial?: readonly Layer[];
}

/** Where steps stand: enough to take the next one. */
export interface State {
  readonly centres: Float64Array;
  readonly scales: Float64Array;
  /** parameters, and the memory of the optimiser: of momentum, nesterov and adam; of adam */
  readonly b: Float64Array;
  readonly u?: Float64Array;
  readonly v?: Float64Array;
  readonly steps: number;
  /** calls before: the next one draws other numbers */
  readonly calls: number;
}

/** What training ends with. */
export interface Trained {
  readonly state: State;
  readonly history: NetworkHistory;
  /** of the parameters, over the rows that trained */
  readonly objective: number;
  readonly stationarity: number;
  /** the epoch that the parameters are of */
  readonly epochs: number;
}

const RULES: Record<NetworkMethod, Rule> = {
  sgd: Rule.Sgd,
  gd: Rule.Sgd,
  lbfgs: Rule.Sgd,
  momentum: Rule.Momentum,
  nesterov: Rule.Nesterov,
  adam: Rule.Adam,
  adamw: Rule.Adam,
};
const REMEMBERS_MEAN: readonly NetworkMethod[] = ["momentum", "nesterov", "adam", "adamw"];
const REMEMBERS_SQUARES: readonly NetworkMethod[] = ["adam", "adamw"];

/** the network of a table, or of the next chunk of a stream */
export function train(table: Table, task: Task, before?: { state: State; history: NetworkHistory; epochs: number }): Trained {
  const { name, plan, target, watch } = task;
  watch.check();
  return inRoom((memory) => {
    const { rows: n, columns: p } = table;
    const parts = divide(name, plan.stopping, task.weights, n, plan.seed);
    const shapes = shapesOf(p, plan.hidden, target.outputs.count);
    const w = shares(n, parts.weights);
    const X = copyColumns(memory, table);
    const weights = memory.put(w);
    const { centres, scales } = before?.state ?? scaling(memory, task.standardize, n, p, X, weights);
    const net = new Loaded(memory, { ...plan, shapes }, n, X, centres, scales, target.y, target.perRow);
    const apart = parts.apart.length > 0 ? { order: parts.apart, w: shares(n, parts.apartWeights) } : undefined;
    const measured = new Measured(memory, net, plan, { order: parts.training, at: weights }, apart);
    const constant = bestConstant(plan.loss, target, w);
    const from = before?.state ?? { centres, scales, b: start(task, shapes, constant, centres, scales), steps: 0, calls: 0 };
    const run = { task, net, measured, from, epochs: before?.epochs ?? plan.epochs };
    const ended = plan.method === "lbfgs" ? quasiNewton(run, shapes, constant) : steps(run);
    memory.view(net.b, net.size).set(ended.state.b);
    const { objective, stationarity } = measured.ended();
    if (ended.diverged)
      warn(`${name}: the objective was not finite after epoch ${ended.done}, the network is the one before it; lower learningRate`);
    const history = extended(before?.history, ended.entries, shapes.length);
    return { state: ended.state, history, objective, stationarity, epochs: ended.done };
  }, watch.check);
}

interface Run {
  readonly task: Task;
  readonly net: Loaded;
  readonly measured: Measured;
  readonly from: State;
  readonly epochs: number;
}

interface Outcome {
  readonly state: State;
  readonly entries: readonly Entry[];
  readonly done: number;
  readonly diverged: boolean;
}

/** epochs of steps by some rows, or by all */
function steps({ task: { plan, watch }, net, measured, from, epochs }: Run): Outcome {
  const { memory, size } = net;
  const { kernels } = memory;
  const view = (at: number) => memory.view(at, size);
  const [u, v] = [from.u ? memory.put(from.u) : memory.zeros(size), from.v ? memory.put(from.v) : memory.zeros(size)];
  view(net.b).set(from.b);
  measured.vectors(u, v);
  const { training } = measured;
  const batch = Math.min(plan.batchSize, training.count);
  const [mean, square] = [REMEMBERS_SQUARES.includes(plan.method) ? plan.beta1 : plan.momentum, plan.beta2];
  kernels.rule(
    ...([net.s, RULES[plan.method], mean, square, plan.epsilon, plan.decoupled, plan.shuffle] as const),
    ...([batch, training.count, training.w] as const),
  );
  kernels.inputs(net.s, plan.noise, plan.keep[0], plan.seed, from.calls + 1);
  const perEpoch = Math.ceil(training.count / batch);
  const rates = memory.f64(perEpoch);
  const patience = plan.stopping && new Patience(plan.stopping);
  const entries: Entry[] = [];
  let [taken, diverged] = [from.steps, false];
  let state: State = { ...from, calls: from.calls + 1 };
  for (let done = 0; done < epochs; ) {
    fillRates(memory.view(rates, perEpoch), plan.schedule, plan.learningRate, plan.schedulePower, taken, perEpoch * plan.epochs);
    kernels.epoch(net.s, training.order, training.count, rates, taken);
    const entry = measured.entry();
    if (!Number.isFinite(entry.objective)) {
      diverged = true;
      break;
    }
    done++;
    taken += perEpoch;
    entries.push(entry);
    const b = net.numbers();
    state = {
      ...{ centres: from.centres, scales: from.scales, b, steps: taken, calls: from.calls + 1 },
      ...(REMEMBERS_MEAN.includes(plan.method) && { u: view(u).slice() }),
      ...(REMEMBERS_SQUARES.includes(plan.method) && { v: view(v).slice() }),
    };
    if (patience && entry.validationLoss !== undefined && patience.note(done, entry.validationLoss, b)) break;
    watch.report(plan.method, done, epochs);
  }
  const best = patience?.best;
  return { state: best ? { ...state, b: best } : state, entries, done: best ? (patience?.epoch ?? 0) : entries.length, diverged };
}

/** L-BFGS until the first-order conditions hold */
function quasiNewton(
  { task: { plan, watch }, net, measured, from, epochs }: Run,
  shapes: readonly LayerShape[],
  constant: Float64Array,
): Outcome {
  const { memory, size } = net;
  measured.vectors(memory.zeros(size), memory.zeros(size));
  const yardstick = new Float64Array(size);
  setOutputs(yardstick, shapes, constant);
  memory.view(net.b, size).set(yardstick);
  const target = plan.tol * measured.evaluate();
  memory.view(net.b, size).set(from.b);
  const patience = plan.stopping && new Patience(plan.stopping);
  const entries: Entry[] = [];
  const diverged = lbfgs(net, measured, epochs, target, () => {
    const entry = measured.entry();
    entries.push(entry);
    if (patience && entry.validationLoss !== undefined && patience.note(entries.length, entry.validationLoss, net.numbers())) return false;
    watch.report(plan.method, entries.length, epochs);
    return true;
  });
  const best = patience?.best;
  const state = { centres: from.centres, scales: from.scales, b: best ?? net.numbers(), steps: entries.length, calls: from.calls + 1 };
  return { state, entries, done: best ? (patience?.epoch ?? 0) : entries.length, diverged };
}

/** weights whose sum is 1 */
function shares(n: number, weights: Float64Array | undefined): Float64Array {
  if (!weights) return new Float64Array(n).fill(1 / n);
  const sum = weights.reduce((total, s) => total + s, 0);
  return weights.map((s) => s / sum);
}

/** means and standard deviations of the columns, or 0 and 1 */
function scaling(memory: Loaded["memory"], standardize: boolean, n: number, p: number, X: number, w: number) {
  if (!standardize) return { centres: new Float64Array(p), scales: new Float64Array(p).fill(1) };
  const [means, variances] = [memory.f64(p), memory.f64(p)];
  memory.kernels.moments(n, p, X, w, means, variances);
  const scales = memory.view(variances, p).map((variance) => (variance > 0 ? Math.sqrt(variance) : 1));
  return { centres: memory.view(means, p).slice(), scales };
}

/** the parameters before the first step */
function start(
  { plan, initial }: Task,
  shapes: readonly LayerShape[],
  constant: Float64Array,
  centres: Float64Array,
  scales: Float64Array,
) {
  if (initial) return packed(shapes, overScaled(initial, centres, scales));
  const b = randomWeights(plan, shapes);
  setOutputs(b, shapes, constant);
  return b;
}
