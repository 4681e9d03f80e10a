// Paths of softmax regression in rounds, one linear predictor a class: in every round all classes take a step at once, each on a quadratic model of
// its own whose curvatures bound what the others add (Böhning 1992, for curvatures that move along).
import { log } from "../elementary.js";
import { type CommonOptions, checkCommon } from "../options/commonOptions.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import type { Statistics } from "../problem/statistics.js";
import { warnOnce, Yardstick } from "../results/certificate.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { grid } from "../solvers/lambdaWalk.js";
import { type ClassDual, type ClassLook, type ClassSetting, classDual, gapOf, likelyGap, type Models } from "./classDual.js";
import type { ClassTarget } from "./classTasks.js";
import type { Found } from "./engine.js";
import { Extrapolation } from "./extrapolation.js";
import { linear, type Rounds } from "./looks.js";
import { between, lookAt, type Model, next, penaltyOf } from "./newton.js";
import { lambdaMax, rounding, type Setting, settingOf } from "./setting.js";
import { type Walker, type Ways, walkAll } from "./walk.js";

const FLOOR = 1e-5;

/** the path; `first`: the second moments of all rows */
export async function classPathInRounds(
  rounds: Omit<Rounds, "target"> & { readonly target: ClassTarget },
  first: Found,
  options: CommonOptions & PathOptions,
): Promise<Path<MultinomialFit>> {
  const { name, target, run, together, watch } = rounds;
  const K = target.classes.length;
  const p = first.columns.count;
  const shape = { rows: first.sum.rows, columns: p, names: first.columns.names };
  const settings = checkCommon(name, options, shape);
  const { l1Ratio, given, count, minRatio } = checkSequence(name, options, shape.rows, p);
  const base = settingOf(name, first, settings, l1Ratio);
  const looksAt = async (models: readonly Models[]) => {
    const layers = models.map((each) => each.map((model) => linear(base, model)));
    const { sum } = await run({ kind: "classRound", target, models: layers, floor: FLOOR });
    return models.map((each, m) => classLook(base, each, sum.statistics.slice(K * m, K * (m + 1)), sum.numbers.subarray((1 + K) * m)));
  };
  const none: Model = { b: new Float64Array(p), intercept: 0 };
  const [even] = await looksAt([Array.from({ length: K }, () => none)]);
  const shares = even.classes.map(({ slope }) => 1 / K - slope);
  const empty = shares.findIndex((share) => !(share > 1e-14));
  if (empty >= 0)
    throw new RangeError(
      `${name}: y has no row of positive weight of class ${JSON.stringify(target.classes[empty])}, expected rows of every class`,
    );
  const crossed = even.classes.map(({ gradient }) => gradient.map((g, j) => base.means[j] / K - g));
  const setting: ClassSetting = { ...base, shares, crossed };
  const start = centred(
    l1Ratio,
    shares.map((share) => ({ ...none, intercept: settings.fitIntercept ? log(share) : 0 })),
  );
  const [look] = settings.fitIntercept ? await looksAt([start]) : [even];
  const yardstick = new Yardstick(look.loss, 0);
  const lambdas =
    given ??
    grid(
      lambdaMax(
        setting,
        look.classes.map(({ gradient }) => gradient),
      ),
      count,
      minRatio,
    );
  const { tol, maxIterations } = settings;
  // steps of all classes at once take many rounds where classes are far apart; what lies ahead is seen from the last steps
  const extrapolations = new Map<number, Extrapolation>();
  const cautious = new WeakMap<Models, { readonly model: Models; readonly lambda: number }>();
  const ways: Ways<Models, ClassLook, ClassDual> = {
    looks: looksAt,
    next({ model, classes }, lambda) {
      const plain = centred(
        l1Ratio,
        classes.map((each) => next(setting, each, lambda)),
      );
      const steps = extrapolations.get(lambda) ?? new Extrapolation();
      extrapolations.set(lambda, steps);
      const far = centred(l1Ratio, modelsOf(steps.next(flat(model), flat(plain)), plain));
      cautious.set(far, { model: plain, lambda });
      return far;
    },
    between(a, b) {
      const near = cautious.get(b);
      if (near) extrapolations.get(near.lambda)?.forget();
      return near?.model ?? a.map((one, k) => between(one, b[k]));
    },
    penaltyOf: (models) => models.reduce((sum, model) => sum + penaltyOf(setting, model), 0),
    dual(at, lambda) {
      const point = classDual(setting, at, lambda, rounding(p));
      return { point, gap: likelyGap(setting, at, lambda, point) };
    },
    async prove(walkers) {
      const models = walkers.map(({ look: { model }, point: { scale, mix, towards } }) => ({
        layers: model.map((each) => linear(setting, each)),
        ...{ scale, mix, towards },
      }));
      const { numbers } = (await run({ kind: "classProof", target, models })).sum;
      return walkers.map((walker, m): Point => {
        const gap = gapOf(setting, walker, numbers[2 * m], numbers[2 * m + 1]);
        const certificate = yardstick.certify(tol, walker.objective, gap, walker.rounds);
        return pointOf(setting, walker, ways.penaltyOf(walker.look.model), certificate);
      });
    },
  };
  const points = await walkAll(ways, look, lambdas, { tol, maxIterations, yardstick, together, watch });
  warnOnce(name, points, settings);
  return new Path<MultinomialFit>(points, {
    p,
    layers: K,
    l1Ratio,
    yardstick,
    tol,
    nullLoss: look.loss,
    saturated: 0,
    rows: first.sum.numbers[0],
    candidates: setting.factors.reduce((sum, v) => sum + Number(v < Infinity), 0),
    featureNames: settings.featureNames,
    loss: "multinomial",
    make: (parts) => new MultinomialFit(parts, target.classes),
  });
}

/** all numbers of the models, one behind the other */
const flat = (models: Models): Float64Array => Float64Array.from(models.flatMap(({ b, intercept }) => [...b, intercept]));

/** the models of such numbers; what is 0 in `like` stays so */
function modelsOf(numbers: Float64Array, like: Models): Models {
  const size = like[0].b.length + 1;
  return like.map(({ b }, k) => ({
    b: b.map((value, j) => (value === 0 ? 0 : numbers[k * size + j])),
    intercept: numbers[k * size + size - 1],
  }));
}

function classLook(setting: Setting, model: Models, statistics: readonly Statistics[], numbers: Float64Array): ClassLook {
  const loss = numbers[0] / setting.weight;
  const p = setting.scales.length;
  const nothing = { gradient: new Float64Array(p), slope: 0, residual: Infinity, loss: Infinity };
  const classes = model.map((each, k) =>
    loss < Infinity
      ? lookAt(setting, each, statistics[k], numbers[0], numbers[1 + k])
      : { model: each, statistics: statistics[k], ...nothing },
  );
  return { model, loss, classes };
}

/**
 * The same predictions at the least penalty: what all classes have in common of a column changes no probability (Friedman, Hastie, Tibshirani 2010,
 * section 4.1). Intercepts sum to 0.
 */
function centred(l1Ratio: number, models: Models): Models {
  const mean = models.reduce((sum, { intercept }) => sum + intercept, 0) / models.length;
  const shifts = models[0].b.map((_, j) =>
    leastShift(
      l1Ratio,
      models.map(({ b }) => b[j]),
    ),
  );
  return models.map(({ b, intercept }) => ({ b: b.map((value, j) => value - shifts[j]), intercept: intercept - mean }));
}

/** the c at which Σ ρ|b − c| + (1−ρ)/2 (b − c)² is least; of several the nearest to 0 */
function leastShift(l1Ratio: number, b: readonly number[]): number {
  const sorted = [...b, 0].sort((x, y) => x - y);
  const sum = b.reduce((total, each) => total + each, 0);
  // the slope just above and just below c
  const slope = (c: number, side: number) =>
    b.reduce((total, each) => total + l1Ratio * (each === c ? side : Math.sign(c - each)), 0) + (1 - l1Ratio) * (b.length * c - sum);
  const holds = sorted.filter((c) => slope(c, 1) >= 0 && slope(c, -1) <= 0);
  if (holds.length > 0) return holds.reduce((least, c) => (Math.abs(c) < Math.abs(least) ? c : least));
  const above = sorted.findIndex((c) => slope(c, -1) > 0);
  const inside = (sorted[above - 1] + sorted[above]) / 2;
  return inside - slope(inside, 1) / ((1 - l1Ratio) * b.length);
}

function pointOf(
  setting: Setting,
  { look, lambda }: Walker<Models, ClassLook, ClassDual>,
  penalty: number,
  certificate: Point["certificate"],
): Point {
  const p = setting.scales.length;
  const layers = look.model.map((model) => linear(setting, model));
  return {
    lambda,
    places: Int32Array.from(layers.flatMap(({ places }, k) => Array.from(places, (j) => k * p + j))),
    values: Float64Array.from(layers.flatMap(({ values }) => Array.from(values))),
    intercept: 0,
    intercepts: look.model.map(({ intercept }) => intercept),
    penalty,
    certificate,
  };
}
