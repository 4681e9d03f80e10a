// dist/commonjs/script.js is two things, because most of each is the other: what `require` gets where it cannot get a module, and the script of a
// worker. As the first it reads the kernels from files, as the second it is handed them.
import { compileBuiltIn } from "../kernels/compile.js";
import { provide } from "../kernels/kernels.js";
import { isOwnThread } from "../worker/nodeThreads.js";
import { serve } from "../worker/serve.js";
import { releaseBuild } from "./files.js";

/** begins as the one or the other */
export function start(): void {
  if (isOwnThread()) serve();
  else provide(() => compileBuiltIn(releaseBuild()));
}
