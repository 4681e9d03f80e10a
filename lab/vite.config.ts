import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { writeData } from "./scripts/data.mjs";
import { writeFunctions } from "./scripts/functions.mjs";
import { without } from "./scripts/without.mjs";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

writeData();
writeFunctions();

// Tests build with SHRINKAGE=src: the library's sources as they are now. Otherwise `shrinkage` is the package, which is the root's dist/.
const sources = {
  "shrinkage/theory": at("../src/theory/index.ts"),
  "shrinkage/network": at("../src/network/index.ts"),
  shrinkage: at("../src/index.ts"),
};

export default defineConfig({
  root: at("."),
  // works from any folder of any server
  base: "./",
  plugins: [without()],
  publicDir: at("public"),
  resolve: { alias: process.env.SHRINKAGE === "src" ? sources : {} },
  server: { fs: { allow: [at("..")] }, port: 5180 },
  // the library is built already, and changes beside the page
  optimizeDeps: { exclude: ["shrinkage", "shrinkage/theory", "shrinkage/network"] },
  worker: { format: "es" },
  build: {
    outDir: process.env.LAB_OUT ?? at("dist"),
    emptyOutDir: true,
    target: "es2022",
    // a data: URL would need a wider policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // of what the page is bundled from; PapaParse, which is the worker's, has its own line there
    license: { fileName: "NOTICES.md" },
  },
});
