// The binaries that test/package/package.json installs, none of them by an install script. They are made for Linux on x64; elsewhere, and
// where an install left one out, a test is skipped with a line that says so; CI has to have the Nodes.
import { existsSync } from "node:fs";
import { join } from "node:path";

const installed = (...path) => join(import.meta.dirname, "node_modules", ...path);

export const binaries = {
  // the oldest of each line that package.json's engines allow, then the newest two lines
  "Node 20.19.0": installed("node-20/bin/node"),
  "Node 22.12.0": installed("node-22/bin/node"),
  "Node 24": installed("node-24/bin/node"),
  "Node 26": installed("node-26/bin/node"),
  Deno: installed("deno/deno"),
  Bun: installed("bun/bin/bun"),
  workerd: installed("workerd/bin/workerd"),
};

/** the path of a binary; `skip` is the test's own */
export function binary(name, skip) {
  const path = binaries[name];
  if (!existsSync(path) && !(process.env.CI && name.startsWith("Node")))
    skip(`skipped: no ${name} for ${process.platform} ${process.arch} is installed`);
  return path;
}
