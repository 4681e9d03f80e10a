// npm run pictures: docs/pictures/*.svg, drawn from what the functions of shrinkage and shrinkage/theory compute.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import * as Plot from "@observablehq/plot";
import { ridge } from "shrinkage";
import { biasVariance, lossContours, normals, pNormBall, polynomialFeatures, tangentPoint } from "shrinkage/theory";
import * as networks from "./networkPictures.mjs";
import { plotPictures } from "./plotPictures.mjs";
import { proxAndSubgradient } from "./proxAndSubgradient.mjs";
import { colours, svg } from "./svg.mjs";

const root = new URL("../", import.meta.url);
const { black, blue, orange, grey } = colours;
/** a closed curve */
const closed = (points) => [...points, points[0]];
/** λ's from `from` to `to`, at equal ratios */
const ratios = (from, to, count) => Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)));
const grid = { stroke: "#dddddd", strokeOpacity: 1 };

/** Where contours of the loss touch the balls of L1 and L2. */
function tangency() {
  const next = normals(3);
  const X = Array.from({ length: 100 }, () => {
    const [a, b] = [next(), next()];
    return [a, 0.45 * a + 0.9 * b];
  });
  const y = X.map(([a, b]) => 0.7 * a + 1.9 * b + 0.5 * next());
  const panels = [
    { name: "L1, lasso: |w₁| + |w₂| ≤ 1", norm: "l1", p: 1 },
    { name: "L2, ridge: w₁² + w₂² ≤ 1", norm: "l2", p: 2 },
  ].map((panel) => {
    const touch = tangentPoint(X, y, { norm: panel.norm, radius: 1 });
    const { optimum, minimum } = lossContours(X, y);
    const levels = [0.06, 0.3, 0.65, 1, 1.5, 2.1].map((share) => minimum + share * (touch.loss - minimum));
    const steep = Math.hypot(...touch.gradient);
    const down = touch.gradient.map((g) => -g / steep);
    return { ...panel, ...touch, optimum, down, contours: lossContours(X, y, { levels, points: 96 }).contours };
  });
  const contours = panels.flatMap(({ name, contours }) =>
    contours.flatMap(({ level, points }, k) => closed(points).map(([x, y]) => ({ name, level, k, x, y }))),
  );
  const balls = panels.flatMap(({ name, p }) => closed(pNormBall({ p, radius: 1, points: 96 })).map(([x, y]) => ({ name, x, y })));
  const at = ([x, y]) => ({ x, y });
  const touches = panels.map(({ name, point }) => ({ name, ...at(point) }));
  const words = panels.map(({ name, point }) => ({
    name,
    text: `touched at\nw = (${point.map((w) => (w === 0 ? "0" : w.toFixed(2))).join(", ")})`,
  }));
  const arrows = panels.map(({ name, point, down }) => ({
    ...{ name, x1: point[0], y1: point[1], x2: point[0] + 0.42 * down[0], y2: point[1] + 0.42 * down[1] },
  }));
  const optima = panels.map(({ name, optimum }) => ({ name, ...at(optimum) }));
  const panel = { fx: "name" };
  const halo = { stroke: "white", strokeWidth: 4 };
  return svg(
    {
      ...{ width: 760, aspectRatio: 1, marginLeft: 48, marginTop: 50, marginBottom: 44, marginRight: 8 },
      fx: { label: null, padding: 0.06, domain: panels.map(({ name }) => name) },
      x: { label: "w₁", domain: [-1.25, 1.85], ticks: [-1, 0, 1], tickFormat: "d" },
      y: { label: "w₂", domain: [-1.2, 2.45], ticks: [-1, 0, 1, 2], tickFormat: "d" },
      marks: [
        Plot.ruleX([0], grid),
        Plot.ruleY([0], grid),
        Plot.line(balls, { ...panel, x: "x", y: "y", fill: orange, fillOpacity: 0.22, stroke: orange, strokeWidth: 2 }),
        Plot.line(contours, {
          ...{ ...panel, x: "x", y: "y", z: "level", clip: true, stroke: blue },
          strokeWidth: 1,
          strokeOpacity: 0.55,
          filter: ({ k }) => k !== 3,
        }),
        Plot.line(contours, {
          ...panel,
          x: "x",
          y: "y",
          z: "level",
          clip: true,
          stroke: blue,
          strokeWidth: 2.2,
          filter: ({ k }) => k === 3,
        }),
        Plot.arrow(arrows, { ...panel, x1: "x1", y1: "y1", x2: "x2", y2: "y2", stroke: black, strokeWidth: 1.8, headLength: 9 }),
        Plot.dot(optima, { ...panel, x: "x", y: "y", r: 4, fill: blue }),
        Plot.text(optima, { ...panel, x: "x", y: "y", text: () => "w*, least squares", dy: -14, fill: blue, ...halo }),
        Plot.dot(touches, { ...panel, x: "x", y: "y", r: 5, fill: black, stroke: "white" }),
        Plot.text(words, { ...panel, x: 0, y: 0, text: "text", fontWeight: "bold", lineHeight: 1.3 }),
        Plot.frame({ stroke: "#bbbbbb" }),
      ],
    },
    "Contours of the squared loss touch the ball of the L1 norm on its corner, where w₁ is 0, and the circle of the L2 norm beside the axis.",
  );
}

/** Bias and variance of ridge by λ: closed form as lines, the experiment as points. */
function biasAndVariance() {
  const next = normals(1);
  const design = Array.from({ length: 28 }, () => Array.from({ length: 20 }, next));
  const truth = Array.from({ length: 20 }, (_, j) => 0.8 * (-1) ** j * 0.85 ** j);
  const world = { truth, design, noise: 1, seed: 1 };
  const at = (lambda, universes) => biasVariance({ ...world, universes, model: { lambda, l1Ratio: 0 } });
  const parts = { mse: black, noise: grey, variance: blue, bias2: orange };
  const names = { mse: "mse, the sum", noise: "noise", variance: "variance", bias2: "bias²" };
  const curves = ratios(0.01, 10, 41).flatMap((lambda) => {
    const { exact } = at(lambda, 2);
    return Object.keys(parts).map((part) => ({ lambda, part, value: exact[part] }));
  });
  const points = ratios(0.01, 10, 13).flatMap((lambda) => {
    const found = at(lambda, 200);
    return ["mse", "variance", "bias2"].map((part) => ({ lambda, part, value: found[part], error: 2 * found.errors[part] }));
  });
  const colour = ({ part }) => parts[part];
  const best = curves.filter(({ part }) => part === "mse").reduce((a, b) => (b.value < a.value ? b : a));
  const ends = curves.slice(-4).map((end) => ({ ...end, name: names[end.part] }));
  return svg(
    {
      ...{ width: 640, height: 380, marginTop: 30, marginRight: 116, marginLeft: 44, marginBottom: 42 },
      x: { type: "log", label: "λ", ticks: [0.01, 0.03, 0.1, 0.3, 1, 3, 10], tickFormat: String },
      y: { label: "squared error of prediction", domain: [0, 3.2], ticks: 4, tickFormat: "d", grid: true },
      marks: [
        Plot.ruleX([best], { x: "lambda", stroke: black, strokeDasharray: "3 4" }),
        Plot.text([best], {
          x: "lambda",
          y: 3.1,
          text: ({ lambda }) => `smallest mse, λ = ${lambda.toPrecision(2)}`,
          textAnchor: "start",
          dx: 6,
        }),
        Plot.line(curves, { x: "lambda", y: "value", z: "part", stroke: colour, strokeWidth: 2 }),
        Plot.ruleX(points, { x: "lambda", y1: (d) => d.value - d.error, y2: (d) => d.value + d.error, stroke: colour, strokeWidth: 1.5 }),
        Plot.dot(points, { x: "lambda", y: "value", fill: colour, stroke: "white", r: 3.5 }),
        Plot.text(ends, { x: "lambda", y: "value", text: "name", fill: colour, textAnchor: "start", dx: 8, fontWeight: "bold" }),
      ],
    },
    "By λ: variance falls, squared bias rises, noise stays, and their sum is smallest in between. Points from 200 universes lie on the lines of the closed form.",
  );
}

/** Polynomials of a sine seen through noise: too stiff, about right, too free, and too free but shrunk. */
function overfit() {
  const next = normals(7);
  const few = Array.from({ length: 15 }, (_, i) => (2 * i + 1) / 15 - 1);
  const seen = few.map((x) => Math.sin(Math.PI * x) + 0.3 * next());
  const many = Array.from({ length: 161 }, (_, i) => i / 80 - 1);
  const panels = [
    { degree: 1, lambda: 0, name: "degree 1: too stiff" },
    { degree: 3, lambda: 0, name: "degree 3: about right" },
    { degree: 13, lambda: 0, name: "degree 13: learns the noise" },
    { degree: 13, lambda: 1e-3, name: "degree 13, ridge λ = 0.001" },
  ];
  const curves = panels.flatMap(({ degree, lambda, name }) => {
    const fit = ridge(polynomialFeatures(few, { degree }), seen, { lambda });
    return Array.from(fit.predict(polynomialFeatures(many, { degree })), (y, i) => ({ name, x: many[i], y: Math.max(-3, Math.min(3, y)) }));
  });
  const examples = few.map((x, i) => ({ x, y: seen[i] }));
  return svg(
    {
      ...{ width: 860, height: 280, marginTop: 44, marginBottom: 40, marginLeft: 40, marginRight: 8 },
      fx: { label: null, domain: panels.map(({ name }) => name), padding: 0.12 },
      x: { label: "x", ticks: [-1, 0, 1], tickFormat: "d" },
      y: { label: "y", domain: [-2, 2], ticks: [-2, -1, 0, 1, 2], tickFormat: "d" },
      marks: [
        Plot.ruleY([0], grid),
        Plot.line(many, { x: (x) => x, y: (x) => Math.sin(Math.PI * x), stroke: grey, strokeDasharray: "4 4", strokeWidth: 1.5 }),
        Plot.line(curves, { fx: "name", x: "x", y: "y", stroke: orange, strokeWidth: 2.2, clip: true }),
        Plot.dot(examples, { x: "x", y: "y", fill: blue, stroke: "white", r: 4 }),
        Plot.frame({ stroke: "#bbbbbb" }),
      ],
    },
    "Polynomials through 15 noisy points of a sine (dashed): degree 1 misses it, degree 3 follows it, degree 13 runs through the noise, ridge calms degree 13 down.",
  );
}

/** file name → text */
export function pictures() {
  return {
    ...plotPictures(),
    "tangency.svg": tangency(),
    "bias-variance.svg": biasAndVariance(),
    "overfit.svg": overfit(),
    "prox-and-subgradient.svg": proxAndSubgradient(),
    "network-units.svg": networks.units(),
    "network-decay.svg": networks.decay(),
    "network-tanh.svg": networks.linearRange(),
    "network-dropout.svg": networks.dropoutAndRidge(),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const [name, text] of Object.entries(pictures())) {
    writeFileSync(new URL(`docs/pictures/${name}`, root), text);
    console.log(`docs/pictures/${name} ${(text.length / 1024).toFixed(1)} kB`);
  }
