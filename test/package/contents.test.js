// What is in the tarballs beside code: licences of what is bundled, links of the README, no scripts that run at install, and a bill of materials.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, inject, test } from "vitest";
import { bundledFrom, checkNotices } from "../../scripts/notices.mjs";
import { run } from "./run.js";

const root = join(import.meta.dirname, "../..");
const project = inject("project");
const installed = join(project, "node_modules/shrinkage");
const read = (...path) => readFileSync(join(...path), "utf8");
const folders = { shrinkage: root, "shrinkage-cli": join(root, "cli") };
const packages = Object.entries(folders);

/** the paths that a tarball of this folder holds */
async function packed(cwd) {
  const { out } = await run("npm", ["pack", "--json", "--dry-run", "--ignore-scripts"], { cwd });
  return JSON.parse(out)[0].files.map(({ path }) => path);
}

describe("licences", () => {
  test.for(packages)("%s has its own", async ([, folder]) => {
    expect(await packed(folder)).toContain("LICENSE");
    expect(read(folder, "LICENSE")).toBe(read(root, "LICENSE"));
  });

  test("NOTICES.md has those of all that is bundled, and is in the tarball", async () => {
    const entry = { entryPoints: ["src/worker/serve.ts"], outdir: "nowhere", external: [] };
    const { metafile } = await build({ absWorkingDir: root, bundle: true, write: false, metafile: true, ...entry });
    expect(bundledFrom(metafile)).toEqual(["node_modules/comlink"]);
    checkNotices(metafile, join(installed, "NOTICES.md"), root);
    // what a page may serve alone says it itself
    expect(read(installed, "dist/commonjs/script.js")).toMatch(
      /comlink[\s\S]*Copyright 2019 Google LLC\s+\* SPDX-License-Identifier: Apache-2\.0/,
    );
  });

  test("a build that bundles something else fails", () => {
    const metafile = { inputs: { "src/index.ts": {}, "node_modules/@observablehq/plot/src/index.js": {} } };
    expect(() => checkNotices(metafile, join(root, "NOTICES.md"), root)).toThrow(
      /^notices: @observablehq\/plot is bundled, expected its name/,
    );
    const absent = { inputs: { "node_modules/absent/index.js": {} } };
    expect(() => checkNotices(absent, join(root, "NOTICES.md"), root)).toThrow("absent is bundled and has no file LICENSE");
  });

  test.for(["assembly/index.ts", "assembly/network/index.ts", "assembly/unpack/unpack.ts"])(
    "%s has no function of AssemblyScript's library",
    async (entry) => {
      const out = mkdtempSync(join(project, "../kernels-"));
      const files = ["--outFile", join(out, "kernels.wasm"), "--textFile", join(out, "kernels.wat")];
      await run(process.execPath, ["node_modules/assemblyscript/bin/asc.js", entry, "--target", "debug", ...files], { cwd: root });
      const functions = read(out, "kernels.wat").match(/^ \(func \$\S+/gm);
      expect(functions.length).toBeGreaterThan(5);
      expect(functions.filter((line) => line.includes("$~lib"))).toEqual([]);
    },
  );
});

describe("npm", () => {
  test.for(packages)("nothing of %s runs when it is installed", async ([, folder]) => {
    const { scripts } = JSON.parse(read(folder, "package.json"));
    // what npm runs for who installs a tarball; node-gyp is started by a file of that name
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^(pre|post)prepare$/.test(name))).toEqual([]);
    expect(await packed(folder)).not.toContain("binding.gyp");
  });

  test("what was installed wants no script either, as npm sees it", async () => {
    const { out } = await run("npm", ["query", ":attr(scripts, [install]), :attr(scripts, [preinstall]), :attr(scripts, [postinstall])"], {
      cwd: project,
    });
    expect(JSON.parse(out)).toEqual([]);
  });

  test("npm sbom of a project names it, with version and licence", async () => {
    const { version } = JSON.parse(read(installed, "package.json"));
    const sbom = async (format) => JSON.parse((await run("npm", ["sbom", "--sbom-format", format], { cwd: project })).out);
    const { bomFormat, components } = await sbom("cyclonedx");
    expect(bomFormat).toBe("CycloneDX");
    const known = components.map(({ name, version, licenses }) => [name, version, licenses[0].license.id]);
    expect(known.toSorted()).toEqual([
      ["comlink", "4.4.2", "Apache-2.0"],
      ["shrinkage", version, "MIT"],
    ]);
    const { spdxVersion, packages } = await sbom("spdx");
    expect(spdxVersion).toMatch(/^SPDX-2/);
    expect(packages.find(({ name }) => name === "shrinkage")).toMatchObject({ versionInfo: version, licenseDeclared: "MIT" });
  });

  test.for(packages)("links of %s's README lead to files of the repository, where npm leads them", async ([, folder]) => {
    const links = [...read(folder, "README.md").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(0);
    const odd = links.filter((link) => {
      if (/^https:\/\//.test(link)) return false;
      // repository.directory is what npm puts before it
      const { pathname, protocol } = new URL(link, `file:///${folder === root ? "" : "cli/"}`);
      return protocol !== "file:" || !existsSync(join(root, decodeURIComponent(pathname)));
    });
    expect(odd).toEqual([]);
  });

  test("it is not published without a repository, which those links go by", async () => {
    const cwd = mkdtempSync(join(project, "../ready-"));
    const ready = (repository) => {
      writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "shrinkage", repository }));
      return run(process.execPath, [join(root, "scripts/ready.mjs")], { cwd });
    };
    for (const { scripts } of packages.map(([, folder]) => JSON.parse(read(folder, "package.json"))))
      expect(scripts.prepublishOnly).toMatch(/^node (\.\.\/)?scripts\/ready\.mjs$/);
    await expect(ready(undefined)).rejects.toThrow("shrinkage: package.json has no repository, expected one with a URL like git+https://");
    await expect(ready({ type: "git", url: "here" })).rejects.toThrow('has the repository {"type":"git","url":"here"}');
    await ready({ type: "git", url: "git+https://example.org/owner/shrinkage.git" });
  });
});
