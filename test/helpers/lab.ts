// The lab, built from the library's sources as they are now (never from an older dist/), served from some folder, and opened in Chromium.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { args, executablePath } from "./chromium.js";

export const root = new URL("../../", import.meta.url).pathname;

const types: Record<string, string> = {
  ".js": "text/javascript",
  ".html": "text/html",
  ".css": "text/css",
  ".json": "application/json",
  ".csv": "text/csv",
};

export interface Lab {
  folder: string;
  chrome: Browser;
  /** a page on a bench, and what its console complains of */
  open(
    hash: string,
    options?: { width?: number; height?: number; colorScheme?: "light" | "dark" },
  ): Promise<{ page: Page; problems: string[] }>;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-lab-"));
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "production", SHRINKAGE: "src", LAB_OUT: folder };
  execFileSync(process.execPath, [vite, "build", "lab", "--logLevel", "error"], { cwd: root, env });
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent((request.url as string).replace(/^\/some\/folder\//, "/").replace(/\/$/, "/index.html")));
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(readFileSync(path));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/folder/`;
  const chrome = await chromium.launch({ executablePath, args });
  return {
    folder,
    chrome,
    async open(hash, { width = 1000, height = 900, colorScheme = "light" } = {}) {
      const page = await chrome.newPage({ viewport: { width, height }, colorScheme });
      page.setDefaultTimeout(20_000);
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await page.goto(`${url}#${hash}`);
      return { page, problems };
    },
    async close() {
      await chrome.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** a number that the page shows, with all its digits, once the page has no older answer; `after`: what it was before */
export async function reading(page: Page, id: string, after?: number): Promise<number> {
  const found = await page.waitForFunction(
    ([name, before]) => {
      const value = document.querySelector(`[data-reading="${name}"]`)?.getAttribute("data-value");
      return value != null && value !== before ? value : undefined;
    },
    [id, after === undefined ? undefined : String(after)] as const,
  );
  return Number(await found.jsonValue());
}

/** moves a slider by its label to a place; of sliders of ratios there are 201 */
export async function slide(page: Page, label: string, place: number): Promise<void> {
  await page.getByRole("slider", { name: new RegExp(`^${label}`) }).fill(String(place));
}
