// examples/browser/ served from the checkout: what its slider and its choice of penalty do, in Chromium.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { args, executablePath } from "../helpers/chromium.js";
import { root } from "./installed.js";

const types: Record<string, string> = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html", ".css": "text/css" };

test.skipIf(!existsSync(executablePath))("the page shows the path and every fit, from wide to 400 px", async () => {
  const server = createServer((request, response) => {
    const path = join(root, request.url === "/examples/browser/" ? "examples/browser/index.html" : (request.url as string));
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(readFileSync(path));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const chrome = await chromium.launch({ executablePath, args });
  try {
    const page = await chrome.newPage({ viewport: { width: 1000, height: 800 } });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/examples/browser/`);
    await page.waitForSelector("#bars svg", { timeout: 100_000 }).catch(() => {});
    expect(problems).toEqual([]);

    const set = async (l1Ratio: string, place: string) => {
      await page.selectOption("#penalty", l1Ratio);
      await page.fill("#lambda", place);
      const summary = (await page.textContent("#summary")) as string;
      const [, nonzero, r2, share] = summary.match(/^(\d+) of 10 .* R² = (\S+); .* a share of (\S+) of/) ?? [];
      return { nonzero: Number(nonzero), r2: Number(r2), share: Number(share) };
    };
    const weaker = [await set("1", "0"), await set("1", "0.3"), await set("1", "0.6"), await set("1", "1")];
    expect(weaker.map(({ nonzero }) => nonzero)).toEqual([0, 5, 8, 10]);
    expect(weaker.map(({ r2 }) => r2)).toEqual(weaker.map(({ r2 }) => r2).toSorted((a, b) => a - b));
    for (const { share } of weaker) expect(share).toBeLessThanOrEqual(1e-7);
    expect(await set("0", "0.3")).toMatchObject({ nonzero: 10 }); // ridge sets none to 0
    expect(await page.locator("#path [aria-label=line] path").count()).toBe(10);
    expect(await page.textContent("#chosen")).toMatch(/λ = [\d.]+\), .*λ = [\d.]+\)/);

    await page.setViewportSize({ width: 400, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    expect(problems).toEqual([]);
  } finally {
    await chrome.close();
    server.close();
  }
});
