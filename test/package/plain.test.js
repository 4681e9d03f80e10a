// Pages without a bundler, and under a Content Security Policy.
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, noBrowser, open } from "./browser.js";
import { html, pages } from "./pages.js";
import { serve } from "./serve.js";

const project = inject("project");
let browser;

beforeAll(async () => {
  if (!noBrowser) browser = await launch();
});
afterAll(() => browser?.close());

/** what a page shows, served from `folder` with `headers` */
async function shown(folder, file, headers, skip) {
  if (noBrowser) skip(`skipped: ${noBrowser}`);
  const server = await serve(folder, headers);
  try {
    return await open(browser, server.url + file);
  } finally {
    server.close();
  }
}

const imports = {
  shrinkage: "./node_modules/shrinkage/dist/index.js",
  "shrinkage/theory": "./node_modules/shrinkage/dist/theory/index.js",
  "shrinkage/worker": "./node_modules/shrinkage/dist/worker/index.js",
  comlink: "./node_modules/comlink/dist/esm/comlink.mjs",
};

test.for(pages)("an import map and <script type=module>, no bundler: %s", async (page, { skip }) => {
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  writeFileSync(join(project, `map-${page}.html`), html(page, map));
  const { text, errors } = await shown(project, `map-${page}.html`, {}, skip);
  expect(errors).toEqual([]);
  expect(text).toBe(inject("digits"));
});

describe("under a Content Security Policy", () => {
  /** a folder with a page and its bundle: a policy that forbids inline scripts forbids import maps */
  async function bundled(page) {
    const out = mkdtempSync(join(project, "../csp-"));
    await build({ absWorkingDir: project, entryPoints: [`${page}.js`], bundle: true, format: "esm", outdir: out });
    writeFileSync(join(out, `${page}.html`), html(page));
    return out;
  }
  const policy = (value) => ({ "content-security-policy": value });

  const strict = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

  test.for([
    ["lasso", strict],
    ["everything", strict],
    ["worker", `${strict} blob:; worker-src blob:`],
    ["scripted", strict],
  ])("%s under %s", async ([page, value], { skip }) => {
    const folder = await bundled(page);
    copyFileSync(join(project, "node_modules/shrinkage/dist/commonjs/script.js"), join(folder, "script.js"));
    const { text, errors } = await shown(folder, `${page}.html`, policy(value), skip);
    expect(errors).toEqual([]);
    expect(text).toBe(inject("digits"));
  });

  test("a worker that may not start from blob: says what to allow", async ({ skip }) => {
    const { text, errors } = await shown(await bundled("worker"), "worker.html", policy(strict), skip);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/Content-Security-Policy has to allow blob: in worker-src.*shrinkage\/worker\/script\.js/);
    expect(text).toBe("");
  });

  const message = (name) =>
    `Error: ${name}: WebAssembly may not be compiled here, expected 'wasm-unsafe-eval' in script-src of the page's Content-Security-Policy, ` +
    "or a WebAssembly.Module made ahead from shrinkage/wasm/release.wasm and handed to init";

  test.for([
    ["lasso", "shrinkage"],
    ["relaxed", "shrinkage"],
    ["bytes", "init"],
  ])("script-src 'self' forbids WebAssembly, and one error says what to allow: %s", async ([page, name], { skip }) => {
    const folder = await bundled(page);
    const { text, errors } = await shown(folder, `${page}.html`, policy("script-src 'self'; connect-src 'self'"), skip);
    expect(errors).toEqual([message(name)]);
    expect(text).toBe("");
  });
});
