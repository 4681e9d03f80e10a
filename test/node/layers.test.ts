import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bottom to top: a file imports from lines below its own, and from its own folder. A folder stands for all files in it. */
const layers = [
  ["unpack.ts"],
  ["lanes.ts"],
  ["elementary.ts"],
  ["level1.ts"],
  ["level1f.ts", "packed.ts", "rounded.ts"],
  ["level2.ts"],
  ["level3.ts"],
  ["ceilings.ts"],
  ["cholesky.ts", "eigen.ts", "qr.ts"],
  ["condition.ts"],
  ["design", "losses", "penalties", "moments.ts", "rowMajor.ts", "strips.ts", "transpose.ts"],
  ["solvers"],
  ["dispatch.ts"],
  ["boundary"],
  ["index.ts"],
  ["testing.ts"],
];

/** what `import`, `export … from`, `import()` and `require()` name */
function imports(source: string): string[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)].map(([, name]) => name);
}

/** the rules that the files (paths relative to assembly/) break, one sentence each */
function violations(files: Record<string, string>): string[] {
  const place = (file: string) => layers.findIndex((layer) => layer.includes(file.split("/")[0]));
  return Object.entries(files).flatMap(([file, source]) => {
    if (place(file) < 0) return [`${file} has no layer`];
    return imports(source).flatMap((name) => {
      const target = `${normalize(join(dirname(file), name)).replaceAll("\\", "/")}.ts`;
      if (target === "../src/abi.ts") return [];
      const sameFolder = dirname(file) !== "." && dirname(file) === dirname(target);
      const below = place(target) >= 0 && place(target) < place(file);
      return sameFolder || below ? [] : [`${file} imports ${target}`];
    });
  });
}

/** path → text of the TypeScript files under a folder of the project */
function read(folder: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return Object.fromEntries(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(root, folder, name), "utf8")]));
}

describe("the layers of assembly/", () => {
  test("imports only point down the list, and only abi.ts comes from src/", () => {
    const files = read("assembly");
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["lanes.ts", "penalties/elasticNet.ts", "testing.ts"]));
    expect(violations(files)).toEqual([]);
  });

  test.each([
    ["level2.ts", 'import { ridge } from "./solvers/ridge";', "level2.ts imports solvers/ridge.ts"],
    ["level1.ts", 'export { Four } from "./level1f";', "level1.ts imports level1f.ts"],
    ["qr.ts", 'import { factor } from "./cholesky";', "qr.ts imports cholesky.ts"],
    ["penalties/mcp.ts", 'import { Dense } from "../design/dense";', "penalties/mcp.ts imports design/dense.ts"],
    ["solvers/path.ts", 'import { Kernels } from "../../src/kernels/kernels";', "solvers/path.ts imports ../src/wasm.ts"],
    ["losses/huber.ts", 'import {\n  descentOf,\n} from "../dispatch";', "losses/huber.ts imports dispatch.ts"],
    ["helpers.ts", "", "helpers.ts has no layer"],
  ])("%s with %j breaks them", (file, source, message) => {
    expect(violations({ [file]: source })).toEqual([message]);
  });

  test.each([
    [
      "solvers/newton.ts",
      'import { State } from "./state";\nimport { Loss } from "../losses/loss";\nimport { LossKind } from "../../src/kernels/abi";',
    ],
    ["level2.ts", '// import { ridge } from "./solvers/ridge";\nimport { Four } from "./level1f";'],
  ])("%s with %j keeps to them", (file, source) => {
    expect(violations({ [file]: source })).toEqual([]);
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
