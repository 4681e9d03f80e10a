// build/**/*.wasm → TypeScript modules with the bytes as text: no fetch, no file system, the same in Node, browsers and bundles. The kernels
// are LZMA, a text a family (families.mjs), which build/unpack.wasm undoes: base64 of plain bytes costs one and a half times as much once a server has gzipped it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delta } from "./delta.mjs";
import { families } from "./families.mjs";
import { packed } from "./packed.mjs";

const root = new URL("../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const read = (name) => readFileSync(new URL(`build/${name}.wasm`, root));

function write(target, from, code) {
  const file = new URL(target, root);
  mkdirSync(new URL("./", file), { recursive: true });
  writeFileSync(file, `// written by scripts/embed.mjs from ${from}\n${code}\n`);
}

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

write("src/generated/unpack.ts", "build/unpack.wasm", `export const bytes = "${base64(read("unpack"))}";`);
const constant = (bytes, first) => `export const packed = ${JSON.stringify(packed(bytes, first))};`;
const names = Object.keys(families);
const builds = names.map((family) => ({ release: read(`release/${family}`), relaxed: read(`relaxed/${family}`) }));
// the others go on behind the first one, which every process has unpacked before
const [first, ...others] = builds.map(({ release }) => release);
write(`src/generated/${names[0]}.ts`, `build/release/${names[0]}.wasm`, constant(first));
for (const [k, each] of others.entries())
  write(`src/generated/${names[k + 1]}.ts`, `build/release/${names[k + 1]}.wasm`, constant(each, first));
const all = (build) => Buffer.concat(builds.map((each) => each[build]));
const sizes = `export const sizes = [${builds.map(({ relaxed }) => relaxed.length).join(", ")}];`;
write("src/generated/relaxed.ts", "build/relaxed/ and build/release/", `${constant(delta(all("release"), all("relaxed")))}\n${sizes}`);
write("src/generated/network.ts", "build/network.wasm", constant(read("network")));
for (const name of ["testing", "relaxedTesting"])
  write(`test/generated/${name}.ts`, `build/${name}.wasm`, `export const bytes = "${base64(read(name))}";`);
write("src/generated/version.ts", "package.json", `/** The version of this package. */\nexport const version = "${version}";`);
