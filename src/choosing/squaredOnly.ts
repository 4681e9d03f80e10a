import type { Fit } from "../results/fit.js";
import type { LogisticFit } from "../results/logisticFit.js";
import { MultiFit } from "../results/multiFit.js";
import type { Path } from "../results/path.js";

/** refuses a path of another loss than squared error, of several targets, and one with an offset */
export function checkSquared(name: string, path: Path): void {
  if (path.loss !== "squared") throw new TypeError(`${name}: path has loss "${path.loss}", expected one of squared error`);
  checkPlain(name, "path", path.fit(0));
}

/** refuses fits of several targets, and those with an offset, which the rows given here know nothing of */
export function checkPlain(name: string, what: string, fit: Fit | LogisticFit): void {
  if ((fit as unknown) instanceof MultiFit) throw new TypeError(`${name}: ${what} is of several targets, expected one of one target`);
  if (fit.offset) throw new TypeError(`${name}: ${what} was fitted with an offset, expected one without`);
}
