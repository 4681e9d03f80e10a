// Which files of the repository are on the site, and where.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const site = join(root, "site");

/** folders of the repository, with their folder on the site and the extension of what is taken */
const folders = [
  ["docs", "", ".md"],
  ["docs/guide", "guide", ".md"],
  ["docs/design", "design", ".md"],
  ["docs/pictures", "pictures", ".svg"],
  ["bench/charts", "benchmarks/charts", ".svg"],
  ["site/pages", "", ".md"],
];

const single = [
  ["bench/RESULTS.md", "benchmarks/results.md"],
  ["bench/README.md", "benchmarks/measuring.md"],
  ["cli/README.md", "cli.md"],
  ["CHANGELOG.md", "changes.md"],
];

/** path in the repository → path on the site */
export const places = new Map([
  ...folders.flatMap(([from, to, extension]) =>
    readdirSync(join(root, from))
      .filter((name) => name.endsWith(extension))
      .map((name) => [`${from}/${name}`, join(to, name === "README.md" ? "index.md" : name)]),
  ),
  ...single,
]);
