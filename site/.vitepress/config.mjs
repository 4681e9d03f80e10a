import { join } from "node:path";
import { root } from "../scripts/places.mjs";
import { sidebar } from "../scripts/sidebar.mjs";

const stage = process.env.SITE_STAGE;
const at = (path) => join(root, path);

/** anchors as GitHub makes them, which the pages link to */
const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** words, and the words that a name is made of: crossValidate is found by "cross validate" too. The browser gets its text, so it uses no other. */
const tokenize = (text) =>
  text.split(/[\n\r\p{Z}\p{P}]+/u).flatMap((word) => {
    const parts = word.split(/(?<=[a-z])(?=[A-Z])/);
    return parts.length > 1 ? [word, ...parts] : parts;
  });

/** guides first, then what is called, then what explains, and options last: dozens of types have the same ones; a page before its parts */
const boostDocument = (id, term, { title, titles }) => {
  const place = /\/guide\//.test(id) ? 4 : /\/api\/.*(functions|classes)\//.test(id) ? 3 : /\/api\//.test(id) ? 0.5 : 1;
  const called = title.replace("()", "").toLowerCase() === term ? 4 : 1;
  return place * called * (titles.length === 0 ? 2 : 1);
};

/** @type {import("vitepress").UserConfig} */
export default {
  title: "shrinkage",
  description: "Ridge, lasso and elastic net in WebAssembly, each answer with a proof of how good it is",
  lang: "en",
  srcDir: stage,
  // the sidebar is the same for all pages: once in a file, not in each of them
  metaChunk: true,
  head: [
    [
      "link",
      {
        rel: "icon",
        href: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 1 15 8 8 15 1 8z' fill='%230072b2'/%3E%3C/svg%3E",
      },
    ],
  ],
  markdown: { anchor: { slugify }, theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/guide/", activeMatch: "^/(guide|limits|places|performance)" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
      { text: "Lab", link: "/lab/index.html", target: "_self" },
      { text: "Benchmarks", link: "/benchmarks/", activeMatch: "^/benchmarks/" },
      { text: "Comparison", link: "/comparison" },
    ],
    sidebar: sidebar(stage),
    outline: [2, 3],
    search: {
      provider: "local",
      options: { miniSearch: { options: { tokenize }, searchOptions: { boostDocument } } },
    },
    externalLinkIcon: false,
  },
  vite: {
    resolve: {
      alias: {
        "@stage": stage,
        // Tests build with SHRINKAGE=src: the library's sources as they are now.
        shrinkage: at(process.env.SHRINKAGE === "src" ? "src/index.ts" : "dist/index.js"),
      },
    },
    server: { fs: { allow: [root] } },
    // the library is a file of 140 kB and more: one page loads it, when it is needed
    build: { target: "es2022", chunkSizeWarningLimit: 2000 },
    optimizeDeps: { exclude: ["shrinkage"] },
  },
};
