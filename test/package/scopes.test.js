// Scopes of Chromium that are no pages, and pages as Electron has them: from files, under a policy of their own.
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, noBrowser, open } from "./browser.js";
import { html } from "./pages.js";
import { serve } from "./serve.js";

const project = inject("project");
const digits = inject("digits");
let browser;

beforeAll(async () => {
  // as Electron has it: what a page of a file asks for, other files may answer
  if (!noBrowser) browser = await launch(["--allow-file-access-from-files"]);
});
afterAll(() => browser?.close());

/** these scripts bundled into a folder of their own, with a page for the first */
async function bundled([page, ...others], head) {
  const out = mkdtempSync(join(project, "../scope-"));
  const entryPoints = [page, ...others].map((name) => `${name}.js`);
  await build({ absWorkingDir: project, entryPoints, bundle: true, format: "esm", outdir: out });
  writeFileSync(join(out, `${page}.html`), html(page, head));
  return out;
}

/** what the page of the first script shows, served over loopback */
async function served(scripts, skip) {
  if (noBrowser) skip(`skipped: ${noBrowser}`);
  const server = await serve(await bundled(scripts));
  try {
    const { text, errors } = await open(browser, `${server.url}${scripts[0]}.html`);
    expect(errors).toEqual([]);
    return JSON.parse(text);
  } finally {
    server.close();
  }
}

test("a service worker fits while it is installed and for a request, and says that it has no workers", async ({ skip }) => {
  expect(await served(["register", "serviceWorker"], skip)).toEqual({
    installed: digits,
    here: digits,
    inWorker: "Error: createWorker: there are no workers here, expected a page, a worker or Node; call the functions of shrinkage itself",
  });
});

test("an audio worklet fits without URL, fetch, TextDecoder, performance and timers", async ({ skip }) => {
  const { here, missing } = await served(["audio", "audioWorklet"], skip);
  expect(here).toBe(digits);
  expect(missing).toEqual(expect.arrayContaining(["URL", "fetch", "TextDecoder", "performance", "atob", "setTimeout", "Worker"]));
});

describe("a page of a file whose policy is in its head, as Electron's guide has it", () => {
  const strict = "default-src 'self'; script-src 'self'";
  const allowed = `${strict} 'wasm-unsafe-eval'`;

  /** what it shows, and the errors that it ends with */
  async function shown(page, policy, skip) {
    if (noBrowser) skip(`skipped: ${noBrowser}`);
    const out = await bundled([page], `<meta http-equiv="content-security-policy" content="${policy}">`);
    copyFileSync(join(project, "node_modules/shrinkage/dist/commonjs/script.js"), join(out, "script.js"));
    return open(browser, pathToFileURL(join(out, `${page}.html`)).href);
  }

  test.for([
    ["lasso", allowed],
    ["everything", allowed],
    // a worker of the file script.js
    ["scripted", allowed],
    // blob: is what a call is stopped by
    ["stopped", `${allowed}; connect-src 'self' blob:`],
    // no file, where the policy lets workers start from blob:
    ["worker", `${allowed}; worker-src blob:; connect-src 'self' blob:`],
  ])("%s under %s", async ([page, policy], { skip }) => {
    const { text, errors } = await shown(page, policy, skip);
    expect(errors).toEqual([]);
    expect(text).toBe(digits);
  });

  test.for([
    ["lasso", strict, /^Error: shrinkage: WebAssembly may not be compiled here, expected 'wasm-unsafe-eval' in script-src/],
    ["scripted", strict, /WebAssembly may not be compiled here, expected 'wasm-unsafe-eval' in script-src/],
    ["worker", allowed, /Content-Security-Policy has to allow blob: in worker-src; where it cannot, give \{ script \} the URL/],
  ])("%s under %s is refused with one error that says what to allow", async ([page, policy, message], { skip }) => {
    const { text, errors } = await shown(page, policy, skip);
    expect(errors).toEqual([expect.stringMatching(message)]);
    expect(text).toBe("");
  });
});
