// Shards by way of a real Redis, a real PostgreSQL and processes of their own: whoever is killed, the bits are those of this thread.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresBackend, Queue } from "bullmq";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queue, serveQueue } from "../../src/queue/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { child, freePort, redisAt, started } from "./children.js";
import { hasPostgres, postgresAt } from "./postgres.js";
import { COUNT, OPTIONS, partOf } from "./queueParts.js";

/** a server of jobs that tests kill and start again */
interface Kind {
  readonly installed: boolean;
  readonly program: string;
  at(port: number, folder: string): Promise<ReturnType<typeof child>>;
  url(port: number): string;
}

const kinds: [string, Kind][] = [
  [
    "Redis",
    {
      installed: spawnSync("redis-server", ["--version"]).status === 0,
      program: "redis-server",
      at: redisAt,
      url: (port) => `redis://127.0.0.1:${port}`,
    },
  ],
  [
    "PostgreSQL",
    {
      installed: hasPostgres,
      program: "postgresql",
      at: (port, folder) => postgresAt(port, join(folder, "data")),
      url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
    },
  ],
];
for (const [what, { installed, program }] of kinds) {
  if (!installed && process.env.CI) throw new Error(`queue.test.ts: ${program} is not installed, expected it where CI is set`);
  if (!installed) console.warn(`queue.test.ts: ${what} is skipped, it is not installed (apt-get install ${program})`);
}

const parts = Array.from({ length: COUNT }, (_, k) => k);

/** the jobs themselves */
async function jobsOf(url: string, name: string) {
  const { protocol, hostname: host, port } = new URL(url);
  const jobs: Queue =
    protocol === "redis:"
      ? new Queue(name, { connection: { host, port: Number(port) } })
      : (new Queue(name, { connection: { connectionString: url, migrate: true } }, createPostgresBackend) as never);
  await jobs.waitUntilReady();
  return { jobs, close: () => jobs.close() };
}

describe.each(kinds.filter(([, { installed }]) => installed))("a queue in %s", (what, kind) => {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-queue-"));
  chmodSync(folder, 0o755);
  let port: number;
  let expected: number[];
  let server: ReturnType<typeof child>;
  const url = () => kind.url(port);
  const own = (role: string[], env?: Record<string, string>) =>
    child(process.execPath, ["--import", "tsx", "test/node/queueProcess.ts", ...role], env);
  const serve = (env?: Record<string, string>) => own(["serve", url()], env);

  beforeAll(async () => {
    port = await freePort();
    server = await kind.at(port, folder);
    expected = Array.from((await shardsOf({ parts, read: partOf }).crossValidate(OPTIONS)).means);
  });
  afterAll(async () => {
    const ends = [...started].map((each) => new Promise((resolve) => each.once("exit", resolve)));
    for (const each of started) each.kill("SIGKILL");
    await Promise.all(ends);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  const connection = () => ({ connection: { url: url() } });
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

  test("rows that are refused: part, row and column, at once; mended, the same run goes on", async () => {
    const read: number[] = [];
    const eight = Array.from({ length: 8 }, (_, k) => k);
    const bad = 12_345;
    const chunks = function* (part: number, isPoisoned: boolean) {
      read.push(part);
      if (part < 7) return yield* partOf(part);
      for (let row = 0; row < 15_000; row += 1000) {
        const X = Array.from({ length: 1000 }, (_, i) => [
          i % 7,
          (row + i) % 11,
          i % 5,
          isPoisoned && row + i === bad ? Number.NaN : i % 3,
        ]);
        yield { X, y: X.map((row) => row[0] - row[1]) };
      }
    };
    const run = async () => {
      await using on = queue({ ...connection(), name: "poison", run: "poison" });
      return (await shardsOf({ parts: eight }).ridge({ lambda: 0.1, on })).coefficients;
    };
    const here = serveQueue({ ...connection(), name: "poison", source: (part: number) => chunks(part, true) });
    try {
      await expect(run()).rejects.toThrow(
        new RangeError("Shards.ridge: X has NaN at row 12345, column 3 of part 7, expected a finite number"),
      );
      expect(read.filter((part) => part === 7)).toEqual([7]);
    } finally {
      await here.close();
    }
    read.length = 0;
    const mended = serveQueue({ ...connection(), name: "poison", source: (part: number) => chunks(part, false) });
    try {
      const parts = { parts: eight, read: (part: number) => chunks(part, false) };
      const found = await run();
      // what was done is not done again
      expect(read).toEqual([7]);
      expect(found).toEqual((await shardsOf(parts).ridge({ lambda: 0.1 })).coefficients);
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

  test("a worker that is slow loses its part to another, and both finish it: the same bits", async () => {
    const env = { QUEUE: "slow", LOCK: "1000" };
    const gate = join(folder, "slow");
    const slow = serve({ ...env, BUSY: "1", GATE: gate });
    const answer = ask("slow", "slow");
    await slow.line(/^part 1$/);
    const other = serve(env);
    await other.line(/^part 1 done$/);
    writeFileSync(gate, "");
    await slow.line(/^part 1 done$/);
    expect(await answer).toEqual(expected);
    // and what the slow one stored behind the other's back
    expect(await ask("slow", "slow")).toEqual(expected);
    await Promise.all([slow.kill(), other.kill()]);
  });

  test("a job that is delivered twice changes nothing, and one of another form is refused", async () => {
    const { jobs, close } = await jobsOf(url(), "double");
    const here = serveQueue({ ...connection(), name: "double", source: partOf, concurrency: 2 });
    try {
      const [first] = await Promise.all([ask("double", "double"), ask("double", "double")]);
      expect(first).toEqual(expected);
      const [done] = await jobs.getCompleted();
      const finished = async (data: object, jobId: string) => {
        await jobs.add("shard", data, { jobId });
        for (;;) {
          const job = await jobs.getJob(jobId);
          if (job?.finishedOn) return job;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      const again = await finished(done.data, "again");
      expect(again.returnvalue).toEqual(done.returnvalue);
      expect(await ask("double", "double")).toEqual(expected);
      for (const [key, value] of [
        ["result", "../../outside"],
        ["expire", -1],
        ["task", { toString: 1 }],
      ] as const) {
        const { failedReason } = await finished({ ...done.data, [key]: value }, `odd-${key}`);
        expect(failedReason).toContain(`TypeError: serveQueue: ${key} of the job is`);
      }
    } finally {
      await here.close();
      await close();
    }
  });

  test("a caller that is killed goes on where it was, under the name of its run", async () => {
    const gate = join(folder, "caller");
    const worker = serve({ GATE: gate, GATED: "3" });
    const caller = own(["call", url(), "resumed"]);
    await worker.line(/^part [345]$/);
    await caller.kill();
    writeFileSync(gate, "");
    expect(await ask("resumed")).toEqual(expected);
    expect(worker.lines.filter((line) => /^part \d+$/.test(line)).sort()).toEqual(parts.map((part) => `part ${part}`));
    await worker.kill();
  });

  test(`${what} is killed and comes back`, async () => {
    const gate = join(folder, "server");
    const worker = serve({ GATE: gate, GATED: "3" });
    const answer = ask("outage");
    await worker.line(/^part [345]$/);
    await server.kill();
    expect(server.process.signalCode).toBe("SIGKILL");
    writeFileSync(gate, "");
    server = await kind.at(port, folder);
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

  test("who is there before the server waits for it", async () => {
    await server.kill();
    const on = queue({ ...connection(), name: "early" });
    const answer = shardsOf({ parts }).crossValidate({ ...OPTIONS, on });
    const here = serveQueue({ ...connection(), name: "early", source: partOf });
    server = await kind.at(port, folder);
    expect(Array.from((await answer).means)).toEqual(expected);
    await on.close();
    await here.close();
  });
});

test.each<[string, () => unknown, string]>([
  [
    "no connection",
    () => queue({} as never),
    "queue: connection is undefined, expected options of ioredis such as { host, port }, or { url } of Redis or PostgreSQL",
  ],
  [
    "no URL",
    () => queue({ connection: { url: "localhost" } }),
    'queue: connection.url is "localhost" (a string), expected "redis://host:port" or "postgres://host:port/database"',
  ],
  [
    "a schema that is none",
    () => queue({ connection: { url: "postgres://localhost/postgres", schema: 'a"; DROP' } }),
    "queue: connection.schema is",
  ],
  ["a colon in the name", () => queue({ connection: {}, name: "a:b" }), "queue: name is"],
  ["a strange run", () => queue({ connection: {}, run: "a b" }), "queue: run is"],
  ["an unknown option", () => serveQueue({ connection: {}, source: partOf, workers: 2 } as never), "serveQueue: workers is not an option"],
  ["no source", () => serveQueue({ connection: {} } as never), "serveQueue: source is undefined, expected a function of a part"],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
