// The options of paths in rounds, and their source, which is read many times.
import { checkCount, describe } from "../check.js";
import { type CommonOptions, checkCommon, checkOptionNames } from "../options/commonOptions.js";
import { checkSequence, PATH_OPTIONS, type PathOptions } from "../options/pathOptions.js";
import { watchOf } from "../options/watch.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { MultinomialFit } from "../results/multinomialFit.js";
import type { Path } from "../results/path.js";
import { type Label, labelsOf } from "../tables/labels.js";
import type { Target } from "./chunk.js";
import { classPathInRounds } from "./classRounds.js";
import type { ClassTarget } from "./classTasks.js";
import { type Engine, type Found, sumOf } from "./engine.js";
import type { RoundLoss } from "./families.js";
import { pathInRounds } from "./rounds.js";
import type { Source } from "./source.js";
import type { Task } from "./tasks.js";

/** What only paths of other losses take. */
export interface RoundOptions {
  /** of "logistic": the two labels of y, probabilities are of the second (default [0, 1]); of "multinomial" all labels (required) */
  classes?: readonly Label[];
  /** how many λ's share a round (default 10): more of them take fewer passes over the rows, and more work in each */
  together?: number;
}

/** the path; `options` have no `on` */
export async function pathOfLoss(
  name: string,
  source: Source,
  engine: Engine | undefined,
  loss: unknown,
  given: Omit<PathOptions, "warmStart"> & RoundOptions & { warmStart?: unknown },
): Promise<Path<Fit | LogisticFit | MultinomialFit>> {
  if (loss !== "logistic" && loss !== "poisson" && loss !== "multinomial")
    throw new TypeError(`${name}: loss is ${describe(loss)}, expected "squared", "logistic", "multinomial" or "poisson"`);
  const options = given as CommonOptions & PathOptions & RoundOptions;
  const { classes = loss === "multinomial" ? undefined : [0, 1], together = 10, ...rest } = options;
  checkOptionNames(name, rest, PATH_OPTIONS);
  for (const key of ["weights", "warmStart", "lower", "upper", "stopWhen"] as const)
    if (rest[key] !== undefined) throw new TypeError(`${name}: ${key} is not an option of loss "${loss}" from shards, expected none`);
  if (options.classes !== undefined && loss === "poisson")
    throw new TypeError(`${name}: classes is given, expected it with loss "logistic" or "multinomial" only`);
  const zero = checkSequence(name, rest, 2, 1).given?.indexOf(0) ?? -1;
  if (zero >= 0) throw new RangeError(`${name}: lambdas[${zero}] is 0, expected numbers above 0; rounds prove nothing without a penalty`);
  checkCommon(name, { ...rest, penaltyFactors: undefined, featureNames: undefined }, { rows: 1, columns: 1 });
  if (source.once)
    throw new RangeError(
      `${name}: the source can be read once only, expected a function that returns it anew: loss "${loss}" takes rounds over all rows`,
    );
  const labels = loss === "poisson" ? undefined : labelsOf(name, classes, loss === "logistic" ? 2 : undefined);
  const target: Target = { loss, ...(labels && { classes: labels }) };
  const watch = watchOf(name, rest, {});
  watch.check();
  const run = async (task: Task): Promise<Found> => {
    const found = await sumOf(name, source, task, watch, engine);
    const weight = found?.sum.statistics[0]?.weightSum;
    if (!found || (task.kind === "moments" && !weight))
      throw new RangeError(`${name}: the source has ${found?.sum.rows ?? 0} rows, expected at least one of positive weight`);
    return found;
  };
  const first = await run({ kind: "moments", folds: 1, seed: 1, target });
  const rounds = { name, run, watch, together: checkCount(name, "together", together) };
  if (loss === "multinomial") return classPathInRounds({ ...rounds, target: target as ClassTarget }, first, rest);
  return pathInRounds({ ...rounds, target: target as Target & { loss: RoundLoss } }, first, rest);
}
