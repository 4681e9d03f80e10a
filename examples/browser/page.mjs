// The diabetes data fitted at whatever λ the slider says: the whole path once, and every fit anew, both in a few milliseconds.
import { crossValidate, elasticNet, Matrix, path, ridge } from "shrinkage";

/* global Plot */
const { Plot } = globalThis;
const find = (id) => document.getElementById(id);

const text = await (await fetch("../data/diabetes.csv")).text();
const [header, ...lines] = text.trim().split("\n");
const rows = lines.map((line) => line.split(",").map(Number));
const { progression: y, ...columns } = Object.fromEntries(header.split(",").map((name, j) => [name, rows.map((row) => row[j])]));
const features = Object.keys(columns);
const deviations = features.map((name) => {
  const mean = columns[name].reduce((a, b) => a + b) / y.length;
  return Math.sqrt(columns[name].reduce((sum, x) => sum + (x - mean) ** 2, 0) / y.length);
});
const X = Matrix.from(columns); // copied into WebAssembly once

const standardize = true;
const [most, least] = [45.2, 0.02];
/** the slider's 0 … 1 is λ from largest to smallest, at equal ratios */
const lambdaOf = (place) => most * (least / most) ** place;
const hues = ["#8a8f98", "#cc79a7", "#0072b2", "#009e73", "#d55e00", "#b87a00", "#56b4e9", "#7b61c9", "#a0522d", "#4f9d2d"];
const hue = (name) => hues[features.indexOf(name)];

const paths = new Map();
/** every coefficient per standard deviation along 100 λ, and the λ's that cross-validation names; kept by ρ */
function pathOf(l1Ratio) {
  if (!paths.has(l1Ratio)) {
    const lambdas = Array.from({ length: 100 }, (_, k) => lambdaOf(k / 99));
    const fits = path(X, y, { l1Ratio, standardize, lambdas });
    const curves = features.flatMap((name, j) =>
      lambdas.map((lambda, k) => ({ name, lambda, value: fits.coefficients(k)[j] * deviations[j] })),
    );
    const { min, oneSe } = crossValidate(X, y, { l1Ratio, standardize, lambdas, folds: 10, seed: 1 });
    const ends = apart(curves.filter(({ lambda }) => lambda === lambdas.at(-1)));
    paths.set(l1Ratio, { curves, ends, min, oneSe });
  }
  return paths.get(l1Ratio);
}

/** names at the ends of lines, moved until none lies on another */
function apart(ends) {
  const places = ends.map((end) => ({ ...end, place: end.value })).sort((a, b) => a.value - b.value);
  for (let round = 0; round < 100; round++)
    for (let k = 1; k < places.length; k++) {
      const push = Math.max(0, 3.6 - (places[k].place - places[k - 1].place)) / 2;
      places[k - 1].place -= push;
      places[k].place += push;
    }
  return places;
}

function show() {
  const l1Ratio = Number(find("penalty").value);
  const lambda = lambdaOf(Number(find("lambda").value));
  const start = performance.now();
  const options = { lambda, standardize };
  const fit = l1Ratio === 0 ? ridge(X, y, options) : elasticNet(X, y, { ...options, l1Ratio });
  const milliseconds = performance.now() - start;
  const { curves, ends, min, oneSe } = pathOf(l1Ratio);
  const bars = features.map((name, j) => ({ name, value: fit.coefficients[j] * deviations[j] }));

  find("strength").textContent = lambda.toPrecision(3);
  find("summary").textContent =
    `${fit.nonzero} of ${features.length} coefficients are not 0, R² = ${fit.score(X, y).toFixed(3)}; fitted in ${milliseconds.toFixed(1)} ms, ` +
    `proven to be within a share of ${fit.certificate.relativeGap.toExponential(0)} of the optimum`;
  find("chosen").textContent =
    `Dashed: where tenfold cross-validation finds the smallest error (λ = ${min.lambda.toPrecision(2)}), ` +
    `and the strongest penalty within one standard error of it (λ = ${oneSe.lambda.toPrecision(2)}).`;

  const width = document.querySelector("main").clientWidth - 32;
  const style = { background: "transparent", color: "var(--ink)", fontSize: "12px" };
  const extent = [-36, 36];
  find("path").replaceChildren(
    Plot.plot({
      ...{ width, height: Math.min(360, 0.75 * width), marginRight: 36, marginLeft: 36, marginBottom: 36, style },
      x: {
        type: "log",
        domain: [most, least],
        label: "λ",
        labelArrow: "none",
        ticks: [30, 10, 3, 1, 0.3, 0.1, 0.03],
        tickFormat: String,
      },
      y: { domain: extent, label: null, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: "var(--faint)" }),
        Plot.ruleX([min.lambda, oneSe.lambda], { stroke: "var(--faint)", strokeDasharray: "3 4" }),
        Plot.line(curves, { x: "lambda", y: "value", z: "name", stroke: ({ name }) => hue(name), strokeWidth: 1.8 }),
        Plot.text(ends, { x: "lambda", y: "place", text: "name", fill: ({ name }) => hue(name), textAnchor: "start", dx: 6 }),
        Plot.ruleX([lambda], { stroke: "var(--accent)", strokeWidth: 2 }),
        Plot.dot(bars, { x: lambda, y: "value", fill: ({ name }) => hue(name), r: 4 }),
      ],
    }),
  );
  find("bars").replaceChildren(
    Plot.plot({
      ...{ width, height: 240, marginLeft: 36, marginRight: 36, style },
      x: { domain: extent, label: null, grid: true },
      y: { domain: features, label: null },
      marks: [
        Plot.barX(bars, { x: "value", y: "name", fill: ({ name }) => hue(name) }),
        Plot.text(bars, {
          ...{ x: "value", y: "name", dx: 4, textAnchor: "start" },
          text: ({ value }) => (value === 0 ? "0" : value.toFixed(1)),
          filter: ({ value }) => value >= 0,
        }),
        Plot.text(bars, {
          ...{ x: "value", y: "name", dx: -4, textAnchor: "end" },
          text: ({ value }) => value.toFixed(1),
          filter: ({ value }) => value < 0,
        }),
        Plot.ruleX([0], { stroke: "var(--faint)" }),
      ],
    }),
  );
}

for (const control of ["lambda", "penalty"]) find(control).addEventListener("input", show);
addEventListener("resize", show);
show();
