// How a call of crossValidate reads what is solved jointly: classes, survival, several targets, groups of columns.
import { isArrayLike } from "../../check.js";
import { ofSurvival } from "../../fitting/cox.js";
import { ofLabels } from "../../fitting/multinomial.js";
import type { LossSpec } from "../../losses/loss.js";
import { checkDelta } from "../../losses/readLoss.js";
import { checkTies, type ReadSurvival } from "../../losses/readSurvival.js";
import type { Settings } from "../../options/commonOptions.js";
import { asFactors, checkGrouped, checkGroups, type Groups } from "../../options/groups.js";
import { type Call, ofLoss } from "../../problem/call.js";
import { readTargets } from "../../problem/targets.js";
import type { JointTarget } from "../../solvers/jointTarget.js";
import type { Label } from "../../tables/labels.js";
import type { CrossValidateOptions } from "./options.js";

/** y as the loss takes it; what a loss by rows is called, of the others that of squared error */
export const readY =
  ({ loss, delta }: CrossValidateOptions, y: unknown) =>
  (name: string, rows: number): Response => {
    if (delta !== undefined) checkDelta(name, loss ?? "squared", delta);
    if (loss === "multinomial") {
      const classes = ofLabels(y)(name, rows);
      return { spec: { loss: "squared" }, many: false, classes, targets: classes.targets, layers: classes.labels.length };
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
interface Response extends Pick<Call, "targets" | "layers"> {
  readonly spec: LossSpec;
  readonly many: boolean;
  readonly targetNames?: readonly string[];
  readonly classes?: { readonly labels: readonly Label[]; readonly targets: Float64Array[] };
  readonly survival?: ReadSurvival;
}

/** `groups` has a label a column, or a label a row: which of the two its length says; `rowGroups` is of rows whatever it is as long as */
export function apart(name: string, options: CrossValidateOptions, rows: number, columns: number) {
  const { rowGroups, groups, ...rest } = options;
  const ofColumns =
    groups !== undefined && isArrayLike(groups) && groups.length === columns && (columns !== rows || rowGroups !== undefined);
  if (rowGroups !== undefined && groups !== undefined && !ofColumns)
    throw new TypeError(`${name}: groups and rowGroups are given, expected groups with one label a column then`);
  return { options: { ...rest, groups: ofColumns ? rowGroups : (rowGroups ?? groups) }, columnGroups: ofColumns ? groups : undefined };
}

/** groups of columns; those of single columns are penalty factors */
export function ofColumns(
  name: string,
  options: CrossValidateOptions,
  labels: CrossValidateOptions["groups"],
  settings: Settings,
  columns: number,
) {
  const { groupSparsity, groupFactors } = options;
  const groups = checkGroups(name, { groups: labels, groupSparsity, groupFactors }, columns, settings.bounded);
  const factors = groups && asFactors(groups, settings.penaltyFactors);
  return factors ? { settings: { ...settings, penaltyFactors: factors } } : { settings, groups };
}

/** what is solved jointly; undefined where that is not needed */
export function jointOf(
  name: string,
  { classes, survival, many, targets, targetNames, spec }: Response,
  { grouped, ties, loss = "squared" }: CrossValidateOptions,
  groups: Groups | undefined,
  settings: Settings,
): JointTarget | undefined {
  if (ties !== undefined && loss !== "cox")
    throw new TypeError(`${name}: ties is given with loss "${loss}", expected it with loss "cox" only`);
  if (grouped !== undefined && !classes && !many)
    throw new TypeError(`${name}: grouped is given with loss "${loss}", expected it with loss "multinomial" or a table of targets as y`);
  const together = checkGrouped(name, grouped, settings.bounded);
  if (classes) return { kind: "multinomial", places: classes.targets[0], labels: classes.labels, grouped: together, groups };
  if (survival) return { kind: "cox", ...survival, ties: checkTies(name, ties), groups };
  if (many) {
    if (!together) throw new TypeError(`${name}: y is a table of targets, expected grouped: true with it, or one target at a time`);
    return { kind: "targets", targets, targetNames, groups };
  }
  const offset = loss === "squared" ? undefined : settings.offset;
  return groups || offset ? { kind: "rows", target: targets[0], spec, groups } : undefined;
}

/** every class outside of every fold, where it is fitted, and if asked for inside, where it is compared */
export function checkAllClasses(
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
export function checkEvents(name: string, ids: Int32Array, event: Uint8Array, weights: Float64Array | undefined): void {
  const folds = new Set(ids.filter((_, i) => event[i] === 1 && weights?.[i] !== 0));
  const without = ids.find((id) => !folds.has(id));
  if (folds.size < 2 || without !== undefined)
    throw new RangeError(
      `${name}: fold ${without ?? ids[0]} has no event, expected events in every fold; use fewer folds, or stratify by y.event`,
    );
}
