// Every page bundled by every bundler, opened in headless Chromium, shows the digits of Node.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, noBrowser, open } from "./browser.js";
import { bundlers } from "./bundlers.js";
import { pages } from "./pages.js";

const project = inject("project");
let browser;

beforeAll(async () => {
  if (!noBrowser) browser = await launch();
});
afterAll(() => browser?.close());

describe.each(Object.keys(bundlers))("%s", (name) => {
  test.for(pages)("%s", async (page, { skip }) => {
    if (noBrowser) skip(`skipped: ${noBrowser}`);
    const out = mkdtempSync(join(project, "../out-"));
    const server = await bundlers[name](project, page, out);
    try {
      const { text, errors } = await open(browser, `${server.url}${page}.html`);
      expect(errors).toEqual([]);
      expect(text).toBe(inject("digits"));
    } finally {
      await server.close();
    }
  });
});
