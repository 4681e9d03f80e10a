// The package as a user gets it: packed, and unpacked into an empty folder beside the peer of shrinkage/worker.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = new URL("../../", import.meta.url).pathname;

/** a new folder in which `import "shrinkage"` finds the packed tarball; the caller removes it */
export function installed(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `shrinkage-${name}-`));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root, stdio: "ignore" });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) as string;
  const target = join(folder, "node_modules/shrinkage");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["xzf", join(folder, tarball), "-C", target, "--strip-components=1"]);
  // the peer of shrinkage/worker, and the reader of CSV that pages use
  for (const peer of ["comlink", "papaparse"])
    cpSync(join(root, "node_modules", peer), join(folder, "node_modules", peer), { recursive: true });
  // the peer of shrinkage/plots, a link so that it finds what it stands on
  mkdirSync(join(folder, "node_modules/@observablehq"));
  symlinkSync(join(root, "node_modules/@observablehq/plot"), join(folder, "node_modules/@observablehq/plot"));
  return folder;
}
