// What gaps from sums are measured by. A sum that came from elsewhere may be out of range though no row was.
import { Yardstick } from "../results/certificate.js";

/** the yardstick of a null model's loss, less the least that it can be */
export function yardstickOf(name: string, loss: number): Yardstick {
  if (!Number.isFinite(loss)) throw new RangeError(`${name}: the loss of the null model is ${loss}, expected a finite number`);
  return new Yardstick(loss, 0);
}

/** a gap that is no number is no bound */
export const boundOf = (gap: number): number => (gap >= 0 ? gap : Infinity);
