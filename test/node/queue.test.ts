// Shards by way of a real Redis and processes of their own: whoever is killed, the bits are those of this thread.
import { type ChildProcess, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queue, serveQueue } from "../../src/queue/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { child, freePort, redisAt, started } from "./children.js";
import { COUNT, OPTIONS, partOf } from "./queueParts.js";

const installed = spawnSync("redis-server", ["--version"]).status === 0;
if (!installed && process.env.CI) throw new Error("queue.test.ts: redis-server is not installed, expected it where CI is set");
if (!installed) console.warn("queue.test.ts: skipped, redis-server is not installed (apt-get install redis-server)");

const parts = Array.from({ length: COUNT }, (_, k) => k);
const folder = mkdtempSync(join(tmpdir(), "shrinkage-queue-"));
let port: number;
let redis: ChildProcess;

async function startRedis() {
  const server = await redisAt(port, folder);
  redis = server.process;
  return server;
}

const own = (role: string[], env?: Record<string, string>) =>
  child(process.execPath, ["--import", "tsx", "test/node/queueProcess.ts", ...role], env);
const serve = (env?: Record<string, string>) => own(["serve", String(port)], env);

describe.skipIf(!installed)("a queue in Redis", () => {
  let expected: number[];
  let server: Awaited<ReturnType<typeof startRedis>>;

  beforeAll(async () => {
    port = await freePort();
    server = await startRedis();
    expected = Array.from((await shardsOf({ parts, read: partOf }).crossValidate(OPTIONS)).means);
  });
  afterAll(() => {
    for (const each of started) each.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const connection = () => ({ connection: { port } });
  const ask = async (run?: string, name?: string) => {
    const on = queue({ ...connection(), run, name });
    try {
      return Array.from((await shardsOf({ parts }).crossValidate({ ...OPTIONS, on })).means);
    } finally {
      await on.close();
    }
  };

  test("the bits of this thread from a worker here; a second caller of the same run reads nothing anew", async () => {
    const read: number[] = [];
    const here = serveQueue({
      ...connection(),
      source: (part: number) => {
        read.push(part);
        return partOf(part);
      },
    });
    try {
      expect(await ask("twice")).toEqual(expected);
      expect(await Promise.all([ask("twice"), ask("twice")])).toEqual([expected, expected]);
      expect(read.sort()).toEqual(parts);
    } finally {
      await here.close();
    }
  });

  test("sums in a folder: the same bits, nothing of them in Redis, half written and old files are no results", async () => {
    const directory = join(folder, "sums");
    const at = { ...connection(), name: "folder", directory };
    mkdirSync(directory);
    writeFileSync(join(directory, "folder-old.sum"), "old");
    utimesSync(join(directory, "folder-old.sum"), 1, 1);
    writeFileSync(join(directory, "of somebody else"), "stays");
    const here = serveQueue({ ...at, source: partOf });
    const on = queue({ ...at, run: "folder" });
    try {
      expect(Array.from((await shardsOf({ parts }).crossValidate({ ...OPTIONS, on })).means)).toEqual(expected);
      const files = readdirSync(directory).sort();
      expect(files.filter((file) => file.endsWith(".sum"))).toHaveLength(COUNT);
      expect(files).toContain("of somebody else");
      expect(files).not.toContain("folder-old.sum");
      // a result that is gone is computed anew
      for (const file of files.filter((each) => each.endsWith(".sum")).slice(0, 2)) rmSync(join(directory, file));
      const again = queue({ ...at, run: "folder" });
      expect(Array.from((await shardsOf({ parts }).crossValidate({ ...OPTIONS, on: again })).means)).toEqual(expected);
      await again.close();
    } finally {
      await on.close();
      await here.close();
    }
    expect(() => queue({ ...at, directory: "" })).toThrow('queue: directory is "" (a string), expected the path of a folder');
  });

  test("rounds give the same bits", async () => {
    const read = (part: number) =>
      Array.from(partOf(part), ({ X, y }) => ({ X, y: Array.from(y as number[], (value) => Math.round(Math.abs(value))) }));
    const options = { loss: "poisson", count: 4, minRatio: 0.1 } as const;
    const expected = await shardsOf({ parts, read }).path(options);
    const here = serveQueue({ ...connection(), name: "rounds", source: read, concurrency: 2 });
    const on = queue({ ...connection(), name: "rounds" });
    try {
      const found = await shardsOf({ parts, read }).path({ ...options, on });
      expect(found.gaps).toEqual(expected.gaps);
      expect(found.coefficients(3)).toEqual(expected.coefficients(3));
    } finally {
      await on.close();
      await here.close();
    }
  });

  test("rows that are refused: part, row and column, at once", async () => {
    const read: number[] = [];
    const here = serveQueue({
      ...connection(),
      source: function* (part: number) {
        read.push(part);
        for (const { X, y } of partOf(part)) yield { X, y };
        if (part === 4) yield { X: [[1, 2, Number.NaN, 4]], y: [1] };
      },
    });
    try {
      await expect(ask("poison")).rejects.toThrow(
        new RangeError("Shards.crossValidate: X has NaN at row 300, column 2 of part 4, expected a finite number"),
      );
      expect(read.filter((part) => part === 4)).toEqual([4]);
      // mended, the same run goes on: what failed is tried again
    } finally {
      await here.close();
    }
    const mended = serveQueue({ ...connection(), source: partOf });
    try {
      expect(await ask("poison")).toEqual(expected);
    } finally {
      await mended.close();
    }
  });

  test("a source that fails once is asked again", async () => {
    let failures = 0;
    const here = serveQueue({
      ...connection(),
      source: (part: number) => {
        if (part === 2 && failures++ === 0) throw new Error("the disk was away");
        return partOf(part);
      },
    });
    try {
      expect(await ask()).toEqual(expected);
      expect(failures).toBe(2);
    } finally {
      await here.close();
    }
  });

  test("a worker that is killed leaves its part to another", async () => {
    // a queue of its own: how often silent workers are looked for is agreed upon in Redis
    const env = { QUEUE: "killed", LOCK: "1000" };
    const dying = serve({ ...env, HANG: "1" });
    const answer = ask(undefined, "killed");
    await dying.line(/^part 1$/);
    const other = serve(env);
    await dying.kill();
    expect(await answer).toEqual(expected);
    expect(other.lines).toContain("part 1");
    await other.kill();
  });

  test("a caller that is killed goes on where it was, under the name of its run", async () => {
    const gate = join(folder, "caller");
    const worker = serve({ GATE: gate, GATED: "3" });
    const caller = own(["call", String(port), "resumed"]);
    await worker.line(/^part 3$/);
    await caller.kill();
    writeFileSync(gate, "");
    expect(await ask("resumed")).toEqual(expected);
    expect(worker.lines.filter((line) => line.startsWith("part")).sort()).toEqual(parts.map((part) => `part ${part}`));
    await worker.kill();
  });

  test("Redis is killed and comes back", async () => {
    const gate = join(folder, "redis");
    const worker = serve({ GATE: gate, GATED: "3" });
    const answer = ask("outage");
    await worker.line(/^part 3$/);
    await server.kill();
    expect(redis.signalCode).toBe("SIGKILL");
    writeFileSync(gate, "");
    server = await startRedis();
    expect(await answer).toEqual(expected);
    await worker.kill();
  });

  test("a signal ends the waiting", async () => {
    const on = queue(connection());
    const controller = new AbortController();
    const waiting = shardsOf({ parts }).gram({ on, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await on.close();
    await expect(shardsOf({ parts }).gram({ on })).rejects.toThrow("the queue was closed");
  });
});

test.each<[string, () => unknown, string]>([
  [
    "no connection",
    () => queue({} as never),
    "queue: connection is undefined, expected options of ioredis such as { host, port } or { url }",
  ],
  [
    "no URL",
    () => queue({ connection: { url: "localhost" } }),
    'queue: connection.url is "localhost" (a string), expected "redis://host:port"',
  ],
  ["a colon in the name", () => queue({ connection: {}, name: "a:b" }), "queue: name is"],
  ["a strange run", () => queue({ connection: {}, run: "a b" }), "queue: run is"],
  ["an unknown option", () => serveQueue({ connection: {}, source: partOf, workers: 2 } as never), "serveQueue: workers is not an option"],
  ["no source", () => serveQueue({ connection: {} } as never), "serveQueue: source is undefined, expected a function of a part"],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
