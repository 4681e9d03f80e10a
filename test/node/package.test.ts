// What is shipped: the contract of package.json, and the files. Wants `npm run build` to have run.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { beforeAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dist = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((name) => /\.[a-z]+$/.test(name));

/**
 * What leads to an entry point: Node takes the module for `import` and `require`, so that a process has one copy; what requires and cannot
 * require a module takes CommonJS
 */
function entry(name: string, edge?: string): object {
  const of = (file: string, types = "d.ts") => ({ types: `./dist/${name}.${types}`, default: `./dist/${file}` });
  return {
    ...(edge && { workerd: of(`edge/${edge}.js`), "edge-light": of(`edge/${edge}.js`) }),
    // Node reads the kernels from a file
    "module-sync": { ...of(`${name}.js`), ...(name === "index" && { node: "./dist/node/index.js" }) },
    // bundlers take the module for require too: CommonJS reads files
    module: of(`${name}.js`),
    require: of(`${name}.cjs`, "d.cts"),
    default: of(`${name}.js`),
  };
}

interface Packed {
  name: string;
  version: string;
  size: number;
  unpackedSize: number;
  files: { path: string }[];
}
let packed: Packed;
let files: string[];

beforeAll(() => {
  // --ignore-scripts: `prepare` would build
  const output = execFileSync("npm", ["pack", "--json", "--dry-run", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = JSON.parse(output)[0];
  files = packed.files.map(({ path }) => path);
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
  console.log(`${packed.name} ${packed.version}: ${kib(packed.size)} packed, ${kib(packed.unpackedSize)} in ${files.length} files`);
});

test("package.json says what users and bundlers rely on", () => {
  expect(manifest).toMatchObject({
    name: "shrinkage",
    license: "MIT",
    type: "module",
    // what starts the kernels of an edge platform from a module that was imported, and says where they are a file
    sideEffects: ["./dist/edge/*.js", "./dist/node/index.js"],
    // from these on require() of a module needs no flag
    engines: { node: "^20.19.0 || >=22.12.0" },
    exports: {
      ".": entry("index", "index"),
      "./theory": entry("theory/index", "theory"),
      "./worker": entry("worker/index"),
      "./shards": entry("shards/index"),
      "./plots": entry("plots/index"),
      "./network": entry("network/index", "network"),
      "./queue": entry("queue/index"),
      "./worker/script.js": "./dist/commonjs/script.js",
      "./wasm/*.wasm": "./wasm/*.wasm",
      "./package.json": "./package.json",
    },
    // of shrinkage/plots, shrinkage/worker and shrinkage/queue alone
    peerDependenciesMeta: {
      "@observablehq/plot": { optional: true },
      bullmq: { optional: true },
      comlink: { optional: true },
      ioredis: { optional: true },
      pg: { optional: true },
    },
  });
  expect(Object.keys(manifest.exports)).toHaveLength(10);
  expect(Object.keys(manifest.peerDependencies)).toEqual(["@observablehq/plot", "bullmq", "comlink", "ioredis", "pg"]);
  expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(manifest.files.toSorted()).toEqual(["CHANGELOG.md", "NOTICES.md", "dist", "wasm"]);
  for (const field of ["main", "module", "browser", "bin", "optionalDependencies", "bundleDependencies"])
    expect(manifest).not.toHaveProperty(field);
});

test("there is no dependency but the optional peers of shrinkage/plots, shrinkage/worker and shrinkage/queue", () => {
  expect(manifest.dependencies ?? {}).toEqual({});
  const names = new Set<string>();
  for (const name of dist.filter((file) => file.endsWith(".js")))
    for (const [, from] of readFileSync(join(root, "dist", name), "utf8").matchAll(/\bfrom ?"([@a-z][\w@/-]*)"/g))
      names.add(/^(worker|queue|plots)\//.test(name) ? `${from} (shrinkage/${name.split("/")[0]})` : from);
  expect([...names].toSorted()).toEqual([
    "@observablehq/plot (shrinkage/plots)",
    // it loads ioredis or pg itself
    "bullmq (shrinkage/queue)",
    "comlink (shrinkage/worker)",
  ]);
});

test("every export leads to a file that is there", () => {
  const targets = (of: string | object): string[] => (typeof of === "string" ? [of] : Object.values(of).flatMap(targets));
  const entries = [".", "./theory", "./worker", "./shards", "./network", "./plots", "./queue"].flatMap((entry) =>
    targets(manifest.exports[entry] as object),
  );
  for (const target of [
    ...entries,
    "./dist/commonjs/script.js",
    "./dist/commonjs/package.json",
    "./wasm/release.wasm",
    "./wasm/relaxed.wasm",
    "./wasm/network.wasm",
  ]) {
    expect(existsSync(join(root, target)), target).toBe(true);
    expect(files).toContain(target.slice(2));
  }
});

test("shrinkage/theory is an entry of its own and works on the fits of shrinkage", () => {
  const code = `import { lasso } from "shrinkage"; import { constraintRadius, priorFromLambda } from "shrinkage/theory";
    const radius = constraintRadius(lasso([[-1], [1]], [-2, 2], { lambda: 1 }));
    console.log(radius.toFixed(9), priorFromLambda({ lambda: 0.5, noiseVariance: 2, n: 8 }).gaussianVariance);`;
  expect(execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: root, encoding: "utf8" })).toBe("1.000000000 0.5\n");
});

test("every entry point works as CommonJS, for what cannot require a module", () => {
  const code = `const at = (name) => require("./dist/" + name + ".cjs");
    const { lasso } = at("index");
    const { network } = at("network/index");
    const X = [[0, 0], [0, 1], [1, 0], [1, 1]], y = [0, 1, 1, 0];
    const fit = network(X, y, { hidden: [2], loss: "squared", epochs: 2 });
    const names = ["theory", "worker", "shards", "queue", "plots"].map((name) => Object.keys(at(name + "/index")).length > 0);
    console.log(lasso(X, y, { lambda: 0.1 }).nonzero, fit.predict(X).length, names.join());`;
  expect(execFileSync(process.execPath, ["-e", code], { cwd: root, encoding: "utf8" })).toBe("0 4 true,true,true,true,true\n");
});

test("the package holds what is needed, and nothing else", () => {
  for (const path of ["package.json", "LICENSE", "README.md", "CHANGELOG.md", "dist/index.js", "dist/index.d.ts"])
    expect(files).toContain(path);
  const others = files.filter(
    (path) =>
      !/^(dist\/.*\.(js|cjs|d\.ts|d\.cts|wasm)|dist\/commonjs\/package\.json|wasm\/(release|relaxed|network)\.wasm|[A-Z]+(\.md)?|package\.json)$/.test(
        path,
      ),
  );
  expect(others).toEqual([]);
  for (const path of files) expect(path).not.toMatch(/(^|\/)(src|test|assembly|build|bench|examples|node_modules)\//);
  // the entry points, the script of a worker, and what entry points share
  const own = [
    "commonjs/script.js",
    "core.js",
    "edge/index.js",
    "edge/network.js",
    "edge/theory.js",
    "index.js",
    "network/index.js",
    "node/index.js",
    "plots/index.js",
    "queue/index.js",
    "shards/index.js",
    "theory/index.js",
  ];
  const names = dist.filter((name) => name.endsWith(".js") && !/^shared[\\/][A-Z0-9]+\.js$/.test(name));
  expect(names.sort()).toEqual([...own, "worker/index.js"]);
  // a process reads two files for shrinkage
  const imported = (name: string) =>
    Array.from(readFileSync(join(root, "dist", name), "utf8").matchAll(/[}*] ?from ?"(\.[^"]+)"/g), ([, from]) => from);
  expect(imported("index.js")).toEqual(["./core.js"]);
  expect(new Set(imported("node/index.js"))).toEqual(new Set(["../core.js"]));
  expect(imported("core.js")).toEqual([]);
});

test("no line is long, as Node prints the one that an error was thrown in", () => {
  // scripts/smaller.mjs ends one behind 1500 where the language lets it: one long expression of minified code has 9,400
  for (const name of dist.filter((file) => /\.c?js$/.test(file))) {
    const longest = Math.max(
      ...readFileSync(join(root, "dist", name), "utf8")
        .split("\n")
        .map((line) => line.length),
    );
    expect(longest, name).toBeLessThan(20_000);
  }
});

test("the package stays small", () => {
  // two builds as files, 104 KiB packed, and squared loss once more, 22; core.js 151, of which the kernels as LZMA are 55; what is both the script of a
  // worker and CommonJS 100; the worker's script as LZMA 75; declarations 50; the other rooms, as modules and as CommonJS, 80
  expect(packed.size, "bytes packed").toBeLessThan(650 * 1024);
  expect(packed.unpackedSize, "bytes unpacked").toBeLessThan(1680 * 1024);
});

/** true where a module awaits outside of functions: it cannot be required */
function waits(name: string): boolean {
  try {
    transformSync(readFileSync(join(root, "dist", name), "utf8"), { format: "cjs" });
    return false;
  } catch (error) {
    if (/Top-level await/.test((error as Error).message)) return true;
    throw error;
  }
}

// a worker and its caller wait for each other, and ask whether this is Node; a queue, CommonJS and Node's own entry are in Node alone
const waiting = /^(worker|queue|node|commonjs)\//;
test.each(dist.filter((name) => name.endsWith(".js") && !waiting.test(name)))(
  "dist/%s has no await of its own, no Node module, no require, no eval and no fetch",
  (name) => {
    const code = readFileSync(join(root, "dist", name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    expect(waits(name)).toBe(false);
    expect(code).not.toMatch(/["']node:/);
    expect(code).not.toMatch(/\b(require|eval|fetch|Function)\(/);
    expect(code).not.toMatch(/\b(process|Buffer|window|document|__dirname)\b/);
    expect(code).not.toMatch(/sourceMappingURL/);
  },
);

test("shrinkage/worker, shrinkage/queue and Node's own entry import no Node module, evaluate nothing and fetch nothing", () => {
  for (const name of dist.filter((file) => file.endsWith(".js") && waiting.test(file))) {
    const code = readFileSync(join(root, "dist", name), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    expect(code, name).not.toMatch(/\b(from|import|require)\s*\(?\s*["']node:/);
    expect(code, name).not.toMatch(/\b(require|eval|fetch|Function)\(/);
    expect(waits(name), name).toBe(false);
  }
});

test("an entry point has one file of declarations, that for require, to which the one for import leads", () => {
  const entries = ["index", "theory/index", "worker/index", "shards/index", "network/index", "plots/index", "queue/index"];
  expect(dist.filter((file) => /\.d\.c?ts$/.test(file)).sort()).toEqual(
    entries.flatMap((name) => [`${name}.d.cts`, `${name}.d.ts`]).sort(),
  );
  for (const name of entries) {
    expect(readFileSync(join(root, "dist", `${name}.d.ts`), "utf8")).toBe('export * from "./index.cjs";\n');
    const text = readFileSync(join(root, "dist", `${name}.d.cts`), "utf8");
    // what only the library calls, and what only that knows of
    for (const inside of ["FitParts", "Statistics", "Yardstick", "asTable", "@internal", "Common<"]) expect(text).not.toContain(inside);
    expect(text.match(/^declare (?!type CompiledModule|interface WorkerOptions|interface PrincipalAxes).*/gm) ?? []).toEqual([]);
  }
});

test("the declarations name no type that is not shipped", () => {
  for (const name of dist.filter((file) => /\.d\.c?ts$/.test(file))) {
    const text = readFileSync(join(root, "dist", name), "utf8");
    for (const [, from] of text.matchAll(/\b(?:from|import\() ?"([^"]+)"/g)) {
      if (from === "comlink" && name.startsWith("worker/")) continue;
      expect(from, `${name} imports ${from}`).toMatch(/^\.\.?\//);
      expect(dist).toContain(join(name, "..", from).replace(/\.cjs$/, ".d.cts"));
    }
    expect(text).not.toMatch(/reference types="node"/);
  }
});

/** a call of each family of kernels, in a process of its own that runs `begin` first; the answers as text, to the bit */
function answers(begin: string, flags: string[] = []): string {
  const code = `import { readFileSync } from "node:fs"; import * as s from "shrinkage"; ${begin};
    const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), ((i * i) % 7) / 7]);
    const y = X.map(([a, b, c], i) => 1 + a - 2 * c + ((i * 5) % 11) / 11), t = y.map((v) => (v > 1 ? "a" : "b"));
    console.log(JSON.stringify([s.lasso(X, y, { lambda: 0.05 }), s.lasso(X, y, { lambda: 0.05, groups: [0, 0, 1] }), s.ridgeCv(X, y),
      s.logistic(X, t, { lambda: 0.01 }), s.path(X, y, { loss: "huber" }), s.multinomial(X, t, { lambda: 0.01 }),
      s.cox(X, { time: y.map((v) => 3 + v), event: t.map((v) => v === "a") }, { lambda: 0.01 }),
      s.gradientDescent(X, y, { lambda: 0.1, method: "adam", epochs: 3, seed: 1 })]));`;
  return execFileSync(process.execPath, [...flags, "--input-type=module", "-e", code], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 24 });
}

test("what the library starts with answers as wasm/release.wasm does, and with relaxed SIMD as wasm/relaxed.wasm, to the bit", () => {
  const built = answers("");
  expect(built.length).toBeGreaterThan(10_000);
  expect(answers('s.init(readFileSync("wasm/release.wasm"))')).toBe(built);
  const known = WebAssembly.validate(readFileSync(join(root, "wasm/relaxed.wasm")));
  const flags = known ? [] : ["--experimental-wasm-relaxed-simd"];
  const relaxed = answers("if (!s.configure({ relaxedSimd: true }).relaxedSimd) throw 0", flags);
  expect(answers('s.init(readFileSync("wasm/relaxed.wasm"))', flags)).toBe(relaxed);
  expect(relaxed).not.toBe(built);
});
