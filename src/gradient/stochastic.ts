// Methods that look at some rows for every step: the epochs and what happens between them; the steps are in assembly/gradient/stochastic.ts.
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import { Batches } from "./batches.js";
import { Patience } from "./earlyStopping.js";
import type { GradientProblem, Model } from "./gradientProblem.js";
import type { Records } from "./history.js";
import { modelOf, type OptimiserState } from "./optimiserState.js";
import { fillRates, safeRate } from "./rates.js";

/** What a run of epochs ends with. */
export interface StochasticRun {
  readonly model: Model;
  readonly iterations: number;
  readonly state: OptimiserState;
  /** a step was not finite: the model is the one before its epoch */
  readonly diverged: boolean;
}

/** how often a rate that nobody has named is halved */
const HALVINGS = 60;

/**
 * `epochs` passes over the rows from where the state stands, where the objective is `startedAt`. Where the learning rate is left open, an
 * epoch that ends above that by more than the null model's loss starts all of them anew at half the rate.
 */
export function stochastic(
  memory: Scope,
  g: GradientProblem,
  from: OptimiserState,
  startedAt: number,
  epochs: number,
  records: Records,
  step: (done: number) => void,
): StochasticRun {
  const batches = new Batches(memory, g, from);
  const given = g.plan.learningRate;
  const task = { g, from, batches, epochs, records, step, rates: memory.f64(batches.count) };
  if (typeof given === "number") return run(task, given, Infinity) as StochasticRun;
  const limit = startedAt + g.null.objective;
  const length = records.length;
  let rate = Math.min(from.rate, safeRate(memory, g, from, batches));
  for (let halvings = 0; halvings < HALVINGS; halvings++, rate /= 2) {
    const ended = run(task, rate, limit);
    if (ended) return ended;
    records.cut(length);
  }
  return run(task, rate, Infinity) as StochasticRun;
}

interface Epochs {
  readonly g: GradientProblem;
  readonly from: OptimiserState;
  readonly batches: Batches;
  readonly epochs: number;
  readonly records: Records;
  readonly step: (done: number) => void;
  /** the address of a rate a batch */
  readonly rates: number;
}

/** all epochs at one rate; nothing where the objective goes beyond a finite `limit` */
function run({ g, from, batches, epochs, records, step, rates }: Epochs, rate: number, limit: number): StochasticRun | undefined {
  const { plan } = g;
  const { count } = batches;
  const patience = plan.stopping && new Patience(plan.stopping);
  let [done, steps, diverged] = [0, from.steps, false];
  // of the last epoch that was finite
  const last = from.numbers.slice();
  batches.begin();
  while (done < epochs) {
    if (done === 0 || plan.schedule !== "constant")
      fillRates(view(rates, count), plan.schedule, rate, plan.schedulePower, steps, count * plan.epochs);
    const { objective, trainingLoss, norm } = batches.epoch(rates, steps);
    if (limit < Infinity && !(objective <= limit)) return undefined;
    if (!Number.isFinite(objective)) {
      diverged = true;
      break;
    }
    done++;
    steps += count;
    batches.read(last);
    const apartLoss = patience && batches.lossApart();
    records.add(objective, trainingLoss, norm, apartLoss);
    if (plan.keepCoefficients) {
      const model = modelOf(last, from);
      records.keep({ coefficients: g.spread(model), intercept: model.intercept });
    }
    if (patience && apartLoss !== undefined && patience.note(done, apartLoss, last)) break;
    step(done);
  }
  const state = { ...from, numbers: patience?.best ?? last, steps, calls: from.calls + 1, rate };
  return { model: modelOf(state.numbers, state), iterations: done, state, diverged };
}
