import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { args, executablePath } from "../helpers/chromium.ts";

/** why pages cannot be opened here, or undefined; CI has to have a browser */
export const noBrowser =
  existsSync(executablePath) || process.env.CI ? undefined : `no browser at ${executablePath} (CHROME_BIN names another)`;

export const launch = () => chromium.launch({ executablePath, args });

/** opens a page, waits until its body has text or something went wrong, and tells both */
export async function open(browser, url) {
  const tab = await browser.newPage();
  const errors = [];
  const said = [];
  tab.on("pageerror", (error) => errors.push(`${error.name}: ${error.message}`));
  tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  try {
    await tab.goto(url);
    for (let wait = 0; wait < 20_000; wait += 50) {
      const text = (await tab.textContent("body")).trim();
      if (text || errors.length > 0) return { text, errors, said };
      await tab.waitForTimeout(50);
    }
    return { text: "", errors: [...errors, `nothing shown at ${url}`], said };
  } finally {
    await tab.close();
  }
}
