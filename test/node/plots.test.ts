// The pictures of shrinkage/plots, drawn by Observable Plot: what is drawn and what is said are the numbers of the results.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { autoregressive } from "../../reference/problems.js";
import { crossValidate, lasso, logistic, multinomial, path, ridgeInference, stabilitySelection } from "../../src/index.js";
import {
  calibrationPlot,
  coefficientPlot,
  cvPlot,
  type Picture,
  pathPlot,
  residualPlot,
  rocPlot,
  stabilityPlot,
} from "../../src/plots/index.js";

const { columns, y } = autoregressive({ n: 80, p: 6, density: 0.5, seed: 9 });
const X = Object.fromEntries(columns.map((column, j) => [`column${j}`, column]));
const labels = Array.from(y, (value, i) => (value + (i % 5) - 2 > 0 ? "ill" : "well"));
const along = path(X, y, { count: 20 });
const cv = crossValidate(X, y, { count: 20, folds: 5 });
const fit = lasso(X, y, { lambda: 0.05 });
const classifier = logistic(X, labels, { lambda: 0.02 });
const stability = stabilitySelection(X, y, { subsamples: 10 });

const { document } = parseHTML("<html><body></body></html>");
const drawn = (picture: Picture) => Plot.plot({ ...picture, document: document as unknown as Document });
const pictures: Record<string, (style: object) => Picture> = {
  pathPlot: (style) => pathPlot(along, { lambda: cv.lambda, ...style }),
  cvPlot: (style) => cvPlot(cv, style),
  coefficientPlot: (style) => coefficientPlot(fit, style),
  "coefficientPlot of ridgeInference": (style) => coefficientPlot(ridgeInference(X, y, { lambda: 0.1 }), style),
  residualPlot: (style) => residualPlot(fit, X, y, style),
  rocPlot: (style) => rocPlot(classifier, X, labels, style),
  calibrationPlot: (style) => calibrationPlot(classifier, X, labels, style),
  stabilityPlot: (style) => stabilityPlot(stability, style),
};

test.each(Object.entries(pictures))("%s is drawn, has words, and a look", (_, make) => {
  for (const theme of ["auto", "light", "dark"]) {
    const picture = make({ theme, width: 500 });
    const svg = drawn(picture).outerHTML;
    expect(svg).toMatch(/^<svg/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain(`aria-label="${picture.ariaLabel}"`);
    expect(svg).toContain("aria-description=");
    expect(picture.ariaDescription).not.toMatch(/NaN|undefined|\[object/);
    expect(picture.width).toBe(500);
  }
  expect(() => make({ theme: "blue" })).toThrow('theme is "blue" (a string), expected "auto", "light" or "dark"');
  expect(() => make({ color: 1 })).toThrow("color is not an option, expected one of theme, width, height");
  expect(() => make({ width: 5 })).toThrow("width is 5, expected a number from 100 to 10000");
});

const paths = (picture: Picture, label: string) =>
  drawn(picture).querySelectorAll(`[aria-label="${label}"] :is(path, rect, circle)`).length;

describe("what is drawn", () => {
  test("a line a coefficient, of every class", () => {
    expect(paths(pathPlot(along), "line")).toBe(6);
    const classes = path(
      X,
      Array.from(y, (value) => (value > 1 ? "a" : value > -1 ? "b" : "c")),
      { loss: "multinomial", count: 5 },
    );
    expect(paths(pathPlot(classes), "line")).toBe(18);
  });

  test("names of curves that end near each other are all written, apart", () => {
    const picture = pathPlot({ lambdas: [1, 0.1], nonzero: [0, 5], coefficients: (k) => [5, 5, 4.99, -5, -5].map((value) => k * value) });
    const names = Array.from(drawn(picture).querySelectorAll('[aria-label="text"] text'), (text) => ({
      name: text.textContent,
      y: Number(/,([-\d.]+)\)/.exec(text.getAttribute("transform") ?? "")?.[1]),
    }));
    expect(names.map(({ name }) => name).sort()).toEqual(["x0", "x1", "x2", "x3", "x4"]);
    const heights = names.map(({ y }) => y).sort((a, b) => a - b);
    heights.slice(1).forEach((y, k) => {
      expect(y - heights[k]).toBeGreaterThanOrEqual(12); // pixels: the height of a letter
    });
  });

  test("a bar a coefficient that is not 0, at most `top`", () => {
    expect(paths(coefficientPlot(fit), "bar")).toBe(fit.nonzero);
    expect(paths(coefficientPlot(fit, { top: 2 }), "bar")).toBe(2);
    expect(coefficientPlot(fit, { top: 2 }).ariaDescription).toContain(`and ${fit.nonzero - 2} more`);
  });

  test("a dot a λ, with both choices", () => {
    expect(paths(cvPlot(cv), "dot")).toBe(20);
    expect(cvPlot(cv).ariaDescription).toContain(String(Number(cv.min.mean.toPrecision(3))));
  });

  test("the area under the ROC curve is the share of pairs in order", () => {
    const probabilities = classifier.predictProbability(X);
    const [second] = classifier.classes.slice(1);
    let [pairs, inOrder] = [0, 0];
    for (const [i, a] of labels.entries())
      for (const [k, b] of labels.entries()) {
        if (a !== second || b === second) continue;
        pairs++;
        inOrder += probabilities[i] > probabilities[k] ? 1 : probabilities[i] === probabilities[k] ? 0.5 : 0;
      }
    expect(rocPlot(classifier, X, labels).ariaDescription).toContain(
      `The area under the curve is ${Number((inOrder / pairs).toPrecision(3))}:`,
    );
  });
});

test("errors say what was expected", () => {
  expect(() => pathPlot(fit as never)).toThrow(TypeError);
  expect(() => cvPlot({} as never)).toThrow("cvPlot: cv is an object, expected what crossValidate returned");
  expect(() =>
    coefficientPlot(
      multinomial(
        X,
        labels.map((label, i) => (i % 3 ? label : "other")),
        { lambda: 0.1 },
      ) as never,
    ),
  ).toThrow("coefficientPlot: fit has several layers of coefficients");
  expect(() => rocPlot(classifier, X, labels.slice(1))).toThrow("for 80 rows of X, expected one label a row");
  expect(() =>
    rocPlot(
      classifier,
      X,
      labels.map(() => "ill"),
    ),
  ).toThrow("y has one class alone, expected both");
  expect(() =>
    calibrationPlot(
      classifier,
      X,
      labels.map(() => "dead"),
    ),
  ).toThrow('y has "dead" (a string) at row 0, expected one of ill, well');
});
