// What queue and serveQueue are told, checked.
import { checkNumber, describe, isObject } from "../check.js";

/** the options object itself */
export function checkKeys(name: string, options: unknown, keys: readonly string[]): void {
  if (!isObject(options)) throw new TypeError(`${name}: options is ${describe(options)}, expected an object with connection`);
  const odd = Object.keys(options).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected one of ${keys.join(", ")}`);
}

/** the name of a queue, in which BullMQ allows no colon */
export function checkQueueName(name: string, given: unknown = "shrinkage"): string {
  if (typeof given !== "string" || given === "" || given.includes(":"))
    throw new TypeError(`${name}: name is ${describe(given)}, expected a string without colons`);
  return given;
}

/** seconds until what was stored goes; a day where nothing was said */
export const checkExpiry = (name: string, given: unknown = 86_400): number =>
  checkNumber(name, "expire", given, (x) => Number.isInteger(x) && x >= 1 && x <= 2 ** 31, "a whole number of seconds from 1 on");
