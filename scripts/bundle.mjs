// src/ → dist/: a file an entry point and one that they share, because every further file costs a process 0.4 ms to find and to read.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { packed } from "./packed.mjs";

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

const common = {
  absWorkingDir: fileURLToPath(new URL("../", import.meta.url)),
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  plugins: [packedScript],
  external: ["bullmq", "comlink", "ioredis", "*.wasm?module"],
};

const rooms = ["theory", "worker", "shards", "network", "queue"];
const entryPoints = { index: "src/index.ts", ...Object.fromEntries(rooms.map((room) => [`${room}/index`, `src/${room}/index.ts`])) };
const edge = { "edge/index": "src/edge/index.ts", "edge/theory": "src/edge/theory.ts" };
await build({ ...common, entryPoints: { ...entryPoints, ...edge }, chunkNames: "shared-[hash]" });
