// The base build gives the same bits in every engine and on every machine: these answers were made on Node 20 (npm run answers).
import { expect, test } from "vitest";
import answers from "../fixtures/answers.json" with { type: "json" };
import { calls } from "./calls.js";
import { hexOf } from "./hex.js";

/** fused multiply-adds round once where the base build rounds twice */
const relaxed = import.meta.env.RELAXED_SIMD === "on";

test.skipIf(relaxed)("the same bits as on Node 20", () => {
  const known = answers as Record<string, string>;
  const given = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, hexOf(call())]));
  const names = [...new Set([...Object.keys(known), ...Object.keys(given)])];
  expect(names.length).toBeGreaterThanOrEqual(300);
  expect(names.filter((name) => given[name] !== known[name])).toEqual([]);
});
