// Links of a page of the repository, as they are on the site.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { places, root } from "./places.mjs";

/** blocks of code hold no links */
const block = /(^```[\s\S]*?^```$)/m;

/**
 * The text of a page with its links led to their places on the site. What is in the repository and not on the site, such as a source, is
 * named without a link.
 */
export function linked(text, page) {
  const here = dirname(places.get(page));
  const link = (whole, label, target) => {
    if (/^(https?:|#)/.test(target)) return whole;
    const [path, anchor] = target.split("#");
    const file = join(dirname(page), path);
    const place = places.get(file);
    if (place) return `[${label}](${prefixed(relative(here, place))}${anchor ? `#${anchor}` : ""})`;
    if (!existsSync(join(root, file))) throw new Error(`${page} links to ${target}, which does not exist`);
    return label;
  };
  return text
    .split(block)
    .map((part, k) => (k % 2 === 0 ? part.replace(/\[([^\]]*)\]\(([^)\s]+)\)/g, link) : part))
    .join("");
}

const prefixed = (path) => (path.startsWith(".") ? path : `./${path}`);
