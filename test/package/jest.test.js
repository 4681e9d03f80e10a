// Jest as it is installed, without a setting for our sake: it requires CommonJS, in Node's realm and in that of a page.
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "./run.js";

const cwd = inject("project");
const here = import.meta.dirname;
const installed = (...path) => join(here, "node_modules", ...path);

test.for(["jest-environment-node", "jest-environment-jsdom"])("%s", async (environment) => {
  const config = { rootDir: cwd, testMatch: ["**/*.jest.cjs"], testEnvironment: installed(environment) };
  const { err } = await run(process.execPath, [installed("jest/bin/jest.js"), "--config", JSON.stringify(config), "--ci"], {
    cwd,
    env: { DIGITS: inject("digits"), NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  expect(err).toMatch(/Tests: +1 passed, 1 total/);
});
