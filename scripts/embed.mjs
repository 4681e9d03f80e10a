// build/*.wasm → TypeScript modules with the bytes as base64: no fetch, no file system, the same in Node, browsers and bundles.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

function embed(name, target) {
  const base64 = readFileSync(new URL(`build/${name}.wasm`, root)).toString("base64");
  mkdirSync(new URL("./", target), { recursive: true });
  writeFileSync(target, `// written by scripts/embed.mjs from build/${name}.wasm\nexport const bytes = "${base64}";\n`);
}

embed("release", new URL("src/generated/release.ts", root));
embed("relaxed", new URL("src/generated/relaxed.ts", root));
embed("testing", new URL("test/generated/testing.ts", root));
embed("relaxedTesting", new URL("test/generated/relaxedTesting.ts", root));
writeFileSync(
  new URL("src/generated/version.ts", root),
  `// written by scripts/embed.mjs from package.json\n/** The version of this package. */\nexport const version = "${version}";\n`,
);
