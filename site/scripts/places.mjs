// Which files of the repository are on the site, and where.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const site = join(root, "site");

/** folders of the repository, with their folder on the site and what is taken; folders in docs/ keep their names */
const folders = [
  ["docs", "", /^(?!node_modules\/|api\/).*\.(md|svg)$/],
  ["bench/charts", "benchmarks/charts", /\.svg$/],
  ["site/pages", "", /\.md$/],
];

const single = [
  ["bench/RESULTS.md", "benchmarks/results.md"],
  ["bench/README.md", "benchmarks/measuring.md"],
  ["cli/README.md", "cli.md"],
  ["CHANGELOG.md", "changes.md"],
];

/** path in the repository → path on the site */
export const places = new Map([
  ...folders.flatMap(([from, to, taken]) =>
    readdirSync(join(root, from), { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => taken.test(name))
      .map((name) => [`${from}/${name}`, join(to, name.replace(/\bREADME\.md$/, "index.md"))]),
  ),
  ...single,
]);
