// The script of a worker as text: with everything that it needs but the kernels, which it is handed (scripts/workerScript.mjs).
import { script } from "../generated/workerScript.js";
import { latin } from "../kernels/base64.js";
import { unpack } from "../kernels/unpack.js";

/** for the workers to come */
let kept: string | undefined;

/** the script: compressed in dist/, as it is in src/; in CommonJS (scripts/commonjs.mjs) what reads its file */
export function scriptText(): string {
  kept ??= typeof script === "function" ? script() : typeof script === "string" ? script : latin(unpack(script));
  return kept;
}
