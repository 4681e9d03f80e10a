// npm run site: the pages of the repository, API pages and the lab as one static site in site/dist; `npm run site -- dev` serves it and
// follows changes of the theme. SITE_OUT names another folder, SITE_BASE the folder of the server it will be in, as in /shrinkage/.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { build, createServer } from "vitepress";
import { check } from "./scripts/check.mjs";
import { writePages } from "./scripts/pages.mjs";
import { root, site } from "./scripts/places.mjs";

const out = resolve(process.env.SITE_OUT ?? join(site, "dist"));
const base = process.env.SITE_BASE ?? "/";
const stage = join(site, "build", basename(out));
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

process.env.NODE_ENV = process.argv[2] === "dev" ? "development" : "production";
process.env.SITE_STAGE = stage;
process.env.LAB_OUT = join(stage, "public/lab");
const run = (...args) => promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: "production" } });

const [, example] = readFileSync(join(root, "README.md"), "utf8").match(/^```js\n([\s\S]*?)^```$/m);
writeFileSync(join(stage, "example.js"), example);
writePages(stage);
await Promise.all([
  run("docs/node_modules/typedoc/bin/typedoc", "--options", "site/typedoc.mjs"),
  run("node_modules/vite/bin/vite.js", "build", "lab", "--logLevel", "error"),
]).catch((error) => {
  throw new Error(`${error.message}\n${error.stdout}`);
});

if (process.argv[2] === "dev") {
  const server = await createServer(site, { base });
  await server.listen(5181);
  server.printUrls();
} else {
  await build(site, { base, outDir: out });
  check(out, base);
  rmSync(stage, { recursive: true });
}
