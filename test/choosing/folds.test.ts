// How rows are divided: sizes, shares of classes, groups in one piece, chance that can be repeated.
import { describe, expect, test } from "vitest";
import { type FoldOptions, foldsOf, rowsOfFolds } from "../../src/choosing/folds/divide.js";
import { type Anything, refuses } from "../helpers/refuses.js";

const numbers = (n: number) => Float64Array.from({ length: n }, (_, i) => i);
const folds = (n: number, options: FoldOptions = {}, y = numbers(n)) => foldsOf("test", options, y).map(({ ids }) => ids);
const sizes = (ids: Int32Array) => rowsOfFolds(ids).map((rows) => rows.length);

test.each([
  [23, {}, 10],
  [7, {}, 7],
  [2, {}, 2],
  [23, { folds: 4 }, 4],
  [6, { folds: 6 }, 6],
])("%i rows and %j: %i folds whose sizes differ by 1 at most", (n, options, count) => {
  const [ids] = folds(n, options);
  expect(sizes(ids).length).toBe(count);
  expect(Math.max(...sizes(ids)) - Math.min(...sizes(ids))).toBeLessThanOrEqual(1);
  expect([...new Set(ids)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
});

test("rowsOfFolds: every row once, folds by number, rows in order", () => {
  const rows = rowsOfFolds(Int32Array.of(7, -2, 7, 10, -2));
  expect(rows.map((list) => [...list])).toEqual([[1, 4], [0, 2], [3]]);
});

test("one seed, one division; another seed or repeat, another one", () => {
  expect(folds(50, { seed: 3 })).toEqual(folds(50, { seed: 3 }));
  expect(folds(50, { seed: 3 })).not.toEqual(folds(50, { seed: 4 }));
  const repeats = folds(50, { repeats: 3 });
  expect(repeats.length).toBe(3);
  expect(repeats[0]).toEqual(folds(50)[0]);
  expect(repeats[1]).not.toEqual(repeats[0]);
});

test("no place is favoured: over many seeds a row is in every fold equally often", () => {
  const counts = new Array(5).fill(0);
  for (let seed = 0; seed < 2000; seed++) counts[folds(15, { folds: 5, seed })[0][14]]++;
  // binomial(2000, 1/5): five standard deviations are 90
  for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(90);
});

test("given folds come back as they are", () => {
  const ids = [3, 3, -1, 8, 3];
  for (const options of [{ folds: ids }, { foldIds: ids }, { foldIds: Uint8Array.of(3, 3, 255, 8, 3) }])
    expect(folds(5, options)).toEqual([Int32Array.from((options.foldIds ?? options.folds) as number[])]);
});

describe("stratify", () => {
  const y = Float64Array.from({ length: 47 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  test.each<[string, FoldOptions]>([
    ["by y", { stratify: true }],
    ["by labels", { stratify: Array.from(y, (value) => (value ? "yes" : "no")) }],
  ])("%s: of every class, and of rows in all, folds differ by 1 at most", (_, options) => {
    for (let seed = 0; seed < 20; seed++) {
      const [ids] = folds(47, { ...options, folds: 4, seed }, y);
      for (const kind of [0, 1, undefined]) {
        const counts = rowsOfFolds(ids).map((rows) => rows.filter((i) => kind === undefined || y[i] === kind).length);
        expect(Math.max(...counts) - Math.min(...counts), `class ${kind}`).toBeLessThanOrEqual(1);
      }
    }
  });

  test("without it some division is less even", () => {
    const uneven = Array.from({ length: 20 }, (_, seed) => {
      const counts = rowsOfFolds(folds(47, { folds: 4, seed }, y)[0]).map((rows) => rows.filter((i) => y[i] === 1).length);
      return Math.max(...counts) - Math.min(...counts);
    });
    expect(Math.max(...uneven)).toBeGreaterThan(1);
  });
});

describe("groups", () => {
  const groups = Array.from({ length: 60 }, (_, i) => `g${Math.floor(i ** 1.2 / 9) % 13}`);
  test("rows of a group are in one fold, and folds are even as far as groups allow", () => {
    const largest = Math.max(...new Map(groups.map((g) => [g, groups.filter((other) => other === g).length])).values());
    for (let seed = 0; seed < 20; seed++) {
      const [ids] = folds(60, { groups, folds: 4, seed });
      const places = new Map(groups.map((g, i) => [g, ids[i]]));
      groups.forEach((g, i) => {
        expect(ids[i]).toBe(places.get(g));
      });
      expect(Math.max(...sizes(ids)) - Math.min(...sizes(ids))).toBeLessThanOrEqual(largest);
      expect(sizes(ids).length).toBe(4);
    }
  });

  test("with stratify: groups stay together, and classes are as even as groups allow", () => {
    // of 18 groups of 5 rows every other one has a row of the rare class, and nothing else tells them apart
    const y = Float64Array.from({ length: 90 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const inFives = Array.from(y, (_, i) => Math.floor(i / 5));
    for (let seed = 0; seed < 20; seed++) {
      const [ids] = folds(90, { groups: inFives, stratify: true, folds: 3, seed }, y);
      for (let i = 1; i < 90; i++) if (inFives[i] === inFives[i - 1]) expect(ids[i]).toBe(ids[i - 1]);
      expect(rowsOfFolds(ids).map((rows) => rows.filter((i) => y[i] === 1).length)).toEqual([3, 3, 3]);
      expect(Math.max(...sizes(ids)) - Math.min(...sizes(ids))).toBeLessThanOrEqual(5);
    }
    const blind = Array.from({ length: 20 }, (_, seed) => {
      const [ids] = folds(90, { groups: inFives, folds: 3, seed }, y);
      return rowsOfFolds(ids).map((rows) => rows.filter((i) => y[i] === 1).length);
    });
    expect(blind.some((counts) => Math.max(...counts) > 3)).toBe(true);
  });

  test("as many folds as groups, where there are few", () => expect(sizes(folds(6, { groups: [1, 1, 2, 2, 9, 9] })[0])).toEqual([2, 2, 2]));
});

describe("folds are refused", () => {
  const both = "expected one of them";
  test.each<[string, Anything, Anything, string, number?]>([
    ["both names", { folds: 3, foldIds: [1] }, TypeError, `test: folds and foldIds are given, ${both}`],
    ["1 fold", { folds: 1 }, RangeError, "test: folds is 1, expected a whole number from 2 to 5"],
    ["too many", { folds: 6 }, RangeError, "test: folds is 6, expected a whole number from 2 to 5"],
    ["half a fold", { folds: 2.5 }, RangeError, "test: folds is 2.5, expected a whole number from 2 to 5"],
    ["a word", { folds: "ten" }, TypeError, 'test: folds is "ten" (a string), expected a whole number, or one a row'],
    ["too few ids", { foldIds: [1, 2] }, RangeError, "test: foldIds has 2 entries but X has 5 rows"],
    ["an id between", { foldIds: [1, 2, 1.5, 1, 2] }, RangeError, "test: foldIds[2] is 1.5, expected a whole number"],
    ["an id that is none", { folds: [1, 2, "1", 1, 2] }, TypeError, 'test: folds[2] is "1" (a string), expected a whole number'],
    ["one id", { foldIds: [4, 4, 4, 4, 4] }, RangeError, "test: foldIds has only 4, expected at least 2 folds"],
    ["seed with ids", { foldIds: [1, 2, 1, 1, 2], seed: 1 }, TypeError, `test: seed is given with the fold of every row, ${both}`],
    ["repeats with ids", { folds: [1, 2, 1, 1, 2], repeats: 2 }, TypeError, `test: repeats is given with the fold of every row, ${both}`],
    ["a negative seed", { seed: -1 }, RangeError, "test: seed is -1, expected a whole number from 0 to 4294967295"],
    ["no repeats", { repeats: 0 }, RangeError, "test: repeats is 0, expected a whole number from 1 to 2147483647"],
    ["one group", { groups: [1, 1, 1, 1, 1] }, RangeError, "test: groups has only 1, expected at least 2 groups"],
    [
      "more folds than groups",
      { groups: [1, 1, 2, 1, 1], folds: 3 },
      RangeError,
      "test: folds is 3, expected a whole number from 2 to 2, the number of groups",
    ],
    ["groups of another length", { groups: [1] }, RangeError, "test: groups has 1 entries but X has 5 rows"],
    [
      "a label that is none",
      { stratify: [1, 2, null, 1, 1] },
      TypeError,
      "test: stratify has null at index 2, expected a number or string a row",
    ],
    ["labels that are none", { groups: 3 }, TypeError, "test: groups is 3, expected a number or string a row"],
    ["one row", {}, RangeError, "test: X has 1 row, expected at least 2 to hold one out", 1],
  ])("%s", (_, options, kind, message, n = 5) => refuses(() => folds(n, options), kind, message));
});
