// npm run site, built from the sources as they are now, in Chromium: without another host, every guide, the search, the API and the lab.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lasso } from "../../src/index.js";
import { args, executablePath } from "../helpers/chromium.js";
import { served } from "../helpers/served.js";
import { root } from "./installed.js";

const script = (name: string) => import(/* @vite-ignore */ join(root, "site/scripts", name));
const { linked } = (await script("links.mjs")) as { linked(text: string, page: string): string };
const { check } = (await script("check.mjs")) as { check(folder: string, base: string): void };

const missing = !existsSync(executablePath)
  ? `no browser at ${executablePath}`
  : ["site/node_modules/vitepress", "docs/node_modules/typedoc-plugin-markdown"].every((each) => existsSync(join(root, each)))
    ? undefined
    : "the site is not installed, npm run site does that";
const skipped = missing !== undefined && !process.env.CI;
if (skipped) console.log(`skipped: the site in Chromium, ${missing}`);

const guides = readdirSync(join(root, "docs/guide")).map((name) => name.replace("README", "index").replace(".md", ".html"));

describe.skipIf(skipped)("the site in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-site-"));
  let server: Awaited<ReturnType<typeof served>>;
  let chrome: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    const env = { ...process.env, SHRINKAGE: "src", SITE_OUT: folder };
    await promisify(execFile)(process.execPath, [join(root, "site/build.mjs")], { env, maxBuffer: 1e8 });
    server = await served(folder);
    chrome = await chromium.launch({ executablePath, args });
  }, 300_000);

  afterAll(async () => {
    await chrome?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** a page that reaches the site alone; what it asks of others, and what its console complains of, is a problem */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    await context.route(
      (url) => url.origin !== server.origin,
      (route) => {
        problems.push(`${path} asks for ${route.request().url()}`);
        return route.abort();
      },
    );
    const page = await context.newPage();
    page.setDefaultTimeout(200_000);
    page.on("pageerror", (error) => problems.push(`${path}: ${error}`));
    page.on("console", (message) => message.type() === "error" && problems.push(`${path}: ${message.text()}`));
    expect((await page.goto(`${server.origin}${path}`))?.status()).toBe(200);
    return page;
  }

  async function done(page: Page) {
    await page.context().close();
    expect(problems.splice(0)).toEqual([]);
  }

  test("the program of the home page is the README's, and prints the numbers of the library", async () => {
    const page = await open("/");
    const editor = page.getByRole("textbox", { name: "Program" });
    const program = await editor.inputValue();
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(program);

    const X = { age: [59, 48, 72, 24, 50, 23], bmi: [32.1, 21.6, 30.5, 25.3, 23.0, 22.6] };
    const y = [151, 75, 141, 206, 135, 97];
    const numbers = (lambda: number) => {
      const fit = lasso(X, y, { lambda, standardize: true });
      const predicted = fit.predict({ bmi: [30], age: [40] })[0];
      return [...fit.coefficients, fit.intercept, predicted, fit.score(X, y), fit.certificate.gap];
    };
    const printed = async () => {
      const text = (await page.locator(".printed").textContent()) as string;
      return (text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) as string[]).map(Number);
    };
    await page.waitForSelector(".printed");
    expect(await printed()).toEqual(numbers(1));
    expect(Number(await page.locator("[data-reading=objective]").textContent())).toBe(
      lasso(X, y, { lambda: 1, standardize: true }).certificate.objective,
    );
    expect(await page.locator("[data-reading=converged]").textContent()).toBe("true");

    await page.getByRole("slider", { name: "λ" }).fill("50");
    expect(await editor.inputValue()).toBe(program.replace("lambda: 1,", "lambda: 3.16,"));
    expect(await printed()).toEqual(numbers(3.16));

    await editor.fill(program.replace("lambda: 1,", "lambda: -1,"));
    expect(await page.locator(".error").textContent()).toContain("RangeError: lasso: lambda");
    expect(await page.locator("[data-reading]").count()).toBe(0);
    await editor.fill(program);
    expect(await printed()).toEqual(numbers(1));
    await done(page);
  });

  test("every guide is reached from the sidebar, with its pictures", async () => {
    const page = await open("/guide/index.html");
    const links = page.locator(".VPSidebar a[href*='/guide/']");
    const found = await links.evaluateAll((all) => all.map((each) => each.getAttribute("href") as string));
    expect(found.map((href) => href.replace(/\/$/, "/index.html").replace("/guide/", "")).sort()).toEqual(guides.toSorted());
    for (const href of found) {
      expect((await page.request.get(`${server.origin}${href}`)).status(), href).toBe(200);
      const source = readFileSync(join(root, "docs", href.replace(/\/$/, "/README.md").replace(".html", ".md")), "utf8");
      const title = (source.match(/^# (.*)$/m) as string[])[1].replaceAll("`", "");
      await page.locator(`.VPSidebar a[href="${href}"]`).click();
      await page.waitForFunction((text) => document.querySelector("main h1")?.textContent?.includes(text), title);
      const pictures = page.locator("main img");
      expect(await pictures.count()).toBe((source.match(/^!\[/gm) ?? []).length);
      for (const picture of await pictures.all()) {
        const width = await picture.evaluate(async (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
        expect(width, href).toBeGreaterThan(0);
      }
    }
    await done(page);
  });

  test("the search finds what is in a guide, and leads there", async () => {
    const page = await open("/comparison.html");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("searchbox").fill("soft threshold");
    const hit = page.locator(".VPLocalSearchBox a[href*='/guide/theory.html']").first();
    await hit.click();
    await page.waitForURL(/\/guide\/theory\.html/);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("searchbox").fill("lasso");
    await page.waitForFunction(() =>
      document.querySelector(".VPLocalSearchBox a.result")?.getAttribute("href")?.includes("/functions/lasso.html"),
    );
    await done(page);
  });

  test("axe-core has nothing to say of a page of any kind, light and dark", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    for (const [k, path] of ["/", "/guide/first-fit.html", "/comparison.html", "/api/index.html"].entries()) {
      const page = await open(path, { colorScheme: k % 2 ? "dark" : "light" });
      await page.waitForFunction(() => document.querySelector(".VPContent"));
      // what the page mends when it starts is mended
      await page.waitForFunction(() => !document.querySelector('.VPSidebarItem > .item[role="button"] > .caret[role="button"]'));
      await page.evaluate(axe);
      const found = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe
          .run()
          .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)])),
      );
      expect([path, found]).toEqual([path, []]);
      await page.context().close();
    }
  });

  test("the API has lasso, with its options", async () => {
    const page = await open("/");
    await page.locator(".VPNavBar").getByRole("link", { name: "API" }).click();
    await page.locator(".VPSidebar").getByText("Functions", { exact: true }).first().click();
    await page.locator(".VPSidebar").getByRole("link", { name: "lasso", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("main h1")?.textContent?.includes("lasso()"));
    await page.locator("main a", { hasText: "LassoOptions" }).first().click();
    await page.waitForFunction(() => document.querySelector("main h1")?.textContent?.includes("LassoOptions"));
    await done(page);
  });

  test("the lab opens from the home page", async () => {
    const page = await open("/");
    await page.locator(".VPNavBar").getByRole("link", { name: "Lab" }).click();
    await page.waitForSelector("article[data-state]");
    expect(new URL(page.url()).pathname).toBe("/lab/index.html");
    await done(page);
  });

  test("the page of charts shows all of them", async () => {
    const page = await open("/benchmarks/index.html");
    expect(await page.locator("main img").count()).toBe(readdirSync(join(root, "bench/charts")).length);
    await done(page);
  });

  test.each(["/", "/guide/first-fit.html", "/api/shrinkage/functions/lasso.html", "/comparison.html", "/benchmarks/results.html"])(
    "%s at 360 px, light and dark",
    async (path) => {
      const colours = [];
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await open(path, { viewport: { width: 360, height: 800 }, colorScheme });
        if (path === "/") await page.waitForSelector(".printed");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        colours.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
        await done(page);
      }
      expect(colours[0]).not.toBe(colours[1]);
    },
  );
});

test("links lead to places on the site; sources are named without one; a dead link is an error", () => {
  const text = "[`a`](guide/sparse.md), [b](../bench/RESULTS.md#kernels), [c](../test/bits/calls.ts), ![d](pictures/cv.svg)";
  expect(linked(text, "docs/limits.md")).toBe("[`a`](./guide/sparse.md), [b](./benchmarks/results.md#kernels), c, ![d](./pictures/cv.svg)");
  expect(() => linked("[a](guide/none.md)", "docs/limits.md")).toThrow("docs/limits.md links to guide/none.md, which does not exist");
});

test.each([
  ['<a href="/b.html#there">', ""],
  ['<a href="https://example.org/">', ""],
  ['<a href="/c.html">', "a.html links to /c.html, which does not exist"],
  ['<a href="./b.html#here">', "a.html links to ./b.html#here: b.html has no such anchor"],
  ['<script src="https://example.org/x.js">', "a.html loads https://example.org/x.js from another host"],
])("a built page with %s: %s", (html, problem) => {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-check-"));
  writeFileSync(join(folder, "a.html"), html);
  writeFileSync(join(folder, "b.html"), '<h2 id="there">');
  try {
    if (problem) expect(() => check(folder, "/")).toThrow(problem);
    else check(folder, "/");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
