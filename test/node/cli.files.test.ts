// shrinkage-cli/readers: what shards and encodings make of a file is what they make of its rows.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type ChunkOptions, readChunks, readTables } from "../../cli/src/readers.js";
import { encode, memoryUsage, path } from "../../src/index.js";
import { type Chunk, shardsOf } from "../../src/shards/index.js";
import { mixed, mixedRows } from "./mixed.js";

const folder = mkdtempSync(join(tmpdir(), "shrinkage-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ROWS = 2000;
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** its types are those of the package, which stand beside the sources here */
const chunks = (path: string, options: object) => () =>
  readChunks(path, options as ChunkOptions) as AsyncIterable<unknown> as AsyncIterable<Chunk>;
const rows = mixedRows(ROWS);
const numbers = (name: string) => rows.map((row) => Number(row[name]));

test("a CSV of numbers, by the name of its target", async () => {
  const t = file("t.csv", mixed(ROWS));
  const options = { target: "y", weights: "positive", ignore: ["kind", "colour", "count", "died"] };
  const found = await shardsOf(chunks(t, options)).path({ count: 8 });
  const X = { a: numbers("a"), b: numbers("b") };
  const whole = path(X, numbers("y"), { weights: numbers("positive"), count: 8 });
  expect(found.featureNames).toEqual(["a", "b"]);
  for (let k = 0; k < 8; k++)
    expect(Math.abs(found.objectives[k] - whole.objectives[k])).toBeLessThanOrEqual(Math.max(found.gaps[k], whole.gaps[k]) + 1e-12);
});

test("text and gaps by an encoding that a first pass has found; the memory of every piece is given back", async () => {
  const [header, ...lines] = mixed(ROWS).split("\n");
  const t = file("gaps.csv", [header, ...lines.map((line, i) => (i % 9 === 2 ? line.replace(/^[^,]*/, "") : line))].join("\n"));
  const encoding = await encode.fitStream(readTables(t), { target: "y", ignore: ["count", "positive", "kind", "died"], missing: "mean" });
  const before = memoryUsage().used;
  const shards = shardsOf(chunks(t, { encoding }));
  const fit = await shards.ridge({ lambda: 0.1 });
  expect(memoryUsage().used).toBe(before);
  expect(fit.featureNames).toEqual(["a", "b", "colour=blue", "colour=green", "colour=red"]);
  expect(fit.certificate.converged).toBe(true);
});

test("a column may be called dispose", async () => {
  const t = file("dispose.csv", "dispose,y\n1,2\n2,3\n4,7\n");
  expect((await shardsOf(chunks(t, { target: "y" })).gram()).rows).toBe(3);
});

test("Parquet and TSV; what cannot be read says why", async () => {
  const homes = join(folder, "homes.parquet");
  copyFileSync(new URL("../fixtures/homes.parquet", import.meta.url), homes);
  const tables = [];
  for await (const table of readTables(homes)) tables.push(table);
  expect(Object.keys(tables[0])).toContain("price");
  const tab = file("t.tsv", mixed(40).replaceAll(",", "\t"));
  const only = { target: "y", ignore: ["kind", "colour"] };
  expect((await shardsOf(chunks(tab, only)).gram()).rows).toBe(40);
  await expect(readChunks(tab, { target: "y" }).next()).rejects.toThrow(`${tab}:2: column "kind" has "no", expected a number for --target`);
  await expect(readChunks(tab, {}).next()).rejects.toThrow("readChunks wants target, a column, or encoding; one of the two");
  await expect(readChunks(file("t.svm", "1 1:2\n"), { target: "y" }).next()).rejects.toThrow(
    "is in the format libsvm, expected csv, tsv, parquet",
  );
});
