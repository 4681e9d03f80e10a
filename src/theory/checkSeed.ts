import { checkNumber } from "../check.js";

/** a seed, 1 where it is not given */
export function checkSeed(name: string, seed: unknown = 1): number {
  return checkNumber(name, "seed", seed, (x) => Number.isSafeInteger(x) && x >= 0, `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
}
