import { describe } from "../check.js";

/** "l1" or "l2" */
export function checkNorm(name: string, norm: unknown): "l1" | "l2" {
  if (norm !== "l1" && norm !== "l2") throw new TypeError(`${name}: norm is ${describe(norm)}, expected "l1" or "l2"`);
  return norm;
}
