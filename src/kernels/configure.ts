import { checkBoolean } from "../check.js";
import { packed as changes, sizes } from "../generated/relaxed.js";
import { compile } from "./compile.js";
import { builtIn } from "./families.js";
import { startFrom } from "./kernels.js";
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
  // the families behind one another, which the build with relaxed SIMD is written as changes of
  const built = Object.values(builtIn).flatMap((each) => [...unpack(each, builtIn.squared)]);
  const relaxed = changed(Uint8Array.from(built), unpack(changes));
  const families: Record<string, Uint8Array<ArrayBuffer>> = {};
  let from = 0;
  for (const [k, family] of Object.keys(builtIn).entries()) {
    families[family] = relaxed.slice(from, from + sizes[k]);
    from += sizes[k];
  }
  if (!Object.values(families).every((each) => WebAssembly.validate(each))) return { relaxedSimd: false };
  startFrom("configure", Object.fromEntries(Object.entries(families).map(([family, each]) => [family, compile("configure", each)])));
  return { relaxedSimd: true };
}
