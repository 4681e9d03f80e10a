// The package in fresh Node processes: import, require, init, and the safety net for forgotten matrices. Wants `npm run build`.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;

/** the JSON that `code` prints in a process of its own, where "shrinkage" is this package by its own exports map */
function run(code: string, { type = "module", flags = [] as string[], cwd = root } = {}): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, `--input-type=${type}`, "--eval", code], {
    cwd,
    encoding: "utf8",
  });
  if (status !== 0) expect.fail(stderr);
  expect(stderr.replace(/.*ExperimentalWarning.*\n.*--trace-warnings.*\n/, "")).toBe("");
  return JSON.parse(stdout);
}

const print = "const print = (value) => console.log(JSON.stringify(value));";
const data = "const X = [[1, 2], [3, 5], [4, 1], [7, 8]], y = [1, 2, 3, 5];";
const fit = `${data} const fit = () => lasso(X, y, { lambda: 0.1 });`;
const attempt = "const attempt = (f) => { try { return f(); } catch (e) { return e.constructor.name + ': ' + e.message; } };";
const read = 'const bytes = readFileSync("wasm/release.wasm");';
const setup = `import { readFileSync } from "node:fs"; import { init, lasso, memoryUsage } from "shrinkage"; ${print} ${fit} ${attempt} ${read}`;

const expected = run(`import { lasso } from "shrinkage"; ${print} ${fit} print(fit());`) as { coefficients: number[]; certificate: object };

test("import gives a fit", () => {
  expect(expected.coefficients).toHaveLength(2);
  expect(expected.certificate).toMatchObject({ converged: true });
});

test("a dynamic import of dist/index.js gives the same fit", () => {
  expect(run(`const { lasso } = await import("./dist/index.js"); ${print} ${fit} print(fit());`)).toEqual(expected);
});

test("require gives the same fit: there is no top-level await on the way", () => {
  expect(run(`const { lasso } = require("shrinkage"); ${print} ${fit} print(fit());`, { type: "commonjs" })).toEqual(expected);
});

test("require and import give the same module", () => {
  const code = `import { createRequire } from "node:module"; import * as imported from "shrinkage"; ${print}
    const required = createRequire(process.cwd() + "/x.js")("shrinkage");
    print([required.lasso === imported.lasso, Object.keys(required).sort().join()  === Object.keys(imported).sort().join()]);`;
  expect(run(code)).toEqual([true, true]);
});

/** the package as it is shipped, and what `change` makes of its folder */
function copied<T>(change: (dist: string) => void, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-copy-"));
  try {
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(folder, "package.json"));
    change(join(folder, "dist"));
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const squared = "squared.wasm";
const folderInstead = (file: string) => {
  rmSync(file);
  mkdirSync(file);
};
const damages: [what: string, change: (file: string) => void][] = [
  ["is there", () => {}],
  ["is not there", rmSync],
  ["is cut short", (file) => truncateSync(file, 1000)],
  ["is a folder", folderInstead],
];
test.each(damages)("where the file with the kernels %s the fit is the same to the bit", (what, change) => {
  const code = `let made = 0; const Instance = WebAssembly.Instance;
    WebAssembly.Instance = function (...args) { made++; return new Instance(...args); };
    const { lasso } = await import("shrinkage"); ${print} ${fit} print([fit(), made]);`;
  // without it one more module unpacks what is built in
  expect(
    copied(
      (dist) => change(join(dist, squared)),
      (folder) => run(code, { cwd: folder }),
    ),
  ).toEqual([expected, what === "is there" ? 1 : 2]);
});

const answered = "(f) => { try { return f(); } catch (e) { return e.message; } }";
test("CommonJS without the files of the kernels says so, and works with bytes that it is given", () => {
  const code = `const { configure, init, lasso } = require("./dist/index.cjs"); ${print} ${fit} const answer = ${answered};
    const { readFileSync } = require("node:fs");
    print([answer(fit), answer(() => configure({ relaxedSimd: true })), init(readFileSync("${root}wasm/release.wasm")), fit()]);`;
  const message = (file: string) =>
    `shrinkage: the CommonJS files read shrinkage/wasm/${file}.wasm, which cannot be read here; expected Node and the package as it was ` +
    'installed. A bundler takes the modules (its condition "module"); elsewhere hand the bytes to init';
  const said = copied(
    () => {},
    (cwd) => run(code, { type: "commonjs", cwd }),
  );
  expect(said).toEqual([message("release"), message("relaxed"), null, expected]);
});

test("a worker of CommonJS without its script says so", () => {
  const code = `const { readFileSync, rmSync } = require("node:fs"); const { init } = require("./dist/index.cjs");
    const { createWorker } = require("./dist/worker/index.cjs"); ${print} ${data}
    init(readFileSync("${root}wasm/release.wasm")); rmSync("dist/commonjs/script.js");
    createWorker().lasso(X, y, { lambda: 0.1 }).catch((e) => print(e.message));`;
  const said = copied(
    (dist) => symlinkSync(join(root, "node_modules"), join(dist, "../node_modules")),
    (cwd) => run(code, { type: "commonjs", cwd }),
  );
  expect(said).toMatch(/^createWorker: the worker does not run \(ENOENT.*commonjs\/script\.js'\)/);
});

test("a bundle of what requires has the modules, for a place without files", () => {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-bundle-"));
  try {
    const contents = `const { lasso } = require("shrinkage"); ${data} console.log(JSON.stringify(lasso(X, y, { lambda: 0.1 })));`;
    const outfile = join(folder, "bundle.cjs");
    buildSync({ stdin: { contents, resolveDir: root }, bundle: true, format: "cjs", platform: "browser", outfile });
    const { stdout } = spawnSync(process.execPath, [outfile], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(stdout)).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("importing compiles nothing: the module is made on first use", () => {
  const code = `let made = 0; const Instance = WebAssembly.Instance;
    WebAssembly.Instance = function (...args) { made++; return new Instance(...args); };
    const { lasso } = await import("shrinkage"); ${print} ${fit} const before = made; fit(); fit(); print([before, made]);`;
  expect(run(code)).toEqual([0, 1]);
});

const sources: [what: string, source: string][] = [
  ["the bytes of wasm/release.wasm", "bytes"],
  ["an ArrayBuffer", "new Uint8Array(bytes).buffer"],
  ["a compiled module", "new WebAssembly.Module(bytes)"],
];

test.each(sources)("init takes %s", (_, source) => {
  expect(run(`${setup} init(${source}); print(fit());`)).toEqual(expected);
});

test("init takes the relaxed build, whose answers differ by rounding at most", () => {
  // Node 20 wants a flag for it, later ones know no such flag
  const known = WebAssembly.validate(readFileSync(`${root}wasm/relaxed.wasm`));
  const flags = known ? [] : ["--experimental-wasm-relaxed-simd"];
  const relaxed = run(`${setup} init(readFileSync("wasm/relaxed.wasm")); print(fit());`, { flags }) as typeof expected;
  expected.coefficients.forEach((b, j) => {
    expect(relaxed.coefficients[j]).toBeCloseTo(b, 12);
  });
});

test("configure turns relaxed SIMD on where the engine has it, and says so where it has not", () => {
  const known = WebAssembly.validate(readFileSync(`${root}wasm/relaxed.wasm`));
  const code = 'import { configure, ridge } from "shrinkage"; const on = configure({ relaxedSimd: true }).relaxedSimd;';
  const after = `${code} ${print} print([on, configure({ relaxedSimd: false }).relaxedSimd, ridge([[1], [2], [3]], [2, 4, 6], { lambda: 0 }).coefficients[0]]);`;
  expect(run(after)).toEqual([known, false, 2]);
  if (!known) expect(run(after, { flags: ["--experimental-wasm-relaxed-simd"] })).toEqual([true, false, 2]);
});

test("init uses the module that it was given", () => {
  const code = `let made; const Instance = WebAssembly.Instance;
    WebAssembly.Instance = function (module, ...rest) { made = module; return new Instance(module, ...rest); };
    ${setup.replace("import { init, lasso, memoryUsage }", "const { init, lasso, memoryUsage } =").replace('} = from "shrinkage"', '} = await import("shrinkage")')}
    const module = new WebAssembly.Module(bytes); init(module); fit(); print(made === module);`;
  expect(run(code)).toBe(true);
});

test.each(["fit()", "memoryUsage()", "init(bytes)"])("after %s, init is refused and nothing changes", (first) => {
  const answer = run(`${setup} ${first}; print([attempt(() => init(bytes)), fit()]);`);
  expect(answer).toEqual(["Error: init: the library is already running, call init before anything else", expected]);
});

const wrong: [what: string, source: string, message: string][] = [
  ["undefined", "undefined", "TypeError: init: source is undefined, expected"],
  ["null", "null", "TypeError: init: source is null, expected"],
  ["a path", '"wasm/release.wasm"', 'TypeError: init: source is "wasm/release.wasm" (a string), expected'],
  ["a promise", "Promise.resolve(bytes)", "TypeError: init: source is a Promise, expected"],
  [
    "an instance",
    "new WebAssembly.Instance(new WebAssembly.Module(bytes), { heed: { heed() {} } })",
    "TypeError: init: source is an Instance, expected",
  ],
];

test.each(wrong)("init refuses %s, and the built-in module still works", (_, source, message) => {
  const full = `${message} a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm`;
  expect(run(`${setup} print([attempt(() => init(${source})), fit()]);`)).toEqual([full, expected]);
});

test("init refuses bytes that are no WebAssembly, and the built-in module still works", () => {
  const [message, after] = run(`${setup} print([attempt(() => init(new Uint8Array(8))), fit()]);`) as [string, unknown];
  expect(message).toMatch(/^CompileError: /);
  expect(after).toEqual(expected);
});

test("init refuses a module that is not one of ours, and the built-in module still works", () => {
  const empty = "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))";
  const message = "TypeError: init: source exports no kernels, expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm";
  expect(run(`${setup} print([attempt(() => init(${empty})), fit()]);`)).toEqual([message, expected]);
});

test("a Matrix that was forgotten gives its memory back, one that was disposed of is not freed twice", () => {
  const code = `import { Matrix, memoryUsage } from "shrinkage"; ${print}
    const kept = new Matrix(10, 10);
    (() => { for (let k = 0; k < 50; k++) { const m = new Matrix(100, 10); if (k % 2) m.dispose(); } })();
    const before = memoryUsage();
    for (let k = 0; k < 20 && memoryUsage().matrices > 1; k++) { gc(); await new Promise((done) => setTimeout(done, 10)); }
    const { matrices, used } = memoryUsage();
    print([before.matrices, matrices, used === Math.ceil(8 * 100 / 64) * 64, kept.column(0).length]);`;
  expect(run(code, { flags: ["--expose-gc"] })).toEqual([26, 1, true, 10]);
});
