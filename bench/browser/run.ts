// npm run bench:browser: the page in headless Chromium, its results into results/browser.json. CHROME_BIN names another browser.
// `--shots FOLDER` keeps pictures of the page at work, done, and 400 px wide.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { args, executablePath } from "../../test/helpers/chromium.js";
import { environment, write } from "../environment.js";
import { bundle, serve } from "./serve.js";
import { markdown, type Results } from "./show.js";

const TIMEOUT_MS = 600_000;
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });

await bundle();
const { url, server } = await serve();
const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1200 } });
  page.setDefaultTimeout(TIMEOUT_MS);
  page.on("pageerror", (error) => console.error(String(error)));
  const shot = async (name: string) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  await page.goto(url);
  await page.click("#start");
  await page.waitForFunction(
    "document.querySelectorAll('#rows tr').length >= 6 || document.documentElement.dataset.state !== 'running'",
    undefined,
    { timeout: TIMEOUT_MS },
  );
  await shot("running");
  await page.waitForFunction("document.documentElement.dataset.state !== 'running'", undefined, { timeout: TIMEOUT_MS });
  const state = await page.evaluate("document.documentElement.dataset.state");
  if (state !== "done") throw new Error(`browser: the page is ${state}: ${await page.textContent("#status")}`);
  await shot("done");
  await page.setViewportSize({ width: 400, height: 900 });
  await page.waitForTimeout(300);
  await shot("narrow");
  const results = (await page.evaluate("results()")) as Results;
  const { machine, date, commit } = environment();
  write("browser", { machine, browser: results.machine, date, commit, rows: results.rows });
  console.log(markdown(results));
} finally {
  await browser.close();
  server.close();
}
