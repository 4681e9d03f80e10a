// Links, anchors and files of the built site: what leads nowhere, or loads from another host, fails the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export function check(out, base) {
  const names = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
  const pages = new Map(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(out, name), "utf8")]));
  const ids = new Map();
  /** the anchors of a page; those of a page that a script draws are not known */
  const anchors = (name) => {
    if (!ids.has(name)) ids.set(name, new Set([...pages.get(name).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)));
    return ids.get(name);
  };
  const problems = [];
  for (const [name, html] of pages) {
    for (const [tag, element, link] of html.matchAll(/<(\w+)[^>]*? (?:href|src)="([^"]*)"/g)) {
      const url = new URL(link, `http://site${base}${name}`);
      if (url.protocol === "data:" || name.startsWith("lab/")) continue;
      if (url.host !== "site") {
        if (element !== "a") problems.push(`${name} loads ${link} from another host: ${tag}`);
        continue;
      }
      const path = decodeURIComponent(url.pathname);
      const file = `${path.slice(base.length)}${path.endsWith("/") ? "index.html" : ""}`;
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!path.startsWith(base) || !existsSync(join(out, file))) problems.push(`${name} links to ${link}, which does not exist`);
      else if (anchor && pages.has(file) && !file.startsWith("lab/") && !anchors(file).has(anchor)) {
        problems.push(`${name} links to ${link}: ${file} has no such anchor`);
      }
    }
  }
  if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
}
