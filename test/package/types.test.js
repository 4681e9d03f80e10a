// What compilers and linters of packages say of the tarball. Nothing is skipped by skipLibCheck: every declaration of ours is read.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "./run.js";

const project = inject("project");
const here = import.meta.dirname;
const root = join(here, "../..");

const compilers = {
  // the oldest that reads our declarations: Symbol.dispose came with it
  "TypeScript 5.2": join(here, "node_modules/typescript-5.2/bin/tsc"),
  "TypeScript 5.8": join(here, "node_modules/typescript-5.8/bin/tsc"),
  "TypeScript 7": join(root, "node_modules/typescript/bin/tsc"),
};

/** compiles files beside the installed package; what tsc says goes into the error */
async function compile(compiler, files, compilerOptions) {
  const folder = mkdtempSync(join(project, "types-"));
  const options = { target: "es2022", strict: true, noEmit: true, skipLibCheck: false, types: [], ...compilerOptions };
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: Object.keys(files) }));
  return (await run(process.execPath, [compilers[compiler], "-p", folder], { cwd: project })).out;
}

const consumer = `
import { type Fit, init, lasso, Matrix, type MultiFit, path, ridge } from "shrinkage";
import * as everything from "shrinkage";
import * as theory from "shrinkage/theory";

const X = [[1, 2], [3, 5], [4, 1]];
const y = [1, 2, 3];
export const one: Fit = lasso(X, y, { lambda: 1 });
export const many: MultiFit = ridge(X, X, { lambda: 1 });
export const matrix = Matrix.from(X);
export const coefficients: Float64Array = path(matrix, y).coefficients(0);
export const all = { ...everything, ...theory };
matrix[Symbol.dispose]();
init(new Uint8Array(8));
// @ts-expect-error a text is neither bytes nor a module
init("release.wasm");
// @ts-expect-error lambda is required
lasso(X, y, {});
`;

const folders = ["docs", "docs/guide", "docs/design"];
const pages = ["README.md", ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))].filter(
  (name) => name.endsWith(".md"),
);
const blocks = Object.fromEntries(
  pages.flatMap((name) =>
    [...readFileSync(join(root, name), "utf8").matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code], k) => [
      `${name.replace(/\W/g, "-")}${k}.ts`,
      `${code}\nexport {};\n`,
    ]),
  ),
);

const ways = [
  ["node16", { module: "node16", moduleResolution: "node16" }],
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
];
const cases = Object.keys(compilers).flatMap((compiler) => ways.map(([name, options]) => [compiler, name, options]));

test("the compilers are what their names say", async () => {
  for (const [name, path] of Object.entries(compilers)) {
    const { out } = await run(process.execPath, [path, "--version"], { cwd: project });
    expect(`${out.replace("Version", "TypeScript")}.`).toContain(`${name}.`);
  }
});

test.for(cases)("%s, moduleResolution %s: a consumer, and every block of README and docs", async ([compiler, , options]) => {
  expect(Object.keys(blocks).length).toBeGreaterThan(10);
  // the blocks are JavaScript, which knows what it has not left out and names no types
  const blocksToo = {
    ...options,
    lib: ["es2022", "dom"],
    strictNullChecks: false,
    noImplicitAny: false,
    useUnknownInCatchVariables: false,
  };
  expect(await compile(compiler, { ...blocks, "papaparse.d.ts": 'declare module "papaparse";', "consumer.ts": consumer }, blocksToo)).toBe(
    "",
  );
});

test.for(Object.keys(compilers))("%s for Node alone, without the browser's library", async (compiler) => {
  const options = { ...ways[0][1], lib: ["es2022"], types: ["node"], typeRoots: [join(here, "node_modules/@types")] };
  expect(await compile(compiler, { "consumer.ts": consumer }, options)).toBe("");
});

test.for(Object.keys(compilers).flatMap((compiler) => ["node16", "nodenext"].map((module) => [compiler, module])))(
  "%s compiles require() in CommonJS with module %s, and a fit of shrinkage is one to shrinkage/theory",
  async ([compiler, module]) => {
    const code = `import shrinkage = require("shrinkage");
      import { lasso } from "shrinkage";
      import theory = require("shrinkage/theory");
      export const v: string = shrinkage.version;
      export const radius: number = theory.constraintRadius(lasso([[1], [2]], [1, 2], { lambda: 0.1 }));`;
    expect(await compile(compiler, { "required.cts": code }, { module, moduleResolution: module })).toBe("");
  },
);

test("publint has nothing to say", async () => {
  const { out } = await run(process.execPath, [join(here, "node_modules/publint/src/cli.js"), inject("tarball"), "--strict"], {
    cwd: project,
  });
  expect(out).toMatch(/All good!/);
});

test("@arethetypeswrong/cli finds nothing wrong for modules and CommonJS", async () => {
  // what is left out is the way of resolving types of before Node 12
  const cli = join(here, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // the worker's script is started by its URL, nobody imports it
  const options = ["--profile", "node16", "--exclude-entrypoints", "./worker/script.js", "--format", "json"];
  const { out } = await run(process.execPath, [cli, inject("tarball"), ...options], { cwd: project });
  const { analysis } = JSON.parse(out);
  expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining([".", "./theory", "./worker"]));
  expect(analysis.problems.filter(({ resolutionKind }) => resolutionKind !== "node10")).toEqual([]);
});
