// shrinkage-cli built from the sources, run in an empty folder a test.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach } from "vitest";

export const root = fileURLToPath(new URL("../../", import.meta.url));
// beside the sources, so that papaparse and the others are found
const outdir = join(root, `build/cli-${process.pid}/dist`);
export const program = join(outdir, "shrinkage-cli.js");
/** the folder of the test that runs */
export let folder = "";

beforeAll(() => {
  mkdirSync(outdir, { recursive: true });
  execFileSync(process.execPath, [join(root, "cli/scripts/build.mjs"), outdir]);
  copyFileSync(join(root, "cli/package.json"), join(outdir, "../package.json"));
});
afterAll(() => rmSync(join(outdir, ".."), { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shrinkage-cli-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

export function run(args: string | readonly string[], input: string | Buffer = "") {
  const list = typeof args === "string" ? args.split(" ") : args;
  const options = { cwd: folder, input, encoding: "utf8", timeout: 200_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...list], options);
  return { status, stdout, stderr };
}
export const put = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
export const get = (name: string) => readFileSync(join(folder, name), "utf8");
