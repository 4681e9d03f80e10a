// The pictures of RESULTS.md. Everybody has a colour and a shape, and every picture has its table beside it.
import * as Plot from "@observablehq/plot";
import { colours, svg } from "../../scripts/svg.mjs";
import { ours } from "../pathTables.js";
import type { Everything } from "./everything.js";

export interface Picture {
  title: string;
  svg: string;
}

const LOOKS: Record<string, [string, string]> = {
  ours: [colours.black, "circle"],
  glmnet: [colours.orange, "square"],
  "scikit-learn": [colours.blue, "triangle"],
  celer: [colours.green, "diamond"],
  skglm: [colours.purple, "star"],
  adelie: [colours.amber, "cross"],
  "plain JS": [colours.grey, "times"],
  deepbox: [colours.sky, "wye"],
  wasm: [colours.black, "circle"],
};

/** file name → picture; what is not measured is not drawn */
export function charts(results: Everything): Map<string, Picture> {
  const all: [string, Picture | undefined][] = [
    ["paths", paths(results)],
    ["ridge", ridge(results)],
    ["lasso", lasso(results)],
    ["kernels", kernels(results)],
    ["scaling", scaling(results)],
    ["size", size(results)],
  ];
  return new Map(all.filter((each): each is [string, Picture] => each[1] !== undefined));
}

const AXIS = "their time / ours: right of the line ours is faster";

function paths({ path }: Everything): Picture | undefined {
  if (!path) return undefined;
  const points = path.paths.flatMap(({ design, compared, late }) => [
    ...Object.entries(compared)
      .filter(([name]) => name in LOOKS)
      .map(([name, { ratio }]) => ({ work: design, name, value: ratio.median, more: false })),
    ...Object.entries(late?.compared ?? {}).map(([name, given]) => ({
      work: design,
      name,
      value: (1000 * given) / ours(compared),
      more: true,
    })),
  ]);
  return dots("Lasso paths of 100 λ to a relative gap of 1e-6", points, AXIS);
}

function ridge(results: Everything): Picture | undefined {
  const points = (results.ridge?.ridge ?? []).flatMap(({ work, theirs, compared }) =>
    compared
      ? [{ work: `${work.replace("ridge ", "")}: ${theirs.split(/[ ,]/)[0]}`, name: "plain", value: compared.ratio.median, more: false }]
      : [],
  );
  return points.length ? bars("Ridge, the libraries' time / ours", points, AXIS) : undefined;
}

function kernels(results: Everything): Picture | undefined {
  const list = results.kernels?.kernels.filter(({ ratios }) => "wasm" in ratios) ?? [];
  const points = list.map(({ work, ratios }) => ({ work, name: "plain", value: ratios.wasm.median, more: false }));
  return points.length ? bars("Kernels, plain JavaScript's time / ours", points, AXIS) : undefined;
}

function size(results: Everything): Picture | undefined {
  const points = (results.size?.size ?? []).flatMap(({ what, gzip }) =>
    gzip ? [{ work: what, name: "plain", value: gzip / 1000, more: false }] : [],
  );
  return points.length ? bars("Bundles, minified and gzipped", points, "kB", 0) : undefined;
}

function lasso(results: Everything): Picture | undefined {
  const points = (results.lasso?.lasso ?? []).flatMap(({ work, goal, compared }) => {
    const [own] = Object.values(compared);
    const theirs = Object.entries(compared).map(([name, { theirs }]) => ({ work, goal, name, value: theirs.median }));
    return own ? [{ work, goal, name: "ours", value: own.ours.median }, ...theirs] : theirs;
  });
  if (!points.length) return undefined;
  const names = Object.keys(LOOKS).filter((name) => points.some((one) => one.name === name));
  const title = "Lasso at one λ: time to a judged relative gap";
  const works = new Set(points.map(({ work }) => work));
  const picture = svg(
    {
      ...{ width: 760, height: 90 + 190 * works.size, marginTop: 70, marginLeft: 70, marginRight: 190 },
      x: { type: "log", reverse: true, label: "relative gap →", ticks: [1e-4, 1e-6, 1e-9], tickFormat: ".0e" },
      y: { type: "log", grid: true, label: "ms" },
      fy: { label: null },
      ...scales(names),
      marks: [
        Plot.line(points, { x: "goal", y: "value", fy: "work", stroke: "name" }),
        Plot.dot(points, { x: "goal", y: "value", fy: "work", stroke: "name", symbol: "name", fill: "white", r: 4 }),
        ...legend(names, title),
      ],
    },
    title,
  );
  return { title, svg: picture };
}

function scaling(results: Everything): Picture | undefined {
  const points = (results.scaling?.scaling ?? []).flatMap(({ work, along, points: own }) =>
    own.flatMap((one) => [
      { work, size: one[along], name: "ours", value: one.ours.median },
      { work, size: one[along], name: "plain JS", value: one.plain.median },
    ]),
  );
  if (!points.length) return undefined;
  const title = "Time as n or p grows";
  const works = new Set(points.map(({ work }) => work));
  const picture = svg(
    {
      ...{ width: 760, height: 90 + 180 * works.size, marginTop: 70, marginLeft: 70, marginRight: 190 },
      x: { type: "log", label: "n or p →", grid: true },
      y: { type: "log", grid: true, label: "ms" },
      fy: { label: null },
      ...scales(["ours", "plain JS"]),
      marks: [
        Plot.line(points, { x: "size", y: "value", fy: "work", stroke: "name" }),
        Plot.dot(points, { x: "size", y: "value", fy: "work", stroke: "name", symbol: "name", fill: "white", r: 4 }),
        ...legend(["ours", "plain JS"], title),
      ],
    },
    title,
  );
  return { title, svg: picture };
}

interface Point {
  work: string;
  name: string;
  value: number;
  /** a lower bound */
  more: boolean;
}

function dots(title: string, points: readonly Point[], label: string): Picture {
  const works = [...new Set(points.map(({ work }) => work))];
  const names = Object.keys(LOOKS).filter((name) => points.some((one) => one.name === name));
  const bounds = points.filter(({ more }) => more);
  const picture = svg(
    {
      ...{ width: 760, height: 140 + 30 * works.length, marginTop: 70, marginBottom: 44, marginLeft: 170, marginRight: 30 },
      x: { type: "log", grid: true, label: `${label} →`, tickFormat: "~f", labelOffset: 40 },
      y: { domain: works, label: null },
      ...scales(names),
      marks: [
        Plot.ruleX([1], { stroke: colours.black }),
        Plot.ruleY(works, { stroke: "#e5e5e5" }),
        Plot.dot(points, { x: "value", y: "work", stroke: "name", symbol: "name", fill: "white", r: 5, strokeWidth: 2 }),
        Plot.text(bounds, { x: "value", y: "work", text: () => "≥", dx: -12, fill: colours.black }),
        ...legend(names, title),
      ],
    },
    title,
  );
  return { title, svg: picture };
}

function bars(title: string, points: readonly Point[], label: string, base = 1): Picture {
  const picture = svg(
    {
      ...{ width: 760, height: 100 + 26 * points.length, marginTop: 46, marginBottom: 44, marginLeft: 350, marginRight: 60 },
      x: { grid: true, label: `${label} →`, type: base ? "log" : "linear", labelOffset: 40 },
      y: { domain: points.map(({ work }) => work), label: null },
      marks: [
        Plot.barX(points, {
          x1: base,
          x2: "value",
          y: "work",
          fill: (one: Point) => (base && one.value < 1 ? colours.orange : colours.blue),
        }),
        Plot.ruleX([base]),
        Plot.text(points, {
          x: (one: Point) => Math.max(base, one.value),
          y: "work",
          text: (one: Point) => Number(one.value.toPrecision(2)).toString(),
          dx: 4,
          textAnchor: "start",
        }),
        ...legend([], title),
      ],
    },
    title,
  );
  return { title, svg: picture };
}

function scales(names: readonly string[]) {
  return {
    color: { domain: names, range: names.map((name) => LOOKS[name][0]) },
    symbol: { domain: names, range: names.map((name) => LOOKS[name][1]) },
  };
}

/** a title, and under it who is who; Plot's own legends are HTML, which an SVG file cannot hold */
function legend(names: readonly string[], title: string) {
  const place = { frameAnchor: "top-left" as const, facet: "super" as const };
  return [
    Plot.text([title], { ...place, dx: -60, dy: names.length ? -58 : -36, fontWeight: "bold", textAnchor: "start" }),
    ...names.flatMap((name, k) => {
      const [stroke, symbol] = LOOKS[name];
      const dx = -50 + 96 * k;
      return [
        Plot.dot([0], { ...place, dx, dy: -34, stroke, symbol: symbol as Plot.SymbolType, fill: "white", r: 5, strokeWidth: 2 }),
        Plot.text([name], { ...place, dx: dx + 10, dy: -34, textAnchor: "start" }),
      ];
    }),
  ];
}
