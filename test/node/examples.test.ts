import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../examples/", import.meta.url);

test("npm run demo prints coefficients, certificates, the path's picture and times", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["demo.mjs"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  expect(stdout).toMatch(/non-zero +10 +7 +9/);
  for (const feature of ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"])
    expect(stdout).toMatch(new RegExp(`^${feature} +[·▁▂▃▄▅▆▇█]{60} [+−]$`, "m"));
  const proven = stdout.match(/every one of the 60 points proven: largest relative gap (\S+)/)?.[1];
  expect(Number(proven)).toBeLessThanOrEqual(1e-7);
  for (const contest of ["ridge", "lasso", "elastic net", "path, 100 λ"]) expect(stdout).toMatch(new RegExp(`^${contest}.*×$`, "m"));
});

test("every example is run: theory.mjs in theory.example.test.ts, the others here", () => {
  expect(readdirSync(folder).filter((name) => name.endsWith(".mjs"))).toEqual(["demo.mjs", "theory.mjs"]);
});
