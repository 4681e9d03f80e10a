// dist/**/*.js → dist/**/*.cjs: the same files for `require` where a place cannot require a module (Jest, Node before 20.19). They share
// one file as the modules do, so that shrinkage and shrinkage/theory have the same classes and the same memory.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";

const dist = new URL("../dist/", import.meta.url);
const modules = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
  /^(index|core|shared[\\/]\w+|(theory|worker|shards|network|queue|plots)[\\/]index)\.js$/.test(name),
);
for (const name of modules) {
  const { code } = transformSync(readFileSync(new URL(name, dist), "utf8"), { format: "cjs", target: "es2022", minify: true });
  writeFileSync(new URL(name.replace(/js$/, "cjs"), dist), code.replace(/(require\("\.\.?\/[^"]+)\.js"\)/g, '$1.cjs")'));
}
