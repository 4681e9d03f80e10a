// npm run docs: docs/api/ from the entry points that package.json names; a public name without a description is an error.
import { existsSync, readFileSync } from "node:fs";

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const entries = Object.values(exports)
  .flatMap((conditions) => conditions.default?.types ?? [])
  .map((types) => types.replace("./dist/", "../src/").replace(".d.ts", ".ts"))
  .filter((entry) => existsSync(new URL(entry, import.meta.url)));

/** @type {import("typedoc").TypeDocOptions} */
export default {
  name: "shrinkage",
  entryPoints: entries,
  tsconfig: "../tsconfig.build.json",
  out: "api",
  readme: "none",
  includeVersion: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  validation: { notDocumented: true, notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
  requiredToBeDocumented: [
    ...["Enum", "EnumMember", "Variable", "Function", "Class", "Interface"],
    ...["Constructor", "Property", "Method", "Accessor", "TypeAlias"],
  ],
  treatWarningsAsErrors: true,
};
