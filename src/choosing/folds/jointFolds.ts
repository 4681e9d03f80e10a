// Folds of what is solved jointly: their paths, and what these are worth on the rows held out.
import { exp, log } from "../../elementary.js";
import { type Scope, scope } from "../../kernels/scope.js";
import { accuracy, auc } from "../../losses/classMeasures.js";
import { concordance } from "../../losses/concordance.js";
import type { Measure } from "../../losses/loss.js";
import { partialLikelihoodAboveLeast } from "../../losses/partialLikelihood.js";
import type { Problem } from "../../problem/problem.js";
import { pick, predict } from "../../problem/rowSubset.js";
import type { AnyFit } from "../../results/anyFit.js";
import { softmax } from "../../results/multinomialFit.js";
import type { Path } from "../../results/path.js";
import type { Point } from "../../results/points.js";
import { Joint } from "../../solvers/joint.js";
import { jointPathPlaced } from "../../solvers/jointPath.js";
import { type JointTarget, modelOf, survivalOf } from "../../solvers/jointTarget.js";
import { type FoldSource, fittedTo } from "./unit.js";

/** the path of a problem that has these rows of the source */
export function jointPath(
  memory: Scope,
  problem: Problem,
  given: JointTarget,
  rows: Int32Array | undefined,
  l1Ratio: number,
  lambdas: Float64Array,
) {
  const sequence = { l1Ratio, given: lambdas, count: 0, minRatio: 1 };
  const { warmStart } = problem.settings;
  const model = modelOf(problem, given, rows);
  const start =
    warmStart && model.loss.layers === 1 ? { coefficients: [warmStart.coefficients], intercepts: [warmStart.intercept] } : undefined;
  return jointPathPlaced(memory, problem, model, sequence, () => start);
}

/** where the paths of all rows begin */
export function jointLambdaMax({ problem }: FoldSource, given: JointTarget, l1Ratio: number): number {
  return scope((memory) => new Joint(memory, problem, modelOf(problem, given), l1Ratio, false).lambdaMax);
}

/** layers of η that the coefficients have */
export function layersIn(given: JointTarget): number {
  return given.kind === "multinomial" ? given.labels.length : given.kind === "targets" ? given.targets.length : 1;
}

/** η of these rows by layers at a point */
export function layersAt(source: FoldSource, given: JointTarget, rows: Int32Array, point: Point): Float64Array[] {
  const { n, p } = source.problem;
  const out = new Float64Array(n);
  return Array.from({ length: layersIn(given) }, (_, layer) => {
    const own = Array.from(point.places.length ? Array.from(point.places).keys() : []).filter(
      (i) => Math.floor(point.places[i] / p) === layer,
    );
    const places = own.map((i) => point.places[i] % p);
    const values = own.map((i) => point.values[i]);
    predict(source, rows, { places, values, intercept: point.intercepts?.[layer] ?? point.intercept }, out);
    const eta = pick(out, rows);
    // of squared error it was taken off y
    const more = given.kind === "targets" ? undefined : source.problem.settings.offset?.[layer];
    return more ? eta.map((value, i) => value + more[rows[i]]) : eta;
  });
}

/** one error, or score, a λ of every path */
export function jointErrors(source: FoldSource, given: JointTarget, paths: readonly Path<AnyFit>[], heldOut: Int32Array): Float64Array[] {
  const judge = judgeOf(source, given, heldOut);
  return paths.map((path) => Float64Array.from(path.lambdas, (_, k) => judge(path.point(k))));
}

function judgeOf(source: FoldSource, given: JointTarget, heldOut: Int32Array): (point: Point) => number {
  const { settings, n } = source.problem;
  const weights = settings.weights && pick(settings.weights, heldOut);
  const eta = (point: Point, rows = heldOut) => layersAt(source, given, rows, point);
  if (given.kind === "multinomial") {
    const places = pick(given.places, heldOut);
    return (point) => classError(source.measure, places, eta(point), given.labels.length, weights);
  }
  if (given.kind === "targets") {
    const targets = given.targets.map((target) => pick(target, heldOut));
    return (point) => {
      const layers = eta(point);
      const each = (i: number) =>
        layers.reduce((sum, layer, k) => {
          const r = Math.abs(targets[k][i] - layer[i]);
          return sum + (source.measure === "mae" ? r : r * r);
        }, 0);
      return average(heldOut.length, each, weights);
    };
  }
  if (given.kind === "cox") {
    const { survival, ties } = given;
    if (source.measure === "concordance") {
      const own = survivalOf(survival, heldOut);
      return (point) => concordance(own, eta(point)[0], weights);
    }
    // what the held-out rows add to the likelihood of the others (Verweij, van Houwelingen 1993), by their events
    const others = fittedTo(source, heldOut);
    // of folds in time what comes after is not known yet
    const all = source.inTime ? Int32Array.from([...others, ...heldOut]) : Int32Array.from({ length: n }, (_, i) => i);
    const whole = survivalOf(survival, all);
    const wholeWeights = settings.weights && pick(settings.weights, all);
    const trained = others.map((row) => all.indexOf(row));
    const train = survivalOf(survival, others);
    const trainWeights = settings.weights && pick(settings.weights, others);
    const events = eventsIn(given, heldOut, settings.weights);
    return (point) => {
      const [here] = eta(point, all);
      const loss = partialLikelihoodAboveLeast(whole, here, ties, wholeWeights);
      return (2 * (loss - partialLikelihoodAboveLeast(train, pick(here, trained), ties, trainWeights))) / events;
    };
  }
  throw new Error("crossValidate: losses by rows are judged by rows");
}

/** Σ s over the events among these rows */
export function eventsIn({ survival }: JointTarget & { kind: "cox" }, rows: Int32Array, weights?: Float64Array): number {
  return rows.reduce((sum, i) => sum + survival.event[i] * (weights?.[i] ?? 1), 0);
}

function average(n: number, each: (i: number) => number, weights?: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const s = weights?.[i] ?? 1;
    // a row of weight 0 has no say, however far off it is
    if (s > 0) sum += s * each(i);
    total += s;
  }
  return sum / total;
}

/** of classes: twice the loss, the share that is right, or the area under the curve of each class against the rest, averaged */
function classError(measure: Measure, places: Float64Array, eta: readonly Float64Array[], classes: number, weights?: Float64Array): number {
  const rows = Array.from(places, (_, i) => Float64Array.from(eta, (layer) => layer[i]));
  if (measure === "accuracy")
    return accuracy(
      places,
      rows.map((row) => row.indexOf(Math.max(...row))),
      weights,
    );
  const probabilities = rows.map(softmax);
  if (measure === "auc") {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const own = Array.from(places, (place) => place === k);
      sum += auc(
        own,
        probabilities.map((row) => row[k]),
        weights,
      );
    }
    return sum / classes;
  }
  const loss = (i: number) => {
    const most = Math.max(...rows[i]);
    return most - rows[i][places[i]] + log(rows[i].reduce((sum, value) => sum + exp(value - most), 0));
  };
  return average(places.length, (i) => 2 * loss(i), weights);
}

/** what held-out predictions are: of classes probabilities, of targets their values, of survival the log hazard */
export function jointPredictions(given: JointTarget, layers: readonly Float64Array[], i: number): number | Float64Array {
  if (given.kind === "cox" || given.kind === "rows") return layers[0][i];
  const row = Float64Array.from(layers, (layer) => layer[i]);
  return given.kind === "multinomial" ? softmax(row) : row;
}
