// Calls of every kind, each alone in a library that has run nothing else: the families of kernels that it uses are there (scripts/families.mjs).
import { expect, test, vi } from "vitest";
import { calls } from "../bits/calls.js";

const kind = (name: string) => name.replace(/,.*/, "").replace(/ [-.\de]+$/, "");
const kinds = new Map(Object.keys(calls).map((name) => [kind(name), name]));

test("there is a call of every loss", () => {
  for (const each of [
    "ridge",
    "lasso",
    "logistic",
    "multinomial",
    "cox",
    "path huber",
    "path poisson",
    "path gamma",
    "crossValidate multinomial",
  ])
    expect([...kinds.keys()]).toContain(each);
});

test.each([...kinds])("%s", async (_, name) => {
  vi.resetModules();
  const alone = (await import("../bits/calls.js")).calls;
  expect([...alone[name]()].length).toBeGreaterThan(0);
});
