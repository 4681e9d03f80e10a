// Softmax regression in rounds, one linear predictor a class: in every round all classes take a step at once, each on a quadratic model of
// its own whose curvatures bound what the others add (Böhning 1992, for curvatures that move along).
import { log } from "../elementary.js";
import type { Settings } from "../options/commonOptions.js";
import type { Statistics } from "../problem/statistics.js";
import { Yardstick } from "../results/certificate.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { type ClassDual, type ClassLook, type ClassSetting, classDual, gapOf, likelyGap, type Models } from "./classDual.js";
import { centred, flat, modelsOf } from "./classModels.js";
import type { ClassTarget } from "./classTasks.js";
import { Extrapolation } from "./extrapolation.js";
import type { LossInRounds, Part, Rounds } from "./inRounds.js";
import { between, linear, lookAt, type Model, next, penaltyOf } from "./newton.js";
import { lambdaMax, rounding, type Setting, settingOf } from "./setting.js";
import type { Asked, Lane, Walker } from "./walk.js";

const FLOOR = 1e-5;

/** Some rows at one l1Ratio. */
interface ClassLane extends Lane<Models, ClassLook, ClassDual> {
  readonly setting: ClassSetting;
  readonly part: Part;
}

type ClassWalker = Walker<ClassLane, Models, ClassLook, ClassDual>;

export function classRounds(
  { name, run, folds }: Rounds,
  target: ClassTarget,
  settings: Settings,
): LossInRounds<ClassLane, Models, ClassLook, ClassDual, MultinomialFit> {
  const K = target.classes.length;
  const layersOf = (setting: Setting, models: Models) => models.map((model) => linear(setting, model));

  const looksAt = async (asked: readonly Asked<{ readonly setting: Setting; readonly part: Part }, Models>[]) => {
    const models = asked.map(({ lane: { setting, part }, model }) => ({ layers: layersOf(setting, model), without: part.without }));
    const { statistics, numbers } = (await run({ kind: "classRound", target, models, floor: FLOOR, folds })).sum;
    return asked.map(({ lane, model }, m) =>
      classLook(lane.setting, model, statistics.slice(K * m, K * (m + 1)), numbers.subarray((1 + K) * m)),
    );
  };

  /** what the look at even probabilities says of the classes */
  const settingFor = (base: Setting, { without }: Part, { classes }: ClassLook): ClassSetting => {
    const shares = classes.map(({ slope }) => 1 / K - slope);
    const empty = shares.findIndex((share) => !(share > 1e-14));
    if (empty >= 0) throw lacking(name, target, empty, without);
    return { ...base, shares, crossed: classes.map(({ gradient }) => gradient.map((g, j) => base.means[j] / K - g)) };
  };

  return {
    async lanes(wanted) {
      const none: Model = { b: new Float64Array(wanted[0].part.statistics.means.length - 1), intercept: 0 };
      const all = wanted.map(({ part, l1Ratio }) => ({ part, setting: settingOf(name, part.statistics, settings, l1Ratio) }));
      const even = await looksAt(all.map((lane) => ({ lane, model: Array.from({ length: K }, () => none) })));
      const full = all.map(({ part, setting }, i) => ({ part, setting: settingFor(setting, part, even[i]) }));
      if (!settings.fitIntercept) return full.map((lane, i) => laneOf(lane, even[i]));
      const starts = full.map((lane) => ({
        lane,
        model: centred(
          lane.setting.l1Ratio,
          lane.setting.shares.map((share) => ({ ...none, intercept: log(share) })),
        ),
      }));
      const found = await looksAt(starts);
      return full.map((lane, i) => laneOf(lane, found[i]));
    },
    looks: looksAt,
    lambdaMax: ({ setting, start }) =>
      lambdaMax(
        setting,
        start.classes.map(({ gradient }) => gradient),
      ),
    async prove(walkers) {
      const models = walkers.map(({ lane: { setting, part }, look: { model }, point: { scale, mix, towards } }) => ({
        layers: layersOf(setting, model),
        ...{ scale, mix, towards, without: part.without },
      }));
      const { numbers } = (await run({ kind: "classProof", target, models, folds })).sum;
      return walkers.map((walker, m) =>
        pointOf(walker, settings.tol, gapOf(walker.lane.setting, walker, numbers[2 * m], numbers[2 * m + 1])),
      );
    },
    path({ setting, part, start, yardstick }, points) {
      return new Path<MultinomialFit>(points, {
        p: setting.scales.length,
        layers: K,
        l1Ratio: setting.l1Ratio,
        yardstick,
        tol: settings.tol,
        nullLoss: start.loss,
        saturated: 0,
        rows: part.used,
        candidates: setting.factors.reduce((sum, v) => sum + Number(v < Infinity), 0),
        featureNames: settings.featureNames,
        loss: "multinomial",
        make: (parts) => new MultinomialFit(parts, target.classes),
      });
    },
  };
}

/** the problem, with steps that see what lies ahead from the last ones: steps of all classes at once take many rounds where classes are far apart */
function laneOf({ part, setting }: Pick<ClassLane, "part" | "setting">, start: ClassLook): ClassLane {
  const { l1Ratio } = setting;
  const extrapolations = new Map<number, Extrapolation>();
  const cautious = new WeakMap<Models, { readonly model: Models; readonly lambda: number }>();
  return {
    part,
    setting,
    start,
    yardstick: new Yardstick(start.loss, 0),
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
      const point = classDual(setting, at, lambda, rounding(setting.scales.length));
      return { point, gap: likelyGap(setting, at, lambda, point) };
    },
  };
}

/** a class has no rows, in all of them or outside of a fold */
function lacking(name: string, { classes }: ClassTarget, k: number, without?: number): RangeError {
  const called = `class ${JSON.stringify(classes[k])}`;
  return new RangeError(
    without === undefined
      ? `${name}: y has no row of positive weight of ${called}, expected rows of every class`
      : `${name}: fold ${without} has all rows of ${called}, expected some outside of every fold; take fewer folds or another seed`,
  );
}

function classLook(setting: Setting, model: Models, statistics: readonly Statistics[], numbers: Float64Array): ClassLook {
  const classes = model.map((each, k) => lookAt(setting, each, statistics[k], numbers[0], numbers[1 + k]));
  return { model, loss: numbers[0] / setting.weight, classes };
}

function pointOf({ lane, look, objective, lambda, rounds }: ClassWalker, tol: number, gap: number): Point {
  const p = lane.setting.scales.length;
  const layers = look.model.map((model) => linear(lane.setting, model));
  return {
    lambda,
    places: Int32Array.from(layers.flatMap(({ places }, k) => Array.from(places, (j) => k * p + j))),
    values: Float64Array.from(layers.flatMap(({ values }) => Array.from(values))),
    intercept: 0,
    intercepts: look.model.map(({ intercept }) => intercept),
    penalty: lane.penaltyOf(look.model),
    certificate: lane.yardstick.certify(tol, objective, gap, rounds),
  };
}
