// The reader's own file, workers that end, what the page weighs and may load, and what axe-core says of every bench.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logistic } from "../../src/index.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, openLab, reading, root, STEP, settled, stated } from "../helpers/lab.js";
import { runCode } from "../helpers/labCode.js";

let lab: Lab;
const give = (page: Page, name: string, text: string) =>
  page.locator("#file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** numbers, words, gaps, dates, a constant, and two rows of another length */
const MIXED = `age;town;day;one;dose;grown
${Array.from({ length: 40 }, (_, i) => {
  const town = ["Bern", "Chur", "Genf"][i % 3];
  const dose = i % 9 === 4 ? "NA" : ((i * 7) % 11) / 4;
  return `${20 + ((i * 13) % 31)};${town};2024-01-${10 + (i % 20)};1;${dose};${i === 7 ? "" : (i * 3) % 17}`;
}).join("\n")}
33;Bern;2024-01-01
33;Bern;2024-01-01;1;2;3;4
`;

describe.skipIf(!existsSync(executablePath))("the reader's file, and the page itself", () => {
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  test("a file with words, gaps, dates and bad rows: what is left out is said, and the code gives the same", async () => {
    const { page, problems } = await lab.open("race?lambdas=10&repeats=1");
    await give(page, "mixed.csv", MIXED);
    const remarks = page.locator(".remark");
    await remarks.first().waitFor();
    expect(await remarks.allTextContents()).toEqual([
      "Row 42: too few fields: expected 6 fields but parsed 3. 2 rows of another length than the first line left out.",
      "1 row without a value of grown left out.",
      "day holds dates: left out.",
      "one has one value: left out.",
      "4 missing values filled in: numbers by the median of the column, words by a level of their own.",
    ]);
    await page.getByRole("link", { name: "Path", exact: true }).click();
    await settled(page);
    const [[nonzero, , objective], [names]] = await runCode(page, lab.folder, { "mixed.csv": MIXED });
    expect(names).toEqual(["age", "town=Chur", "town=Genf", "dose"]);
    expect(await reading(page, "nonzero")).toBe(nonzero);
    expect(await reading(page, "objective")).toBeCloseTo(objective as number, 9);
    expect(await page.locator("#target option").allTextContents()).toEqual(["age", "town", "day", "one", "dose", "grown"]);
    const found = await page.locator("article").getAttribute("data-state");
    expect(found).toContain("data=file");
    // a y of three words cannot be fitted, and the message says what to do
    await page.locator("#target").selectOption("town");
    await page.getByText("town has 3 different words, expected numbers or two classes: choose another y").waitFor();
    await page.locator("#target").selectOption("dose");
    expect((await settled(page)).get("target")).toBe("dose");
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a file of two classes", async () => {
    const { page, problems } = await lab.open("path");
    const rows = Array.from({ length: 30 }, (_, i) => [i % 7, (i * i) % 11, (i * 5) % 13 > 6 ? "yes" : "no"]);
    await give(page, "classes.csv", ["a,b,answer", ...rows].join("\n"));
    await page.locator("select#target").waitFor();
    await page.waitForFunction(() => (document.querySelector("#target") as HTMLSelectElement | null)?.value === "answer");
    await page.getByRole("slider", { name: /^λ/ }).fill("150");
    const lambda = await stated(page, "lambda");
    const fit = logistic(
      rows.map(([a, b]) => [a as number, b as number]),
      rows.map(([, , answer]) => answer as string),
      { lambda, standardize: true, tol: 1e-8 },
    );
    expect(await reading(page, "objective")).toBeCloseTo(fit.certificate.objective, 9);
    expect(problems).toEqual([]);
    await page.close();
  });

  test.each([
    ["empty.csv", "", "empty.csv has 0 columns, expected a line of names and at least two columns"],
    ["few.csv", "a,b\n1,2\n3,4\n", "few.csv has 2 rows with a value of b, expected at least 5"],
    ["open.csv", 'a,b\n1,2\n"3,4\n', "open.csv, row 3: a quotation mark that is not closed"],
    ["same.csv", `a,b\n${"1,2\n".repeat(9)}`, "same.csv has no column that can be used beside b"],
  ])("%s cannot be fitted, and the message says why", async (name, text, message) => {
    const { page } = await lab.open("path");
    await give(page, name, text);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain(message);
    // the page goes on
    await page.locator("#data").selectOption("prostate");
    expect((await settled(page)).get("data")).toBe("prostate");
    await page.close();
  });

  test.each([0, 1000])("workers that are ended in the middle are started again, and asked again: locks %s ms late", async (late) => {
    const page = await lab.chrome.newPage();
    // on a busy machine the lock that tells of a worker's end is granted late
    await page.route(/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      const wait = `const request = navigator.locks.request.bind(navigator.locks); navigator.locks.request = (...given) => new Promise((go) => setTimeout(go, ${late})).then(() => request(...given));\n`;
      await route.fulfill({ response, body: wait + (await response.text()) });
    });
    page.setDefaultTimeout(STEP);
    // all workers end at the first message of progress, in the page: it may be gone before anybody outside has seen it. As text: the page has
    // none of the names that a compiler may put into a function
    await page.addInitScript(`
      const all = [];
      const Real = Worker;
      window.Worker = class extends Real {
        constructor(...given) {
          super(...given);
          all.push(this);
          this.addEventListener("message", ({ data }) => {
            if (data.kind !== "progress" || window.ended) return;
            window.ended = true;
            for (const worker of all) worker.terminate();
          });
        }
      };
    `);
    await page.goto(`${lab.url}#lambda?data=wide&repeats=5`);
    await page.locator("[data-deaths]").waitFor();
    await page.getByRole("slider", { name: /^Repeats/ }).fill("1");
    expect(await stated(page, "repeats")).toBe(1);
    expect(await reading(page, "error")).toBeGreaterThan(0);
    await page.close();
  });

  test("what a visit downloads, and what the page may load", async () => {
    // throws beyond its own limit of gzipped bytes
    execFileSync(process.execPath, [join(root, "lab/scripts/size.mjs"), lab.folder], { stdio: "pipe" });
    const html = readFileSync(join(lab.folder, "index.html"), "utf8");
    expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'");
    const { page } = await lab.open("path");
    await settled(page);
    const refused = await page.evaluate(async () => {
      const heard = new Promise((resolve) =>
        addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective)),
      );
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.head.append(script);
      return heard;
    });
    expect(refused).toBe("script-src-elem");
    await page.close();
  });

  test("axe-core has nothing serious to say of any bench, light and dark", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const benches = [
      "geometry",
      "path",
      "lambda",
      "overfitting",
      "shrinkage",
      "priors",
      "descent",
      "network",
      "race",
      "functions?name=path",
    ];
    const { page } = await lab.open("geometry?data=prostate", { width: 800 });
    // as a debugger does: the page's policy refuses a script of another source
    const session = await page.context().newCDPSession(page);
    for (const [k, bench] of benches.entries()) {
      await page.emulateMedia({ colorScheme: k % 2 ? "dark" : "light" });
      await page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        `${bench}${bench.includes("?") ? "" : "?data=prostate"}`,
      );
      await page.waitForFunction((hash) => document.documentElement.dataset.place?.startsWith(`#${hash}`), bench);
      if (!bench.startsWith("functions")) await settled(page);
      await session.send("Runtime.evaluate", { expression: axe });
      const { result } = await session.send("Runtime.evaluate", {
        expression:
          "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200), nodes[0].failureSummary])))",
        awaitPromise: true,
        returnByValue: true,
      });
      expect([bench, JSON.parse(result.value)]).toEqual([bench, []]);
    }
    await page.close();
  });
});
