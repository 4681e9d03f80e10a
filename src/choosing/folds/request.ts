// What a call of crossValidate asks for: checked, completed, and the rows placed.

import { describe, isArrayLike } from "../../check.js";
import { ofSurvival } from "../../fitting/cox.js";
import { ofLabels } from "../../fitting/multinomial.js";
import type { Scope } from "../../kernels/scope.js";
import type { LossSpec, Measure } from "../../losses/loss.js";
import { isOfClasses } from "../../losses/losses.js";
import { checkMeasure } from "../../losses/measures.js";
import { checkDelta, complete } from "../../losses/readLoss.js";
import { checkTies, type ReadSurvival } from "../../losses/readSurvival.js";
import { type CommonOptions, checkL1Ratio, rowsInUse, type Settings } from "../../options/commonOptions.js";
import type { Groups } from "../../options/groups.js";
import { asFactors, checkGrouped, checkGroups, type GroupOptions, type LayerOptions } from "../../options/groups.js";
import { checkSequence, type PathOptions } from "../../options/pathOptions.js";
import { startAt } from "../../options/warmStart.js";
import { counted } from "../../options/watch.js";
import { type Call, ofLoss, readCall } from "../../problem/call.js";
import { place } from "../../problem/problem.js";
import { readTargets } from "../../problem/targets.js";
import { Fit } from "../../results/fit.js";
import { LogisticFit } from "../../results/logisticFit.js";
import type { JointTarget } from "../../solvers/jointTarget.js";
import type { Label } from "../../tables/labels.js";
import { FOLD_OPTIONS, type FoldOptions, foldsOf, rowsOfFolds } from "./divide.js";
import type { Plan } from "./plan.js";
import type { FoldSource } from "./unit.js";

/** A call, nothing of it placed yet. */
export interface Request extends Call, Pick<FoldSource, "loss" | "measure" | "joint"> {
  readonly plan: Plan;
}

const SEQUENCE = ["l1Ratio", "lambdas", "count", "minRatio", "loss", "delta", "measure", "choice"];
const OWN = [...SEQUENCE, "ties", "grouped", "groupSparsity", "groupFactors", "rowGroups", ...FOLD_OPTIONS];

/** everything checked, nothing allocated */
export function readRequest(name: string, X: unknown, y: unknown, given: CrossValidateOptions): Request {
  const { warmStart, ...others } = given ?? {};
  const { loss = "squared" } = others;
  const call = readCall(name, X, given, OWN, readY(others, y), loss === "squared" ? given : others);
  const { table, targets } = call;
  const { rows, columns } = table;
  const [target] = targets;
  const { options, columnGroups } = apart(name, given, rows, columns);
  const { settings, groups } = ofColumns(name, options, columnGroups, call.settings, columns);
  const spec = complete(name, call.spec, target, settings.weights);
  const joint = jointOf(name, { ...call, spec }, options, groups, settings.bounded);
  if (warmStart !== undefined && (loss === "multinomial" || loss === "cox" || call.many))
    throw new TypeError(`${name}: warmStart is given with ${call.many ? "a table of targets" : `loss "${loss}"`}, expected none`);
  if (warmStart !== undefined && !(warmStart instanceof Fit || warmStart instanceof LogisticFit))
    throw new TypeError(`${name}: warmStart is ${describe(warmStart, "Fit", "LogisticFit")}, expected a fit`);
  const start = warmStart && startAt(name, warmStart, columns, settings.featureNames);
  const l1Ratios = checkL1Ratios(name, options.l1Ratio);
  const { lambdas, count, minRatio, choice = "min" } = options;
  const sequence = checkSequence(name, { lambdas, count, minRatio }, rowsInUse(settings, rows), columns);
  const measure = checkMeasure(name, options.measure, loss);
  if (choice !== "min" && choice !== "oneSe") throw new TypeError(`${name}: choice is ${describe(choice)}, expected "min" or "oneSe"`);
  const ids = foldsOf(name, options, target, loss === "multinomial" || isOfClasses(spec.loss));
  for (const each of ids) {
    checkWeights(name, each, settings.weights);
    if (joint?.kind === "multinomial") checkAllClasses(name, each, joint, settings.weights, measure === "auc");
    if (joint?.kind === "cox") checkEvents(name, each, joint.survival.event, settings.weights);
    if (spec.labels) checkClasses(name, each, target, spec.labels, settings.weights, measure === "auc");
  }
  settings.watch.check();
  const folds = ids.reduce((sum, each) => sum + rowsOfFolds(each).length, 0);
  // the paths of all rows are counted as one fold more
  const total = l1Ratios.length * (sequence.given?.length ?? sequence.count) * (folds + 1);
  return {
    name,
    table,
    targets,
    loss: spec,
    measure,
    joint,
    // a path starts from coefficients and intercept, whatever it was that had them
    settings: { ...settings, watch: counted(settings.watch, "crossValidation", total), warmStart: start },
    plan: { ids, l1Ratios, sequence, choice },
  };
}

/** all rows in the memory of this thread */
export function placeRequest(memory: Scope, { name, table, targets, loss, measure, joint, settings }: Request): FoldSource {
  return { problem: place(memory, name, table, targets, settings), target: targets[0], targets, loss, measure, joint };
}

/** y as the loss takes it; what a loss by rows is called, of the others that of squared error */
const readY =
  ({ loss, delta }: CrossValidateOptions, y: unknown) =>
  (name: string, rows: number): Response => {
    if (delta !== undefined) checkDelta(name, loss ?? "squared", delta);
    if (loss === "multinomial") {
      const classes = ofLabels(y)(name, rows);
      return { spec: { loss: "squared" }, many: false, classes, targets: classes.targets };
    }
    if (loss === "cox") {
      const survival = ofSurvival(y)(name, rows);
      return { spec: { loss: "squared" }, many: false, survival, targets: survival.targets };
    }
    if (loss !== undefined && loss !== "squared") return { ...ofLoss(loss, delta, y)(name, rows), many: false };
    const { targets, single, targetNames } = readTargets(y)(name, rows);
    return { spec: { loss: "squared" }, many: !single, targets, targetNames };
  };

/** y, read */
interface Response extends Pick<Call, "targets"> {
  readonly spec: LossSpec;
  readonly many: boolean;
  readonly targetNames?: readonly string[];
  readonly classes?: { readonly labels: readonly Label[]; readonly targets: Float64Array[] };
  readonly survival?: ReadSurvival;
}

/** `groups` has a label a column, or a label a row: which of the two its length says; `rowGroups` is of rows whatever it is as long as */
function apart(name: string, options: CrossValidateOptions, rows: number, columns: number) {
  const { rowGroups, groups, ...rest } = options;
  const ofColumns =
    groups !== undefined && isArrayLike(groups) && groups.length === columns && (columns !== rows || rowGroups !== undefined);
  if (rowGroups !== undefined && groups !== undefined && !ofColumns)
    throw new TypeError(`${name}: groups and rowGroups are given, expected groups with one label a column then`);
  return { options: { ...rest, groups: ofColumns ? rowGroups : (rowGroups ?? groups) }, columnGroups: ofColumns ? groups : undefined };
}

/** groups of columns; those of single columns are penalty factors */
function ofColumns(
  name: string,
  options: CrossValidateOptions,
  labels: CrossValidateOptions["groups"],
  settings: Settings,
  columns: number,
) {
  const { groupSparsity, groupFactors } = options;
  const groups = checkGroups(name, { groups: labels, groupSparsity, groupFactors }, columns, settings.bounded);
  const factors = groups && asFactors(groups);
  return factors ? { settings: { ...settings, penaltyFactors: factors } } : { settings, groups };
}

/** what is solved jointly; undefined where that is not needed */
function jointOf(
  name: string,
  { classes, survival, many, targets, targetNames, spec }: Response,
  { grouped, ties, loss = "squared" }: CrossValidateOptions,
  groups: Groups | undefined,
  bounded: boolean,
): JointTarget | undefined {
  if (ties !== undefined && loss !== "cox")
    throw new TypeError(`${name}: ties is given with loss "${loss}", expected it with loss "cox" only`);
  if (grouped !== undefined && !classes && !many)
    throw new TypeError(`${name}: grouped is given with loss "${loss}", expected it with loss "multinomial" or a table of targets as y`);
  const together = checkGrouped(name, grouped, bounded);
  if (classes) return { kind: "multinomial", places: classes.targets[0], labels: classes.labels, grouped: together, groups };
  if (survival) return { kind: "cox", ...survival, ties: checkTies(name, ties), groups };
  if (many) {
    if (!together) throw new TypeError(`${name}: y is a table of targets, expected grouped: true with it, or one target at a time`);
    return { kind: "targets", targets, targetNames, groups };
  }
  return groups && { kind: "rows", target: targets[0], spec, groups };
}

function checkL1Ratios(name: string, given: unknown): number[] {
  if (!isArrayLike(given)) return [checkL1Ratio(name, given)];
  if (given.length === 0) throw new RangeError(`${name}: l1Ratio has 0 entries, expected at least one`);
  // an entry that is missing is no default
  return Array.from(given, (value) => checkL1Ratio(name, value ?? null));
}

/** rows of weight 0 fit nothing */
function checkWeights(name: string, ids: Int32Array, weights: Float64Array | undefined): void {
  if (!weights) return;
  const [first, ...others] = new Set(ids.filter((_, i) => weights[i] > 0));
  if (others.length === 0)
    throw new RangeError(`${name}: fold ${first} has all rows of positive weight, expected some in at least 2 folds`);
}

/** both classes outside of every fold, where they are fitted, and if asked for inside, where they are compared */
function checkClasses(
  name: string,
  ids: Int32Array,
  signs: Float64Array,
  labels: readonly [Label, Label],
  weights: Float64Array | undefined,
  inside: boolean,
): void {
  const counts = new Map<number, [number, number]>();
  const all = [0, 0];
  ids.forEach((id, i) => {
    const here = counts.get(id) ?? [0, 0];
    counts.set(id, here);
    if (weights?.[i] === 0) return;
    here[signs[i] > 0 ? 1 : 0]++;
    all[signs[i] > 0 ? 1 : 0]++;
  });
  const called = (c: number) => `class ${JSON.stringify(labels[c])}`;
  const none = all.indexOf(0);
  if (none >= 0) throw new RangeError(`${name}: y has no row of ${called(none)}, expected rows of both classes, of positive weight`);
  for (const [id, here] of counts) {
    const gone = all.findIndex((count, c) => count === here[c]);
    if (gone >= 0)
      throw new RangeError(`${name}: fold ${id} has all rows of ${called(gone)}, expected both classes outside of every fold; stratify`);
    const missing = here.indexOf(0);
    if (inside && missing >= 0 && here[1 - missing] > 0)
      throw new RangeError(
        `${name}: fold ${id} has no row of ${called(missing)}, expected both classes for measure "auc"; use fewer folds or "deviance"`,
      );
  }
}

/** every class outside of every fold, where it is fitted, and if asked for inside, where it is compared */
function checkAllClasses(
  name: string,
  ids: Int32Array,
  { places, labels }: JointTarget & { kind: "multinomial" },
  weights: Float64Array | undefined,
  inside: boolean,
): void {
  const all = new Float64Array(labels.length);
  const counts = new Map<number, Float64Array>();
  ids.forEach((id, i) => {
    const here = counts.get(id) ?? new Float64Array(labels.length);
    counts.set(id, here);
    if (weights?.[i] === 0) return;
    here[places[i]]++;
    all[places[i]]++;
  });
  const called = (k: number) => `class ${JSON.stringify(labels[k])}`;
  for (const [id, here] of counts) {
    const gone = all.findIndex((count, k) => count === here[k]);
    if (gone >= 0)
      throw new RangeError(`${name}: fold ${id} has all rows of ${called(gone)}, expected all classes outside of every fold; stratify`);
    const missing = here.indexOf(0);
    if (inside && missing >= 0 && here.some((count) => count > 0))
      throw new RangeError(
        `${name}: fold ${id} has no row of ${called(missing)}, expected all classes for measure "auc"; use fewer folds or "deviance"`,
      );
  }
}

/** events inside and outside of every fold */
function checkEvents(name: string, ids: Int32Array, event: Uint8Array, weights: Float64Array | undefined): void {
  const folds = new Set(ids.filter((_, i) => event[i] === 1 && weights?.[i] !== 0));
  const without = ids.find((id) => !folds.has(id));
  if (folds.size < 2 || without !== undefined)
    throw new RangeError(
      `${name}: fold ${without ?? ids[0]} has no event, expected events in every fold; use fewer folds, or stratify by y.event`,
    );
}

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions
  extends Omit<CommonOptions, "warmStart">,
    FoldOptions,
    LayerOptions,
    Pick<GroupOptions, "groupSparsity" | "groupFactors">,
    Pick<PathOptions, "lambdas" | "count" | "minRatio" | "loss" | "delta" | "ties"> {
  /**
   * a label a row: rows of one label stay in one fold; or a label a column: columns of one label reach 0 together, as for {@link path}.
   * Its length says which; of as many rows as columns it is of rows
   */
  groups?: ArrayLike<number | string>;
  /** a label a row, where `groups` is of columns */
  rowGroups?: ArrayLike<number | string>;
  /** ρ from 0 (ridge) to 1 (lasso), or several to choose from (default 1) */
  l1Ratio?: number | ArrayLike<number>;
  /**
   * what held-out rows are judged by: "mse" (the default for "squared"), "mae", "deviance" (the default for other losses: twice the loss
   * above that of a perfect fit), and of classes "accuracy" and "auc", of which the largest mean is chosen. For "logistic" mse and mae are
   * of probabilities. Losses of classes take deviance, accuracy and auc ("multinomial": each class against the rest, averaged), "logistic"
   * all five; "cox" deviance (what held-out rows add to that of the others, by event) and concordance; others mse, mae and deviance.
   */
  measure?: Measure;
  /** what `fit`, `lambda` and the predictions are to be of: the best mean (default), or the largest λ within one standard error of it */
  choice?: "min" | "oneSe";
  /** start every path from this fit's coefficients; of the same kind as the fits; by name if both it and X know names */
  warmStart?: Fit | LogisticFit;
}
