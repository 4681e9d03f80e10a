// A realm that has the language and WebAssembly and nothing else: no TextDecoder, TextEncoder, atob, btoa, structuredClone, AbortSignal or
// console, as in worklets and, but for some, in jest-environment-jsdom. It is given the modules, turned into CommonJS. Wants `npm run build`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";

const dist = new URL("../../dist/", import.meta.url).pathname;

/** `require` in a realm of its own, with these globals beside the language's */
function realm(globals: object = {}): (path: string) => Record<string, unknown> {
  const context = vm.createContext(globals);
  const loaded = new Map<string, { exports: Record<string, unknown> }>();
  const load = (path: string): Record<string, unknown> => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const own = (name: string) => load(join(dirname(path), name));
    const { code } = transformSync(readFileSync(path, "utf8"), { format: "cjs" });
    vm.runInContext(`(function (module, exports, require) {${code}\n})`, context, { filename: path })(module, module.exports, own);
    return module.exports;
  };
  return (path) => load(join(dist, path));
}

/** what a user does, as numbers in a text */
const work = (s: Record<string, CallableFunction>, t: Record<string, CallableFunction>) => {
  const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), Math.sin(i * i)]);
  const y = X.map(([a, b], i) => 2 * a - b + 0.1 * Math.sin(7 * i));
  const labels = y.map((value, i) => (value + Math.sin(11 * i) > 0 ? "yes" : "no"));
  const { Matrix, GramAccumulator } = s as unknown as Record<string, { from(X: unknown): never; fromJSON(text: string): never }>;
  const matrix = Matrix.from(X) as { dispose(): void };
  const fit = s.lasso(matrix, y, { lambda: 0.05 });
  matrix.dispose();
  const seen = (Reflect.construct(GramAccumulator as never, [3]) as { add(X: unknown, y: unknown): object }).add(X, y);
  const fits = s.path(X, labels, { loss: "logistic", count: 5 });
  return JSON.stringify([
    fit,
    // not converged, so that it warns
    s.lasso(X, y, { lambda: 0.001, tol: 0, maxIterations: 1 }),
    s.ridge(X, y, { lambda: 0.1 }),
    fits.fit(4),
    s.crossValidate(X, y, { folds: 3, count: 4 }).means,
    s.gradientDescent(X, y, { lambda: 0.1, method: "adam", epochs: 3 }),
    s.fromGram(GramAccumulator.fromJSON(JSON.stringify(seen))).lasso({ lambda: 0.05 }),
    s.configure({ relaxedSimd: false }),
    t.constraintRadius(fit),
  ]);
};

const quiet = (call: () => string) => {
  const { warn } = console;
  console.warn = () => {};
  try {
    return call();
  } finally {
    console.warn = warn;
  }
};

test("everything works where the language and WebAssembly are all there is", async () => {
  const require = realm();
  const [here, theory] = await Promise.all([import(`${dist}index.js`), import(`${dist}theory/index.js`)]);
  const expected = quiet(() => work(here, theory));
  expect(work(require("index.js") as never, require("theory/index.js") as never)).toBe(expected);
});

test("a place's own console is warned, and a signal is asked for where there are none", () => {
  const said: string[] = [];
  const { lasso } = realm({ console: { warn: (text: string) => said.push(text) } })("index.js") as Record<string, CallableFunction>;
  lasso([[1], [2], [4]], [1, 2, 2], { lambda: 0.001, tol: 0, maxIterations: 1 });
  expect(said.join()).toMatch(/^(lasso: not converged after 1 iterations.*)?$/);
  expect(() => lasso([[1], [2]], [1, 2], { lambda: 1, signal: {} })).toThrow("lasso: signal is an object, expected an AbortSignal");
});

test("the CommonJS files export what the modules do, and give the same classes to shrinkage and shrinkage/theory", async () => {
  const require = createRequire(import.meta.url);
  for (const entry of ["index", "theory/index", "worker/index", "shards/index", "network/index"]) {
    const module = await import(`${dist}${entry}.js`);
    expect(Object.keys(require(`${dist}${entry}.cjs`)).sort()).toEqual(Object.keys(module).sort());
  }
});

test("what another copy made is refused, and called so", async () => {
  const copy = createRequire(import.meta.url)(`${dist}index.cjs`);
  const { Matrix, informationCriteria, lasso, path, relaxed } = await import(`${dist}index.js`);
  const [X, y] = [
    [[1], [2], [4]],
    [1, 2, 2],
  ];
  const options = { lambda: 0.1 };
  const fit = copy.lasso(X, y, options);
  const matrix = copy.Matrix.from(X);
  const other = (kind: string) => `is a ${kind} of another copy of shrinkage (one by import, one by require?), expected`;
  expect(() => lasso(X, y, { ...options, warmStart: fit })).toThrow(`lasso: warmStart ${other("Fit")} a Fit`);
  expect(() => relaxed(fit, X, y)).toThrow(`relaxed: from ${other("Fit")} a Fit or a Path`);
  expect(() => informationCriteria(copy.path(X, y), X, y)).toThrow(`informationCriteria: path ${other("Path")} a Path`);
  expect(() => Matrix.from(matrix)).toThrow(`Matrix.from: X ${other("Matrix")} an array of rows`);
  expect(() => path(matrix, y)).toThrow(`path: X ${other("Matrix")} an array of rows`);
});
