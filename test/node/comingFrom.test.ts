// docs/guide/coming-from.md as somebody would try it: every line of its last column runs, and gives something.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { nextUniform, seeded } from "../../src/random.js";
import { quietly } from "../helpers/judging.js";

const page = readFileSync(new URL("../../docs/guide/coming-from.md", import.meta.url), "utf8");
const lines = [...page.matchAll(/^\| (.+?) \| `([^`]+)` \|$/gm)].map(([, there, here]) => ({ there, here }));

const random = seeded(4);
const draw = () => nextUniform(random) * 4 - 2;
const n = 60;
const X = { a: Array.from({ length: n }, draw), b: Array.from({ length: n }, draw), c: Array.from({ length: n }, draw) };
const y = X.a.map((a, i) => 2 * a - X.b[i] + 0.3 * draw());
const given = {
  X,
  y,
  labels: y.map((value) => (value > 0 ? "yes" : "no")),
  kinds: y.map((value) => (value > 1 ? "high" : value > -1 ? "middle" : "low")),
  counts: y.map((value) => Math.max(0, Math.round(value + 2))),
  time: y.map((value) => Math.abs(value) + 0.5),
  event: y.map((_, i) => i % 3 > 0),
  Y: { first: y, second: X.c.map((c, i) => c + X.a[i]) },
  rows: y.map((price, i) => ({ price, size: i % 7 ? X.a[i] : null, colour: ["red", "green", "blue"][i % 3] })),
};

test("the table has its lines, and no others", () => {
  expect(lines.length).toBeGreaterThanOrEqual(40);
  expect(page.match(/^\| /gm)).toHaveLength(lines.length + 1);
});

test.each(lines)("$there", ({ here }) => {
  const scope = { ...library, ...given };
  const call = new Function(...Object.keys(scope), `return ${here};`);
  const { result } = quietly(() => call(...Object.values(scope)));
  expect(result).toBeDefined();
  expect(JSON.stringify(result)).not.toMatch(/null,null|^null$/);
});
