// Cross-validation of losses in rounds: the paths of all rows and of all folds share every round, and one more pass judges them on the rows that they
// have not seen.
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import type { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import type { Linear } from "./chunk.js";
import { answer, checkFilled, fromRows, type ShardCrossValidateOptions, type ShardPlan } from "./crossValidate.js";
import type { Engine } from "./engine.js";
import type { Errors } from "./errorTask.js";
import type { Part } from "./inRounds.js";
import { openRounds, pathsOf, type RoundFit, type RoundOptions } from "./lossPath.js";
import { byFolds, outsideMargins, wholeMargins } from "./margins.js";
import type { ShardCrossValidation } from "./shardCrossValidation.js";
import type { Source } from "./source.js";

/** `options` have no `on`, and were checked as the plan says */
export async function crossValidateInRounds(
  name: string,
  source: Source,
  engine: Engine | undefined,
  plan: ShardPlan,
  options: ShardCrossValidateOptions & RoundOptions & { loss?: unknown },
): Promise<ShardCrossValidation<RoundFit>> {
  const { folds, seed, l1Ratios, choice, measure } = plan;
  const { loss, folds: _, seed: __, choice: ___, measure: ____, l1Ratio: _____, ...rest } = options;
  const opened = await openRounds(name, source, engine, loss, rest as PathOptions, { folds, seed });
  const { sum, columns } = opened.first;
  const blocks = byFolds(sum.statistics, folds);
  // rows and weights of a fold are those of any of its blocks
  const parts = blocks.map(([first]) => first);
  const weights = Float64Array.from(parts, ({ weightSum }) => weightSum);
  checkFilled(name, sum.rows, weights);
  const used = sum.numbers.reduce((total, each) => total + each, 0);
  const all: Part = { margins: wholeMargins(name, blocks), used };
  const outside = outsideMargins(name, blocks).map((margins, fold): Part => ({ margins, used: used - sum.numbers[fold], without: fold }));
  const { lambdas, count, minRatio } = options;
  const sequences = l1Ratios.map((l1Ratio) => checkSequence(name, { l1Ratio, lambdas, count, minRatio }, sum.rows, columns.count));
  const found = await pathsOf(opened, sequences, [all, ...outside]);
  const paths = found.map(([path]) => path);
  const foldPaths = found.map(([, ...others]) => others);
  const models = parts.map((_, fold) => foldPaths.flatMap((each) => Array.from(each[fold].lambdas, (_, k) => layersOf(each[fold], k))));
  const task: Errors = { kind: "errors", folds, seed, models, target: opened.target, measure };
  const sums = (await opened.rounds.run(task)).sum.numbers;
  const errors = paths.map(({ lambdas }) => parts.map(() => new Float64Array(lambdas.length)));
  fromRows(sums, weights, errors);
  return answer({ paths, foldPaths, parts, errors, measure, choice });
}

/** the linear predictors of a fit, as plain data */
function layersOf(path: Path<RoundFit>, k: number): Linear[] {
  const point: Point = path.point(k);
  const { p } = path.parts.common;
  const intercepts = point.intercepts ?? [point.intercept];
  const [places, values] = [Array.from(point.places), Array.from(point.values)];
  return intercepts.map((intercept, layer) => {
    const own = Array.from(places.keys()).filter((i) => Math.floor(places[i] / p) === layer);
    return { intercept, places: own.map((i) => places[i] % p), values: own.map((i) => values[i]) };
  });
}
