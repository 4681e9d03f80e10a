// src/worker/serve.ts with all that it imports → one script, which a worker starts from: as a module with its text (src/generated) and,
// for pages whose policy wants a file, beside it. The kernels are left out: the thread that starts a worker has them compiled already.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { families } from "./families.mjs";
import { checkNotices } from "./notices.mjs";

const root = new URL("../", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));

const withoutKernels = {
  name: "without kernels",
  setup({ onLoad }) {
    const contents = 'export const bytes = "", packed = { text: "", size: 0 }, sizes = [];';
    const kernels = new RegExp(`[\\\\/]generated[\\\\/](${[...Object.keys(families), "relaxed", "unpack"].join("|")})\\.ts$`);
    onLoad({ filter: kernels }, () => ({ contents, loader: "ts" }));
  },
};

const { outputFiles, metafile } = await build({
  absWorkingDir: at("."),
  metafile: true,
  entryPoints: [at("src/worker/serve.ts")],
  bundle: true,
  minify: true,
  // messages of errors name classes
  keepNames: true,
  format: "iife",
  target: "es2022",
  // a page may serve the script alone: the copyright of comlink goes with it
  legalComments: "eof",
  plugins: [withoutKernels],
  write: false,
});
checkNotices(metafile, at("NOTICES.md"), at("."));
const script = outputFiles[0].text;
mkdirSync(at("src/generated"), { recursive: true });
writeFileSync(
  at("src/generated/workerScript.ts"),
  `// written by scripts/workerScript.mjs from src/worker/serve.ts\nexport const script: string | { text: string; size: number } = ${JSON.stringify(script)};\n`,
);
mkdirSync(at("build"), { recursive: true });
writeFileSync(at("build/workerScript.js"), script);
