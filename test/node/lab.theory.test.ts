// The benches of the lab that touch the theory, in Chromium: their numbers are those of the library in Node, and of the code they offer.
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { biasVariance, polynomialFeatures } from "../../src/theory/index.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, openLab, reading, slide, stated } from "../helpers/lab.js";
import { runCode } from "../helpers/labCode.js";

let lab: Lab;

/** equal but for what browsers' Math functions may differ in */
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describe.skipIf(!existsSync(executablePath))("the benches of the theory", () => {
  beforeAll(async () => {
    lab = await openLab();
  }, 120_000);
  afterAll(() => lab?.close());

  test("overfitting: bias² and variance of a degree, and by degree", async () => {
    const { page, problems } = await lab.open("overfitting");
    await slide(page, "Degree", 5);
    await slide(page, "Rows", 30);
    await slide(page, "λ of ridge", 11);
    await page.getByLabel("Universes").selectOption("5000");
    expect(await stated(page, "degree")).toBe(5);
    const at = Float64Array.from({ length: 101 }, (_, i) => i / 50 - 1);
    const found = biasVariance({
      truth: ([x]) => Math.sin(Math.PI * x),
      design: polynomialFeatures(
        Float64Array.from({ length: 30 }, (_, i) => (2 * i + 1) / 30 - 1),
        { degree: 5 },
      ),
      at: polynomialFeatures(at, { degree: 5 }),
      noise: 0.3,
      model: { lambda: 1e-6, l1Ratio: 0 },
      universes: 5000,
      seed: 1,
    });
    near(await reading(page, "bias2"), found.bias2);
    near(await reading(page, "variance"), found.variance);
    near(await reading(page, "mse"), found.mse);
    const [[bias2, variance, mse]] = await runCode(page, lab.folder);
    expect([bias2, variance, mse]).toEqual([found.bias2, found.variance, found.mse]);
    expect(await page.locator("figure").nth(0).locator("[aria-label=line] path").count()).toBe(27);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("overfitting: a column of a table, with rows held out", async () => {
    const { page, problems } = await lab.open("overfitting?data=prostate&column=lcavol&degree=3&rows=40");
    const [[training, held]] = await runCode(page, lab.folder);
    near(await reading(page, "training"), training as number);
    near(await reading(page, "test"), held as number);
    expect(problems).toEqual([]);
    await page.close();
  });
});
