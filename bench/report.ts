// npm run bench:report: bench/RESULTS.md, bench/charts/*.svg and the tables of docs/performance.md and the README from bench/results/*.json. No figure is typed by hand.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { read } from "./environment.js";
import { GROUPS, SCRIPTS } from "./groups.js";
import { charts } from "./report/charts.js";
import { document } from "./report/document.js";
import type { Everything } from "./report/everything.js";
import { performance, readme } from "./report/performance.js";

const root = new URL("../", import.meta.url);

/** what the results hold; a file that is missing has not been measured */
export function everything(): Everything {
  const names = [...Object.keys(GROUPS), ...Object.keys(SCRIPTS), "browser"];
  return Object.fromEntries(
    names.flatMap((name) => (existsSync(new URL(`bench/results/${name}.json`, root)) ? [[name, read(name)]] : [])),
  ) as Everything;
}

/** path from the root → text; `old` reads what stands there now */
export function written(results: Everything, old: (path: string) => string): Map<string, string> {
  const pictures = charts(results);
  const files = [...pictures].map(([name, { svg }]): [string, string] => [`bench/charts/${name}.svg`, svg]);
  return new Map([
    ...files,
    ["bench/RESULTS.md", document(results, pictures)],
    ["docs/performance.md", performance(old("docs/performance.md"), results)],
    ["README.md", readme(old("README.md"), results)],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const old = (path: string) => readFileSync(new URL(path, root), "utf8");
  for (const [path, text] of written(everything(), old)) {
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(path);
  }
}
