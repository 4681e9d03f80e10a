// The bench of networks in Chromium: boundary, losses and shares are those of the library in Node and of the code it offers; it can be stopped.
import { existsSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NetworkOptions, network } from "../../src/network/index.js";
import { executablePath } from "../helpers/chromium.js";
import { type Lab, openLab, reading, settled, slide, stated } from "../helpers/lab.js";
import { runCode } from "../helpers/labCode.js";

let lab: Lab;

interface Saved {
  points: [number[], number[]];
  y: number[];
  classes: [string, string];
  across: [number, number];
  up: [number, number];
  probability: number[];
}

/** what the first picture's JSON file holds */
async function saved(page: Page): Promise<Saved> {
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "JSON" }).first().click()]);
  return JSON.parse(readFileSync(await download.path(), "utf8"));
}

/** equal but for what browsers' Math functions may differ in */
const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
/** the same of many */
function allNear(actual: ArrayLike<unknown>, expected: ArrayLike<unknown>) {
  expect(actual).toHaveLength(expected.length);
  for (let k = 0; k < expected.length; k++) near(actual[k] as number, expected[k] as number);
}

const options: NetworkOptions = { hidden: 10, loss: "logistic", lambda: 1e-4, learningRate: 0.03, standardize: true, seed: 1 };

/** every third row is held out */
function parted({ points: [u, v], y }: Saved) {
  const rows = Array.from(y.keys());
  const part = (chosen: number[]) => ({ X: chosen.map((i) => [u[i], v[i]]), y: chosen.map((i) => y[i]), rows: chosen });
  return { training: part(rows.filter((i) => i % 3 !== 2)), apart: part(rows.filter((i) => i % 3 === 2)) };
}

const READINGS = ["training", "held", "right", "heldRight", "linear", "epoch"];
const all = async (page: Page) => Promise.all(READINGS.map((id) => reading(page, id)));

describe.skipIf(!existsSync(executablePath))("the bench of networks", () => {
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  test("spirals: the last epoch's network, its losses and its boundary, and the same from a link", async () => {
    const { page, problems } = await lab.open("network");
    const before = await all(page);
    await slide(page, "Hidden units", 6);
    await slide(page, "λ, decay", 80);
    await slide(page, "Epochs", 200);
    expect(await stated(page, "epochs")).toBe(200);
    const lambda = await stated(page, "lambda");
    const now = await all(page);
    expect(now.every((value, k) => Number.isFinite(value) && value !== before[k])).toBe(true);
    const drawn = await saved(page);
    const { training, apart } = parted(drawn);
    const fit = network(training.X, training.y, { ...options, hidden: 6, lambda, epochs: 200 });
    // log(1 + e^−tη), from the outputs alone
    const loss = ({ X, y }: typeof apart) =>
      (fit.decision(X) as Float64Array).reduce((sum, eta, i) => sum + Math.log1p(Math.exp(y[i] ? -eta : eta)), 0) / y.length;
    near(now[0], loss(training));
    near(now[1], loss(apart));
    expect(now.slice(2, 4)).toEqual([fit.score(training.X, training.y), fit.score(apart.X, apart.y)]);
    expect(now[5]).toBe(200);
    const at = ([low, high]: [number, number], k: number) => low + (k / 80) * (high - low);
    const grid = Array.from({ length: 81 * 81 }, (_, k) => [at(drawn.across, k % 81), at(drawn.up, Math.floor(k / 81))]);
    const expected = fit.predictProbability(grid) as Float64Array;
    allNear(drawn.probability, expected);
    // a line, and two shades at least
    expect(await page.locator("figure").first().locator("[data-mark=surface] path").count()).toBeGreaterThan(2);
    const [[epoch, ours, theirs], [right, heldRight], [probability]] = await runCode(page, lab.folder);
    allNear([ours, theirs, right, heldRight, epoch], [...now.slice(0, 4), now[5]]);
    allNear(probability as Float64Array, drawn.probability);
    await page.waitForFunction(() => location.hash === document.documentElement.dataset.place);
    const linked = await lab.open(page.url().split("#")[1]);
    expect(await all(linked.page)).toEqual(now);
    expect([...problems, ...linked.problems]).toEqual([]);
    await linked.page.close();
    await page.close();
  });

  test("a ring, with dropout and early stopping: the epoch that is best on the rows held out", async () => {
    const { page, problems } = await lab.open("network?points=ring&epochs=300");
    const whole = await all(page);
    await slide(page, "Keep probability", 0.7);
    await page.getByLabel("Early stopping").check();
    expect(await stated(page, "early")).toBe(1);
    const drawn = await saved(page);
    const { apart } = parted(drawn);
    const X = drawn.points[0].map((x, i) => [x, drawn.points[1][i]]);
    const earlyStopping = { rows: apart.rows, patience: 300 };
    const { epochs, history } = network(X, drawn.y, { ...options, keepProbability: 0.7, epochs: 300, earlyStopping });
    expect(history.validationLoss).toHaveLength(300);
    const now = await all(page);
    expect(now[5]).toBe(epochs);
    near(now[0], history.trainingLoss[epochs - 1]);
    near(now[1], Math.min(...history.validationLoss));
    near(now[4], history.linearShare[0][epochs - 1]);
    expect(now.slice(0, 2)).not.toEqual(whole.slice(0, 2));
    const [[epoch, ours, theirs]] = await runCode(page, lab.folder);
    allNear([ours, theirs, epoch], [now[0], now[1], now[5]]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("two columns of a table of two classes; a table of numbers has toys alone", async () => {
    const { page, problems } = await lab.open("network?data=breastCancer&epochs=50");
    await settled(page);
    expect(await page.getByLabel("Points", { exact: true }).locator("option").count()).toBe(3);
    await page.getByLabel("Column of x₁").selectOption("mean area");
    await page.getByLabel("Column of x₂").selectOption("mean smoothness");
    expect((await settled(page)).get("b")).toBe("mean smoothness");
    const drawn = await saved(page);
    expect(drawn.classes).toEqual(["benign", "malignant"]);
    expect(drawn.y).toHaveLength(500);
    const { training, apart } = parted(drawn);
    const fit = network(training.X, training.y, { ...options, epochs: 50 });
    expect(await reading(page, "heldRight")).toBe(fit.score(apart.X, apart.y));
    const [[, ours, theirs], , [probability]] = await runCode(page, lab.folder);
    allNear([await reading(page, "training"), await reading(page, "held")], [ours, theirs]);
    allNear(probability as Float64Array, drawn.probability);
    // y of two numbers is two classes as well
    const other = await lab.open("network?data=prostate&target=svi&epochs=50&b=lpsa");
    const seminal = await saved(other.page);
    expect([seminal.classes, seminal.y.filter((label) => label === 1).length]).toEqual([["svi 0", "svi 1"], 21]);
    const again = await runCode(other.page, lab.folder);
    allNear(again[2][0] as Float64Array, seminal.probability);
    expect(await reading(other.page, "heldRight")).toBe(again[1][1]);
    await other.page.close();
    await page.locator("#data").selectOption("prostate");
    expect((await settled(page)).get("data")).toBe("prostate");
    expect(await page.getByLabel("Points", { exact: true }).locator("option").count()).toBe(2);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("training that is stopped ends its worker, and the next question is answered", async () => {
    const page = await lab.chrome.newPage();
    // answers wait as long as `held` says so: the button is pressed before they come, however fast the machine is
    await page.addInitScript(`
      window.held = false;
      window.ended = 0;
      const Real = Worker;
      window.Worker = class extends Real {
        constructor(...given) {
          super(...given);
          this.addEventListener("message", (event) => {
            if (window.held && event.data.kind === "computed") event.stopImmediatePropagation();
          });
        }
        terminate() {
          window.ended++;
          super.terminate();
        }
      };
    `);
    await page.goto(`${lab.url}#network`);
    await reading(page, "training");
    await page.evaluate("window.held = true");
    await slide(page, "Epochs", 1500);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator(".running[hidden]").waitFor({ state: "attached" });
    expect(await page.evaluate("window.ended")).toBe(1);
    // what is shown is not the answer to what the controls say
    expect(await page.locator("article[data-state]").count()).toBe(0);
    await page.evaluate("window.held = false");
    await slide(page, "Epochs", 40);
    expect(await reading(page, "epoch")).toBe(40);
    await page.close();
  });
});
