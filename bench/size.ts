// What a page downloads: bundled and minified by esbuild, gzip −9, brotli −11; ours and those libraries that are installed.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Group } from "./groups.js";
import * as show from "./show.js";

const ours = fileURLToPath(new URL("../dist/index.js", import.meta.url));
const theirs = fileURLToPath(new URL(".", import.meta.url));

const ENTRIES: readonly { what: string; code: string; library?: string }[] = [
  { what: "shrinkage, all of it", code: `export * from ${JSON.stringify(ours)};` },
  ...["lasso", "ridge", "path", "logistic"].map((name) => ({
    what: `shrinkage, { ${name} }`,
    code: `export { ${name} } from ${JSON.stringify(ours)};`,
  })),
  {
    library: "ml-matrix",
    what: "ml-matrix, { CholeskyDecomposition, Matrix }",
    code: 'export { CholeskyDecomposition, Matrix } from "ml-matrix";',
  },
  { library: "numpy-ts", what: "numpy-ts, all of it", code: 'export * from "numpy-ts";' },
  {
    library: "deepbox",
    what: "deepbox, { Lasso, Ridge }",
    code: 'export { Lasso, Ridge } from "deepbox/ml"; export { tensor } from "deepbox/ndarray";',
  },
  { library: "mathjs", what: "mathjs, all of it", code: 'export { all, create } from "mathjs";' },
  {
    library: "@tensorflow/tfjs-backend-cpu",
    what: "tfjs core and cpu backend",
    code: 'export * from "@tensorflow/tfjs-core"; import "@tensorflow/tfjs-backend-cpu";',
  },
];

export interface Size {
  what: string;
  minified?: number;
  gzip?: number;
  brotli?: number;
  absent?: string;
}

export const group: Group<{ size: Size[] }> = {
  title: "Bundle size",
  what: "bundled, minified and compressed, beside other libraries",
  quick: true,
  minutes: 0.2,
  async run({ report }) {
    const size: Size[] = [];
    for (const { what, code, library } of ENTRIES) {
      report(what);
      const absent = library && !existsSync(new URL(`node_modules/${library}`, import.meta.url)) ? "not installed" : undefined;
      size.push({ what, ...(absent ? { absent } : await sizes(code)) });
    }
    return { size };
  },
  tables: ({ size }) =>
    show.table(
      ["bundle", "minified", "gzip", "brotli"],
      size.map(({ what, minified, gzip, brotli, absent }) => [
        what,
        ...[minified, gzip, brotli].map((count, k) => (count === undefined ? (k ? "" : (absent ?? "")) : show.bytes(count))),
      ]),
    ),
};

async function sizes(contents: string): Promise<Omit<Size, "what">> {
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: theirs },
      ...{ bundle: true, minify: true, format: "esm", platform: "browser", write: false, logLevel: "silent" },
      external: ["node:*", "fs", "path", "util", "worker_threads", "os", "crypto", "url"],
    });
    const code = outputFiles[0].contents;
    return { minified: code.length, gzip: gzipSync(code, { level: 9 }).length, brotli: brotliCompressSync(code).length };
  } catch (error) {
    return { absent: `esbuild: ${String(error).split("\n")[1] ?? error}` };
  }
}
