// A provider for Vitest's browser mode: Debian's firefox-esr, driven by puppeteer-core over WebDriver BiDi.
import { defineBrowserProvider } from "@vitest/browser";
import { type Browser, launch } from "puppeteer-core";

export const firefoxPath = process.env.FIREFOX_BIN ?? "/usr/bin/firefox-esr";

export const firefox = () =>
  defineBrowserProvider({
    name: "firefox-esr",
    supportedBrowser: ["firefox"],
    options: {},
    providerFactory() {
      let browser: Promise<Browser> | undefined;
      return {
        name: "firefox-esr",
        supportsParallelism: false,
        getCommandsContext: () => ({}),
        async openPage(_session, url) {
          browser ??= launch({ browser: "firefox", executablePath: firefoxPath, headless: true, args: ["--no-remote"] });
          const page = await (await browser).newPage();
          // Vitest's page loads its tests for as long as it stands
          await page.goto(url, { timeout: 0 });
        },
        async close() {
          await (await browser)?.close();
        },
      };
    },
  });
