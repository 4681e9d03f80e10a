import { packed as changes, sizes } from "../generated/relaxed.js";
import { builtIn } from "./families.js";
import { changed, unpack } from "./unpack.js";

/** the modules with relaxed SIMD by family, or one of all families by the name "all" */
export function relaxedBuild(): Record<string, Uint8Array<ArrayBuffer>> {
  // the families behind one another, which the build with relaxed SIMD is written as changes of
  const built = Object.values(builtIn).flatMap((each) => [...unpack(each, builtIn.squared)]);
  const relaxed = changed(Uint8Array.from(built), unpack(changes));
  const families: Record<string, Uint8Array<ArrayBuffer>> = {};
  let from = 0;
  for (const [k, family] of Object.keys(builtIn).entries()) {
    families[family] = relaxed.slice(from, from + sizes[k]);
    from += sizes[k];
  }
  return families;
}
