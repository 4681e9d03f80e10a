// The lab in Firefox: every bench shows its numbers, and those of a slider are the library's to the bit.
import { existsSync } from "node:fs";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lasso } from "../../src/index.js";
import { firefoxPath } from "../engines/firefox.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, labTable, openLab, STEP } from "../helpers/lab.js";

const BENCHES = ["geometry", "path", "lambda", "overfitting", "shrinkage", "priors", "descent", "network"];
let lab: Lab;
let firefox: Browser;

async function open(hash: string): Promise<{ page: Page; problems: string[] }> {
  const page = await firefox.newPage();
  page.setDefaultTimeout(STEP);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(`${lab.url}#${hash}`);
  return { page, problems };
}

const settled = (page: Page) =>
  page.waitForFunction(() => {
    const shown = document.querySelector("article[data-state]")?.getAttribute("data-state");
    return shown !== null && shown !== undefined && shown === document.documentElement.dataset.place;
  });

const reading = (page: Page, id: string) => page.$eval(`[data-reading="${id}"]`, (element) => Number(element.getAttribute("data-value")));

describe.skipIf(!existsSync(firefoxPath) || !existsSync(executablePath))("Firefox", () => {
  beforeAll(async () => {
    lab = await openLab();
    firefox = await launch({ browser: "firefox", executablePath: firefoxPath, headless: true, args: ["--no-remote"] });
  });
  afterAll(async () => {
    await firefox?.close();
    await lab?.close();
  });

  test("the path at a slider's λ", async () => {
    const { X, y } = labTable(lab, "diabetes", "progression");
    const { page, problems } = await open("path?data=diabetes");
    await settled(page);
    await page.focus('input[type="range"]');
    for (let k = 0; k < 20; k++) await page.keyboard.press("ArrowRight");
    await settled(page);
    const lambda = Number(
      new URLSearchParams((await page.evaluate(() => document.documentElement.dataset.place ?? "")).split("?")[1]).get("lambda"),
    );
    const fit = lasso(X, y, { lambda, standardize: true, tol: 1e-8 });
    expect(await reading(page, "nonzero")).toBe(fit.nonzero);
    // the lab fits a whole path, each λ from the one before
    expect(Math.abs((await reading(page, "objective")) - fit.certificate.objective)).toBeLessThanOrEqual(
      2e-8 * (fit.certificate.gap / fit.certificate.relativeGap || 1),
    );
    expect(problems).toEqual([]);
    await page.close();
  });

  test.each(BENCHES)("%s", async (bench) => {
    const { page, problems } = await open(`${bench}?data=prostate`);
    await settled(page);
    expect(await page.$$eval("figure svg, figure canvas", (found) => found.length)).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.close();
  });
});
