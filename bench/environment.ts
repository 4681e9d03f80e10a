// What every results file says about where it comes from, and the files themselves.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

export interface Environment {
  machine: string;
  node: string;
  v8: string;
  date: string;
  commit: string;
}

export function environment(): Environment {
  return {
    machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
    node: process.version,
    v8: process.versions.v8,
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
  };
}

/** of what is measured: the sources, not the benchmarks */
function commit(): string {
  const git = (...command: string[]) => execFileSync("git", command, { encoding: "utf8", cwd: new URL(".", import.meta.url) }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "../src", "../assembly") ? " with changes" : "");
  } catch {
    return "unknown commit";
  }
}

const file = (name: string) => new URL(`results/${name}.json`, import.meta.url);

export function read<T>(name: string): T | undefined {
  return existsSync(file(name)) ? (JSON.parse(readFileSync(file(name), "utf8")) as T) : undefined;
}

export function write(name: string, contents: unknown): void {
  mkdirSync(new URL(".", file(name)), { recursive: true });
  writeFileSync(file(name), `${JSON.stringify(contents, null, 2)}\n`);
}
