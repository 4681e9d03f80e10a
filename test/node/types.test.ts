// What a user's compiler says: right calls compile, wrong ones do not, in both ways of resolving modules, with the libraries checked.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;

const consumer = `
import { type CoxFit, cox, type Fit, lasso, Matrix, type MultiFit, type MultinomialFit, path, ridge, ridgeCv } from "shrinkage";

const X = [[1, 2], [3, 5], [4, 1]];
const y = [1, 2, 3];
const one: Fit = ridge(X, y, { lambda: 1 });
const typed: Fit = ridge(X, new Float64Array(3), { lambda: 1 });
const many: MultiFit = ridge(X, X, { lambda: 1 });
const named: MultiFit = ridge(X, { a: y, b: y }, { lambda: 1 });
const either: Fit | MultiFit = ridge(X, { data: y, shape: [3] }, { lambda: 1 });
const matrix = Matrix.from(X);
const fromMatrix: Fit = lasso(matrix, y, { lambda: 0.1, warmStart: one });
const p: Float64Array = path({ a: y, b: y }, y).coefficients(0);
const chosen: Fit = ridgeCv({ data: new Float64Array(6), shape: [3, 2] }, y).fit;
matrix[Symbol.dispose]();
export { chosen, either, fromMatrix, many, named, p, typed };

// @ts-expect-error a number is no table
lasso(5, y, { lambda: 1 });
// @ts-expect-error nor is a date
lasso(new Date(), y, { lambda: 1 });
// @ts-expect-error nor a flat array
lasso([1, 2, 3], y, { lambda: 1 });
// @ts-expect-error texts are no numbers
lasso([["1"]], y, { lambda: 1 });
// @ts-expect-error lambda is required
lasso(X, y, {});
// @ts-expect-error alpha is not a word here
lasso(X, y, { alpha: 1 });
const tasks: MultiFit = lasso(X, X, { lambda: 1, grouped: true });
const classes: MultinomialFit = path(X, ["a", "b", "c"], { loss: "multinomial" }).fit(0);
const ratios: CoxFit = cox(X, { time: y, event: [1, 0, 1] }, { lambda: 1 });
const rows: Float64Array[] = path(X, X).coefficients(0);
export { classes, ratios, rows, tasks };
// @ts-expect-error ridgeCv has one target
ridgeCv(X, X);
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "shrinkage-types-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/shrinkage"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "consumer.ts"), consumer);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["node16", "node16"],
  ["esnext", "bundler"],
])("a consumer compiles with module %s and moduleResolution %s", (module, moduleResolution) => {
  const options = { module, moduleResolution, target: "es2022", strict: true, noEmit: true, skipLibCheck: false, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }));
  const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});
