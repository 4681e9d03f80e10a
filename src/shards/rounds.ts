// Paths of losses of one number a row that are not quadratic, in rounds: every shard says what its rows add to value, gradient and curvature of some
// models, Newton's steps are taken where all of it comes together, for several λ's at a time, and a last round proves them all.
import { type CommonOptions, checkCommon } from "../options/commonOptions.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
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
import { firstLook, linear, looks, type Rounds } from "./looks.js";
import { between, type DualPoint, dualPoint, type Look, likelyGap, type Model, next, penaltyOf, type ScalarSetting } from "./newton.js";
import { lambdaMax, rounding, settingOf } from "./setting.js";
import { type Walker, type Ways, walkAll } from "./walk.js";

/** the path; `first`: the second moments of all rows, y as the loss reads it */
export async function pathInRounds(rounds: Rounds, first: Found, options: CommonOptions & PathOptions): Promise<Path<Fit | LogisticFit>> {
  const { name, target } = rounds;
  const family = FAMILIES[target.loss];
  const [all] = first.sum.statistics;
  const p = first.columns.count;
  const shape = { rows: first.sum.rows, columns: p, names: first.columns.names };
  const settings = checkCommon(name, options, shape);
  const { l1Ratio, given, count, minRatio } = checkSequence(name, options, shape.rows, p);
  const mean = all.means[p];
  if (!(mean > 0 && mean < family.most))
    throw new RangeError(
      `${name}: y is ${mean === 0 ? "0" : "1"} in all rows of positive weight, expected ${target.classes ? "both classes" : "a count above 0"}`,
    );
  const base = settingOf(name, first, settings, l1Ratio);
  const last = diagonal(p) - p;
  const crossed = Float64Array.from(
    { length: p },
    (_, j) => (all.triangle[last + j] / all.weightSum + all.means[j] * mean) / base.scales[j],
  );
  const setting: ScalarSetting = { ...base, mean, most: family.most, crossed };
  const start: Model = { b: new Float64Array(p), intercept: settings.fitIntercept ? family.link(mean) : 0 };
  const floor = 1e-5 * (target.loss === "poisson" ? mean : 1);
  const { look, least } = await firstLook(rounds, setting, start, floor);
  const yardstick = new Yardstick(look.loss - least, 0);
  const lambdas = given ?? grid(lambdaMax(setting, [look.gradient]), count, minRatio);
  const { tol, maxIterations } = settings;
  const ways: Ways<Model, Look, DualPoint> = {
    looks: async (models) => (await looks({ rounds, setting, floor }, models)).looks,
    next: (at, lambda) => next(setting, at, lambda),
    between,
    penaltyOf: (model) => penaltyOf(setting, model),
    dual(at, lambda) {
      const point = dualPoint(setting, at, lambda, rounding(p));
      return { point, gap: likelyGap(setting, at, lambda, point) };
    },
    prove: (walkers) => prove(rounds, setting, (objective, gap, taken) => yardstick.certify(tol, objective, gap, taken), walkers),
  };
  const points = await walkAll(ways, look, lambdas, { tol, maxIterations, yardstick, together: rounds.together, watch: rounds.watch });
  warnOnce(name, points, settings);
  return new Path(points, {
    p,
    l1Ratio,
    yardstick,
    tol,
    nullLoss: look.loss,
    saturated: least,
    rows: first.sum.numbers[0],
    candidates: setting.factors.reduce((sum, v) => sum + Number(v < Infinity), 0),
    featureNames: settings.featureNames,
    loss: target.loss,
    make: fitOf({ loss: target.loss, labels: target.classes as [Label, Label] | undefined }),
  });
}

/** all of them with their gaps, in one more round */
async function prove(
  rounds: Rounds,
  setting: ScalarSetting,
  certify: (objective: number, gap: number, rounds: number) => Point["certificate"],
  walkers: readonly Walker<Model, Look, DualPoint>[],
): Promise<Point[]> {
  const models = walkers.map(({ look, point: { scale, mix, towards } }) => ({ ...linear(setting, look.model), scale, mix, towards }));
  const { numbers } = (await rounds.run({ kind: "proof", target: rounds.target, models })).sum;
  return walkers.map((walker, k): Point => {
    const { look, objective, point, lambda } = walker;
    const dual = -numbers[2 * k] / setting.weight - point.conjugate;
    const size = numbers[2 * k + 1] / setting.weight + Math.abs(look.loss) + Math.abs(look.slope * look.model.intercept);
    // what sums and η itself are off by, upwards
    const off =
      rounding(setting.scales.length) * (size + Math.abs(objective) + point.conjugate + look.residual * Math.abs(look.model.intercept));
    const { places, values, intercept } = linear(setting, look.model);
    return {
      lambda,
      places: Int32Array.from(places),
      values: Float64Array.from(values),
      intercept,
      penalty: penaltyOf(setting, look.model),
      certificate: certify(objective, Math.max(0, objective - dual) + off, walker.rounds),
    };
  });
}
