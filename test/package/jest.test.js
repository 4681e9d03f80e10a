// Jest as it is installed, without a setting for our sake, in Node's realm and in that of a page: it requires CommonJS, or what Babel makes of
// modules, or loads modules where Node is told to.
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { run } from "./run.js";

const here = import.meta.dirname;
const installed = (...path) => join(here, "node_modules", ...path);
const environments = ["jest-environment-node", "jest-environment-jsdom"];

/** runs the tests of a folder, which expect the digits of Node */
async function jest(rootDir, config, flags = []) {
  const whole = { rootDir, cacheDirectory: join(rootDir, ".jest"), ...config };
  const { err } = await run(process.execPath, [...flags, installed("jest/bin/jest.js"), "--config", JSON.stringify(whole), "--ci"], {
    cwd: rootDir,
    env: { DIGITS: inject("digits"), NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  return err;
}

test.for(environments)("require, %s", async (environment) => {
  const config = { testMatch: ["**/*.jest.cjs"], testEnvironment: installed(environment) };
  expect(await jest(inject("project"), config)).toMatch(/Tests: +1 passed, 1 total/);
});

describe("a project in the language of modules", () => {
  const rootDir = join(inject("hosts"), "jest");
  const presets = [[installed("@babel/preset-env"), { targets: { node: "current" } }]];
  const transform = { "\\.[cm]?js$": [installed("babel-jest"), { presets }] };
  const passed = /Tests: +3 passed, 3 total/;

  test.for([
    ["jest-environment-node", {}],
    ["jest-environment-jsdom", {}],
    ["jest-environment-node", { transformIgnorePatterns: [] }],
  ])("babel-jest, %s, %o", async ([environment, more]) => {
    expect(await jest(rootDir, { testEnvironment: installed(environment), transform, ...more })).toMatch(passed);
  });

  test("without a transform, by Node's --experimental-vm-modules", async () => {
    expect(await jest(rootDir, { transform: {} }, ["--experimental-vm-modules"])).toMatch(passed);
  });
});
