// Node 20 to 26: import and require, each of them fits the diabetes lasso, to the digit of each other and of the reference.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { run } from "./run.js";
import { binaries, binary } from "./runtimes.js";

const cwd = inject("project");
const versions = Object.keys(binaries).filter((name) => name.startsWith("Node"));
const manifest = JSON.parse(readFileSync(join(cwd, "node_modules/shrinkage/package.json"), "utf8"));

test("the digits are scikit-learn's", () => {
  const { cases } = JSON.parse(readFileSync(new URL("../fixtures/diabetes.json", import.meta.url), "utf8"));
  const { coef, intercept } = cases.find(({ model, alpha, ...rest }) => model === "lasso" && alpha === 0.5 && !("positive" in rest));
  const digits = JSON.parse(inject("digits")).map(Number);
  // what the reference is good to, see references.test.ts
  for (const [k, value] of [intercept, ...coef].entries())
    expect(Math.abs(digits[k] - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
});

describe.each(versions)("%s", (name) => {
  test("is what its name says", async ({ skip }) => {
    const { out } = await run(binary(name, skip), ["--version"], { cwd });
    expect(`Node ${out.slice(1)}.`).toContain(`${name}.`);
  });

  test("import", async ({ skip }) => {
    expect(await run(binary(name, skip), ["lasso.js"], { cwd })).toEqual({ out: inject("digits"), err: "" });
  });

  test("require", async ({ skip }) => {
    const { out, err } = await run(binary(name, skip), ["required.cjs"], { cwd });
    expect(out).toBe(inject("digits"));
    // 20.19 and 22.12 call require of a module experimental, and do it
    expect(err.replace(/^.*ExperimentalWarning: .*\brequire\b.*(\nSupport for .*)?(\n\(Use .*)?$/m, "")).toBe("");
  });
});

test("engines names the versions where require of a module needs no flag", () => {
  expect(manifest.engines).toEqual({ node: "^20.19.0 || >=22.12.0" });
});

test.for(["Node 24", "Node 26"])("%s: import source of shrinkage/wasm/release.wasm, handed to init", async (name, { skip }) => {
  const { out } = await run(binary(name, skip), ["handed.js"], { cwd });
  expect(out).toBe(inject("digits"));
});

test("an engine without WebAssembly SIMD is told so in one error", async () => {
  const failed = run(process.execPath, ["--no-enable-sse4-1", "lasso.js"], { cwd });
  await expect(failed).rejects.toThrow(/^Error: shrinkage: this engine has no WebAssembly SIMD, expected Chrome 91/m);
});
