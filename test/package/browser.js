import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { args, executablePath } from "../helpers/chromium.ts";

/** why pages cannot be opened here, or undefined; CI has to have a browser */
export const noBrowser =
  existsSync(executablePath) || process.env.CI ? undefined : `no browser at ${executablePath} (CHROME_BIN names another)`;

export const launch = (more = []) => chromium.launch({ executablePath, args: [...args, ...more] });

/** opens a page, waits until each of these elements has text or something went wrong, and tells both */
export async function open(browser, url, elements = ["body"]) {
  const tab = await browser.newPage();
  const errors = [];
  const said = [];
  tab.on("pageerror", (error) => errors.push(`${error.name}: ${error.message}`));
  tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  try {
    await tab.goto(url);
    for (let wait = 0; wait < 20_000; wait += 50) {
      const texts = await Promise.all(elements.map(async (each) => (await tab.locator(each).allTextContents()).join("").trim()));
      if (texts.every((text) => text) || errors.length > 0) return { text: texts[0], texts, errors, said };
      await tab.waitForTimeout(50);
    }
    return { text: "", texts: [], errors: [...errors, `nothing shown at ${url}`, ...said], said };
  } finally {
    await tab.close();
  }
}
