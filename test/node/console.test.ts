// What console.log shows of results, at the top and within other things.
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { lasso, path, summary } from "../../src/index.js";

const X = [
  [1, 2],
  [2, 1],
  [3, 5],
  [4, 3],
  [5, 8],
];
const y = [1, 2, 3, 4, 6];

test("console.log of a result is its summary", () => {
  const fit = lasso(X, y, { lambda: 0.1 });
  expect(inspect(fit)).toBe(summary(fit));
  expect(inspect({ fit })).toContain("proven within");
  const along = path(X, y, { count: 5 });
  expect(inspect(along)).toBe(summary(along));
  // nothing that a loop over its names, JSON or a clone would meet
  expect(Object.keys(fit).includes("summaryLines")).toBe(false);
  expect(Object.getOwnPropertySymbols(fit)).toEqual([]);
});
