// bench/RESULTS.md.
import { cells, HEAD, type Results } from "../browser/show.js";
import type { Environment } from "../environment.js";
import { GROUPS, type Group, SCRIPTS } from "../groups.js";
import { table } from "../show.js";
import { anything } from "./anything.js";
import type { Picture } from "./charts.js";
import type { Everything } from "./everything.js";
import { losses, targetTable } from "./losses.js";

const PICTURES: Record<string, string> = { path: "paths" };

export function document(results: Everything, pictures: Map<string, Picture>): string {
  const groups = Object.entries(GROUPS).map(([name, group]) => {
    const { title, tables, what } = group as unknown as Group<object>;
    const contents = results[name] as (object & Partial<Environment>) | undefined;
    if (!contents) return section(title, [`Not measured yet: \`npm run bench -- ${name}\` (${what}).`]);
    const picture = pictures.get(PICTURES[name] ?? name);
    const image = picture ? [`![${picture.title}](charts/${PICTURES[name] ?? name}.svg)`] : [];
    return section(title, [...image, tables(contents), origin(contents, name)]);
  });
  const scripts = Object.entries({ ...SCRIPTS, browser: { title: "In Chromium" } }).map(([name, { title }]) => {
    const contents = results[name] as (object & Partial<Environment>) | undefined;
    const shown = () => (name === "browser" ? table(HEAD, (contents as Results).rows.map(cells)) : anything(contents as object));
    return section(title, contents ? [shown(), origin(contents, name)] : ["Not measured yet."]);
  });
  return [
    "# Results",
    "",
    "Written by `npm run bench:report` from bench/results/*.json: no figure here is typed by hand. Ratios are their time / ours, pair by pair in",
    "interleaved runs: above 1 ours is faster. Every answer is judged by [objective.ts](../reference/objective.ts), which shares no code with the library;",
    "seeds are in the JSON. How to run it again, and what to install for it: [README.md](README.md).",
    "",
    ...groups,
    ...scripts,
    section("Where we lose", [losses(results)]),
    section("Aims", [targetTable(results)]),
  ].join("\n");
}

function section(title: string, parts: readonly string[]): string {
  return `## ${title}\n\n${parts.filter(Boolean).join("\n\n")}\n`;
}

function origin({ machine, node, date, commit }: Partial<Environment>, name: string): string {
  if (!machine) return "";
  return `${[machine, node && `Node ${node.replace(/^v/, "")}`, date, commit && `commit ${commit}`].filter(Boolean).join(", ")} (results/${name}.json).`;
}
