// How a loss reads y.
import { checkNumber, describe } from "../check.js";
import { type Label, readClasses } from "../tables/labels.js";
import { readTarget } from "../tables/readTable.js";
import { defaultDelta } from "./huber.js";
import type { LossName, LossSpec } from "./loss.js";
import { LOSSES } from "./losses.js";

/** the loss that was asked for */
export function checkLoss(name: string, loss: unknown): LossName {
  if (typeof loss === "string" && Object.hasOwn(LOSSES, loss)) return loss as LossName;
  const names = Object.keys(LOSSES).map((each) => JSON.stringify(each));
  throw new TypeError(`${name}: loss is ${describe(loss)}, expected ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}

/** What a loss reads y as: −1 and 1 for classes, whose labels stand beside. */
export interface Target {
  readonly target: Float64Array<ArrayBuffer>;
  readonly labels?: readonly [Label, Label];
}

/** y as a loss reads it; `known`: the labels of a model that goes on learning */
export function readTargetOf(name: string, loss: LossName, y: unknown, rows: number, known?: readonly [Label, Label]): Target {
  const kind = LOSSES[loss].target;
  if (kind === "classes") {
    const { labels, signs } = readClasses(name, y, rows, known);
    return { target: signs, labels };
  }
  const target = readTarget(name, y, rows);
  const least = { counts: "≥ 0", positive: "> 0", numbers: undefined }[kind];
  const outside = least ? target.findIndex((value) => !(kind === "counts" ? value >= 0 : value > 0)) : -1;
  if (outside >= 0)
    throw new RangeError(`${name}: y has ${target[outside]} at row ${outside}, expected a number ${least} for loss "${loss}"`);
  return { target };
}

/** Huber's δ, undefined where it is not given */
export function checkDelta(name: string, loss: unknown, delta: unknown): number | undefined {
  if (delta === undefined) return undefined;
  if (loss !== "huber") throw new TypeError(`${name}: delta is given, expected it with loss "huber" only`);
  return checkNumber(name, "delta", delta, (x) => x > 0 && x < Infinity, "a finite number above 0");
}

/** the loss with what it takes from y where the options leave it open: Huber's δ */
export function complete(name: string, spec: LossSpec, target: Float64Array, weights?: ArrayLike<number>): LossSpec {
  if (spec.loss !== "huber" || spec.delta !== undefined) return spec;
  return { ...spec, delta: checkDelta(name, spec.loss, defaultDelta(target, weights)) };
}

/**
 * a loss by its name, still to be completed, and y as it reads it
 * @internal
 */
export function readLoss(
  name: string,
  given: unknown,
  delta: unknown,
  y: unknown,
  rows: number,
): { spec: LossSpec; target: Float64Array<ArrayBuffer> } {
  const at = checkDelta(name, given, delta);
  const loss = checkLoss(name, given);
  const { target, labels } = readTargetOf(name, loss, y, rows);
  return { spec: { loss, labels, ...(at !== undefined && { delta: at }) }, target };
}
