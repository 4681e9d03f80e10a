// What stands beside the pages: the guides in the order of their table, the other pages, the public names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { places, root } from "./places.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** the pages that a table names in its first column */
function rows(page, folder) {
  const found = [...read(page).matchAll(/^\| \[(.+?)\]\((.+?)\.md\) \|/gm)];
  if (found.length === 0) throw new Error(`${page} has no table of pages`);
  return found.map(([, text, name]) => ({ text, link: `/${folder}/${name}` }));
}

const titled = ([page, place]) => ({ text: read(page).match(/^# (.+)$/m)[1], link: `/${place.replace(".md", "")}` });

export function sidebar(stage) {
  const pages = [
    { text: "Guide", items: [{ text: "Overview", link: "/guide/" }, ...rows("docs/guide/README.md", "guide")] },
    {
      text: "Facts",
      items: [
        { text: "Comparison", link: "/comparison" },
        ...[...places].filter(([from]) => /^docs\/[^/]+\.md$/.test(from)).map(titled),
        { text: "Changes", link: "/changes" },
      ],
    },
    {
      text: "Benchmarks",
      collapsed: true,
      items: [
        { text: "Charts", link: "/benchmarks/" },
        { text: "All results", link: "/benchmarks/results" },
        { text: "How they are measured", link: "/benchmarks/measuring" },
      ],
    },
    { text: "Command line", link: "/cli" },
    { text: "Design", collapsed: true, items: [{ text: "Overview", link: "/design/" }, ...rows("docs/design/README.md", "design")] },
  ];
  const [library] = JSON.parse(readFileSync(join(stage, "api/typedoc-sidebar.json"), "utf8"));
  return {
    "/api/": [entry(library, "shrinkage"), ...library.items.filter(isEntry).map((each) => entry(each, `shrinkage/${each.text}`))],
    "/": pages,
  };
}

const kinds = ["Functions", "Classes"];

/** an entry point of the package: kinds of names stand beside those of its parts */
const isEntry = ({ link }) => link?.endsWith("/");

/** what is called; types are on the page of all names, which leads to them too, and so do functions */
function entry({ link, items }, text) {
  const called = kinds.flatMap((kind) => items.filter((each) => each.text === kind));
  return { text, collapsed: text !== "shrinkage", items: [{ text: "All names", link }, ...called] };
}
