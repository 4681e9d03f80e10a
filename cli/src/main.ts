// shrinkage-cli: a command line, an exit code.
import { readFileSync } from "node:fs";
import { version } from "shrinkage";
import { readArguments } from "./arguments.js";
import { cv, fit, type Outlet, path } from "./commands.js";
import { CODES, Failure } from "./failure.js";
import { help } from "./help.js";
import { inspect } from "./inspect.js";
import { translated } from "./library.js";
import type { Given } from "./optionList.js";
import { predict } from "./predict.js";
import { stream } from "./stream.js";

/** runs a command line; answers its exit code */
export async function main(args: readonly string[]): Promise<number> {
  let given: Given = {};
  const outlet: Outlet = {
    print: (text) => void process.stdout.write(text),
    note: (message) => void (given.quiet || process.stderr.write(`note: ${message}\n`)),
  };
  // the library warns by the console
  console.warn = (message: unknown) => outlet.note(translated(String(message)));
  try {
    const call = readArguments(args);
    given = call.given;
    if (call.wants === "help") outlet.print(help(call.command));
    if (call.wants === "version") outlet.print(`shrinkage-cli ${own()}, shrinkage ${version}\n`);
    if (call.wants) return CODES.done;
    const [file] = call.files;
    switch (call.command) {
      case "fit":
        return await (given.stream ? stream("fit", file, given, outlet) : fit(file, given, outlet));
      case "cv":
        return await (given.stream ? stream("cv", file, given, outlet) : cv(file, given, outlet));
      case "path":
        return await (given.stream ? stream("path", file, given, outlet) : path(file, given, outlet));
      case "worker":
        return await (await import("./worker.js")).worker(file, given, outlet);
      case "predict":
        return await predict(call.files, given, outlet);
      default:
        return await inspect(file, given, outlet);
    }
  } catch (error) {
    const isOurs = error instanceof Failure;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`shrinkage-cli: ${isOurs ? message : translated(message)}\n`);
    if (!isOurs && process.env.DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
    return isOurs ? error.code : CODES.input;
  }
}

/** the version of this package */
const own = (): string => (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;

// a reader that has seen enough, such as head, is no fault
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(CODES.done);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
