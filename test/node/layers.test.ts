import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bottom to top: a file imports from lines below its own, and from its own entry. A folder stands for all files in it. */
const kernels = [
  ["unpack"],
  ["linear/heed.ts", "linear/lanes.ts", "linear/random.ts"],
  ["linear/elementary.ts", "linear/layout.ts"],
  ["linear/level1.ts"],
  ["linear/level1f.ts", "linear/level1s.ts", "linear/outer.ts", "linear/rounded.ts"],
  ["linear/level2.ts", "linear/packed.ts"],
  ["linear/gemm.ts"],
  ["linear/level3.ts", "linear/moments.ts", "linear/transpose.ts"],
  ["linear/cholesky.ts", "linear/eigen.ts", "linear/qr.ts"],
  ["linear/condition.ts"],
  ["design", "losses", "penalties"],
  ["proof"],
  ["path", "ridge", "gradient"],
  ["concave", "joint", "network"],
  ["dispatch.ts"],
  ["boundary"],
  ["index.ts"],
  ["testing"],
];

/** The rooms of src/, bottom to top, as above. Public functions stand in fitting/, chunks/, ridge/, choosing/, gradient/, shards/ and theory/. */
const rooms = [
  ["check.ts", "generated"],
  ["elementary.ts", "random.ts"],
  ["kernels"],
  ["tables"],
  ["losses"],
  ["results"],
  ["summary"],
  ["options"],
  ["problem", "conversions.ts"],
  ["solvers"],
  ["fitting", "chunks"],
  ["ridge"],
  ["choosing"],
  ["gradient"],
  ["encoding", "network"],
  ["shards"],
  ["theory"],
  ["index.ts"],
  ["worker"],
  ["queue"],
  ["plots"],
  ["edge", "node", "commonjs"],
];

/** what `import`, `export … from`, `import()` and `require()` name */
function imports(source: string): string[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)].map(([, name]) => name);
}

/** the rules that the files (paths relative to their root) break, one sentence each; `outside`: what may be imported from elsewhere */
function violations(layers: string[][], files: Record<string, string>, extension: RegExp, outside: string[] = []): string[] {
  const entry = (file: string) => (layers.flat().includes(file) ? file : file.split("/")[0]);
  const place = (file: string) => layers.findIndex((layer) => layer.includes(entry(file)));
  return Object.entries(files).flatMap(([file, source]) => {
    if (place(file) < 0) return [`${file} has no layer`];
    return imports(source).flatMap((name) => {
      if (!name.startsWith(".") || name.includes(".wasm")) return [];
      const target = `${normalize(join(dirname(file), name))
        .replaceAll("\\", "/")
        .replace(extension, "")}.ts`;
      if (outside.includes(target)) return [];
      const same = entry(file) === entry(target) && entry(file) !== file;
      const below = place(target) >= 0 && place(target) < place(file);
      return same || below ? [] : [`${file} imports ${target}`];
    });
  });
}

/** import circles, each named once from the first of its files */
function circles(files: Record<string, string>, extension: RegExp): string[] {
  const targets = (file: string) =>
    imports(files[file])
      .filter((name) => name.startsWith("."))
      .map(
        (name) =>
          `${normalize(join(dirname(file), name))
            .replaceAll("\\", "/")
            .replace(extension, "")}.ts`,
      )
      .filter((target) => target in files);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" > "));
    else if (!done.has(file)) for (const target of targets(file)) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of Object.keys(files)) visit(file, []);
  return found;
}

const ofSource = (files: Record<string, string>) => violations(rooms, files, /\.js$/);
const ofAssembly = (files: Record<string, string>) => violations(kernels, files, /$/, ["../src/kernels/abi.ts"]);

/** path → text of the TypeScript files under a folder of the project */
function read(folder: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.m?[tj]s$/.test(name) && !name.includes("node_modules"),
  );
  return Object.fromEntries(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(root, folder, name), "utf8")]));
}

describe("the layers of assembly/", () => {
  test("imports only point down the list, and only abi.ts comes from src/", () => {
    const files = read("assembly");
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["linear/lanes.ts", "penalties/elasticNet.ts", "testing/testing.ts"]));
    expect(ofAssembly(files)).toEqual([]);
  });

  test.each([
    ["linear/level2.ts", 'import { ridge } from "../ridge/ridge";', "linear/level2.ts imports ridge/ridge.ts"],
    ["linear/level1.ts", 'export { Four } from "./level1f";', "linear/level1.ts imports linear/level1f.ts"],
    ["linear/qr.ts", 'import { factor } from "./cholesky";', "linear/qr.ts imports linear/cholesky.ts"],
    ["penalties/mcp.ts", 'import { Dense } from "../design/dense";', "penalties/mcp.ts imports design/dense.ts"],
    ["path/path.ts", 'import { Kernels } from "../../src/kernels/kernels";', "path/path.ts imports ../src/kernels/kernels.ts"],
    ["ridge/ridge.ts", 'import { Face } from "../path/face";', "ridge/ridge.ts imports path/face.ts"],
    ["losses/huber.ts", 'import {\n  descentOf,\n} from "../dispatch";', "losses/huber.ts imports dispatch.ts"],
    ["helpers.ts", "", "helpers.ts has no layer"],
    ["linear/sums.ts", "", "linear/sums.ts has no layer"],
  ])("%s with %j breaks them", (file, source, message) => {
    expect(ofAssembly({ [file]: source })).toEqual([message]);
  });

  test.each([
    [
      "path/newton.ts",
      'import { State } from "../proof/state";\nimport { Face } from "./face";\nimport { LossKind } from "../../src/kernels/abi";',
    ],
    ["linear/level2.ts", '// import { ridge } from "../ridge/ridge";\nimport { Four } from "./level1f";'],
  ])("%s with %j keeps to them", (file, source) => {
    expect(ofAssembly({ [file]: source })).toEqual([]);
  });
});

describe("the rooms of src/", () => {
  test("imports only point down the list", () => {
    const files = read("src");
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["check.ts", "fitting/lasso.ts", "theory/index.ts"]));
    expect(ofSource(files)).toEqual([]);
  });

  test("no file imports itself by way of others", () => {
    expect(circles(read("src"), /\.js$/)).toEqual([]);
    expect(circles(read("assembly"), /$/)).toEqual([]);
  });

  test.each([
    ["solvers/spectrum.ts", 'import { path } from "../fitting/path.js";', "solvers/spectrum.ts imports fitting/path.ts"],
    ["tables/matrix.ts", 'import type { Fit } from "../results/fit.js";', "tables/matrix.ts imports results/fit.ts"],
    ["check.ts", 'import { mulberry } from "./random.js";', "check.ts imports random.ts"],
    ["utils.ts", "", "utils.ts has no layer"],
  ])("%s with %j breaks them", (file, source, message) => {
    expect(ofSource({ [file]: source })).toEqual([message]);
  });

  test("a circle is named once, with all that are in it", () => {
    const files = { "a.ts": 'import type { B } from "./b.js";', "b.ts": 'import { c } from "./c.js";', "c.ts": 'export * from "./a.js";' };
    expect(circles(files, /\.js$/)).toEqual(["a.ts > b.ts > c.ts > a.ts"]);
  });
});

test("no file in src/ imports from Node", () => {
  const files = read("src");
  expect(Object.keys(files)).toContain("index.ts");
  const builtin = /^(node:|fs|path|url|module|os|buffer|crypto|process|worker_threads|util|assert)($|[/:])/;
  const found = Object.entries(files).flatMap(([file, source]) =>
    imports(source)
      .filter((name) => builtin.test(name))
      .map((name) => `${file} imports ${name}`),
  );
  expect(found).toEqual([]);
});

describe("the same bits in every engine", () => {
  // what ECMAScript leaves to the engine: all of Math but what IEEE 754 or the standard fixes, and ** but of small whole numbers
  const exact = new Set(
    "E LN2 LN10 LOG2E LOG10E PI SQRT2 SQRT1_2 abs ceil clz32 floor fround imul max min round sign sqrt trunc".split(" "),
  );
  const loose = (source: string) => {
    const code = source.replace(/^\s*(\/\/|\*|\/\*).*$|\/\*.*?\*\/|`[^`$]*`/gm, "");
    return [
      ...[...code.matchAll(/\bMath\.(\w+)/g)].map(([, name]) => name).filter((name) => !exact.has(name)),
      ...(code.match(/(?<!\b2 )\*\*|\*\*(?! \d+\b)/g) ?? []),
    ];
  };

  test("src/ takes exp, log and powers from elementary.ts", () => {
    const found = Object.entries(read("src")).flatMap(([file, source]) =>
      /^generated\b/.test(file) ? [] : loose(source).map((name) => `${file} has ${name}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ["x + Math.exp(1)", ["exp"]],
    ["x ** 2", ["**"]],
    ["2 ** k", ["**"]],
    ["y.map(Math.tanh)", ["tanh"]],
    ["2 ** 31 - Math.sqrt(Math.PI)", []],
  ])("%s", (code, found) => expect(loose(code)).toEqual(found));
});

test("no name at the top of a file is one of CommonJS's wrapper", () => {
  const taken = /^(?:export )?(?:let|const|var|function|class) (module|exports|require|__filename|__dirname)\b/gm;
  const found = Object.entries(read("src")).flatMap(([file, source]) =>
    [...source.matchAll(taken)].map(([, name]) => `${file} has ${name}`),
  );
  expect(found).toEqual([]);
  expect([..."let module: number;".matchAll(taken)]).toHaveLength(1);
});

test("reference/ stands on src/ alone, and tests and examples do not import bench/", () => {
  const allowed = /^node\/report\.test\.ts$/;
  const intoBench = (folder: string) =>
    Object.entries(read(folder)).flatMap(([file, source]) =>
      imports(source).some((name) => /(^|\/)bench\//.test(name)) && !allowed.test(file) ? [`${folder}/${file}`] : [],
    );
  expect(["reference", "examples", "test"].flatMap(intoBench)).toEqual([]);
});
