// public/functions.json: what stands above every public function of the library, so that a bench's link works offline.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../src/", import.meta.url);

/** every `export { … } from "…"` of an entry point: name → file */
function exported(entry) {
  const text = readFileSync(new URL(entry, root), "utf8");
  const files = new Map();
  for (const [, names, file] of text.matchAll(/export \{([^}]*)\} from "([^"]+)"/g))
    for (const part of names.split(",")) {
      const name = part.trim().split(" as ").at(-1);
      if (/^[a-z]/.test(name) && !name.startsWith("type ")) files.set(name, file.replace(/\.js$/, ".ts"));
    }
  return files;
}

/** the comment right above a function, without its stars, and the head of the function */
function described(name, file) {
  const text = readFileSync(file, "utf8");
  const at = text.search(new RegExp(`^export (async )?function ${name}\\b`, "m"));
  if (at < 0) return undefined;
  const before = text.slice(0, at).trimEnd();
  const start = before.lastIndexOf("/**");
  if (start < 0 || !before.endsWith("*/")) return undefined;
  const comment = before
    .slice(start + 3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .replace(/\{@link (\w+)\}/g, "$1")
    .trim();
  return {
    comment,
    head: text
      .slice(at, text.indexOf("{\n", at))
      .replace(/^export /, "")
      .trim(),
  };
}

export function writeFunctions() {
  const folder = new URL("../public/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const entries = [["shrinkage", "index.ts"]];
  for (const room of readdirSync(root, { withFileTypes: true }))
    if (["theory", "plots", "network"].includes(room.name)) entries.push([`shrinkage/${room.name}`, `${room.name}/index.ts`]);
  const functions = entries.flatMap(([from, entry]) =>
    [...exported(entry)].flatMap(([name, file]) => {
      const found = described(name, new URL(file, new URL(entry, root)));
      return found ? [{ name, from, ...found }] : [];
    }),
  );
  writeFileSync(new URL("functions.json", folder), JSON.stringify(functions));
}
