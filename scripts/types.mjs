// build/types/ (what tsc declares, a file a source) → dist/: one .d.ts an entry point, without what only insides need, as .d.cts for
// `require`, which a .d.ts for `import` leads to: bytes stand once, and a class has one declaration whoever loads it. The other entry
// points take from shrinkage what it exports.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

const root = fileURLToPath(new URL("../", import.meta.url));
const types = join(root, "build/types");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
function write(path, value) {
  mkdirSync(dirname(join(types, path)), { recursive: true });
  writeFileSync(join(types, path), typeof value === "string" ? value : JSON.stringify(value));
}

/** `{ a, type b as c }` as pairs [a, ""], [b, "c"] */
const namesIn = (list) =>
  list
    .split(",")
    .map((each) => each.trim().replace(/^type /, ""))
    .filter(Boolean)
    .map((each) => each.split(" as "));

/** "file name" of every declaration that shrinkage exports → what it exports it as */
function exported() {
  const found = new Map();
  const text = readFileSync(join(types, "index.d.ts"), "utf8");
  for (const [, list, from] of text.matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)"/g))
    for (const [name, as = name] of namesIn(list)) found.set(`${join(types, from)} ${name}`, as);
  return found;
}

const ROOMS = ["theory", "worker", "shards", "network", "queue", "plots"];

/** in the rooms of other entry points: names that shrinkage exports come from there */
function takeFromShrinkage() {
  const known = exported();
  for (const room of ROOMS)
    for (const name of readdirSync(join(types, room), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".d.ts")) continue;
      const file = join(types, room, name);
      const text = readFileSync(file, "utf8").replace(/import (type )?\{([^}]*)\} from "(\.[^"]+)";/g, (whole, type = "", list, from) => {
        const path = join(dirname(file), from);
        const said = (name, as) => (name === as ? name : `${name} as ${as}`);
        const taken = [];
        const left = [];
        for (const [each, as = each] of namesIn(list)) {
          const outside = known.get(`${path} ${each}`);
          (outside ? taken : left).push(said(outside ?? each, as));
        }
        if (taken.length === 0) return whole;
        const rest = left.length > 0 ? `import ${type}{ ${left.join(", ")} } from "${from}";\n` : "";
        return `${rest}import ${type}{ ${taken.join(", ")} } from "shrinkage";`;
      });
      writeFileSync(file, text);
    }
}

function rollUp(entry) {
  const out = join(types, "rolled", `${entry}.d.ts`);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(types, "api-extractor.json"),
    packageJsonFullPath: join(types, "package.json"),
    configObject: {
      projectFolder: types,
      mainEntryPointFilePath: join(types, `${entry}.d.ts`),
      compiler: { tsconfigFilePath: join(types, "tsconfig.json") },
      apiReport: { enabled: false, reportFileName: "none.api.md" },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: out },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: { default: { logLevel: "none" }, "ae-forgotten-export": { logLevel: "none" } },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
  const messageCallback = (message) => {
    if (message.logLevel === "error") console.error(`${entry}: ${message.text}`);
    message.handled = true;
  };
  if (!Extractor.invoke(config, { localBuild: true, messageCallback }).succeeded) throw new Error(`types: ${entry} could not be rolled up`);
  const text = readFileSync(out, "utf8");
  const target = join(root, "dist", entry);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.d.cts`, text.replace(/from 'shrinkage'/g, 'from "../index.cjs"'));
  writeFileSync(`${target}.d.ts`, `export * from "./${basename(entry)}.cjs";\n`);
  return text;
}

write("package.json", { name: "shrinkage-types", version, type: "module" });
write("tsconfig.json", {
  compilerOptions: {
    ...{ target: "es2022", lib: ["es2023", "dom", "esnext.disposable"], module: "nodenext", moduleResolution: "nodenext" },
    ...{ types: [], strict: true, skipLibCheck: true },
  },
  include: ["index.d.ts", ...ROOMS.map((room) => `${room}/index.d.ts`)],
});
// another package to the other entry points, which is not rolled up again
write("node_modules/shrinkage/package.json", { name: "shrinkage", version, type: "module", exports: { types: "./index.d.ts" } });
write("node_modules/shrinkage/index.d.ts", rollUp("index"));
takeFromShrinkage();
for (const entry of ROOMS) rollUp(`${entry}/index`);
