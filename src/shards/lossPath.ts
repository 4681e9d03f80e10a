// The options of what is fitted in rounds, and its source, which is read many times.
import { checkCount, describe } from "../check.js";
import { type CommonOptions, checkCommon, checkOptionNames, type Settings } from "../options/commonOptions.js";
import { checkSequence, PATH_OPTIONS, type PathOptions, type Sequence } from "../options/pathOptions.js";
import { watchOf } from "../options/watch.js";
import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import type { MultinomialFit } from "../results/multinomialFit.js";
import type { Path } from "../results/path.js";
import { type Label, labelsOf } from "../tables/labels.js";
import type { Target } from "./chunk.js";
import { classRounds } from "./classRounds.js";
import type { ClassTarget } from "./classTasks.js";
import { type Engine, type Found, sumOf } from "./engine.js";
import type { RoundLoss } from "./families.js";
import type { Folds } from "./foldRule.js";
import { type Part, pathsInRounds, type Rounds } from "./inRounds.js";
import { marginsOf } from "./margins.js";
import { scalarRounds } from "./scalarRounds.js";
import type { Source } from "./source.js";
import type { Task } from "./tasks.js";

/** What only other losses than "squared" take. */
export interface RoundOptions {
  /** of "logistic": the two labels of y, probabilities are of the second (default [0, 1]); of "multinomial" all labels (required) */
  classes?: readonly Label[];
  /** how many λ's share a round (default 10): more of them take fewer passes over the rows, and more work in each */
  together?: number;
}

/** Options of a path, or of cross-validation, as rounds take them. */
export type GivenOptions = Omit<PathOptions, "warmStart"> & RoundOptions & { warmStart?: unknown };

/** What is fitted in rounds, its source open. */
export interface Opened {
  readonly target: Target;
  readonly rounds: Rounds;
  /** the margins of all rows, or of every fold */
  readonly first: Found;
  readonly settings: Settings;
}

/** What rounds answer. */
export type RoundFit = Fit | LogisticFit | MultinomialFit;

/** checks the options, and reads the margins */
export async function openRounds(
  name: string,
  source: Source,
  engine: Engine | undefined,
  loss: unknown,
  given: GivenOptions,
  folds?: Folds,
): Promise<Opened> {
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
    const weight = found?.sum.statistics.reduce((sum, { weightSum }) => sum + weightSum, 0);
    if (!found || (task.kind === "margins" && !weight))
      throw new RangeError(`${name}: the source has ${found?.sum.rows ?? 0} rows, expected at least one of positive weight`);
    return found;
  };
  const stage = folds ? "crossValidation" : "path";
  const rounds = { name, run, watch, together: checkCount(name, "together", together), folds, stage };
  const first = await run({ kind: "margins", ...(folds ?? { folds: 1, seed: 1 }), target });
  const { columns, sum } = first;
  const settings = checkCommon(name, rest, { rows: sum.rows, columns: columns.count, names: columns.names });
  return { target, rounds, first, settings };
}

/** the paths [sequence][part] of what is open; the first part is all rows */
export function pathsOf({ target, rounds, settings }: Opened, sequences: readonly Sequence[], parts: readonly Part[]) {
  const paths =
    target.loss === "multinomial"
      ? pathsInRounds(rounds, classRounds(rounds, target as ClassTarget, settings), settings, sequences, parts)
      : pathsInRounds(rounds, scalarRounds(rounds, target as Target & { loss: RoundLoss }, settings), settings, sequences, parts);
  return paths as Promise<Path<RoundFit>[][]>;
}

/** the path; `options` have no `on` */
export async function pathOfLoss(
  name: string,
  source: Source,
  engine: Engine | undefined,
  loss: unknown,
  options: GivenOptions,
): Promise<Path<RoundFit>> {
  const opened = await openRounds(name, source, engine, loss, options);
  const { sum, columns } = opened.first;
  const { classes: _, together: __, warmStart: ___, ...rest } = options;
  const sequence = checkSequence(name, rest, sum.rows, columns.count);
  const [[path]] = await pathsOf(opened, [sequence], [{ margins: marginsOf(sum.statistics), used: sum.numbers[0] }]);
  return path;
}
