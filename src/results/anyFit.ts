// Any fit that a path may have, and what makes it of its parts.
import type { Label } from "../tables/labels.js";
import { CoxFit } from "./coxFit.js";
import { Fit, type FitParts, LINKS } from "./fit.js";
import { LogisticFit } from "./logisticFit.js";
import { type MultiFit, multiFitOf } from "./multiFit.js";
import { MultinomialFit } from "./multinomialFit.js";
import type { Known } from "./pathJson.js";
import type { Common } from "./points.js";

/** any fit that a path may have */
export type AnyFit = Fit | LogisticFit | MultinomialFit | MultiFit | CoxFit;

/** what makes the fits of a path that knows its classes, targets or times of events */
export function makerOf({ loss, layers }: Pick<Common<unknown>, "loss" | "layers">, known: Known): (parts: FitParts) => AnyFit {
  const { classes, targetNames, events } = known;
  if (loss === "cox" && events) return (parts) => new CoxFit(parts, events);
  if (loss === "multinomial" && classes) return (parts) => new MultinomialFit(parts, classes);
  if (layers) return (parts) => multiFitOf(parts, layers, targetNames);
  return classes
    ? (parts) => new LogisticFit(parts, classes as readonly [Label, Label])
    : (parts) => new Fit({ ...parts, link: LINKS[loss] });
}
