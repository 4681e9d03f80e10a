// What a visit of the lab downloads, without data: fails beyond the limit. node lab/scripts/size.mjs [folder]
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT = 253_500;

/** gzipped bytes of every script, style and page of a build */
export function sizes(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(js|css|html)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = sizes(process.argv[2] ?? fileURLToPath(new URL("../dist/", import.meta.url)));
  const total = Object.values(all).reduce((a, b) => a + b, 0);
  for (const [name, bytes] of Object.entries(all)) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`);
  console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  gzipped, at most ${LIMIT / 1000} kB`);
  if (total > LIMIT) process.exitCode = 1;
}
