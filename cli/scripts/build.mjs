// node scripts/build.mjs: cli/dist from cli/src; libraries stay libraries.
// node scripts/build.mjs FOLDER: the same for tests, with the sources of shrinkage in it.
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { checkNotices } from "../../scripts/notices.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const libraries = ["papaparse", "hyparquet", "@observablehq/plot", "linkedom", "@duckdb/node-api", "bullmq", "ioredis"];

const given = process.argv[2];
const outdir = given ? resolve(given) : `${folder}dist`;

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: folder,
  metafile: true,
  entryPoints: { "shrinkage-cli": `${folder}src/main.ts`, readers: `${folder}src/readers.ts` },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  charset: "utf8",
  banner: { js: "#!/usr/bin/env node" },
  external: given ? libraries : [...libraries, "shrinkage", "shrinkage/queue", "shrinkage/shards"],
  ...(given && {
    alias: {
      "shrinkage/queue": `${folder}../src/queue/index.ts`,
      "shrinkage/shards": `${folder}../src/shards/index.ts`,
      shrinkage: `${folder}../src/index.ts`,
    },
  }),
  logLevel: "warning",
});
// the tarball has the licence of shrinkage-cli alone
checkNotices(metafile, `${folder}LICENSE`, folder);
