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

test("large buffers of an answer are moved, and none of them is anybody's own", () => {
  const shared = new Float64Array(new SharedArrayBuffer(40_000)).fill(2);
  const large = new Float64Array(10_000).fill(1);
  const given = [large, large.subarray(1, 5001), large, Buffer.alloc(40_000, 3), shared, new BigInt64Array(5000), new Uint8Array(100)];
  const view = new DataView(new ArrayBuffer(40_000));
  const moved: ArrayBuffer[] = [];
  const plain = toPlain("answer", { given, view }, moved) as { given: typeof given; view: DataView };
  expect(moved).toHaveLength(6);
  expect(new Set(moved).size).toBe(6);
  const own = [...given, view].map(({ buffer }) => buffer as ArrayBuffer);
  for (const each of moved) expect(own).not.toContain(each);
  expect(plain.view).toBe(view);
  const there = structuredClone(plain, { transfer: moved });
  expect(there.given.map((each) => [each.length, Number(each[0])])).toEqual(given.map((each) => [each.length, Number(each[0])]));
  expect(large[0]).toBe(1);
  expect(given[3]).toHaveLength(40_000);
});
