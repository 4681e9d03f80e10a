// What a GramAccumulator and fromGram refuse, each with its one message, and that nothing has changed then.
import { describe, expect, test } from "vitest";
import { fromGram, GramAccumulator, memoryUsage } from "../../src/index.js";
import { type Anything, type Kind, refuses } from "../helpers/refuses.js";

describe("refuses, and changes nothing:", () => {
  const start = () => new GramAccumulator(2).add([[1, 2]], [3]);
  const add = "GramAccumulator.add";
  const merge = "GramAccumulator.merge";
  const json = "GramAccumulator.fromJSON";
  type Case = [Kind, string, (accumulator: Anything) => unknown, "late"?];
  const good = start().toJSON() as Anything;
  const numbers = (...values: number[]) => btoa(String.fromCharCode(...new Uint8Array(Float64Array.from(values).buffer)));
  test.each<Case>([
    [RangeError, "GramAccumulator: columns is 0, expected a whole number from 1 to 2147483647", () => new GramAccumulator(0)],
    [TypeError, "GramAccumulator: lambda is not an option, expected featureNames", () => new GramAccumulator(1, { lambda: 1 } as Anything)],
    [
      RangeError,
      "GramAccumulator: featureNames has 1 entries but there are 2 columns",
      () => new GramAccumulator(2, { featureNames: ["a"] }),
    ],
    [RangeError, `${add}: X has 3 columns but the accumulator has 2`, (a) => a.add([[1, 2, 3]], [1])],
    [RangeError, `${add}: y has 2 entries but X has 1 rows`, (a) => a.add([[1, 2]], [1, 2])],
    [RangeError, `${add}: X has NaN at row 0, column 1, expected a finite number`, (a) => a.add([[1, NaN]], [1])],
    [RangeError, `${add}: y has Infinity at row 0, expected a finite number`, (a) => a.add([[1, 2]], [Infinity])],
    [RangeError, `${add}: weights has -1 at index 0, expected a finite number ≥ 0`, (a) => a.add([[1, 2]], [1], { weights: [-1] })],
    [RangeError, `${add}: weights has 2 entries but X has 1 rows`, (a) => a.add([[1, 2]], [1], { weights: [1, 1] })],
    [TypeError, `${add}: lambda is not an option, expected weights`, (a) => a.add([[1, 2]], [1], { lambda: 1 })],
    [TypeError, `${add}: options is null, expected an object`, (a) => a.add([[1, 2]], [1], null)],
    [RangeError, `${add}: X is 0×0, expected at least one row and one column`, (a) => a.add([], [])],
    [
      RangeError,
      `${add}: weights add up to Infinity, expected a finite sum`,
      (a) =>
        a.add(
          [
            [1, 2],
            [1, 2],
          ],
          [1, 2],
          { weights: [1e308, 1e308] },
        ),
    ],
    [
      RangeError,
      `${add}: column 1 of X is too large to be squared, expected entries below 1e150; rescale it`,
      (a) =>
        a.add(
          [
            [1, 1e200],
            [1, 2],
          ],
          [1, 2],
        ),
      "late",
    ],
    [
      RangeError,
      `${add}: column 0 of X is too large to be squared, expected entries below 1e150; rescale it`,
      (a) => a.add([[1e200, 1]], [1]),
      "late",
    ],
    [
      RangeError,
      `${add}: weights add up to 2e-300, too little for the squares of column 1 of X; multiply those of all chunks by one number`,
      (a) =>
        a.add(
          [
            [1e3, 1],
            [-1e3, 2],
          ],
          [1, 2],
          { weights: [1e-300, 1e-300] },
        ),
      "late",
    ],
    [
      RangeError,
      `${add}: y is too small to be squared, expected entries above 1e-150; rescale it`,
      (a) =>
        a.add(
          [
            [1, 1],
            [1, 2],
          ],
          [1e-170, 2e-170],
        ),
      "late",
    ],
    [TypeError, `${merge}: other is an object, expected a GramAccumulator`, (a) => a.merge({})],
    [RangeError, `${merge}: other has 1 columns but the accumulator has 2`, (a) => a.merge(new GramAccumulator(1))],
    [TypeError, `${json}: format is undefined, expected "shrinkage/gram-accumulator"`, () => GramAccumulator.fromJSON("{}")],
    [TypeError, `${json}: format is undefined, expected "shrinkage/gram-accumulator"`, () => GramAccumulator.fromJSON("null")],
    [TypeError, `${json}: version is 2, expected 1`, () => GramAccumulator.fromJSON({ ...good, version: 2 })],
    [TypeError, `${json}: rows is -1, expected a whole number ≥ 0`, () => GramAccumulator.fromJSON({ ...good, rows: -1 })],
    [
      TypeError,
      `${json}: columns is undefined, expected a whole number from 1 to 2147483647`,
      () => GramAccumulator.fromJSON({ ...good, columns: undefined }),
    ],
    [TypeError, `${json}: data is undefined, expected 13 numbers as base64`, () => GramAccumulator.fromJSON({ ...good, data: undefined })],
    [TypeError, `${json}: data is "?" (a string), expected 13 numbers as base64`, () => GramAccumulator.fromJSON({ ...good, data: "?" })],
    [TypeError, `${json}: data has 13 numbers, expected 19 numbers as base64`, () => GramAccumulator.fromJSON({ ...good, columns: 3 })],
    [
      TypeError,
      `${json}: data is damaged, expected what JSON.stringify(accumulator) wrote`,
      () => GramAccumulator.fromJSON({ ...good, columns: 1, data: numbers(1, 0, 0, 0, 0, -1, 0, 1) }),
    ],
    [
      TypeError,
      `${json}: data is damaged, expected what JSON.stringify(accumulator) wrote`,
      () => GramAccumulator.fromJSON({ ...good, columns: 1, data: numbers(1, NaN, 0, 0, 0, 1, 0, 1) }),
    ],
    [TypeError, "fromGram: accumulator is an object, expected a GramAccumulator", () => fromGram({} as Anything)],
    [RangeError, "fromGram: accumulator has 0 rows, expected at least one of positive weight", () => fromGram(new GramAccumulator(2))],
  ])("%o: %s", (kind, message, call, late) => {
    memoryUsage();
    const accumulator = start();
    const before = JSON.stringify(accumulator);
    refuses(() => call(accumulator), kind, message, late);
    expect(JSON.stringify(accumulator)).toBe(before);
  });

  test("text that is not JSON, other names, more columns than memory has room for", () => {
    expect(() => GramAccumulator.fromJSON("{")).toThrow(SyntaxError);
    const named = new GramAccumulator(2, { featureNames: ["a", "b"] });
    refuses(() => named.add({ a: [1] }, [1]), RangeError, `${add}: X has no column b, expected a, b`);
    const other = new GramAccumulator(2, { featureNames: ["a", "c"] });
    refuses(() => named.merge(other), RangeError, `${merge}: column 1 of other is called c, expected b`);
    expect(() => new GramAccumulator(1e5)).toThrow(expect.objectContaining({ name: "OutOfMemoryError" }));
  });
});
