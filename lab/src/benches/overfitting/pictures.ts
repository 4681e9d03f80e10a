// Fits of many samples, and their errors by degree.
import { dot, line, type PlotOptions, pointerX, ruleX, text, tip } from "@observablehq/plot";
import { colours } from "../../frame/colours.js";
import { short } from "../../frame/numbers.js";
import type { OfDegree } from "./view.js";

interface Drawn {
  places: number[];
  truth?: number[];
  curves: number[][];
  mean: number[];
  sample: [number, number][];
}

/** words beside a corner of the picture */
const legend = (words: readonly (readonly [string, string])[], corner: "bottom-right" | "top-left" | "bottom-left" = "bottom-right") =>
  words.map(([word, colour], k) => {
    const dy = corner.startsWith("bottom") ? -4 - 16 * (words.length - 1 - k) : 4 + 16 * k;
    const dx = corner.endsWith("right") ? -6 : 8;
    return text([word], { frameAnchor: corner, text: (said) => said, fill: colour, dx, dy, fontWeight: "bold" });
  });

export function fitsPicture(width: number, { places, truth, curves, mean, sample }: Drawn, names: { x: string; y: string }): PlotOptions {
  const along = (values: readonly number[]) => values.map((value, k) => ({ x: places[k], y: value }));
  // the scale is that of truth and sample: fits that leave it are cut off
  const ys = [...(truth ?? mean), ...sample.map(([, y]) => y)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const room = 0.25 * (high - low || 1);
  return {
    height: Math.round(Math.min(420, Math.max(280, 0.6 * width))),
    marginLeft: 50,
    x: { label: names.x, labelArrow: "none" },
    y: { label: names.y, labelArrow: "none", grid: true, domain: [low - room, high + room] },
    marks: [
      line(
        curves.flatMap((curve, k) => along(curve).map((point) => ({ ...point, k }))),
        { x: "x", y: "y", z: "k", stroke: colours.red, strokeWidth: 1, strokeOpacity: 0.45, clip: true },
      ),
      dot(sample, { x: ([x]) => x, y: ([, y]) => y, fill: colours.ink, r: 2, fillOpacity: 0.6, clip: true }),
      ...(truth ? [line(along(truth), { x: "x", y: "y", stroke: colours.ink, strokeWidth: 2, strokeDasharray: "7 4", clip: true })] : []),
      line(along(mean), { x: "x", y: "y", stroke: colours.blue, strokeWidth: 3, clip: true }),
      ...legend([
        ["one fit each", colours.red],
        ["mean of the fits", colours.blue],
        ...(truth ? [["– – truth", colours.ink] as const] : []),
        ["• the first sample", colours.ink],
      ]),
    ],
  };
}

export function degreePicture(width: number, degrees: readonly OfDegree[], degree: number): PlotOptions {
  const own = degrees[0].training !== undefined;
  const kinds = own
    ? ([
        ["training", colours.blue],
        ["test", colours.orange],
      ] as const)
    : ([
        ["bias2", colours.blue],
        ["variance", colours.orange],
        ["mse", colours.ink],
      ] as const);
  const titles = { training: "● training", test: "× test", bias2: "● bias²", variance: "× variance", mse: "▲ error" };
  const symbols = { training: "circle", test: "times", bias2: "circle", variance: "times", mse: "triangle" };
  const points = degrees.flatMap((each) =>
    kinds.map(([kind]) => ({
      degree: each.degree,
      kind,
      value: each[kind] as number,
      exact: (kind in (each.exact ?? {}) ? each.exact?.[kind as "mse"] : each[kind]) as number,
    })),
  );
  const errors = points.filter(({ kind }) => kind === "mse" || kind === "test" || kind === "training").map(({ exact }) => exact);
  // a logarithmic scale has no 0: what is far below the smallest error is cut off
  const low = Math.min(...errors) * (own ? 0.7 : 1e-3);
  const high = Math.max(...errors) * 1.5;
  const powers = Array.from({ length: 60 }, (_, k) => 10 ** (k - 30)).filter((power) => power >= low && power <= high);
  const shown = points.filter(({ value }) => value > low);
  return {
    height: Math.round(Math.min(360, Math.max(260, 0.5 * width))),
    marginLeft: 56,
    marginBottom: 38,
    x: {
      type: "linear",
      domain: [0.7, 12.3],
      ticks: degrees.map((each) => each.degree),
      tickFormat: String,
      label: "degree",
      labelArrow: "none",
    },
    y: {
      type: "log",
      domain: [low, high],
      clamp: false,
      label: "mean squared error",
      labelArrow: "none",
      grid: true,
      ticks: powers,
      tickFormat: (value: number) => short(value, 1),
    },
    color: { domain: kinds.map(([kind]) => kind), range: kinds.map(([, colour]) => colour) },
    symbol: { domain: kinds.map(([kind]) => kind), range: kinds.map(([kind]) => symbols[kind]) },
    marks: [
      ruleX([degree], { stroke: colours.faint, strokeDasharray: "5 4" }),
      line(
        points.map((point) => ({ ...point, exact: Math.max(point.exact, low / 10) })),
        { x: "degree", y: "exact", z: "kind", stroke: "kind", strokeWidth: 2, clip: true },
      ),
      dot(shown, { x: "degree", y: "value", stroke: "kind", symbol: "kind", r: 3.5, strokeWidth: 2 }),
      ...legend(
        kinds.map(([kind, colour]) => [titles[kind], colour] as const),
        own ? "top-left" : "bottom-left",
      ),
      tip(
        shown,
        pointerX({
          x: "degree",
          y: "value",
          title: ({ degree, kind, value }) => `${titles[kind as "mse"]}, degree ${degree}\n${short(value, 4)}`,
          fill: "var(--ground)",
        }),
      ),
    ],
  };
}
