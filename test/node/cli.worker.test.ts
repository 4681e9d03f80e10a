// shrinkage-cli worker: a process that reads the parts of a caller elsewhere, by way of a real Redis.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encode } from "../../src/index.js";
import { queue } from "../../src/queue/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { child, freePort, redisAt, started } from "./children.js";

const installed = spawnSync("redis-server", ["--version"]).status === 0;
if (!installed && process.env.CI) throw new Error("cli.worker.test.ts: redis-server is not installed, expected it where CI is set");

const root = fileURLToPath(new URL("../../", import.meta.url));
const outdir = join(root, `build/cli-worker-${process.pid}`);
const folder = mkdtempSync(join(tmpdir(), "shrinkage-worker-"));
const [header, ...lines] = readFileSync(join(root, "examples/data/diabetes.csv"), "utf8").trim().split("\n");
const parts = ["a.csv", "b.csv", "c.csv"];
const linesOf = (part: string) => lines.filter((_, i) => i % parts.length === parts.indexOf(part));
let port: number;

beforeAll(async () => {
  if (!installed) return;
  execFileSync(process.execPath, [join(root, "cli/scripts/build.mjs"), outdir]);
  mkdirSync(join(folder, "parts"));
  for (const part of parts) writeFileSync(join(folder, "parts", part), `${[header, ...linesOf(part)].join("\n")}\n`);
  writeFileSync(join(folder, "parts/bad.csv"), `${header}\n${lines[0]}\n${lines[1].replace(/^[^,]*/, "old")}\n`);
  writeFileSync(join(folder, "secret.csv"), `${header}\n${lines[0]}\n`);
  port = await freePort();
  await redisAt(port, folder);
});

afterAll(() => {
  for (const each of started) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  rmSync(outdir, { recursive: true, force: true });
});

const names = header.split(",");
/** the rows of a part, as this thread reads them */
const read = (part: unknown) => {
  const rows = linesOf(part as string).map((line) => line.split(",").map(Number));
  const X = Object.fromEntries(names.slice(0, -1).map((name, j) => [name, rows.map((row) => row[j])]));
  return { X, y: rows.map((row) => row[row.length - 1]) };
};
const url = () => `redis://127.0.0.1:${port}`;
const serving = (...more: string[]) =>
  child(process.execPath, [join(outdir, "shrinkage-cli.js"), "worker", join(folder, "parts"), "--redis", url(), ...more]);

describe.skipIf(!installed)("a worker from the command line", () => {
  test("the same bits as in this thread; bad parts end the call with file and line; nothing outside of the folder is read", async () => {
    const worker = serving("--target", "progression");
    await worker.line(/waiting for parts/);
    await using on = queue({ connection: { url: url() } });
    const options = { count: 8, folds: 3, seed: 4 };
    const here = await shardsOf({ parts, read }).crossValidate(options);
    const there = await shardsOf({ parts }).crossValidate({ ...options, on });
    expect(JSON.stringify(there.fit)).toBe(JSON.stringify(here.fit));
    expect([...there.means]).toEqual([...here.means]);
    expect(there.fit.featureNames).toEqual(names.slice(0, -1));
    await expect(shardsOf({ parts: ["a.csv", "bad.csv"] }).lasso({ lambda: 1, on })).rejects.toThrow(
      'bad.csv:3: column "age" has "old", expected a number for --target',
    );
    for (const outside of ["../secret.csv", join(folder, "secret.csv"), ".."])
      await expect(shardsOf({ parts: [outside] }).lasso({ lambda: 1, on })).rejects.toThrow("is outside of the folder that is served");
    worker.process.kill("SIGTERM");
    await worker.line(/^exit$/);
    expect(worker.process.exitCode).toBe(0);
  });

  test("columns and target as encode made them", async () => {
    const records = lines.map((line) => Object.fromEntries(line.split(",").map((cell, j) => [names[j], j === 1 ? `sex ${cell}` : cell])));
    const homes = encode(records, { target: "progression", ignore: ["age"] });
    writeFileSync(join(folder, "encoding.json"), JSON.stringify(homes));
    const own = (part: string) => records.filter((_, i) => i % parts.length === parts.indexOf(part));
    for (const part of parts)
      writeFileSync(
        join(folder, "parts", `text-${part}`),
        `${[header, ...own(part).map((record) => names.map((name) => record[name]).join(","))].join("\n")}\n`,
      );
    const worker = serving("--encoding", join(folder, "encoding.json"), "--queue", "text");
    await worker.line(/waiting for parts/);
    await using on = queue({ connection: { url: url() }, name: "text" });
    const there = await shardsOf({ parts: parts.map((part) => `text-${part}`) }).lasso({ lambda: 1, on });
    const here = await shardsOf({
      parts,
      read: (part) => ({ X: homes.transform(own(part as string)), y: homes.target(own(part as string)) }),
    }).lasso({ lambda: 1 });
    expect(JSON.stringify(there)).toBe(JSON.stringify(here));
    worker.process.kill("SIGTERM");
    await worker.line(/^exit$/);
    homes.dispose();
  });
});
