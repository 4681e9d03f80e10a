// src/ → dist/: a file an entry point and one that they share, because every further file costs a process 0.4 ms to find and to read.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const common = {
  absWorkingDir: fileURLToPath(new URL("../", import.meta.url)),
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  external: ["comlink", "*.wasm?module"],
};

const entryPoints = { index: "src/index.ts", "theory/index": "src/theory/index.ts", "worker/index": "src/worker/index.ts" };
await build({ ...common, entryPoints, chunkNames: "shared-[hash]" });

// of their own, as nobody loads both; package.json names the files in dist/ that have side effects, and would say that those in src/ have none
const edge = { "edge/index": "src/edge/index.ts", "edge/theory": "src/edge/theory.ts" };
await build({ ...common, entryPoints: edge, chunkNames: "edge/shared", ignoreAnnotations: true });
