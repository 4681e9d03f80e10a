// npm run size: what a page downloads, bundled and minified by esbuild, gzip −9. Fails where a bundle has grown beyond what it may weigh.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
/** bytes: the aim, and what no change may go beyond before it is reached (docs/design/shipping.md says what stands between the two) */
const bundles = [
  { what: "all of it", code: 'export * from "./dist/index.js";', aim: 60_000, most: 151_700 },
  { what: "{ lasso }", code: 'export { lasso } from "./dist/index.js";', aim: 35_000, most: 62_950 },
];

for (const { what, code, aim, most } of bundles) {
  const stdin = { contents: code, resolveDir: root };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", platform: "browser", write: false });
  const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  const kB = (count) => `${(count / 1000).toFixed(1)} kB`;
  console.log(`${what}: ${kB(bytes)} gzipped, aim ${kB(aim)}${bytes > aim ? `, ${kB(bytes - aim)} too much` : ""}, at most ${kB(most)}`);
  if (bytes > most) process.exitCode = 1;
}
