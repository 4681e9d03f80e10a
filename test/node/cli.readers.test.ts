// Files that are damaged: a reader refuses with one line that names the file, or gives a table whose rows are as many as it says.
// Longer: MUTATIONS=200000 npx vitest run --project node test/node/cli.readers.test.ts
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { open } from "../../cli/src/tables/open.js";
import { rawPieces } from "../../cli/src/tables/pieces.js";
import type { Labelled, Raw } from "../../cli/src/tables/table.js";
import { damaged, edits, must, read } from "./damaged.js";

const { MUTATIONS = "2000", MUTATION_SEED = "11" } = process.env;
const [numRuns, seed] = [Number(MUTATIONS), Number(MUTATION_SEED)];
// in memory where there is such a folder
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "shrinkage-readers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const csv = `name,"a, ""b""",y\r\nAnna,1.5,2\r\n"two\nlines",-3e5,4\r\nÜ,,NA\r\n${"x,7,8\n".repeat(12)}`;
const libsvm = "+1 1:0.5 3:1 # first\n-1 2:1\n\n+1 1:1 3:2\n-1 2:0.5 3:0.1\n";
/** what is in a file, and how it is packed */
const files: Record<string, { inside: Buffer; pack?: (inside: Buffer) => Buffer }> = {
  "a.csv": { inside: Buffer.from(csv) },
  "a.tsv": { inside: Buffer.from(csv.replaceAll(",", "\t")) },
  "wide.csv": { inside: Buffer.from(csv), pack: (inside) => Buffer.from(`\ufeff${inside}`, "utf16le") },
  "a.csv.gz": { inside: Buffer.from(csv), pack: (inside) => gzipSync(inside) },
  "a.svm": { inside: Buffer.from(libsvm) },
  "a.parquet": { inside: readFileSync(new URL("../fixtures/homes.parquet", import.meta.url)) },
};

const isSound = (table: Raw | Labelled, name: string): boolean =>
  "labels" in table
    ? table.values.every(Number.isFinite) &&
      table.rows.length === table.places.length &&
      table.rows.every((row) => row < table.labels.length)
    : table.rows > 0 &&
      [...table.columns.values()].every((cells) => cells.length === table.rows) &&
      table.place(table.rows - 1).includes(name);

test.concurrent.each(Object.keys(files))(
  "%s",
  async (name) => {
    const path = join(folder, name);
    const how = { header: true, note: () => {} };
    const { inside, pack = (bytes: Buffer) => bytes } = files[name];
    let tables = 0;
    const property = fc.asyncProperty(edits, fc.boolean(), async (some, before) => {
      writeFileSync(path, before ? pack(damaged(inside, some)) : damaged(pack(inside), some));
      const found = await read(async () => must(isSound(await open(path, how), name), "the table is of another form"), name);
      tables += Number(found);
      // piece by piece the same is refused, or read
      if (name.endsWith("svm")) return;
      let rows = 0;
      const pieces = await read(async () => {
        for await (const piece of rawPieces(path, how as never, () => {})) rows += piece.rows;
      }, name);
      must(!found || (pieces && rows > 0), "the whole file is read, and its pieces are not");
    });
    await fc.assert(property, { numRuns, seed });
    expect(tables).toBeGreaterThan(0);
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  },
  3_600_000,
);

test.skipIf(!existsSync("/proc/self/fd"))("no file stays open once its reader has refused it", async () => {
  const how = { header: true, note: () => {} };
  const refused = {
    "cut.csv.gz": gzipSync(csv.repeat(1000)).subarray(0, 90),
    "no.csv.gz": Buffer.from("no gzip, but long enough to be read as one"),
    "binary.csv.gz": gzipSync(Buffer.concat([Buffer.from(csv), Buffer.alloc(1 << 22)])),
    "binary.csv": Buffer.concat([Buffer.from(csv), Buffer.alloc(1 << 22)]),
    "cut.parquet": files["a.parquet"].inside.subarray(0, -60),
  };
  for (const [name, bytes] of Object.entries(refused)) writeFileSync(join(folder, name), bytes);
  const paths = Object.keys(refused).map((name) => join(folder, name));
  const opened = () =>
    readdirSync("/proc/self/fd").map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return "";
      }
    });
  for (const path of paths) await expect(open(path, how), path).rejects.toThrow(path);
  // a stream is closed a turn after it is destroyed
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(opened().filter((path) => paths.includes(path))).toEqual([]);
});

test("a column that fails beside another one ends no process", async () => {
  // one column has another name in the schema, another cannot be unpacked
  const path = join(folder, "damaged.parquet");
  const bytes = Buffer.from(files["a.parquet"].inside);
  bytes.write("prize", bytes.indexOf("price"));
  bytes.fill(0xff, 29, 31);
  writeFileSync(path, bytes);
  const lost: unknown[] = [];
  const listen = (error: unknown) => void lost.push(error);
  process.on("unhandledRejection", listen);
  try {
    await expect(open(path, { header: true, note: () => {} })).rejects.toThrow(
      "is not read as Parquet: parquet schema element not found: price",
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.off("unhandledRejection", listen);
  }
  expect(lost).toEqual([]);
});

test("a page's header without its lengths is refused: hyparquet would read its first byte for ever", async () => {
  const path = new URL("../fixtures/endless.parquet", import.meta.url).pathname;
  const how = { header: true, note: () => {} };
  const expected = "endless.parquet: is not read as Parquet: the header of the page at byte 50 has repetition_levels_byte_length undefined";
  await expect(open(path, how)).rejects.toThrow(expected);
  await expect(rawPieces(path, how as never, () => {}).next()).rejects.toThrow(expected);
});
