// Every bench of the lab in Chromium: it draws, a slider changes its numbers, and they are those of the library in Node.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crossValidate, lasso, logistic, path, ridge } from "../../src/index.js";
import { validationCurve } from "../../src/theory/index.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, labTable, openLab, reading, slide, stated } from "../helpers/lab.js";
import { runCode } from "../helpers/labCode.js";

let lab: Lab;
/** a bundled table, as the lab serves it */
/** the numbers in the picture's table, column by column */
async function numbersOf(page: Page, figure = 0): Promise<Record<string, string[]>> {
  const box = page.locator("figure").nth(figure).locator("details");
  if ((await box.getAttribute("open")) === null) await box.locator("summary").click();
  await box.locator("td").first().waitFor();
  const head = await box.locator("th").allTextContents();
  const cells = await box.locator("td").allTextContents();
  return Object.fromEntries(head.map((title, j) => [title, cells.filter((_, k) => k % head.length === j)]));
}

/** equal but for what browsers' Math functions may differ in */
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describe.skipIf(!existsSync(executablePath))("the benches of the lab", () => {
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  test("the licences of what it is bundled from are beside it", () => {
    const notices = readFileSync(join(lab.folder, "NOTICES.md"), "utf8");
    for (const name of ["preact", "@observablehq/plot", "d3-shape"]) expect(notices).toMatch(new RegExp(`^## ${name} - `, "m"));
    expect(notices).toMatch(/Copyright .*Bostock/);
    const scripts = readdirSync(join(lab.folder, "assets")).filter((name) => /^worker-.*\.js$/.test(name));
    for (const name of scripts)
      expect(readFileSync(join(lab.folder, "assets", name), "utf8")).toMatch(/@license\s+Papa Parse[\s\S]{0,80}License: MIT/);
    expect(scripts).toHaveLength(1);
  });

  test("path: the fit at the slider's λ, its zeros and its certificate", async () => {
    const { X, y } = labTable(lab, "diabetes", "progression");
    const { page, problems } = await lab.open("path");
    await slide(page, "λ", 150);
    const lambda = await stated(page, "lambda");
    const fit = lasso(X, y, { lambda, standardize: true, tol: 1e-8 });
    near(await reading(page, "objective"), fit.certificate.objective);
    near(await reading(page, "score"), fit.score(X, y));
    expect(await reading(page, "nonzero")).toBe(fit.nonzero);
    expect(await reading(page, "gap")).toBeLessThanOrEqual(1e-8 * (fit.certificate.gap / fit.certificate.relativeGap) + Number.MIN_VALUE);
    const { coefficient } = await numbersOf(page);
    expect(coefficient.map((text) => text === "0")).toEqual(Array.from(fit.coefficients, (value) => value === 0));
    expect(await page.locator("figure [data-mark=line] path").count()).toBe(10);

    await page.getByLabel("Penalty").selectOption("ridge");
    await slide(page, "λ", 100);
    const strong = await stated(page, "lambda");
    near(await reading(page, "objective"), ridge(X, y, { lambda: strong, standardize: true }).certificate.objective);
    expect(await reading(page, "nonzero")).toBe(10);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("what is shown says which state it belongs to, however late the worker is", async () => {
    const { X, y } = labTable(lab, "diabetes", "progression");
    const { page, problems } = await lab.open("path", { late: 120 });
    await page.locator("[data-reading=objective]").waitFor();
    // all that the page ever says to be the answer of its state
    await page.evaluate(() => {
      const said: [string, string][] = [];
      const look = () => {
        const state = document.querySelector("article")?.dataset.state;
        const value = document.querySelector<HTMLElement>("[data-reading=objective]")?.dataset.value;
        if (state?.includes("lambda=") && value) said.push([state, value]);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
      Object.assign(window, { said });
    });
    // one after another without a wait: answers to the earlier ones come while later ones are on their way
    for (const place of [20, 60, 100, 140]) await slide(page, "λ", place);
    const last = await stated(page, "lambda");
    const said = await page.evaluate(() => (window as unknown as { said: [string, string][] }).said);
    const lambdas = said.map(([state]) => Number(new URLSearchParams(state.split("?")[1]).get("lambda")));
    expect(lambdas.at(-1)).toBe(last);
    said.forEach(([, value], k) => {
      near(Number(value), lasso(X, y, { lambda: lambdas[k], standardize: true, tol: 1e-8 }).certificate.objective);
    });
    await page.waitForFunction((place) => location.hash === place, said.at(-1)?.[0]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("path of classes and of MCP, from a link", async () => {
    const { X, labels } = labTable(lab, "breastCancer", "diagnosis");
    const { page, problems } = await lab.open("path?data=breastCancer&lambda=0.05");
    const fit = logistic(X, labels, { lambda: 0.05, standardize: true, tol: 1e-8 });
    near(await reading(page, "objective"), fit.certificate.objective);
    near(await reading(page, "score"), fit.score(X, labels));
    await page.close();
    const prostate = labTable(lab, "prostate", "lpsa");
    const other = await lab.open("path?data=prostate&penalty=mcp&lambda=0.2");
    const mcp = path(prostate.X, prostate.y, { lambdas: [0.2], penalty: "mcp", standardize: true, tol: 1e-8 }).fit(0);
    near(await reading(other.page, "objective"), mcp.certificate.objective);
    expect(await reading(other.page, "nonzero")).toBe(mcp.nonzero);
    expect([...problems, ...other.problems]).toEqual([]);
    await other.page.close();
  });

  test("race: plain JavaScript and WebAssembly give one answer, and every run is counted", async () => {
    const { page, problems } = await lab.open("race?size=200x100&repeats=3&lambdas=20");
    expect(await page.locator("[data-reading=ratio]").count()).toBe(0);
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator("[data-reading=ratio]").waitFor();
    const [plain, wasm] = [await reading(page, "plain"), await reading(page, "wasm")];
    expect(await reading(page, "ratio")).toBe(plain / wasm);
    expect(await reading(page, "gap")).toBeLessThanOrEqual(1e-6);
    // strongly convex here: ½·μ·‖difference‖² is at most the two gaps, each 1e-6 of ½‖y‖²/n ≈ 6; μ, the smallest eigenvalue, is above 0.05
    expect(await reading(page, "apart")).toBeLessThan(Math.sqrt((2 * 2e-6 * 6) / 0.05));
    const { "plain JavaScript, ms": runs } = await numbersOf(page);
    expect(runs).toHaveLength(3);
    const [[nonzero]] = await runCode(page, lab.folder);
    expect(await reading(page, "nonzero")).toBe(nonzero);
    // other runs are another race
    await slide(page, "Runs of each", 2);
    expect(await page.locator("[data-reading=ratio]").count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("choosing λ: the curve, its two choices, and the table of λ from 0 to 100000", async () => {
    const { X, y } = labTable(lab, "prostate", "lpsa");
    const { page, problems } = await lab.open("lambda?data=prostate");
    await slide(page, "Folds", 5);
    expect(await stated(page, "folds")).toBe(5);
    const shown = await numbersOf(page);
    const lambdas = shown.λ.map((text) => Number(text.replace("·10⁻⁴", "e-4")));
    expect(lambdas).toHaveLength(60);
    const most = lambdas[0];
    const grid = Array.from({ length: 60 }, (_, k) => Number((most * 1e-3 ** (k / 59)).toPrecision(4)));
    const cv = crossValidate(X, y, { lambdas: grid, folds: 5, seed: 1, standardize: true });
    near(await reading(page, "error"), cv.min.mean);
    near(await reading(page, "min"), cv.min.lambda);
    near(await reading(page, "oneSe"), cv.oneSe.lambda);
    const table10 = await numbersOf(page, 1);
    const curve = validationCurve(X, y, {
      lambdas: [0, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000, 100000],
      testShare: 0.3,
      standardize: true,
    });
    expect(table10["test error"].map(Number)).toEqual(Array.from(curve.test, (value) => Number(value.toPrecision(4))));
    expect(table10["training error"].map(Number)).toEqual(Array.from(curve.training, (value) => Number(value.toPrecision(4))));
    expect(problems).toEqual([]);
    await page.close();
  });
});
