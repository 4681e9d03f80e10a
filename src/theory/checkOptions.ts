import { describe } from "../check.js";

/** the options object itself: there, an object, and nothing in it that nobody reads; `what` names it in messages */
export function checkOptions(name: string, options: unknown, own: readonly string[], what = "options"): void {
  if (options === null || typeof options !== "object") throw new TypeError(`${name}: ${what} is ${describe(options)}, expected an object`);
  const odd = Object.keys(options).find((key) => !own.includes(key));
  if (odd === undefined) return;
  const path = what === "options" ? odd : `${what}.${odd}`;
  throw new TypeError(`${name}: ${path} is not an option, expected one of ${own.join(", ")}`);
}
