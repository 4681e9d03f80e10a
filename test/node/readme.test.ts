// The README and the pages of docs/ as a new user would try them: every block in an empty folder with the packed tarball. And the links of
// every page lead somewhere.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { args, executablePath } from "../helpers/chromium.js";
import { installed, root } from "./installed.js";

const readme = readFileSync(join(root, "README.md"), "utf8");
/** pages whose blocks are commands in a checkout, not programs of a user */
const forContributors = /^(CONTRIBUTING|assembly|bench|examples)/;

/** every page of the repository that people read, from the root */
const pages = ["", "docs", "docs/guide", "docs/design", "assembly", "bench", "examples", "examples/data", "site/pages"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => (folder ? `${folder}/${name}` : name)),
);
const texts = Object.fromEntries(pages.map((page) => [page, readFileSync(join(root, page), "utf8")]));
const blocks = Object.entries(texts)
  .filter(([page]) => !forContributors.test(page))
  .flatMap(([page, text]) => [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({ page, language, code })));

let folder: string;

beforeAll(() => {
  folder = installed("readme");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the first two commands of the README are the demo and the tests", () => {
  expect([...readme.matchAll(/`(npm [^`]+)`/g)].slice(0, 2).map(([, command]) => command)).toEqual([
    "npm install && npm run demo",
    "npm test",
  ]);
});

test("every kind of block is one that is run here", () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(["js", "sh", "html"]));
});

const scripts = blocks
  .filter(({ language }) => language === "js")
  .map(({ page, code }, k) => ({ title: code.match(/import .*/)?.[0], page, code, k }));

test.concurrent.each(scripts)("$page, block $k runs: $title", async ({ code, k }) => {
  const file = join(folder, `block${k}.mjs`);
  writeFileSync(file, code);
  const { failed, stdout, stderr } = await run(file);
  expect(stderr).toBe("");
  expect(failed).toBe(null);
  expect(stdout).not.toMatch(/NaN|undefined/);
  // what a comment promises to print
  for (const [, promised] of code.matchAll(/\/\/ (\[ 'age'.*)$/gm)) expect(stdout).toContain(promised);
  // after an arrow the whole line, up to a colon; in the order of the lines
  const arrows = [...code.matchAll(/\/\/ → ([^:\n]*)/g)].map(([, promised]) => promised.trimEnd());
  const lines = stdout.split("\n");
  let at = 0;
  for (const promised of arrows) {
    const found = lines.indexOf(promised, at);
    expect(found, `${promised} printed after line ${at} of\n${stdout}`).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
});

/** what a program prints */
function run(file: string): Promise<{ failed: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => execFile(process.execPath, [file], (failed, stdout, stderr) => done({ failed, stdout, stderr })));
}

test("the README is short, and no line of it is long", () => {
  const lines = readme.split("\n");
  expect(lines.length - 1).toBeLessThanOrEqual(150);
  expect(lines.filter((line) => [...line].length > 145)).toEqual([]);
});

/** the headings of a page, as GitHub names their anchors */
const anchors = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(Object.keys(texts))("every link and picture of %s leads somewhere", (page) => {
  const links = [...texts[page].replace(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^https?:/.test(link));
  for (const link of links) {
    const [file, anchor] = link.split("#");
    const target = join(root, page, "..", file);
    if (file) expect(existsSync(target), link).toBe(true);
    if (anchor) expect(anchors(file ? readFileSync(target, "utf8") : texts[page]), link).toContain(anchor);
  }
});

test("require works", async () => {
  const file = join(folder, "required.cjs");
  writeFileSync(file, 'console.log(require("shrinkage").ridge([[1], [2], [3]], [2, 4, 6], { lambda: 0 }).coefficients[0].toFixed(6))');
  const { stdout, stderr } = await run(file);
  expect(stderr.replace(/^.*ExperimentalWarning.*\n(\(Use .*\n)?/m, "")).toBe("");
  expect(stdout.trim()).toBe("2.000000");
});

test.skipIf(!existsSync(executablePath))("the page works in Chromium", async () => {
  const page = blocks.find(({ language }) => language === "html")?.code as string;
  const types: Record<string, string> = { ".js": "text/javascript", ".html": "text/html" };
  writeFileSync(join(folder, "index.html"), `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body></body>\n${page}`);
  const server = createServer((request, response) => {
    const path = join(folder, request.url === "/" ? "index.html" : (request.url as string));
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(readFileSync(path));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const chrome = await chromium.launch({ executablePath, args });
  try {
    const tab = await chrome.newPage();
    const problems: string[] = [];
    tab.on("pageerror", (error) => problems.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // ridge on centred x = −1, 0, 1 and y = −2, 0, 2: Σxy / (Σx² + nλ) = 4 / 2.3
    await tab.waitForFunction("document.body.textContent.includes('slope')", undefined, { timeout: 100_000 }).catch(() => {});
    expect(problems).toEqual([]);
    expect(await tab.textContent("body")).toContain(`slope ${(4 / 2.3).toFixed(4)}`);
  } finally {
    await chrome.close();
    server.close();
  }
});
