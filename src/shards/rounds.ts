// Paths of losses that are not quadratic, in rounds: every shard says what its rows add to value, gradient and curvature of some models, Newton's steps
// are taken where all of it comes together, for several λ's at a time, and a last round proves them all.
import { type CommonOptions, checkCommon, type Settings } from "../options/commonOptions.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import { isIncluded } from "../problem/problem.js";
import { diagonal } from "../problem/statistics.js";
import { warnOnce, Yardstick } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { fitOf } from "../solvers/glmPath.js";
import { grid } from "../solvers/lambdaWalk.js";
import type { Label } from "../tables/labels.js";
import type { Found } from "./engine.js";
import { FAMILIES } from "./families.js";
import { firstLook, type Looking, linear, looks, type Rounds } from "./looks.js";
import { type DualPoint, dualPoint, type Look, likelyGap, type Model, next, penaltyOf, type Setting } from "./newton.js";

/** One λ on its way. */
interface Walker {
  readonly lambda: number;
  look: Look;
  /** the objective there */
  objective: number;
  /** what the next round looks at; undefined once the look is good enough */
  ahead?: Model;
  rounds: number;
  /** the gap that was likely, at the best look so far */
  gap: number;
  point: DualPoint;
  halvings: number;
}

/** the path; `first`: the second moments of all rows, y as the loss reads it */
export async function pathInRounds(rounds: Rounds, first: Found, options: CommonOptions & PathOptions): Promise<Path<Fit | LogisticFit>> {
  const { name, target } = rounds;
  const family = FAMILIES[target.loss];
  const [all] = first.sum.statistics;
  const p = first.columns.count;
  const shape = { rows: first.sum.rows, columns: p, names: first.columns.names };
  const settings = checkCommon(name, options, shape);
  const sequence = checkSequence(name, options, shape.rows, p);
  const mean = all.means[p];
  if (!(mean > 0 && mean < family.most))
    throw new RangeError(
      `${name}: y is ${mean === 0 ? "0" : "1"} in all rows of positive weight, expected ${target.classes ? "both classes" : "a count above 0"}`,
    );
  const setting = settingOf(rounds, first, settings, sequence.l1Ratio, family.most);
  const intercept = settings.fitIntercept ? family.link(mean) : 0;
  const start: Model = { b: new Float64Array(p), intercept };
  const floor = 1e-5 * (target.loss === "poisson" ? mean : 1);
  const { look, least } = await firstLook(rounds, setting, start, floor);
  const nullLoss = look.loss;
  const yardstick = new Yardstick(nullLoss - least, 0);
  const lambdas = sequence.given ?? grid(lambdaMax(setting, look), sequence.count, sequence.minRatio);
  const order = Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]);
  const solve = { rounds, setting, settings, yardstick, floor };
  const walkers: Walker[] = [];
  let from = look;
  for (let at = 0; at < order.length; at += rounds.together) {
    const some = order.slice(at, at + rounds.together).map((k) => walkerAt(setting, from, lambdas[k], rounding(p)));
    await walk(solve, some);
    walkers.push(...some);
    from = walkers[walkers.length - 1].look;
    rounds.watch.report("path", walkers.length, lambdas.length);
  }
  let points = await prove(solve, walkers);
  // what looked good enough and is not goes on
  for (let again = 0; again < 3; again++) {
    const open = walkers.filter(
      (walker, i) => !points[i].certificate.converged && walker.rounds < settings.maxIterations && walker.halvings === 0,
    );
    if (open.length === 0) break;
    await walk(solve, open, 0);
    points = await prove(solve, walkers);
  }
  const inOrder: Point[] = [];
  order.forEach((k, i) => {
    inOrder[k] = points[i];
  });
  warnOnce(name, inOrder, settings);
  const candidates = setting.factors.reduce((count, v) => count + Number(v < Infinity), 0);
  return new Path(inOrder, {
    p,
    l1Ratio: sequence.l1Ratio,
    yardstick,
    tol: settings.tol,
    nullLoss,
    saturated: least,
    rows: first.sum.numbers[0],
    candidates,
    featureNames: settings.featureNames,
    loss: target.loss,
    make: fitOf({ loss: target.loss, labels: target.classes as [Label, Label] | undefined }),
  });
}

/** how far sums of products over rows are off, relative to their lengths: η's own rounding is in it */
const rounding = (p: number) => (64 + p) * Number.EPSILON;

function settingOf({ name }: Rounds, { sum, columns }: Found, settings: Settings, l1Ratio: number, most: number): Setting {
  const [{ means, triangle, weightSum }] = sum.statistics;
  const p = columns.count;
  const variances = Float64Array.from({ length: p }, (_, j) => triangle[diagonal(j)] / weightSum);
  const factors = settings.penaltyFactors.map((v, j) => {
    if (v === 0)
      throw new TypeError(
        `${name}: penaltyFactors has 0 at index ${j}, expected numbers above 0, or Infinity; rounds prove nothing without a penalty`,
      );
    const flat = variances[j] === 0 || (settings.fitIntercept && Math.sqrt(variances[j]) <= 1e-14 * Math.abs(means[j]));
    const h = variances[j] + (settings.fitIntercept ? 0 : means[j] * means[j]);
    return isIncluded(name, j, flat, means[j], h, settings) ? v : Infinity;
  });
  const scales = variances.map((variance, j) => (settings.standardize && factors[j] < Infinity ? Math.sqrt(variance) : 1));
  const last = diagonal(p) - p;
  return {
    fitIntercept: settings.fitIntercept,
    l1Ratio,
    factors,
    scales,
    weight: weightSum,
    mean: means[p],
    most,
    lengths: variances.map((variance, j) => Math.sqrt(variance + means[j] * means[j]) / scales[j]),
    means: Float64Array.from({ length: p }, (_, j) => means[j] / scales[j]),
    crossed: Float64Array.from({ length: p }, (_, j) => (triangle[last + j] / weightSum + means[j] * means[p]) / scales[j]),
  };
}

/** where the first coefficient enters */
function lambdaMax({ factors, l1Ratio }: Setting, { gradient }: Look): number {
  const largest = gradient.reduce((most, g, j) => (factors[j] < Infinity ? Math.max(most, Math.abs(g) / factors[j]) : most), 0);
  return (largest / Math.max(l1Ratio, 1e-3)) * (1 + 4 * Number.EPSILON);
}

/** What solving needs. */
interface Solve extends Looking {
  readonly settings: Settings;
  readonly yardstick: Yardstick;
}

function walkerAt(setting: Setting, look: Look, lambda: number, off: number): Walker {
  const objective = look.loss + lambda * penaltyOf(setting, look.model);
  const point = dualPoint(setting, look, lambda, off);
  return { lambda, look, objective, rounds: 0, gap: likelyGap(setting, look, lambda, point), point, halvings: 0 };
}

/** takes all of them to where their gaps are likely to be small enough */
async function walk(solve: Solve, walkers: readonly Walker[], share = 0.1): Promise<void> {
  const { setting, settings, yardstick } = solve;
  const enough = share * yardstick.target(settings.tol);
  const step = (walker: Walker) => {
    const stuck = walker.halvings > 30 || walker.rounds >= Math.min(settings.maxIterations, MOST);
    walker.ahead = walker.gap <= enough || stuck ? undefined : next(setting, walker.look, walker.lambda);
  };
  for (const walker of walkers) step(walker);
  for (;;) {
    const some = walkers.filter(({ ahead }) => ahead);
    if (some.length === 0) return;
    const { looks: found } = await looks(
      solve,
      some.map(({ ahead }) => ahead as Model),
    );
    some.forEach((walker, i) => {
      const tried = walkerAt(setting, found[i], walker.lambda, rounding(setting.scales.length));
      walker.rounds++;
      // what rounding hides is taken: the gap says what it is worth
      if (tried.objective <= walker.objective + 1e-13 * Math.abs(walker.objective)) {
        const still = !(tried.gap < 0.9 * walker.gap) && tried.objective >= walker.objective - 1e-13 * Math.abs(walker.objective);
        if (tried.gap <= walker.gap || !still) Object.assign(walker, { ...tried, rounds: walker.rounds, halvings: 0 });
        if (still) walker.ahead = undefined;
        else step(walker);
      } else {
        walker.halvings++;
        if (walker.halvings > 30) walker.ahead = undefined;
        else walker.ahead = between(walker.look.model, walker.ahead as Model);
      }
    });
  }
}

/** rounds a λ takes at most */
const MOST = 100;

const between = (a: Model, b: Model): Model => ({
  b: a.b.map((value, j) => 0.5 * (value + b.b[j])),
  intercept: 0.5 * (a.intercept + b.intercept),
});

/** all of them with their gaps, in one more round */
async function prove({ rounds, setting, settings, yardstick }: Solve, walkers: readonly Walker[]): Promise<Point[]> {
  const models = walkers.map(({ look, point: { scale, mix, towards } }) => ({ ...linear(setting, look.model), scale, mix, towards }));
  const { numbers } = (await rounds.run({ kind: "proof", target: rounds.target, models })).sum;
  return walkers.map((walker, k): Point => {
    const { look, objective, point, lambda } = walker;
    const dual = -numbers[2 * k] / setting.weight - point.conjugate;
    const size = numbers[2 * k + 1] / setting.weight + Math.abs(look.loss) + Math.abs(look.slope * look.model.intercept);
    // what sums and η itself are off by, upwards
    const off =
      rounding(setting.scales.length) * (size + Math.abs(objective) + point.conjugate + look.residual * Math.abs(look.model.intercept));
    const gap = Math.max(0, objective - dual) + off;
    const places = Int32Array.from(Array.from(look.model.b.keys()).filter((j) => look.model.b[j] !== 0));
    return {
      lambda,
      places,
      values: Float64Array.from(places, (j) => look.model.b[j] / setting.scales[j]),
      intercept: look.model.intercept,
      penalty: penaltyOf(setting, look.model),
      certificate: yardstick.certify(settings.tol, objective, gap, walker.rounds),
    };
  });
}
