// dist/**/*.js → dist/**/*.cjs: the entry points for `require` where a place cannot require a module (Jest, Node before 20.19; bundlers take modules).
// What they share is dist/commonjs/script.js, as modules share core.js, so that shrinkage and shrinkage/theory have the same classes and the same memory.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { lineLimit } from "./smaller.mjs";

const dist = new URL("../dist/", import.meta.url);
/** the script of a worker as LZMA: here it is read from its file, and told that it is one */
const packed = /\{\s*text:\s*"[\w+/=\\\n]{50000,}",\s*size:\s*\d+\s*\}/g;
const read =
  '()=>"globalThis.shrinkageWorker=!0;"+process.getBuiltinModule("node:fs").readFileSync(__dirname+"/../commonjs/script.js","utf8")';

const modules = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
  /^(index|shared[\\/]\w+|(theory|worker|shards|network|queue|plots)[\\/]index)\.js$/.test(name),
);
for (const name of modules) {
  const { code } = transformSync(readFileSync(new URL(name, dist), "utf8"), { format: "cjs", target: "es2022", minify: true, lineLimit });
  const scripts = code.match(packed)?.length ?? 0;
  if (scripts !== (/^worker/.test(name) ? 1 : 0))
    throw new Error(`commonjs: ${name} holds ${scripts} scripts, expected that of a worker in worker/index.js`);
  const required = code
    .replace(packed, read)
    .replace(/require\(\s*"(\.\.?\/[^"]+)\.js"\s*\)/g, (_, path) =>
      path.endsWith("/core") ? `require("${path.replace(/core$/, "commonjs/script.js")}")` : `require("${path}.cjs")`,
    );
  writeFileSync(new URL(name.replace(/js$/, "cjs"), dist), required);
}
