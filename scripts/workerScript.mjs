// src/worker/begin.ts with all that it imports → one script, which a worker starts from, as a module with its text (src/generated). The kernels are
// left out: the thread that starts a worker has them compiled already.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { checkNotices } from "./notices.mjs";
import { withoutKernels } from "./withoutKernels.mjs";

const root = new URL("../", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));

const { outputFiles, metafile } = await build({
  absWorkingDir: at("."),
  metafile: true,
  entryPoints: [at("src/worker/begin.ts")],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  // a page may serve what it bundles: the copyright of comlink goes with it
  legalComments: "eof",
  plugins: [withoutKernels("unpack")],
  write: false,
});
checkNotices(metafile, at("NOTICES.md"), at("."));
const script = outputFiles[0].text;
mkdirSync(at("src/generated"), { recursive: true });
writeFileSync(
  at("src/generated/workerScript.ts"),
  `// written by scripts/workerScript.mjs from src/worker/begin.ts\nexport const script: string | { text: string; size: number } | (() => string) = ${JSON.stringify(script)};\n`,
);
mkdirSync(at("build"), { recursive: true });
writeFileSync(at("build/workerScript.js"), script);
