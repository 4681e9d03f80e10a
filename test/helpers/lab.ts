// The lab, built from the library's sources as they are now (never from an older dist/), served from some folder, and opened in Chromium.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import Papa from "papaparse";
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

/** milliseconds after which a step on a page counts as one that never ends */
export const STEP = 200_000;

export interface Lab {
  folder: string;
  url: string;
  chrome: Browser;
  /** a page on a bench, and what its console complains of; `late`: milliseconds by which messages reach workers late */
  open(
    hash: string,
    options?: { width?: number; height?: number; colorScheme?: "light" | "dark"; late?: number },
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
    url,
    chrome,
    async open(hash, { width = 1000, height = 900, colorScheme = "light", late = Number(process.env.LAB_LATE ?? 0) } = {}) {
      const page = await chrome.newPage({ viewport: { width, height }, colorScheme });
      page.setDefaultTimeout(STEP);
      if (late > 0) await delayWorkers(page, late);
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

/**
 * What the controls say, once all that the bench shows belongs to it: the page names the state that its controls have (data-place) and
 * the one that its numbers and pictures have (data-state), which is missing while anything is on its way.
 */
export async function settled(page: Page): Promise<URLSearchParams> {
  const found = await page.waitForFunction(() => {
    const shown = document.querySelector("article[data-state]")?.getAttribute("data-state");
    return shown != null && shown === document.documentElement.dataset.place ? shown : undefined;
  });
  return new URLSearchParams(((await found.jsonValue()) as string).split("?")[1]);
}

/** what a control says, as a number, once the bench shows its answer */
export const stated = async (page: Page, key: string): Promise<number> => Number((await settled(page)).get(key) ?? Number.NaN);

/** a number that the bench shows, with all its digits, once it belongs to what the controls say */
export async function reading(page: Page, id: string): Promise<number> {
  await settled(page);
  return Number(await page.locator(`[data-reading="${id}"]`).getAttribute("data-value"));
}

/** moves a slider by its label to a place; of sliders of ratios there are 201 */
export async function slide(page: Page, label: string, place: number): Promise<void> {
  await page.getByRole("slider", { name: new RegExp(`^${label}`) }).fill(String(place));
}

/** messages to workers reach them `milliseconds` late, in their order; to be called before a page opens */
async function delayWorkers(page: Page, milliseconds: number): Promise<void> {
  await page.addInitScript((late) => {
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
      setTimeout(() => send.apply(this, args as Parameters<typeof send>), late);
    };
  }, milliseconds);
}

/** a table that the lab brings along, as the library takes it */
export function labTable(lab: Lab, name: string, target: string) {
  const { data, meta } = Papa.parse<Record<string, string>>(readFileSync(join(lab.folder, `data/${name}.csv`), "utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  const names = (meta.fields as string[]).filter((field) => field !== target);
  const X = Object.fromEntries(names.map((field) => [field, Float64Array.from(data, (row) => Number(row[field]))]));
  return { X, names, labels: data.map((row) => row[target]), y: Float64Array.from(data, (row) => Number(row[target])) };
}
