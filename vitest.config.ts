import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { firefox, firefoxPath } from "./test/engines/firefox.js";
import { webkit, webkitDriverPath } from "./test/engines/webkit.js";
import { args, executablePath } from "./test/helpers/chromium.js";

const browser = existsSync(executablePath);
if (!browser) {
  const missing = `no browser at ${executablePath} (CHROME_BIN names another)`;
  if (process.env.CI) throw new Error(`${missing}: CI runs the suite in Chromium too`);
  console.log(`skipped: the browser half of the tests, ${missing}`);
}

// Tests of workers run what is in src/ now: the script is bundled again if a source is newer than it. It holds no kernels.
const bundler = new URL("scripts/workerScript.mjs", import.meta.url).pathname;
const source = new URL("src/", import.meta.url).pathname;
const sources = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/generated\W(?!version)\w+\.ts$/.test(name))
  .map((name) => join(source, name));
const modified = (file: string) => (existsSync(file) ? statSync(file).mtimeMs : 0);
const bundles = ["src/generated/workerScript.ts", "build/workerScript.js"].map((file) => new URL(file, import.meta.url).pathname);
if (Math.min(...bundles.map(modified)) <= Math.max(...[bundler, ...sources].map(modified))) execFileSync(process.execPath, [bundler]);

// The same files in Node and in Chromium; what needs files or processes lives in test/node/.
const include = ["test/**/*.test.ts"];
const exclude = ["test/node/**", "test/package/**", "**/node_modules/**"];

/**
 * Milliseconds after which a test counts as one that never ends. No test is about time: on a busy machine one that opens pages and starts
 * workers has taken 60 s.
 */
const testTimeout = 240_000;
const hookTimeout = 240_000;

const inChromium = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: { executablePath, args: [...args, "--js-flags=--expose-gc"] },
  }),
  instances: [{ browser: "chromium" as const }],
});

// npm run test:engines: Gecko and JavaScriptCore. Chromium's V8 is Node's too, so npm test leaves these to it and to CI.
const others = process.env.ENGINES
  ? [
      { name: "firefox" as const, provider: firefox(), program: firefoxPath, from: "firefox-esr" },
      { name: "webkit" as const, provider: webkit(), program: webkitDriverPath, from: "webkit2gtk-driver and xvfb" },
    ].map(({ name, provider, program, from }) => {
      if (!existsSync(program)) throw new Error(`no ${name} at ${program}: apt install ${from}`);
      const browser = { enabled: true, headless: true, screenshotFailures: false, provider, instances: [{ browser: name }] };
      // `using` is younger than these engines; a busy machine starves their workers at times: once more before that counts
      return {
        oxc: { target: "es2022" },
        test: { name, include, exclude, testTimeout, hookTimeout, retry: 1, browser, setupFiles: ["test/engines/dispose.ts"] },
      };
    })
  : [];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "node", include, exclude: exclude.slice(1), testTimeout, hookTimeout } },
      ...(browser
        ? [
            {
              test: {
                name: "chromium",
                include,
                exclude,
                testTimeout,
                hookTimeout,
                browser: inChromium(),
                setupFiles: ["test/helpers/collect.ts"],
              },
            },
            // the build with relaxed SIMD, which Chromium has and Node 20 has only behind a flag
            {
              test: {
                name: "chromium, relaxed SIMD",
                include,
                exclude,
                testTimeout,
                hookTimeout,
                browser: inChromium(),
                env: { RELAXED_SIMD: "on" },
                setupFiles: ["test/helpers/relaxed.ts", "test/helpers/collect.ts"],
              },
            },
          ]
        : []),
      ...others,
    ],
  },
});
