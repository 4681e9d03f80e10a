// worker: reads parts of a table for a caller elsewhere, by way of Redis or PostgreSQL, until it is told to stop.
import { readFileSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { Encoding } from "shrinkage";
import { chunkOf, chunksOf } from "./chunks.js";
import type { Outlet } from "./commands.js";
import { CODES, Failure, quoted, usage } from "./failure.js";
import { failureOf } from "./library.js";
import type { Given } from "./optionList.js";
import { formatOf } from "./tables/open.js";
import { IN_PIECES, rawPieces } from "./tables/pieces.js";
import { checkFolder } from "./tables/text.js";

/** serves the files of a folder; answers when SIGINT or SIGTERM has come and the parts at hand are done */
export async function worker(folder: string, given: Given, { note }: Outlet): Promise<number> {
  const { redis, postgres, queue: name, target, encoding: file, concurrency } = given;
  const url = redis ?? postgres;
  if (url === undefined || (redis !== undefined && postgres !== undefined))
    throw usage(
      `--redis and --postgres are ${url ? "both given" : "missing"}, expected --redis redis://HOST:PORT, where the caller's queue is, or --postgres URL`,
    );
  if ((target === undefined) === (file === undefined))
    throw usage("worker wants --target, the column to be predicted, or --encoding, a file that encode has made; one of the two");
  checkFolder(folder);
  const encoding = file === undefined ? undefined : encodingOf(file);
  const driver = redis === undefined ? "pg" : "ioredis";
  const [{ serveQueue }] = await Promise.all([import("shrinkage/queue"), import(driver)]).catch((error: Error) => {
    throw new Failure(
      `worker: bullmq or ${driver} is not installed, expected npm install bullmq ${driver} (${error.message.split("\n", 1)[0]})`,
    );
  });

  async function* source(part: unknown) {
    const path = insideOf(folder, part);
    const format = formatOf(path, given);
    if (!IN_PIECES.includes(format)) throw new TypeError(`worker: part ${quoted(part)} is ${format}, expected ${IN_PIECES.join(", ")}`);
    note(`part ${String(part)}`);
    yield* chunksOf(rawPieces(path, given, note), (raw) => {
      try {
        return chunkOf(raw, { target, encoding, weights: given.weights, ignore: given.ignore });
      } catch (error) {
        // what is wrong with rows stays wrong: no other worker shall try
        throw error instanceof Failure ? new RangeError(`worker: ${error.message}`) : failureOf(error, raw.file, raw);
      }
    });
  }

  const server = serveQueue({ connection: { url }, source: source as never, ...(name && { name }), ...(concurrency && { concurrency }) });
  note(`waiting for parts of ${folder} at ${url.replace(/\/\/[^@/]*@/, "//…@")}; Ctrl+C ends it`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await server.close();
  return CODES.done;
}

/** what --encoding names */
export function encodingOf(file: string): Encoding<unknown> {
  try {
    return Encoding.fromJSON(readFileSync(file, "utf8"));
  } catch (error) {
    throw failureOf(error, file);
  }
}

/** the file of a part; a message from elsewhere opens nothing outside of the folder */
function insideOf(folder: string, part: unknown): string {
  if (typeof part !== "string") throw new TypeError(`worker: a part is ${typeof part}, expected the name of a file in ${folder}`);
  const path = resolve(folder, part);
  const within = relative(resolve(folder), path);
  if (within === "" || within === ".." || within.startsWith(`..${sep}`) || isAbsolute(within))
    throw new RangeError(`worker: part ${quoted(part)} is outside of the folder that is served, expected the name of a file in it`);
  return path;
}
