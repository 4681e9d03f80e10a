import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installed, root } from "./installed.js";

const folder = join(root, "examples");

test("npm run demo prints errors by λ, coefficients, proofs, the path's picture and times, and writes a report", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["demo.mjs"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  expect(stdout).toMatch(/chosen \(the smallest error\): λ = 1\.093, mse 2999 ± 112\.6/);
  expect(stdout).toMatch(/the first patient: 204\.2 predicted, 151 seen/);
  for (const feature of ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"])
    expect(stdout).toMatch(new RegExp(`^${feature} +[·▁▂▃▄▅▆▇█]{60} [+−]$`, "m"));
  const proven = stdout.match(/all 60 λ's proven: largest relative gap (\S+)/)?.[1];
  expect(Number(proven)).toBeLessThanOrEqual(1e-7);
  expect(stdout).toMatch(/^report written to demo\/report\.html$/m);
  expect(readFileSync(join(root, "demo/report.html"), "utf8")).toContain("<h2>Choosing λ</h2>");
  for (const contest of ["ridge", "elastic net", "lasso path"]) expect(stdout).toMatch(new RegExp(`^${contest}, .*×$`, "m"));
});

describe("beside the packed tarball", () => {
  let place: string;

  beforeAll(() => {
    place = installed("examples");
    cpSync(folder, join(place, "examples"), { recursive: true });
  });

  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const run = (name: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(place, "examples", name)], { encoding: "utf8" });
    // Node 22 says that require of a module is new
    expect(stderr.replace(/^.*ExperimentalWarning.*\n(\(Use .*\n)?/m, "")).toBe("");
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    return stdout;
  };

  test("esm.mjs chooses λ, and prints the columns that are left with their coefficients", () => {
    const stdout = run("esm.mjs");
    const [, lambda, r2, left] = stdout.match(/^λ = (\S+), R² = (\S+), (\d+) of 10 columns$/m) ?? [];
    expect(Number(lambda)).toBeGreaterThan(0);
    expect(Number(r2)).toBeGreaterThan(0.4);
    const columns = [...stdout.matchAll(/^(age|sex|bmi|bp|s[1-6]) +-?\d+\.\d{3}$/gm)].map(([, name]) => name);
    expect(columns).toHaveLength(Number(left));
    expect(columns).toEqual(expect.arrayContaining(["bmi", "s5"])); // the first two of the path
  });

  test("commonjs.cjs prints a fit whose coefficients add up to its radius", () => {
    const [, a, b] =
      run("commonjs.cjs")
        .match(/coefficients (\S+) (\S+) /)
        ?.map(Number) ?? [];
    const [, radius] = run("commonjs.cjs").match(/‖w‖₁ = (\S+)/) ?? [];
    expect(Number(radius)).toBeCloseTo(Math.abs(a) + Math.abs(b), 3);
  });

  test("text.mjs tells docs apart by words it has not seen better than by the larger kind, and names them", () => {
    const stdout = run("text.mjs");
    const [, right] = stdout.match(/not seen: (\d+) %$/m)?.map(Number) ?? [];
    const [, always] = stdout.match(/kind always: (\d+) %/)?.map(Number) ?? [];
    expect(right).toBeGreaterThan(always);
    expect(stdout).toMatch(/^solvers +\d+ words: .*\bthrows\b/m);
    const [, kept, words] = stdout.match(/(\d+) of (\d+) words kept$/m)?.map(Number) ?? [];
    expect(kept).toBeGreaterThan(10);
    expect(words).toBeGreaterThan(5 * kept);
  });

  test("worker.mjs gets its path while its thread goes on, stops a long call, and the worker answers again", () => {
    const stdout = run("worker.mjs");
    expect(stdout).toMatch(/^100 λ, [1-9]\d* reports of progress; this thread turned meanwhile$/m);
    expect(stdout).toContain("stopped: no longer wanted");
    // 3 and −2, less λ over the variance of a column, 0.02·12, but for what 2000 rows leave to chance
    const [, a, b] = stdout.match(/coefficients are (\S+) and (\S+)$/m)?.map(Number) ?? [];
    expect(Math.abs(a - 2.76)).toBeLessThan(0.1);
    expect(Math.abs(b + 1.76)).toBeLessThan(0.1);
  });
});

test("every example is run: theory.mjs in theory.example.test.ts, browser/ in examples.page.test.ts, the others here", () => {
  const names = readdirSync(folder).filter((name) => !name.endsWith("data"));
  expect(names).toEqual(["browser", "commonjs.cjs", "demo.mjs", "esm.mjs", "text.mjs", "theory.mjs", "times.mjs", "worker.mjs"]);
});
