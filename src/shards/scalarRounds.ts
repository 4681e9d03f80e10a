// Losses of one number a row in rounds.
import type { Settings } from "../options/commonOptions.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { fitOf } from "../solvers/glmPath.js";
import type { Label } from "../tables/labels.js";
import type { Target } from "./chunk.js";
import { FAMILIES, type RoundLoss } from "./families.js";
import type { LossInRounds, Part, Rounds, Wanted } from "./inRounds.js";
import {
  between,
  type DualPoint,
  dualPoint,
  type Look,
  likelyGap,
  linear,
  lookAt,
  type Model,
  next,
  penaltyOf,
  type ScalarSetting,
} from "./newton.js";
import { NUMBERS, type RoundModel } from "./roundTasks.js";
import { lambdaMax, rounding, settingOf } from "./setting.js";
import type { Asked, Lane, Walker } from "./walk.js";
import { lacks, workingSet } from "./workingSet.js";
import { boundOf, yardstickOf } from "./yardstick.js";

/** Some rows at one l1Ratio. */
interface ScalarLane extends Lane<Model, Look, DualPoint> {
  readonly setting: ScalarSetting;
  readonly part: Part;
  /** the least that the loss can be */
  readonly least: number;
}

type ScalarWalker = Walker<ScalarLane, Model, Look, DualPoint>;

export function scalarRounds(
  { name, run, folds }: Rounds,
  target: Target & { loss: RoundLoss },
  settings: Settings,
): LossInRounds<ScalarLane, Model, Look, DualPoint, Fit | LogisticFit> {
  const family = FAMILIES[target.loss];
  let floor = 1e-5;

  const looksAt = async (asked: readonly Asked<Pick<ScalarLane, "setting" | "part">, Model, Pick<Look, "model" | "gradient">>[]) => {
    const models = asked.map(({ lane: { setting, part }, model, look, lambda }): RoundModel => {
      return { ...linear(setting, model), without: part.without, columns: workingSet(setting, look, model, lambda) };
    });
    const { numbers, statistics } = (await run({ kind: "round", target, models, floor, folds })).sum;
    let at = 0;
    return asked.map(({ lane: { setting }, model }, k) => {
      const { columns } = models[k];
      const [value, squares, least] = numbers.subarray(at);
      const slopes = columns && numbers.subarray(at + NUMBERS, at + NUMBERS + setting.scales.length);
      at += NUMBERS + (slopes?.length ?? 0);
      const look = lookAt(setting, model, { statistics: statistics[k], value, squares, columns, slopes });
      return { look, least: least / setting.weight };
    });
  };

  const settingFor = ({ part: { margins, without }, l1Ratio }: Wanted): ScalarSetting => {
    const { means, products, weightSum } = margins;
    const mean = means[products.length];
    if (!(mean > 0 && mean < family.most)) throw oneSided(name, mean, target, without);
    const base = settingOf(name, margins, settings, l1Ratio);
    const crossed = base.scales.map((scale, j) => (products[j] / weightSum + means[j] * mean) / scale);
    return { ...base, mean, most: family.most, crossed };
  };

  const laneOf = (setting: ScalarSetting, part: Part, start: Look, least: number): ScalarLane => ({
    setting,
    part,
    start,
    least,
    yardstick: yardstickOf(name, start.loss - least),
    next: (at, lambda) => next(setting, at, lambda),
    lacks: (at, lambda) => lacks(setting, at, lambda),
    between,
    penaltyOf: (model) => penaltyOf(setting, model),
    dual(at, lambda) {
      const point = dualPoint(setting, at, lambda, rounding(setting.scales.length));
      return { point, gap: likelyGap(setting, at, lambda, point) };
    },
  });

  return {
    async lanes(wanted) {
      const all = wanted.map((each) => ({ setting: settingFor(each), part: each.part }));
      if (target.loss === "poisson") floor = 1e-5 * all[0].setting.mean;
      const starts = all.map((lane, i) => {
        const { mean, means, crossed } = lane.setting;
        const at = settings.fitIntercept ? mean : family.mean(0);
        const model = nullModel(lane.setting, settings.fitIntercept ? family.link(mean) : 0);
        // what the look will say of it
        const gradient = means.map((each, j) => at * each - crossed[j]);
        return { lane, model, look: { model, gradient }, lambda: wanted[i].first(lambdaMax(lane.setting, [gradient])) };
      });
      const found = await looksAt(starts);
      return all.map(({ setting, part }, i) => laneOf(setting, part, found[i].look, found[i].least));
    },
    looks: async (asked) => (await looksAt(asked)).map(({ look }) => look),
    lambdaMax: ({ setting, start }) => lambdaMax(setting, [start.gradient]),
    async prove(walkers) {
      const models = walkers.map(({ lane, look, point: { scale, mix, towards } }) => ({
        ...linear(lane.setting, look.model),
        ...{ scale, mix, towards, without: lane.part.without },
      }));
      const { numbers } = (await run({ kind: "proof", target, models, folds })).sum;
      return walkers.map((walker, k) => pointOf(walker, settings.tol, gapOf(walker, numbers[2 * k], numbers[2 * k + 1])));
    },
    path({ setting, part, start, least, yardstick }, points) {
      return new Path(points, {
        p: setting.scales.length,
        l1Ratio: setting.l1Ratio,
        yardstick,
        tol: settings.tol,
        nullLoss: start.loss,
        saturated: least,
        rows: part.used,
        candidates: setting.factors.reduce((sum, v) => sum + Number(v < Infinity), 0),
        featureNames: settings.featureNames,
        loss: target.loss,
        make: fitOf({ loss: target.loss, labels: target.classes as [Label, Label] | undefined }),
      });
    },
  };
}

const nullModel = ({ scales }: ScalarSetting, intercept: number): Model => ({ b: new Float64Array(scales.length), intercept });

/** y is at an end of what it may be in all rows */
function oneSided(name: string, mean: number, target: Target, without?: number): RangeError {
  const kind = mean === 0 ? 0 : 1;
  if (without === undefined)
    return new RangeError(
      `${name}: y is ${kind} in all rows of positive weight, expected ${target.classes ? "both classes" : "a count above 0"}`,
    );
  const all = target.classes ? `all rows of class ${JSON.stringify(target.classes[1 - kind])}` : "all counts above 0";
  return new RangeError(`${name}: fold ${without} has ${all}, expected some outside of every fold; take fewer folds or another seed`);
}

/** the gap, with what sums and η itself are off by, upwards */
function gapOf({ lane: { setting }, look, objective, point }: ScalarWalker, conjugates: number, blur: number): number {
  const dual = -conjugates / setting.weight - point.conjugate;
  const size = blur / setting.weight + Math.abs(look.loss) + Math.abs(look.slope * look.model.intercept);
  const off =
    rounding(setting.scales.length) * (size + Math.abs(objective) + point.conjugate + look.residual * Math.abs(look.model.intercept));
  return Math.max(0, objective - dual) + off;
}

function pointOf({ lane, look, objective, lambda, rounds }: ScalarWalker, tol: number, gap: number): Point {
  const { places, values, intercept } = linear(lane.setting, look.model);
  return {
    lambda,
    places: Int32Array.from(places),
    values: Float64Array.from(values),
    intercept,
    penalty: lane.penaltyOf(look.model),
    certificate: lane.yardstick.certify(tol, objective, boundOf(gap), rounds),
  };
}
