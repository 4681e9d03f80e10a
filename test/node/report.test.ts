// README, docs/performance.md, bench/RESULTS.md and its pictures are what bench/results/*.json make of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { losses, rivals, targetTable } from "../../bench/report/losses.js";
import { reached, targets } from "../../bench/report/targets.js";
import { everything, written } from "../../bench/report.js";

const root = new URL("../../", import.meta.url).pathname;
const kept = (path: string) => readFileSync(join(root, path), "utf8");
const results = everything();
const files = written(results, kept);

test.each([...files.keys()].filter((path) => !path.endsWith(".svg")))("%s holds the figures of the JSON: npm run bench:report", (path) => {
  expect(files.get(path)).toBe(kept(path));
});

test("every picture there is drawn from the JSON, and its table stands beside it", () => {
  const drawn = [...files.keys()].filter((path) => path.endsWith(".svg"));
  expect(readdirSync(join(root, "bench/charts")).map((name) => `bench/charts/${name}`)).toEqual(expect.arrayContaining(drawn));
  const number = /-?\d+(?:\.\d+)?/g;
  const numbers = (text: string) => (text.match(number) ?? []).map(Number);
  for (const path of drawn) {
    const [now, before] = [files.get(path) as string, kept(path)];
    expect(now.replace(number, "#")).toBe(before.replace(number, "#"));
    // rounded to a hundredth of a pixel, to either side
    const old = numbers(before);
    expect(Math.max(...numbers(now).map((value, k) => Math.abs(value - old[k])))).toBeLessThan(0.011);
    expect(kept("bench/RESULTS.md")).toMatch(new RegExp(`${path.replace("bench/", "")}\\)[\\s\\S]*?\\|---\\|`));
  }
});

test("every ratio below 1 and every aim that is missed stands under where we lose", () => {
  const text = losses(results);
  const slower = rivals(results).filter(({ ratio }) => ratio < 1);
  const missed = targets(results).filter((each) => reached(each) === false);
  for (const { what } of [...slower, ...missed]) expect(text).toContain(what);
  expect(slower.length + missed.length).toBeGreaterThan(0);
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| area"));
  expect(rows).toHaveLength(slower.length + missed.length);
  expect(text).not.toContain("no reason is known yet");
});

test("an aim is missed from either side, and what is not measured is not reached", () => {
  const aim = { area: "", what: "", unit: "×" as const };
  expect([0.9, 1, 1.1].map((figure) => reached({ ...aim, atLeast: 1, figure }))).toEqual([false, true, true]);
  expect([0.9, 1, 1.1].map((figure) => reached({ ...aim, atMost: 1, figure }))).toEqual([true, true, false]);
  expect(reached({ ...aim, atLeast: 1 })).toBe(undefined);
  // of somebody who was given up on, all that is known is a lower bound
  expect([0.9, 1].map((figure) => reached({ ...aim, atLeast: 1, figure, more: true }))).toEqual([undefined, true]);
  expect(targets({}).every((each) => reached(each) === undefined)).toBe(true);
  expect(targetTable({})).toContain("not measured");
});
