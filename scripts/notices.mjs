// What a bundle contains of other packages has to be named in a file that is shipped with it, with its licence.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const flat = (text) => text.replace(/\s+/g, " ").trim();

/** the folders in node_modules that esbuild took files from */
export const bundledFrom = ({ inputs }) => [
  ...new Set(Object.keys(inputs).flatMap((file) => file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [])),
];

/** throws where esbuild took files of a package whose name and licence are not in the text of `notices` */
export function checkNotices(metafile, notices, root) {
  const said = flat(readFileSync(notices, "utf8"));
  for (const folder of bundledFrom(metafile)) {
    const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
    const licence = join(root, folder, "LICENSE");
    if (!existsSync(licence)) throw new Error(`notices: ${name} is bundled and has no file LICENSE, expected one: read its terms`);
    if (!said.includes(`[${name}](`) || !said.includes(flat(readFileSync(licence, "utf8"))))
      throw new Error(`notices: ${name} is bundled, expected its name and the text of ${licence} in ${notices}; add them`);
  }
}
