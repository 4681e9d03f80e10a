// Why only a prox gives exact zeros: the same descent on the same lasso, its kink once by a subgradient and once by a prox.
import * as Plot from "@observablehq/plot";
import { gradientDescent, ridge } from "shrinkage";
import { normals } from "shrinkage/theory";
import { colours, svg } from "./svg.mjs";

const STEPS = 40;
const [LAMBDA, RATE] = [0.15, 0.4];

/** the coefficients after 0, 1, … STEPS steps from least squares, one list a coefficient */
function descent(X, y, l1) {
  const start = ridge(X, y, { lambda: 0 });
  const warn = console.warn;
  // runs that end after a few steps are what is drawn
  console.warn = () => {};
  try {
    const options = { method: "gd", l1, lambda: LAMBDA, l1Ratio: 1, learningRate: RATE, warmStart: start, tol: 0 };
    return Array.from({ length: STEPS + 1 }, (_, k) =>
      k === 0 ? start.coefficients : gradientDescent(X, y, { ...options, maxIterations: k }).coefficients,
    );
  } finally {
    console.warn = warn;
  }
}

export function proxAndSubgradient() {
  const next = normals(5);
  const truth = [0.9, -0.6, 0, 0, 0, 0];
  const X = Array.from({ length: 60 }, () => truth.map(next));
  const y = X.map((row) => row.reduce((sum, x, j) => sum + truth[j] * x, next()));
  const panels = [
    { l1: "subgradient", name: "subgradient: over 0 and back" },
    { l1: "prox", name: "prox: exactly 0" },
  ].map(({ l1, name }) => ({ name, run: descent(X, y, l1) }));
  const hues = [colours.grey, colours.grey, colours.blue, colours.orange, colours.green, colours.purple];
  const points = panels.flatMap(({ name, run }) =>
    run.flatMap((coefficients, step) => Array.from(coefficients, (value, j) => ({ name, step, j, value }))),
  );
  const words = panels.map(({ name, run }) => ({
    name,
    text: `after ${STEPS} steps ${run[STEPS].filter((b) => b === 0).length} of ${truth.length} are 0`,
  }));
  const near = points.filter(({ j }) => truth[j] === 0);
  const spots = { x: "step", y: "value", fx: "name", fill: ({ j }) => hues[j], r: 2 };
  return svg(
    {
      ...{ width: 760, height: 330, marginTop: 46, marginBottom: 44, marginLeft: 56, marginRight: 10 },
      fx: { label: null, padding: 0.08, domain: panels.map(({ name }) => name) },
      x: { label: "step of gradient descent", ticks: [0, 10, 20, 30, 40], tickFormat: "d" },
      y: { label: "coefficients whose truth is 0", ticks: 5, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: colours.black, strokeWidth: 1 }),
        Plot.line(near, { fx: "name", x: "step", y: "value", z: "j", stroke: ({ j }) => hues[j], strokeWidth: 1.6 }),
        Plot.dot(near, spots),
        Plot.text(words, { fx: "name", frameAnchor: "top-right", dx: -8, dy: 8, text: "text", fontWeight: "bold" }),
        Plot.frame({ stroke: "#bbbbbb" }),
      ],
    },
    "Four coefficients over 40 steps of gradient descent on a lasso: by a subgradient they go on stepping over 0 and back, by a prox they reach 0 and stay.",
  );
}
