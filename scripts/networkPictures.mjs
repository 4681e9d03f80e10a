// Pictures of docs/guide/networks.md: what networks of shrinkage/network make of two spirals.
import * as Plot from "@observablehq/plot";
import { ridge } from "shrinkage";
import { network } from "shrinkage/network";
import { normals } from "shrinkage/theory";
import { colours, svg } from "./svg.mjs";

const { black, blue, orange, green, purple, grey } = colours;

/** two arms that wind about each other, some points astray */
function spirals() {
  const next = normals(2);
  const X = Array.from({ length: 80 }, (_, i) => {
    const t = (i >> 1) / 40;
    const angle = 2.2 * Math.PI * t + (i % 2) * Math.PI;
    const radius = 0.3 + 1.7 * t;
    return [radius * Math.cos(angle) + 0.13 * next(), radius * Math.sin(angle) + 0.13 * next()];
  });
  return { X, y: X.map((_, i) => i % 2) };
}

const fitted = (options) => network(spirals().X, spirals().y, { loss: "logistic", method: "lbfgs", epochs: 500, seed: 2, ...options });

/** where p = ½ of some networks, side by side */
function boundaries(panels, description) {
  const { X, y } = spirals();
  const side = Array.from({ length: 41 }, (_, k) => -2.5 + k / 8);
  const grid = side.flatMap((v) => side.map((u) => [u, v]));
  const surface = panels.flatMap(({ name, fit }) => {
    const p = fit.predictProbability(grid);
    return grid.map(([x, y], k) => ({ name, x, y, p: p[k] }));
  });
  const points = panels.flatMap(({ name }) => X.map(([x, v], i) => ({ name, x, y: v, label: y[i] })));
  const place = { fx: "name", x: "x", y: "y" };
  return svg(
    {
      ...{ width: 760, height: 300, marginLeft: 40, marginTop: 30, marginBottom: 40, marginRight: 8 },
      fx: { label: null, padding: 0.06, domain: panels.map(({ name }) => name) },
      x: { label: "x₁", domain: [-2.5, 2.5], ticks: [-2, 0, 2], tickFormat: "d" },
      y: { label: "x₂", domain: [-2.5, 2.5], ticks: [-2, 0, 2], tickFormat: "d" },
      marks: [
        Plot.contour(surface, {
          ...place,
          fill: () => blue,
          value: "p",
          thresholds: [0.5],
          interpolate: "barycentric",
          pixelSize: 5,
          fillOpacity: 0.16,
          stroke: black,
          strokeWidth: 1.2,
          clip: true,
        }),
        Plot.dot(points, { ...place, r: 2, fill: ({ label }) => (label ? blue : orange) }),
        Plot.frame({ stroke: "#bbbbbb" }),
      ],
    },
    description,
  );
}

/** The texts' first figure: more units bend more. */
export const units = () =>
  boundaries(
    [3, 6, 20].map((hidden) => ({ name: `${hidden} units`, fit: fitted({ hidden, lambda: 1e-5 }) })),
    "Boundaries between two spirals by networks of 3, 6 and 20 hidden units with hardly any decay: the more units, the closer they follow every point.",
  );

/** The texts' second figure: decay takes the bends back. */
export const decay = () =>
  boundaries(
    [0.0001, 0.001, 0.01].map((lambda) => ({ name: `λ = ${lambda}`, fit: fitted({ hidden: 20, lambda }) })),
    "Boundaries between two spirals by networks of 20 hidden units at λ 0.0001, 0.001 and 0.01: the larger λ, the straighter they are.",
  );

/** How much of tanh is used: the share of units in its linear range, by λ. */
export function linearRange() {
  const shares = Array.from({ length: 13 }, (_, k) => {
    const lambda = 1e-6 * 10 ** (k / 3);
    const { history, objective } = fitted({ hidden: 20, lambda });
    return { lambda, share: history.linearShare[0].at(-1), norm: Math.hypot(...history.norms.map((curve) => curve.at(-1))), objective };
  });
  return svg(
    {
      ...{ width: 560, height: 300, marginTop: 30, marginRight: 20, marginLeft: 48, marginBottom: 42 },
      x: { type: "log", label: "λ", ticks: [1e-6, 1e-5, 1e-4, 1e-3, 0.01], tickFormat: String },
      y: { label: "share of units with |z| ≤ ½", domain: [0, 1], ticks: 5, grid: true },
      marks: [
        Plot.line(shares, { x: "lambda", y: "share", stroke: blue, strokeWidth: 2 }),
        Plot.dot(shares, { x: "lambda", y: "share", r: 3, fill: blue }),
        Plot.ruleY([0], { stroke: grey }),
      ],
    },
    "The share of tanh units in their linear range grows with λ from nearly none to all of them: strong decay makes a network linear.",
  );
}

/** Weights of a network without hidden layers: inputs dropped in training as points, ridge at λ = (1 − k)/k as lines. */
export function dropoutAndRidge() {
  const next = normals(4);
  const truth = [2, -1.4, 0.8, 0.3];
  const X = Array.from({ length: 200 }, () => {
    const [a, b, c, d] = [next(), next(), next(), next()];
    return [a, 0.6 * a + 0.8 * b, c, 0.6 * c - 0.8 * d];
  });
  const y = X.map((row) => row.reduce((sum, x, j) => sum + truth[j] * x, next()));
  const keeps = (from, to, count) => Array.from({ length: count }, (_, k) => from + (k * (to - from)) / (count - 1));
  const lines = keeps(0.2, 1, 33).flatMap((keep) => {
    const { coefficients } = ridge(X, y, { lambda: (1 - keep) / keep, standardize: true });
    return Array.from(coefficients, (w, j) => ({ keep, w, j }));
  });
  const points = keeps(0.2, 1, 9).flatMap((keep) => {
    const options = { hidden: [], keepProbability: [keep], standardize: true, epochs: 150, learningRate: 0.02, schedule: "cosine" };
    return Array.from(network(X, y, options).layers[0].weights[0], (w, j) => ({ keep, w, j }));
  });
  const colour = ({ j }) => [blue, orange, green, purple][j];
  return svg(
    {
      ...{ width: 560, height: 320, marginTop: 30, marginRight: 20, marginLeft: 48, marginBottom: 42 },
      x: { label: "probability k with which an input is kept", domain: [0.15, 1.02], ticks: 5 },
      y: { label: "weight", ticks: 5, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: grey }),
        Plot.line(lines, { x: "keep", y: "w", z: "j", stroke: colour, strokeWidth: 2 }),
        Plot.dot(points, { x: "keep", y: "w", r: 4, fill: colour, stroke: "white" }),
      ],
    },
    "Weights of a linear network whose inputs were dropped in training (points) lie on the weights of ridge at λ = (1 − k)/k (lines), k the probability to keep one.",
  );
}
