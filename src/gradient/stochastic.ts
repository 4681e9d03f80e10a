// Methods that look at some rows for every step: the epochs and what happens between them; the steps are in assembly/gradient/stochastic.ts.

import { Rule, STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { shuffle, uniform } from "../random.js";
import { Watch } from "./earlyStopping.js";
import type { GradientProblem, Model } from "./gradientProblem.js";
import { type Records, subgradientNorm } from "./history.js";
import { ratesOf } from "./schedules.js";

/** Where an optimiser stands between two calls. */
export interface OptimiserState {
  /** the scaled coefficients and the intercept, then what the rule remembers, twice m + 1 numbers */
  readonly numbers: Float64Array;
  /** steps made */
  readonly steps: number;
  /** calls made, each with randomness of its own */
  readonly calls: number;
  /** the included columns, what is taken off them and what they are divided by */
  readonly list: readonly number[];
  readonly centres: Float64Array;
  readonly scales: Float64Array;
}

export interface StochasticRun {
  readonly model: Model;
  readonly epochs: number;
  readonly state: OptimiserState;
  readonly diverged: boolean;
}

const RULES = { sgd: Rule.Sgd, momentum: Rule.Momentum, nesterov: Rule.Nesterov, adam: Rule.Adam, adamw: Rule.Adam } as const;

/** where a first call starts */
export function freshState(g: GradientProblem, start: Model): OptimiserState {
  const { list, problem } = g;
  const { standardize, fitIntercept } = problem.settings;
  const centres = Float64Array.from(list, (j) => (standardize ? problem.centres[j] : 0));
  const scales = Float64Array.from(list, (j) => (standardize ? problem.scales[j] : 1));
  const m = list.length;
  const numbers = new Float64Array(3 * (m + 1));
  let shift = 0;
  for (let k = 0; k < m; k++) {
    numbers[k] = start.coefficients[k] * scales[k];
    shift += centres[k] * start.coefficients[k];
  }
  numbers[m] = fitIntercept ? start.intercept + shift : 0;
  return { numbers, steps: 0, calls: 0, list, centres, scales };
}

/** the model of the scaled coefficients and intercept */
function modelOf(b: Float64Array, { list, centres, scales }: OptimiserState): Model {
  const coefficients = Float64Array.from(list, (_, k) => b[k] / scales[k]);
  return { coefficients, intercept: coefficients.reduce((sum, value, k) => sum - centres[k] * value, b[list.length]) };
}

export function stochastic(
  memory: Scope,
  g: GradientProblem,
  from: OptimiserState,
  epochs: number,
  records: Records,
  step: (done: number) => void,
): StochasticRun {
  const { plan, problem, training, apart } = g;
  const { n, settings } = problem;
  const { list, centres, scales } = from;
  const m = list.length;
  const size = Math.min(plan.batchSize, training.length);
  const k = kernels();
  const X = memory.f64(n * m);
  k.rowMajor(n, m, problem.X, memory.putIntegers(list), memory.put(centres), memory.put(scales), X);
  const s = memory.bytes(k.stochasticScratch(m, size));
  const loss = memory.bytes(STRUCT_BYTES);
  const state = memory.put(from.numbers);
  g.info.fill(loss, size, 0, 0, plan.delta ?? 0);
  const per = (strength: number) =>
    Float64Array.from({ length: m + 1 }, (_, j) => (j < m && strength > 0 ? strength * settings.penaltyFactors[list[j]] : 0));
  const ridge = per(plan.penaltyPower > 0 ? 0 : plan.lambda * (1 - plan.l1Ratio));
  const bumps = per(plan.lambda * plan.l1Ratio);
  const first = plan.method === "momentum" || plan.method === "nesterov" ? plan.momentum : plan.beta1;
  k.stochasticRows(s, training.length, m, size, settings.fitIntercept, X, g.y, problem.w, state, loss);
  const at = [memory.put(ridge), memory.put(bumps)];
  k.stochasticRule(
    s,
    RULES[plan.method as keyof typeof RULES],
    first,
    plan.beta2,
    plan.epsilon,
    at[0],
    at[1],
    plan.penaltyPower || 1,
    plan.decoupled,
    plan.prox,
  );
  // streams of their own for the order of the rows and for noise, in every call
  const seed = (plan.seed + Math.imul(from.calls, 0x85ebca6b)) >>> 0;
  const random = uniform(seed ^ 0x5bd1e995);
  k.stochasticInputs(s, plan.noise, plan.dropout, (seed ^ 0x9e3779b9) >>> 0);

  const order = training.slice();
  const [orderAt, trainingAt, apartAt] = [order, training, apart].map((rows) => memory.putIntegers(rows));
  const batches = Math.ceil(training.length / size);
  const rates = memory.f64(batches);
  const grad = memory.f64(m + 1);
  const watch = plan.stopping && new Watch(plan.stopping);
  let [done, steps, diverged] = [0, from.steps, false];
  let last = from.numbers;
  while (done < epochs) {
    if (plan.shuffle) shuffle(order, random);
    new Int32Array(k.memory.buffer, orderAt, order.length).set(order);
    view(rates, batches).set(
      ratesOf(plan.schedule, plan.learningRate as number, plan.schedulePower, steps, batches, batches * plan.epochs),
    );
    k.epoch(s, loss, orderAt, training.length, rates, steps);
    const trainingLoss = k.sweep(s, loss, trainingAt, training.length, grad);
    const b = view(state, m + 1);
    const penalty = penaltyAt(b, ridge, bumps, plan.penaltyPower || 1);
    if (!Number.isFinite(trainingLoss + penalty.value)) {
      diverged = true;
      break;
    }
    done++;
    steps += batches;
    const gradient = view(grad, m + 1).map((value, j) => value + penalty.slope[j]);
    const norm = subgradientNorm(gradient, plan.penaltyPower > 1 ? [] : bumps, b, m + 1);
    last = view(state, 3 * (m + 1)).slice();
    const apartLoss = watch && lossApart(g, s, loss, apartAt);
    records.add(trainingLoss + penalty.value, trainingLoss, norm, apartLoss);
    if (watch && apartLoss !== undefined && watch.note(done, apartLoss, last)) break;
    step(done);
  }
  const numbers = watch?.best ?? last;
  const next = { numbers, steps, calls: from.calls + 1, list, centres, scales };
  return { model: modelOf(numbers, next), epochs: done, state: next, diverged };
}

/** the loss of the rows kept apart, with their shares */
function lossApart(g: GradientProblem, s: number, loss: number, rows: number): number {
  const k = kernels();
  k.stochasticShares(s, g.apartW);
  const value = k.sweep(s, loss, rows, g.apart.length, g.grad);
  k.stochasticShares(s, g.problem.w);
  return value;
}

/** Σ ½cb² + a|b|^q/q, and the slope of its smooth part: all of it where q > 1, else that of the first term */
function penaltyAt(b: Float64Array, ridge: Float64Array, bumps: Float64Array, q: number): { value: number; slope: Float64Array } {
  let value = 0;
  const slope = new Float64Array(b.length);
  for (let j = 0; j < b.length; j++) {
    const size = Math.abs(b[j]);
    value += 0.5 * ridge[j] * size * size + (bumps[j] * size ** q) / q;
    slope[j] = ridge[j] * b[j] + (q > 1 ? bumps[j] * size ** (q - 1) * Math.sign(b[j]) : 0);
  }
  return { value, slope };
}
