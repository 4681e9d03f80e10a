import { expect, test } from "vitest";
import { Quantiles } from "../../src/encoding/quantiles.js";
import { encode, fromGram, GramAccumulator, lasso, model } from "../../src/index.js";
import { nextUniform, seeded } from "../../src/random.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

const state = seeded(5);
const random = () => nextUniform(state);
const whole = Array.from({ length: 500 }, (_, i) => ({
  age: random() < 0.1 ? null : 20 + 60 * random(),
  income: random() < 0.1 ? "" : String(Math.round(1e5 * random())),
  town: ["Bern", "Basel", "Chur", "__proto__"][Math.floor(4 * random())],
  smoker: random() < 0.5,
  ...(i > 300 && { late: random() }),
  y: random(),
}));

async function* chunksOf(sizes: readonly number[]): AsyncGenerator<typeof whole> {
  let from = 0;
  for (const size of [...sizes, whole.length]) {
    yield whole.slice(from, from + size);
    from += size;
  }
}

test.each([[[100, 0, 7, 250]], [[]], [[1, 1, 498]]])("chunks of %j make the encoding of the whole table, to the bit", async (sizes) => {
  for (const missing of ["mean", "median"] as const) {
    const options = {
      target: "y",
      missing,
      indicators: true,
      standardize: true,
      polynomial: 2,
      interactions: [["age", "town"]],
      reference: true,
    };
    using expected = encode(whole, options);
    const streamed = await encode.fitStream(chunksOf(sizes), options);
    expect(JSON.stringify(streamed)).toBe(JSON.stringify(expected));
    expect(streamed.featureNames).toEqual(expected.featureNames);
    using X = streamed.transform(whole);
    expect(rowsOfTable(X)).toEqual(rowsOfTable(expected.X));
    expect(streamed.target(whole)).toEqual(expected.y);
    expect(() => streamed.X).toThrow("Encoding.X: there is none");
    expect(() => streamed.y).toThrow("Encoding.y: there is none, expected an encoding of rows; target(table) reads it");
  }
});

test("a fit of chunks predicts from raw records", async () => {
  const options = { target: "y", ignore: ["late"], missing: "mean" } as const;
  const encoding = await encode.fitStream(chunksOf([200, 200]), options);
  const sums = new GramAccumulator(encoding.featureNames.length, { featureNames: encoding.featureNames });
  for await (const chunk of chunksOf([200, 200])) {
    if (chunk.length === 0) continue;
    using X = encoding.transform(chunk);
    sums.add(X, encoding.target(chunk));
  }
  const fit = fromGram(sums).lasso({ lambda: 0.005 });
  using direct = encode(whole, options);
  const other = lasso(direct.X, direct.y, { lambda: 0.005 });
  const [one, two] = [model(encoding, fit).predict(whole), other.predict(direct.X)];
  const apart = Math.sqrt(one.reduce((sum, value, i) => sum + (value - two[i]) ** 2, 0) / whole.length);
  // ½ of the mean square distance to the predictions of the optimum is at most the gap; 1e-12 for rounding
  expect(apart).toBeLessThan(Math.sqrt(2 * fit.certificate.gap) + Math.sqrt(2 * other.certificate.gap) + 1e-12);
});

test("plain iterables are taken too; what is none, what is empty and what is wrong is refused with its row in all", async () => {
  const columns = { a: [1, 2], b: ["x", "y"] };
  expect((await encode.fitStream([columns, [{ a: 3, b: "z" }]])).featureNames).toEqual(["a", "b=x", "b=y", "b=z"]);
  await expect(encode.fitStream(5 as never)).rejects.toThrow(
    "encode.fitStream: chunks is 5, expected an iterable of tables, sync or async",
  );
  await expect(encode.fitStream([[], []])).rejects.toThrow("encode.fitStream: chunks has no rows, expected at least one");
  await expect(encode.fitStream([{ a: 3 }] as never)).rejects.toThrow("a single record stands in an array, [record]");
  await expect(encode.fitStream([columns, columns], { target: "c" })).rejects.toThrow('encode.fitStream: target names "c", expected');
  await expect(encode.fitStream([columns, [{ a: "q", b: "z" }]])).rejects.toThrow(
    'encode.fitStream: column "a" has "q" (a string) at row 2, but 1 at row 0, expected one kind',
  );
  await expect(encode.fitStream([columns, [{ a: 5 }]])).rejects.toThrow('column "b" has undefined at row 2, a missing value');
  await expect(encode.fitStream([[{ a: 5 }], columns])).rejects.toThrow('column "b" has undefined at row 0, a missing value');
});

test("texts of numbers beyond what is kept are numbers, and a word after them is refused", async () => {
  const many = Array.from({ length: 9000 }, (_, i) => ({ a: String(i) }));
  expect((await encode.fitStream([many])).featureNames).toEqual(["a"]);
  await expect(encode.fitStream([many, [{ a: "x" }]])).rejects.toThrow(
    'column "a" has "x" (a string) at row 9000, but "0" (a string) at row 0',
  );
  expect((await encode.fitStream([[{ a: "x" }, { a: "1" }]])).featureNames).toEqual(["a=1", "a=x"]);
});

test.each([
  ["rising", (k: number) => k],
  ["falling", (k: number) => -k],
  ["in any order", (k: number) => (k * 7919) % 20011],
  ["with many alike", (k: number) => k % 3],
  ["far apart", (k: number) => (-1) ** k * 2 ** (k % 60)],
])("the median of a sketch is within its bound: %s", (_, value) => {
  for (const count of [1, 2, 63, 64, 65, 1000, 20_011]) {
    const [sketch, exact] = [new Quantiles(64), new Quantiles()];
    const values = Array.from({ length: count }, (_, k) => value(k));
    for (const x of values) {
      sketch.add(x);
      exact.add(x);
    }
    const sorted = Float64Array.from(values).sort();
    const [low, high] = [sorted[(count - 1) >> 1], sorted[count >> 1]];
    expect(exact.median()).toBe(low + (high - low) / 2);
    expect(exact.error).toBe(0);
    if (count < 64) expect(sketch.median()).toBe(exact.median());
    // its places begin after what is smaller and end with what is as large
    const found = sketch.median();
    const [from, to] = [sorted.findIndex((x) => x >= found), sorted.findLastIndex((x) => x <= found)];
    const most = sketch.error + 1;
    expect(from, `${count} from`).toBeLessThanOrEqual(count / 2 + most);
    expect(to, `${count} to`).toBeGreaterThanOrEqual(count / 2 - most - 1);
    expect(sketch.error).toBeLessThanOrEqual((count * Math.max(0, 1 + Math.log2(count / 64))) / 64);
  }
});

test("medians of a long column come from the sketch, in one pass over a source that is there once", async () => {
  const count = 60_000;
  const values = Array.from({ length: count }, (_, k) => (k * 7919) % 60_013);
  let passes = 0;
  const chunks = (function* () {
    passes++;
    for (let from = 0; from < count; from += 7000)
      yield { a: values.slice(from, from + 7000), town: values.slice(from, from + 7000).map((x) => `t${x % 3}`) };
    yield { a: [null], town: ["t0"] };
  })();
  const encoding = await encode.fitStream(chunks as never, { missing: "median" });
  const [{ fill }] = JSON.parse(JSON.stringify(encoding)).columns;
  expect(passes).toBe(1);
  const below = values.filter((x) => x < fill).length;
  // as documented; the values are all different, so that a place is one of them
  expect(Math.abs(below - count / 2)).toBeLessThanOrEqual((count * (1 + Math.log2(count / 8192))) / 8192 + 1);
  expect(encoding.featureNames).toEqual(["a", "town=t0", "town=t1", "town=t2"]);
  // means are exact however long the column is
  const [mean] = JSON.parse(JSON.stringify(await encode.fitStream([{ a: [...values, null] }] as never, { missing: "mean" }))).columns;
  using whole = encode({ a: [...values, null] } as never, { missing: "mean" });
  expect(mean.fill).toBe(JSON.parse(JSON.stringify(whole)).columns[0].fill);
});
