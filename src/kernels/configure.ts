import { checkBoolean } from "../check.js";
import { compile } from "./compile.js";
import { startFrom } from "./kernels.js";
import { relaxedBuild } from "./relaxed.js";

/** What the library runs with. */
export interface Configuration {
  /** multiply and add are fused where the processor can: faster, but the last bits of an answer differ between machines */
  relaxedSimd: boolean;
}

/**
 * Chooses the build with relaxed SIMD, which is off unless asked for because its rounding depends on the processor. Where the engine does
 * not have it (Safari, Node 20 without a flag) the ordinary build runs, and the result says so. Call it before anything else.
 *
 * ```ts
 * configure({ relaxedSimd: true }); // { relaxedSimd: true } where it is on
 * ```
 * @throws {TypeError} when `relaxedSimd` is not a boolean
 * @throws {Error} when the library is already running: matrices may live in its memory
 */
export function configure({ relaxedSimd }: Configuration): Configuration {
  if (!checkBoolean("configure", "relaxedSimd", relaxedSimd)) return { relaxedSimd: false };
  const families = relaxedBuild();
  if (!Object.values(families).every((each) => WebAssembly.validate(each))) return { relaxedSimd: false };
  startFrom("configure", Object.fromEntries(Object.entries(families).map(([family, each]) => [family, compile("configure", each)])));
  return { relaxedSimd: true };
}
