// What a call of crossValidate asks for: checked, completed, and the rows placed.

import { describe, isArrayLike } from "../../check.js";
import type { Scope } from "../../kernels/scope.js";
import { isOfClasses, takesLabels } from "../../losses/losses.js";
import { checkMeasure } from "../../losses/measures.js";
import { complete } from "../../losses/readLoss.js";
import { weighClasses } from "../../options/classWeights.js";
import { checkL1Ratio, rowsInUse } from "../../options/commonOptions.js";
import { checkSequence } from "../../options/pathOptions.js";
import { startAt } from "../../options/warmStart.js";
import { counted } from "../../options/watch.js";
import { type Call, lessOffset, readCall } from "../../problem/call.js";
import { place } from "../../problem/problem.js";
import { Fit } from "../../results/fit.js";
import { LogisticFit } from "../../results/logisticFit.js";
import type { Label } from "../../tables/labels.js";
import { FOLD_OPTIONS, foldsOf, isInTime } from "./divide.js";
import { apart, checkAllClasses, checkEvents, jointOf, ofColumns, readY } from "./jointRequest.js";
import type { CrossValidateOptions } from "./options.js";
import type { Plan } from "./plan.js";
import type { FoldSource } from "./unit.js";

/** A call, nothing of it placed yet. */
export interface Request extends Call, Pick<FoldSource, "loss" | "measure" | "joint" | "inTime"> {
  readonly plan: Plan;
}

const SEQUENCE = ["l1Ratio", "lambdas", "count", "minRatio", "loss", "delta", "measure", "choice"];
const OWN = [...SEQUENCE, "ties", "grouped", "groupSparsity", "groupFactors", "rowGroups", "offset", ...FOLD_OPTIONS];

/** everything checked, nothing allocated */
export function readRequest(name: string, X: unknown, y: unknown, asked: CrossValidateOptions): Request {
  const { loss = "squared" } = asked ?? {};
  const given = weighClasses(name, y, asked, takesLabels(loss));
  const { warmStart, ...others } = given ?? {};
  const read = readCall(name, X, given, OWN, readY(others, y), loss === "squared" ? given : others);
  const call = loss === "squared" ? lessOffset(read) : read;
  const { table, targets } = call;
  const { rows, columns } = table;
  const [target] = targets;
  const { options, columnGroups } = apart(name, given, rows, columns);
  const { settings, groups } = ofColumns(name, options, columnGroups, call.settings, columns);
  const spec = complete(name, call.spec, target, settings.weights);
  const joint = jointOf(name, { ...call, spec }, options, groups, settings);
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
  const inTime = isInTime(options.folds);
  const divisions = foldsOf(name, options, target, loss === "multinomial" || isOfClasses(spec.loss));
  if (inTime) checkInTime(name, divisions[0].rows, settings.weights, joint?.kind === "multinomial" || spec.labels ? target : undefined);
  for (const { ids } of inTime ? [] : divisions) {
    checkWeights(name, ids, settings.weights);
    if (joint?.kind === "multinomial") checkAllClasses(name, ids, joint, settings.weights, measure === "auc");
    if (joint?.kind === "cox") checkEvents(name, ids, joint.survival.event, settings.weights);
    if (spec.labels) checkClasses(name, ids, target, spec.labels, settings.weights, measure === "auc");
  }
  settings.watch.check();
  const folds = divisions.reduce((sum, { rows }) => sum + rows.length, 0);
  // the paths of all rows are counted as one fold more
  const total = l1Ratios.length * (sequence.given?.length ?? sequence.count) * (folds + 1);
  return {
    name,
    table,
    targets,
    loss: spec,
    measure,
    joint,
    inTime,
    // a path starts from coefficients and intercept, whatever it was that had them
    settings: { ...settings, watch: counted(settings.watch, "crossValidation", total), warmStart: start },
    plan: { divisions, l1Ratios, sequence, choice },
  };
}

/** all rows in the memory of this thread */
export function placeRequest(memory: Scope, { name, table, targets, loss, measure, joint, inTime, settings }: Request): FoldSource {
  return { problem: place(memory, name, table, targets, settings), target: targets[0], targets, loss, measure, joint, inTime };
}

function checkL1Ratios(name: string, given: unknown): number[] {
  if (!isArrayLike(given)) return [checkL1Ratio(name, given)];
  if (given.length === 0) throw new RangeError(`${name}: l1Ratio has 0 entries, expected at least one`);
  // an entry that is missing is no default
  return Array.from(given, (value) => checkL1Ratio(name, value ?? null));
}

/** folds in time: what they are fitted to has weight, and all classes */
function checkInTime(
  name: string,
  folds: readonly Int32Array[],
  weights: Float64Array | undefined,
  classes: Float64Array | undefined,
): void {
  const [first] = folds[0];
  const before = Array.from({ length: first }, (_, i) => i).filter((i) => weights?.[i] !== 0);
  if (before.length === 0) throw new RangeError(`${name}: the ${first} rows before the first fold have no weight, expected some`);
  const all = classes && new Set(classes).size;
  if (classes && new Set(before.map((i) => classes[i])).size < (all as number))
    throw new RangeError(`${name}: the ${first} rows before the first fold lack a class, expected all of them; raise folds.initial`);
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
