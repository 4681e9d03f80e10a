// Softmax regression in rounds, one linear predictor a class: in every round all classes take a step at once, each on a quadratic model of
// its own whose curvatures bound what the others add (Böhning 1992, for curvatures that move along).
import { log } from "../elementary.js";
import type { Settings } from "../options/commonOptions.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { type ClassDual, type ClassLook, type ClassSetting, classDual, gapOf, likelyGap, type Models } from "./classDual.js";
import { centred, flat, modelsOf } from "./classModels.js";
import type { ClassTarget } from "./classTasks.js";
import { Extrapolation } from "./extrapolation.js";
import type { LossInRounds, Part, Rounds } from "./inRounds.js";
import { between, linear, lookAt, type Model, next, penaltyOf } from "./newton.js";
import type { RoundModel } from "./roundTasks.js";
import { lambdaMax, rounding, type Setting, settingOf } from "./setting.js";
import type { Asked, Lane, Walker } from "./walk.js";
import { lacks, workingSet } from "./workingSet.js";
import { boundOf, yardstickOf } from "./yardstick.js";

const FLOOR = 1e-5;

/** As much of a look as says which columns matter. */
type Guess = { readonly classes: readonly Pick<ClassLook["classes"][number], "model" | "gradient">[] };

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

  const looksAt = async (asked: readonly Asked<{ readonly setting: Setting; readonly part: Part }, Models, Guess | undefined>[]) => {
    const models = asked.map(({ lane: { setting, part }, model, look, lambda }) => {
      const columns = (k: number) => (look ? workingSet(setting, look.classes[k], model[k], lambda) : []);
      return { layers: layersOf(setting, model).map((layer, k): RoundModel => ({ ...layer, columns: columns(k) })), without: part.without };
    });
    const { statistics, numbers } = (await run({ kind: "classRound", target, models, floor: FLOOR, folds })).sum;
    let at = 0;
    const take = (count: number) => {
      at += count;
      return numbers.subarray(at - count, at);
    };
    return asked.map(({ lane: { setting }, model }, m): ClassLook => {
      const [value, ...squares] = take(1 + K);
      const classes = model.map((each, k) => {
        const { columns } = models[m].layers[k];
        const slopes = columns && take(setting.scales.length);
        return lookAt(setting, each, { statistics: statistics[K * m + k], value, squares: squares[k], columns, slopes });
      });
      return { model, loss: value / setting.weight, classes };
    });
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
      const none: Model = { b: new Float64Array(wanted[0].part.margins.products.length), intercept: 0 };
      const all = wanted.map(({ part, l1Ratio }) => ({ part, setting: settingOf(name, part.margins, settings, l1Ratio) }));
      // without curvature, which nobody asks for
      const even = await looksAt(all.map((lane) => ({ lane, model: Array.from({ length: K }, () => none), look: undefined, lambda: 0 })));
      const full = all.map(({ part, setting }, i) => ({ part, setting: settingFor(setting, part, even[i]) }));
      const starts = full.map((lane, i) => {
        const { l1Ratio, shares, means, crossed } = lane.setting;
        const at = settings.fitIntercept ? shares : shares.map(() => 1 / K);
        const model = centred(
          l1Ratio,
          shares.map((share) => ({ ...none, intercept: settings.fitIntercept ? log(share) : 0 })),
        );
        // what the look will say of it
        const gradients = crossed.map((each, k) => each.map((value, j) => at[k] * means[j] - value));
        const classes = gradients.map((gradient, k) => ({ model: model[k], gradient }));
        return { lane, model, look: { classes }, lambda: wanted[i].first(lambdaMax(lane.setting, gradients)) };
      });
      const found = await looksAt(starts);
      return full.map((lane, i) => laneOf(name, lane, found[i]));
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
function laneOf(name: string, { part, setting }: Pick<ClassLane, "part" | "setting">, start: ClassLook): ClassLane {
  const { l1Ratio } = setting;
  const extrapolations = new Map<number, Extrapolation>();
  const cautious = new WeakMap<Models, { readonly model: Models; readonly lambda: number }>();
  return {
    part,
    setting,
    start,
    yardstick: yardstickOf(name, start.loss),
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
    lacks: ({ classes }, lambda) => classes.some((each) => lacks(setting, each, lambda)),
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
    certificate: lane.yardstick.certify(tol, objective, boundOf(gap), rounds),
  };
}
