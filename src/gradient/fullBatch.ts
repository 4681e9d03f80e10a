// Methods that look at all rows for every step: where they start, how far their steps go, and the looks between them. The steps are in
// assembly/gradient/ (proximalGradient.ts, quasiNewton.ts):
//   t = 1/L, L = sup ℓ″·λmax(U½X̃ᵀWX̃U½) + max uⱼcⱼ, or searched for; uⱼ = 1/(sup ℓ″·hⱼ + cⱼ): columns in steps are as if they were scaled to be
// equally curved, which is within a factor m of the best that a diagonal can do (van der Sluis 1969). The objective does not notice.
import { exp, square } from "../elementary.js";
import { Ended } from "../kernels/abi.js";
import { gradientKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import type { Scope } from "../kernels/scope.js";
import { SLICE } from "../problem/costs.js";
import { nextUniform, seeded } from "../random.js";
import { Patience } from "./earlyStopping.js";
import type { GradientProblem, Model } from "./gradientProblem.js";
import type { GradientProof, Proven } from "./gradientProof.js";
import type { Records } from "./history.js";

/** steps between two looks at the gap, which costs as much as a step; twice as often for steps that go twice as far */
const LOOK_EVERY = 10;
/** numbers that the kernels write down of a step */
const RECORD = 4;
/** passes over X at most that the curvature may take */
const ROUNDS = 50;
/** the curvature comes from below, this far at most when its rounds have settled */
const SAFETY = 1.02;

/** What a run of steps ends with. */
export interface Run {
  readonly model: Model;
  readonly iterations: number;
  /** a step was not finite: the model is the one before it */
  readonly diverged: boolean;
  /** what was proven of the model, where the last look was at it */
  readonly proven?: Proven;
}

/** λmax(U½X̃ᵀWX̃U½), U = diag(u) */
export function steepness(memory: Scope, g: GradientProblem, metric: number, rounds = ROUNDS): number {
  const m = g.list.length;
  const random = seeded(1);
  const v = memory.put(Float64Array.from({ length: m + 1 }, (_, j) => (j < m ? nextUniform(random) - 0.5 : 0)));
  return m === 0 ? 0 : SAFETY * gradientKernels().curvature(g.smooth, metric, rounds, v, memory.f64(2 * (m + 1) + 2 * rounds));
}

/** sup ℓ″, or where there is none ℓ″ at the null model: where a search starts from */
const curved = (g: GradientProblem) => (Number.isFinite(g.info.bound) ? g.info.bound : Math.max(1e-3, exp(g.null.intercept)));

/** u, and how long the first step is: 1/L, or what the caller says */
function metricOf(memory: Scope, g: GradientProblem): { metric: number; step: number } {
  const m = g.list.length;
  const { plan, problem, ridgeCurvatures } = g;
  const { standardize } = problem.settings;
  const bound = curved(g);
  // a fixed step is the caller's, in the coordinates that the caller knows
  const fixed = typeof plan.learningRate === "number";
  const inverse = g.list.map((j, k) => (fixed ? (standardize ? square(problem.scales[j]) : 1) : bound * problem.h[j] + ridgeCurvatures[k]));
  const u = Float64Array.from([...inverse, 1], (value) => (value > 0 ? 1 / value : 1));
  const metric = memory.put(u);
  if (fixed) return { metric, step: plan.learningRate as number };
  const L = bound * steepness(memory, g, metric) + ridgeCurvatures.reduce((most, c, k) => Math.max(most, c * u[k]), 0) || 1;
  // the intercept's step is Newton's
  view(metric, m + 1)[m] = L / bound;
  return { metric, step: 1 / L };
}

/** from `start` to the optimum, or as near as `maxIterations` allow; `step` is told of every step */
export function fullBatch(
  memory: Scope,
  g: GradientProblem,
  proof: GradientProof,
  start: Model,
  records: Records,
  step: (done: number) => void,
): Run {
  const { plan, problem } = g;
  const { maxIterations } = problem.settings;
  const m = g.list.length;
  const k = gradientKernels();
  g.layOut(memory);
  const { metric, step: first } = metricOf(memory, g);
  const apart = plan.stopping ? g.apartLoss : 0;
  const newton = plan.method === "lbfgs";
  const b = memory.f64(m + 2);
  g.enter(start, b);
  const run = memory.bytes(newton ? k.quasiNewtonScratch(m) : k.proximalGradientScratch(m));
  if (newton) k.quasiNewton(run, g.smooth, g.loss, apart, metric, b, first);
  else {
    const searching = plan.learningRate === "backtracking";
    const t = searching ? 4 * first : first;
    k.proximalGradient(run, g.smooth, g.loss, apart, g.kinks, metric, b, t, searching, plan.method === "fista");
  }
  const steps = newton ? k.quasiNewtonSteps : k.proximalGradientSteps;
  const every = newton ? LOOK_EVERY / 2 : LOOK_EVERY;
  const slice = plan.stopping ? 1 : Math.max(1, Math.min(every, Math.floor(SLICE / (4 * problem.n * Math.max(1, m)))));
  const log = memory.f64(RECORD * every);
  const patience = plan.stopping && new Patience(plan.stopping);

  const done = (iterations: number, more: Partial<Run> = {}): Run => {
    if (patience?.best) view(b, m + 1).set(patience.best);
    return { model: g.leave(view(b, m + 1)), iterations, diverged: false, ...more };
  };
  for (let i = 0; ; ) {
    if (i % every === 0) {
      const proven = proof.look(b, i);
      if (proven?.certificate.converged || (i >= maxIterations && !patience?.best)) return done(i, { proven });
    }
    if (i >= maxIterations) return done(i);
    const ended: Ended = steps(run, Math.min(slice, every - (i % every), maxIterations - i), log);
    const taken = k.fullBatchTaken(run);
    const numbers = view(log, RECORD * taken);
    for (let s = 0; s < numbers.length; s += RECORD) records.add(numbers[s], numbers[s + 1], numbers[s + 2], patience && numbers[s + 3]);
    if (patience?.note(i, numbers[RECORD - 1], view(k.fullBatchSeen(run), m + 1))) return done(i + 1);
    i += taken;
    if (ended === Ended.Diverged) return done(Math.max(0, i - 1), { diverged: true });
    if (ended === Ended.Still) return done(i);
    for (let s = i - taken + 1; s <= i; s++) step(s);
  }
}
