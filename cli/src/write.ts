// Files are written beside their place and moved there when they are whole: nothing half-written stays.
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Failure, usage } from "./failure.js";

/** refuses a path before any work is done, if nothing can be written there */
export function checkPlace(path: string, option: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw usage(`--${option} is ${path}, but there is no folder ${folder}`);
  if (existsSync(path) && statSync(path).isDirectory()) throw usage(`--${option} is ${path}, a folder, expected a file`);
  const draft = draftOf(path);
  try {
    closeSync(openSync(draft, "w"));
    rmSync(draft);
  } catch (error) {
    throw usage(`--${option} is ${path}, where nothing can be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** writes a file as a whole */
export function write(path: string, text: string): void {
  const draft = draftOf(path);
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Failure(`${path}: is not written: ${(error as Error).message}`);
  }
}

const draftOf = (path: string) => `${path}.${process.pid}.draft`;
