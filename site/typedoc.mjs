// API pages as Markdown, which VitePress builds and searches like the others. SITE_STAGE is the folder of its pages.
import { isAbsolute, join } from "node:path";
import base from "../docs/typedoc.mjs";

const docs = new URL("../docs/", import.meta.url).pathname;
const from = (path) => (isAbsolute(path) ? path : join(docs, path));
const stage = process.env.SITE_STAGE;

/** @type {import("typedoc").TypeDocOptions} */
export default {
  ...base,
  entryPoints: base.entryPoints.map(from),
  tsconfig: from(base.tsconfig),
  plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
  out: join(stage, "api"),
  docsRoot: stage,
  logLevel: "Warn",
  entryFileName: "index",
  disableSources: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  tableColumnSettings: { hideInherited: true, hideOverrides: true, hideSources: true },
  // a short title is found first
  pageTitleTemplates: { member: ({ name }) => name },
};
