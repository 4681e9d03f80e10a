// Where a fit starts from: another fit, or a path.
import { describe } from "../check.js";
import { Fit } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { Path } from "../results/path.js";
import type { CommonOptions } from "./commonOptions.js";
import type { PathOptions } from "./pathOptions.js";

/** refuses a start that is no fit or path of p columns */
export function checkStart(name: string, start: unknown, p: number): void {
  if (start === undefined) return;
  const fit = start instanceof Path ? start.fit(0) : start;
  if (!(fit instanceof Fit || fit instanceof LogisticFit))
    throw new TypeError(`${name}: warmStart is ${describe(start)}, expected a fit or a Path`);
  if (fit.coefficients.length !== p)
    throw new RangeError(`${name}: warmStart has ${fit.coefficients.length} coefficients but X has ${p} columns`);
}

/** the options as other fits know them: a path to start from is checked by its first fit */
export function withFit(options: PathOptions): CommonOptions {
  const from: unknown = options?.warmStart;
  return from instanceof Path ? { ...options, warmStart: from.fit(0) as Fit } : (options as CommonOptions);
}
