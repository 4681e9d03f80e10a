// Objects of another realm, which is what Jest makes of all that comes from a worker: test/package/jest.test.js has Jest itself.
import vm from "node:vm";
import { expect, test } from "vitest";
import { Fit, lasso } from "../../src/index.js";
import { fromPlain, toPlain } from "../../src/worker/serialise.js";

const there: (value: object) => object = vm.runInNewContext("(value) => ({ ...value })");

test("a fit of another realm's objects is a fit, and options of them are plain", () => {
  const fit = lasso([[1], [2], [4]], [1, 2, 2], { lambda: 0.1 });
  const { shrinkage, parts } = toPlain("fit", fit) as { shrinkage: string; parts: object };
  const made = fromPlain(there({ shrinkage, parts: there(parts) }));
  expect(made).toBeInstanceOf(Fit);
  expect(JSON.stringify(made)).toBe(JSON.stringify(fit));
  expect(toPlain("options", there({ warmStart: fit }))).toEqual({ warmStart: { shrinkage, parts } });
});

test("what is no plain object stays what it is", () => {
  const others = [new Date(0), new Map(), new (class Own {})()];
  for (const each of others) expect(fromPlain(each)).toBe(each);
  for (const each of others) expect(toPlain("options", each)).toBe(each);
});
