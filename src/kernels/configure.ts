import { checkBoolean } from "../check.js";
import { packed as changes } from "../generated/relaxed.js";
import { packed } from "../generated/release.js";
import { start } from "./kernels.js";
import { changed, unpack } from "./unpack.js";

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
  const relaxed = changed(unpack(packed), unpack(changes));
  if (!WebAssembly.validate(relaxed)) return { relaxedSimd: false };
  start("configure", relaxed);
  return { relaxedSimd: true };
}
