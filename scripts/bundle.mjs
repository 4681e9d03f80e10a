// src/ → dist/: core.js has what entry points share, and an entry point has a file of its own, because every further file costs a process 0.4 ms to
// find and to read. shrinkage is core.js by its public names; shrinkage/theory and the other rooms import from core.js what they take from outside.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { checkNotices } from "./notices.mjs";
import { packed } from "./packed.mjs";
import { lineLimit, smaller } from "./smaller.mjs";
import { withoutKernels } from "./withoutKernels.mjs";

/** the script of a worker as LZMA: half the bytes */
const packedScript = {
  name: "packed script",
  setup({ onLoad }) {
    const script = () => packed(readFileSync(new URL("../build/workerScript.js", import.meta.url)));
    onLoad({ filter: /[\\/]generated[\\/]workerScript\.ts$/ }, () => ({
      contents: `export const script = ${JSON.stringify(script())};`,
      loader: "ts",
    }));
  },
};

const root = fileURLToPath(new URL("../", import.meta.url));
const rooms = ["theory", "worker", "shards", "network", "queue", "plots", "edge", "node"];
const source = (path) => readFileSync(join(root, "src", path), "utf8");
/** a and c of `{ a, type B, c as d }`: types are gone when this runs */
const valuesIn = (list) =>
  list
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each && !each.startsWith("type "))
    .map((each) => each.split(" as ")[0]);
const statements = /^(?:import|export) \{([^}]*)\} from "(\.[^"]+)";/gm;
/** path in src/ of what a file there imports by that name */
const target = (file, from) => join(dirname(file), from).replaceAll("\\", "/").replace(/\.js$/, ".ts");
const ofRoom = (path) => rooms.includes(path.split("/")[0]);

/** name → path in src/: what shrinkage exports, and what rooms take from outside; core.js exports them by these names */
const shared = new Map();
function share(file) {
  for (const [, list, from] of source(file).matchAll(statements)) {
    const path = target(file, from);
    // the script of a worker is that entry point's own
    if (ofRoom(path) || path === "generated/workerScript.ts") continue;
    for (const name of valuesIn(list)) {
      const known = shared.get(name) ?? path;
      if (known !== path) throw new Error(`bundle: ${file} imports ${name} of ${path}, expected another name than that of ${known}`);
      shared.set(name, path);
    }
  }
}
share("index.ts");
const names = [...shared.keys()];
for (const room of rooms)
  for (const each of readdirSync(join(root, "src", room), { recursive: true, encoding: "utf8" })) {
    const file = `${room}/${each.replaceAll("\\", "/")}`;
    // the script of a worker has everything itself
    if (file.endsWith(".ts") && !file.endsWith(".d.ts") && file !== "worker/serve.ts") share(file);
  }

/** in rooms: what is imported from outside comes from core.js */
const fromCore = {
  name: "from core",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ importer, kind, path }) => {
      const file = relative(join(root, "src"), importer).replaceAll("\\", "/");
      const to = target(file, path);
      if (file.startsWith("edge/") && to === "network/index.ts") return { path: "../network/index.js", external: true };
      if (kind === "entry-point" || path.endsWith("?module") || ofRoom(to) || to === "generated/workerScript.ts") return undefined;
      return { path: to === "index.ts" ? "../index.js" : "../core.js", external: true };
    });
  },
};

const common = {
  absWorkingDir: root,
  metafile: true,
  outdir: "dist",
  bundle: true,
  lineLimit,
  format: "esm",
  target: "es2022",
  external: ["@observablehq/plot", "bullmq", "comlink", "*.wasm?module"],
};

const core = Array.from(shared, ([name, path]) => `export { ${name} } from "./src/${path}";`).join("\n");
const whole = await build({
  ...common,
  stdin: { contents: core, resolveDir: root, sourcefile: "core.ts" },
  outdir: undefined,
  outfile: "dist/core.js",
});
const publicNames = `export { ${names.join(", ")} } from`;
writeFileSync(join(root, "dist/index.js"), `${publicNames} "./core.js";\n`);
writeFileSync(join(root, "dist/core.js"), smaller(readFileSync(join(root, "dist/core.js"), "utf8")));

const entryPoints = Object.fromEntries(rooms.map((room) => [`${room}/index`, `src/${room}/index.ts`]));
const parts = await build({
  ...common,
  entryPoints: { ...entryPoints, "edge/theory": "src/edge/theory.ts", "edge/network": "src/edge/network.ts" },
  splitting: true,
  minify: true,
  // as deep as the entry points: what they import from core.js is found from there
  chunkNames: "shared/[hash]",
  plugins: [packedScript, fromCore],
});

/** in CommonJS the build with relaxed SIMD is a file too */
const fromFiles = {
  name: "from files",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]kernels[\\/]relaxed\.ts$/ }, () => ({ contents: 'export { relaxedBuild } from "../commonjs/files.js";' }));
  },
};
const script = await build({
  absWorkingDir: root,
  metafile: true,
  bundle: true,
  minify: true,
  lineLimit,
  target: "es2022",
  stdin: { contents: `${core}\nimport { start } from "./src/commonjs/start.ts";\nstart();`, resolveDir: root, sourcefile: "script.ts" },
  outfile: "dist/commonjs/script.js",
  format: "iife",
  globalName: "shrinkage",
  footer: { js: 'if(typeof module==="object")module.exports=shrinkage;' },
  // a page may serve the script alone: the copyright of comlink goes with it
  legalComments: "eof",
  plugins: [withoutKernels(), fromFiles],
});
mkdirSync(join(root, "dist/commonjs"), { recursive: true });
writeFileSync(join(root, "dist/commonjs/package.json"), '{ "type": "commonjs" }\n');

for (const { metafile } of [whole, parts, script]) checkNotices(metafile, join(root, "NOTICES.md"), root);
// a process reads one file less where the names come from core.js themselves
const ofNode = join(root, "dist/node/index.js");
const text = readFileSync(ofNode, "utf8");
const all = /export\s?\*\s?from\s?"\.\.\/index\.js"/;
if (!all.test(text)) throw new Error("bundle: dist/node/index.js does not export what dist/index.js does");
writeFileSync(ofNode, text.replace(all, `${publicNames} "../core.js"`));
