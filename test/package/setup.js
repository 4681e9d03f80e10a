// Once before all tests: what they need is installed here, the package is packed, and the tarball is installed into an empty project.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { html, pages } from "./pages.js";

const here = import.meta.dirname;
const root = join(here, "../..");

function npm(args, cwd) {
  try {
    return execFileSync("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"], { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(`npm ${args.join(" ")} in ${cwd}: ${error.stderr}`);
  }
}

/** bundlers, compilers and runtimes, by the lockfile; nothing is done where they are there already */
function installTools() {
  const lock = readFileSync(join(here, "package-lock.json"), "utf8");
  const stamp = join(here, "node_modules/.installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  npm(["ci", "--ignore-scripts"], here);
  writeFileSync(stamp, lock);
}

/** an empty project with the tarball and the pages in it */
function makeProject(folder) {
  npm(["pack", "--ignore-scripts", "--pack-destination", folder], root);
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "project", "version": "1.0.0", "private": true, "type": "module" }\n');
  // comlink: the optional peer of shrinkage/worker
  npm(["install", tarball, "comlink@4.4.2"], project);
  cpSync(join(here, "pages"), project, { recursive: true });
  for (const page of pages) writeFileSync(join(project, `${page}.html`), html(page));
  const { X, y } = JSON.parse(readFileSync(join(root, "test/fixtures/diabetes.json"), "utf8"));
  writeFileSync(join(project, "diabetes.json"), JSON.stringify({ X, y }));
  writeFileSync(join(project, "diabetes.js"), `export const X = ${JSON.stringify(X)};\nexport const y = ${JSON.stringify(y)};\n`);
  return { project, tarball };
}

/** folders beside the tools, for frameworks that have to find theirs from where their programs stand; each has the package and what it computes */
function makeHosts(project) {
  mkdirSync(join(here, "build"), { recursive: true });
  const folder = mkdtempSync(join(here, "build/hosts-"));
  cpSync(join(project, "node_modules"), join(folder, "node_modules"), { recursive: true });
  cpSync(join(here, "hosts"), folder, { recursive: true });
  for (const host of readdirSync(join(here, "hosts")))
    for (const file of ["diabetes.js", "show.js", "fit.js", "fitInWorker.js", "forbidden.js"])
      cpSync(join(project, file), join(folder, host, file));
  return folder;
}

export default function setup({ provide }) {
  installTools();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "shrinkage-package-")));
  const { project, tarball } = makeProject(folder);
  provide("project", project);
  provide("tarball", tarball);
  const hosts = makeHosts(project);
  provide("hosts", hosts);
  // what everybody has to show: the digits of the Node that runs the tests
  provide("digits", execFileSync(process.execPath, ["lasso.js"], { cwd: project, encoding: "utf8" }).trim());
  return () => {
    for (const each of [folder, hosts]) rmSync(each, { recursive: true, force: true });
  };
}
