// A run in headless Chromium: the same bundle of commands and library, in a page.
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { args, executablePath } from "../helpers/chromium.js";
import type { Length, Report } from "./endurance.js";

declare const soak: (length: Length, seed: number) => Promise<Report>;

export async function endureInChromium(log: (line: string) => void, length: Length, seed: number): Promise<Report> {
  const bundle = await build({
    entryPoints: [new URL("./page.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "iife",
    logLevel: "error",
  });
  const browser = await chromium.launch({
    executablePath,
    args: [...args, "--enable-precise-memory-info", "--js-flags=--expose-gc"],
  });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => log(message.text()));
    await page.addScriptTag({ content: bundle.outputFiles[0].text });
    return await page.evaluate(([l, s]) => soak(l, s), [length, seed] as const);
  } finally {
    await browser.close();
  }
}
