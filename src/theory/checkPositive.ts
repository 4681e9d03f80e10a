import { checkNumber } from "../check.js";

/** a finite number above 0 */
export function checkPositive(name: string, option: string, value: unknown): number {
  if (value === undefined) throw new TypeError(`${name}: ${option} is missing, expected a finite number above 0`);
  return checkNumber(name, option, value, (x) => x > 0 && x < Infinity, "a finite number above 0");
}
