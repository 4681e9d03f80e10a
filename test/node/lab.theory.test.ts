// The benches of the lab that touch the theory, in Chromium: their numbers are those of the library in Node, and of the code they offer.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradientDescent, ridge } from "../../src/index.js";
import {
  biasVariance,
  diagonalLasso,
  lambdaForRadius,
  orthonormalize,
  polynomialFeatures,
  shrinkageFactors,
  softThreshold,
  tangentPoint,
} from "../../src/theory/index.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, openLab, reading, settled, slide, stated } from "../helpers/lab.js";
import { runCode } from "../helpers/labCode.js";

let lab: Lab;

/** a column of a bundled table, as the lab serves it */
function column({ folder }: Lab, name: string, field: string): Float64Array {
  const [head, ...rows] = readFileSync(join(folder, `data/${name}.csv`), "utf8")
    .trim()
    .split("\n");
  const place = head.split(",").indexOf(field);
  return Float64Array.from(rows, (row) => Number(row.split(",")[place]));
}

/** columns at mean 0 and sd 1 */
function standardised(lab: Lab, name: string, fields: string[]): Record<string, Float64Array> {
  return Object.fromEntries(
    fields.map((field) => {
      const x = column(lab, name, field);
      const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
      const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
      return [field, x.map((value) => (value - mean) / sd)];
    }),
  );
}

/** equal but for what browsers' Math functions may differ in */
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describe.skipIf(!existsSync(executablePath))("the benches of the theory", () => {
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  test("geometry: where contours touch the ball, λ and C both ways, the point that is dragged", async () => {
    const { page, problems } = await lab.open("geometry?data=prostate&a=lcavol&b=svi");
    const X = standardised(lab, "prostate", ["lcavol", "svi"]);
    const y = column(lab, "prostate", "lpsa");
    await slide(page, "C, radius", 90);
    const radius = await reading(page, "radius");
    const lasso = tangentPoint(X, y, { norm: "l1", radius });
    expect([await reading(page, "w1"), await reading(page, "w2")]).toEqual(lasso.point);
    near(await reading(page, "loss"), lasso.loss);
    near(await reading(page, "lambda"), lasso.lambda);
    const [[point, lambda]] = await runCode(page, lab.folder);
    expect([point, lambda]).toEqual([lasso.point, lasso.lambda]);

    await slide(page, "p", 2);
    await slide(page, "λ, its", 100);
    const strong = await stated(page, "lambda");
    const [w1, w2] = ridge(X, y, { lambda: strong }).coefficients;
    const reached = await reading(page, "radius");
    expect(reached).toBeCloseTo(Math.hypot(w1, w2), 12);
    expect(lambdaForRadius(X, y, { norm: "l2", radius: reached ** 2 })).toBeCloseTo(strong, 9);
    expect(await reading(page, "lambda")).toBeCloseTo(strong, 9);

    // w* elsewhere, by mouse: y follows it
    const svg = page.locator("figure svg").first();
    const box = (await svg.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.5 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.3 * box.height);
    await page.mouse.up();
    const [x, up] = [await stated(page, "x"), await stated(page, "y")];
    const own = ridge(X, y, { lambda: 0 }).coefficients;
    const moved = y.map((value, i) => value + (x - own[0]) * X.lcavol[i] + (up - own[1]) * X.svi[i]);
    await slide(page, "p", 3);
    await slide(page, "C, radius", 60);
    const cube = await reading(page, "lambda");
    const fit = gradientDescent(X, moved, { lambda: cube, penaltyPower: 3, method: "lbfgs", tol: 1e-12, maxIterations: 10_000 });
    expect(await reading(page, "w1")).toBeCloseTo(fit.coefficients[0], 5);
    expect(await reading(page, "w2")).toBeCloseTo(fit.coefficients[1], 5);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("shrinkage: factors along directions, and soft thresholds", async () => {
    const { page, problems } = await lab.open("shrinkage?data=prostate");
    await slide(page, "λ of ridge", 120);
    await slide(page, "λ of the lasso", 150);
    const [lambda, threshold] = [await stated(page, "ridge"), await stated(page, "lasso")];
    const fields = ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"];
    const X = standardised(lab, "prostate", fields);
    const found = shrinkageFactors(X, [lambda]);
    near(await reading(page, "df"), found.degreesOfFreedom[0]);
    near(await reading(page, "last"), found.factors[0][7]);
    // ridge by Cholesky and the least-squares answer shrunk along the directions: the condition of H, some 17, times rounding
    expect(await reading(page, "difference")).toBeLessThan(1e-13);
    const soft = diagonalLasso(orthonormalize(X), column(lab, "prostate", "lpsa"), { lambda: threshold });
    expect(await reading(page, "nonzero")).toBe(soft.coefficients.filter((w) => w !== 0).length);
    const [[df], [, coefficients]] = await runCode(page, lab.folder);
    expect([df, coefficients]).toEqual([found.degreesOfFreedom[0], soft.coefficients]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("shrinkage: columns that depend on each other have no orthonormal ones, and the page says so", async () => {
    const { page, problems } = await lab.open("shrinkage");
    const rows = Array.from({ length: 30 }, (_, i) => [i % 7, 2 * (i % 7), (i * i) % 11]);
    const text = ["a,b,y", ...rows].join("\n");
    await page.locator("#file").setInputFiles({ name: "twice.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.getByText("depends on the columns before it").waitFor();
    expect((await settled(page)).get("data")).toBe("file");
    expect(await reading(page, "last")).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("priors: the most probable coefficient of each belief is a penalised fit", async () => {
    const { page, problems } = await lab.open("priors?data=prostate&column=lweight");
    await slide(page, "Rows seen", 60);
    await slide(page, "λ", 170);
    const [[optimum, gaussian, laplace, noise, variance]] = await runCode(page, lab.folder);
    const read = async (id: string) => reading(page, id);
    near(await read("optimum"), optimum as number);
    near(await read("gaussian"), gaussian as number);
    near(await read("laplace"), laplace as number);
    near(await read("noise"), noise as number);
    near(await read("width"), variance as number);
    // closed forms of one standardised column
    const lambda = await stated(page, "lambda");
    expect(await read("gaussian")).toBeCloseTo((optimum as number) / (1 + lambda), 12);
    expect(await read("laplace")).toBeCloseTo(softThreshold(optimum as number, lambda), 12);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("descent: four ways down, early stopping beside ridge, prox beside subgradient", async () => {
    const { page, problems } = await lab.open("descent?data=prostate&a=lcavol&b=lweight");
    await slide(page, "Rows a step", 20);
    await slide(page, "τ", 15);
    await slide(page, "Epochs", 40);
    expect(await stated(page, "epochs")).toBe(40);
    const logged = await runCode(page, lab.folder);
    const [answer, gd, sgd, adam, adamw, stopped] = logged.map(([coefficients]) => coefficients as Float64Array);
    const apart = (w: Float64Array, from: Float64Array) => Math.hypot(w[0] - from[0], w[1] - from[1]);
    const share = (w: Float64Array) => apart(w, answer) / Math.hypot(...answer);
    // distances to the answer are differences of numbers of its size
    expect(await reading(page, "gd")).toBeCloseTo(share(gd), 12);
    expect(await reading(page, "sgd")).toBeCloseTo(share(sgd), 12);
    expect(await reading(page, "adam")).toBeCloseTo(share(adam), 12);
    expect(await reading(page, "adamw")).toBeCloseTo(share(adamw), 12);
    const X = standardised(lab, "prostate", ["lcavol", "lweight"]);
    const y = column(lab, "prostate", "lpsa");
    const own = ridge(X, y, { lambda: 0 }).coefficients;
    const penalised = ridge(X, y, { lambda: await reading(page, "tau") }).coefficients;
    expect(await reading(page, "apart")).toBeCloseTo(apart(stopped, penalised) / Math.hypot(...own), 12);
    await slide(page, "λ of the lasso", 0.9);
    expect(await reading(page, "prox")).toBeGreaterThan(30);
    expect(await reading(page, "subgradient")).toBeLessThan(5);
    expect(problems).toEqual([]);
    await page.close();
  });

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
    expect(await page.locator("figure").nth(0).locator("[data-mark=line] path").count()).toBe(27);
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
